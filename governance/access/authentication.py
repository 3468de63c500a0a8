"""Checking a password before anyone is identified."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.http import HttpRequest

from governance.access.models import User


class LocalAccounts(BaseBackend):
    """Accounts kept by kaas itself: the demo company's, and break-glass."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        """The person, or None. An unknown name costs as much time as a wrong password."""
        if not username or not password or "\x00" in username:
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
