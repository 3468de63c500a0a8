"""Passwords that the company's directory checks. Who the person is here was settled by the last look at its groups."""

import uuid
from contextlib import suppress
from typing import Any

import ldap
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest
from django_auth_ldap.backend import LDAPBackend, ldap_error
from django_auth_ldap.config import LDAPSearch, LDAPSettings

from governance.access.directory_reading import as_typed, entry_of
from governance.access.directory_settings import Directory
from governance.access.directory_wire import addresses, away, options
from governance.access.models import User


class DirectoryAccounts(LDAPBackend):  # type: ignore[misc]
    """django-auth-ldap as far as the bind. Nobody is made or changed here: the application may not, and need not."""

    def __init__(self) -> None:
        self.directory = Directory.configured()

    @property
    def settings(self) -> LDAPSettings:
        """Ours, in the library's words; nothing is read from settings of its own."""
        directory = self.directory
        found = f"(&{_doubled(directory.people_filter)}({directory.name_attribute}=%(user)s))"
        wanted = [directory.entry_attribute, directory.name_attribute]
        given = {
            "SERVER_URI": lambda _: addresses(directory),
            "START_TLS": directory.start_tls,
            "BIND_DN": directory.bind_dn,
            "BIND_PASSWORD": directory.password,
            "CONNECTION_OPTIONS": options(directory),
            "USER_SEARCH": LDAPSearch(directory.people, ldap.SCOPE_SUBTREE, found, wanted),
            "ALWAYS_UPDATE_USER": False,
            "NO_NEW_USERS": True,
        }
        return LDAPSettings("KAAS_UNSET_", given)

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The person, or None. Raises DirectoryAway. An empty password, which LDAP takes for nobody's, is refused."""
        name = as_typed(username or "")
        if not name or not password or "\x00" in password:
            return None
        person: User | None = super().authenticate(request, username=name, password=password)
        return person

    def authenticate_ldap_user(self, ldap_user: Any, password: str) -> User | None:
        """An unknown name costs a bind as well, so that its absence takes no less time."""
        if ldap_user.dn is None:
            nobody = f"{self.directory.name_attribute}={uuid.uuid4()},{self.directory.people}"
            with suppress(ldap.LDAPError):
                ldap_user._bind_as(nobody, password)
            return None
        person: User | None = ldap_user.authenticate(password)
        return person

    def get_or_build_user(self, username: str, ldap_user: Any) -> tuple[User, bool]:
        """The person whom this entry is. One whom the last look did not find in any group is not known here yet."""
        entries = ldap_user.attrs.get(self.directory.entry_attribute) or []
        value = entries[0].encode() if entries and isinstance(entries[0], str) else next(iter(entries), b"")
        with connection.cursor() as cursor:
            cursor.execute(
                "select find_directory_login(%s)", [entry_of(self.directory.entry_attribute, value)]
            )
            person = cursor.fetchone()[0]
        return User(id=person, username=username), person is None

    def get_user(self, user_id: Any) -> User | None:  # noqa: ARG002
        """Nobody is loaded outside a scope; the scope itself says who acts."""
        return None


@receiver(ldap_error, sender=DirectoryAccounts)
def tell_apart(exception: ldap.LDAPError, **_: Any) -> None:
    """A directory that does not answer is no wrong password."""
    raise away(exception)


def _doubled(condition: str) -> str:
    """The library fills the name in with `%`; other signs of that kind are meant as they are."""
    return condition.replace("%", "%%")
