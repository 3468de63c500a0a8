"""Checking a password before anyone is identified."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.http import HttpRequest

from governance.access.models import User


class LocalAccounts(BaseBackend):
    """Accounts kept by kaas itself, for those whom `settings.LOCAL_ACCOUNTS` permits them: the demo company, break-glass."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        """The person, or None. An unknown name, or one that has no account here, costs as much time as a wrong password."""
        if not username or not password or "\x00" in username:
            return None
        if not _is_permitted(username):
            make_password(password)
            return None
        with connection.cursor() as cursor:
            cursor.execute("select person, password from find_login(%s)", [username])
            row = cursor.fetchone()
        if row is None:
            make_password(password)
            return None
        return User(id=row[0], username=username) if check_password(password, row[1]) else None

    def get_user(self, user_id: Any) -> User | None:  # noqa: ARG002
        """Nobody is loaded outside a scope; the scope itself says who acts."""
        return None


def _is_permitted(username: str) -> bool:
    permitted = settings.LOCAL_ACCOUNTS.strip()
    return permitted == "all" or (
        permitted != "none" and username in {name.strip() for name in permitted.split(",")}
    )
