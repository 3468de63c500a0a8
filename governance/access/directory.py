"""Names of people, for those who may read them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from governance.access.languages import called


def names_of(people: Iterable[str]) -> dict[str, str]:
    """Names in the active language by id, for the ids the identified person may know; others are left out."""
    ids = [found for found in map(_id, set(people)) if found]
    with connection.cursor() as cursor:
        cursor.execute("select id::text, display_name, name_en from access_user where id = any(%s)", [ids])
        return {one: called(name, name_en) for one, name, name_en in cursor.fetchall()}


def _id(said: str) -> UUID | None:
    """Facts are also recorded by the operator and the directory, who are no people."""
    try:
        return UUID(said) if len(said) == 36 else None
    except ValueError:
        return None
