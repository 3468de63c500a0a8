"""Acting for a person from the command line, or as the operator: an operator's right, and on the trail as such."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from governance.access.sessions import sign_in_as_operator, sign_out
from kaas.settings import DATABASE_ROLES, database, read

SAME = ("NAME", "HOST", "PORT")


@contextmanager
def acting_as(username: str) -> Iterator[uuid.UUID]:
    """A short session for one command. Raises SignInRefused for somebody who is not there or not active."""
    session_id = sign_in_as_operator(username)
    try:
        yield session_id
    finally:
        sign_out(session_id)


class NoOwner(Exception):
    """The owner's login to this installation's database is not known here."""


@contextmanager
def as_owner() -> Iterator[None]:
    """The owner's login for one look, where the operator has it. Raises NoOwner."""
    try:
        owner = database(read(DATABASE_ROLES["owner"]), role="owner", pooled=False)
    except ImproperlyConfigured:
        raise NoOwner from None
    kept = dict(connection.settings_dict)
    if any(owner[name] != kept[name] for name in SAME):  # of some other installation
        raise NoOwner
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)
