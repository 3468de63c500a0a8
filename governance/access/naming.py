"""What the ids in a matter of access stand for, as far as row security lets the identified person know."""

import uuid
from collections.abc import Collection

from django.db import connection

from governance.access.holdings import FACTS, HeldFact, PersonRow, person
from governance.access.languages import called
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission

TABLES = ("compartment", "track", "readergroup", "exporttag")
NAMES = " union all ".join(
    ["select id, display_name, name_en from access_user where id = any (%(ids)s)"]
    + [f"select id, name, name_en from access_{table} where id = any (%(ids)s)" for table in TABLES]
)


def names(acting: Scope, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of people, compartments, tracks, groups and export tags by id, in the active language.

    What the person may not know is left out.
    """
    return {one: called(*told) for one, told in both_names(acting, ids).items()}


def both_names(acting: Scope, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """The same: the name, and the name in English, which may be empty."""
    acting.require()
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"ids": list(ids)})
        return {one: (name, name_en) for one, name, name_en in cursor.fetchall()}


def facts_named(acting: Scope, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, HeldFact]:
    """Facts about people by id; what the person may not know is left out."""
    acting.require()
    with connection.cursor() as cursor:
        cursor.execute(f"select * from ({FACTS}) f where f.id = any (%s)", [list(ids)])
        found = (HeldFact(*row) for row in cursor.fetchall())
        return {fact.id: fact for fact in found}


def person_named(acting: Scope, username: str) -> PersonRow:
    """The person who signs in with this name. Raises Denied; NotFound."""
    check_permission(acting, Permission.ACCESS_READ)
    with connection.cursor() as cursor:
        cursor.execute("select id from access_user where username = %s", [username])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return person(acting, row[0])
