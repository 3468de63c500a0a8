"""Names of people, for those who may read them."""

from collections.abc import Iterable

from django.db import connection


def names_of(people: Iterable[str]) -> dict[str, str]:
    """Display names by id, for the ids the identified person may know; others are left out."""
    ids = [person for person in set(people) if len(person) == 36]
    with connection.cursor() as cursor:
        cursor.execute("select id::text, display_name from access_user where id::text = any(%s)", [ids])
        return dict(cursor.fetchall())
