"""Names of people, for those who may read them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def names_of(people: Iterable[str]) -> dict[str, str]:
    """Display names by id, for the ids the identified person may know; others are left out."""
    ids = [found for found in map(_id, set(people)) if found]
    with connection.cursor() as cursor:
        cursor.execute("select id::text, display_name from access_user where id = any(%s)", [ids])
        return dict(cursor.fetchall())


def _id(said: str) -> UUID | None:
    """Facts are also recorded by the operator and the directory, who are no people."""
    try:
        return UUID(said) if len(said) == 36 else None
    except ValueError:
        return None
