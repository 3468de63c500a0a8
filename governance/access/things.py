"""Compartments, tracks and reader groups a page at a time; and whoever or whatever has a word in its name.

A company has ten thousand people and hundreds of compartments: nothing here reads all of a list to show a part of it.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from governance.access.languages import Called
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import record

TABLES = {
    "compartment": ("compartment", "compartment_id"),
    "reader_group": ("readergroup", "reader_group_id"),
    "track": ("track", "track_id"),
}
# What can be found by name: its table, the column of the name to type, and the column of the name to read.
FOUND = {
    "compartment": ("compartment", "slug", "name"),
    "export_tag": ("exporttag", "slug", "name"),
    "people": ("user", "username", "display_name"),
    "reader_group": ("readergroup", "slug", "name"),
    "track": ("track", "slug", "name"),
}
IN_FORCE = (
    "f.valid_from <= statement_timestamp() and (f.valid_to is null or f.valid_to > statement_timestamp())"
)


@dataclass(frozen=True, slots=True)
class Thing(Called):
    """A compartment, a track or a reader group, and how many people belong to it now."""

    id: uuid.UUID
    slug: str
    name: str
    name_en: str
    members: int


@dataclass(frozen=True, slots=True)
class Match(Called):
    """Somebody or something that could be meant: what to type for it, and its names."""

    id: uuid.UUID
    code: str
    name: str
    name_en: str


def matches(acting: Scope, kind: str, query: str, *, limit: int) -> tuple[Match, ...]:
    """Up to `limit` of a kind that have `query` in a name; what is called just so comes first. Raises Denied, NotFound."""
    check_permission(acting, Permission.ACCESS_READ)
    if kind not in FOUND:
        raise NotFound
    table, code, name = FOUND[kind]
    found = _rows(
        f"select id, {code}, {name}, name_en from access_{table}"
        f" where %(said)s = '' or position(lower(%(said)s) in lower({code} || ' ' || {name} || ' ' || name_en)) > 0"
        f" order by lower({code}) <> lower(%(said)s), lower(%(said)s) not in (lower({name}), lower(name_en)), {code}"
        " limit %(most)s",
        {"said": query, "most": limit},
    )
    record(Action.ACCESS_LISTED, detail={"what": kind, "shown": len(found)})
    return tuple(Match(*row) for row in found)


def things(
    acting: Scope, kind: str, *, query: str = "", limit: int | None = None, offset: int = 0
) -> tuple[tuple[Thing, ...], int]:
    """Those of a kind that have `query` in their short name or a name, in order of short name, and how many there are."""
    check_permission(acting, Permission.ACCESS_READ)
    table, column = TABLES[kind]
    found = _rows(
        "select n.id, n.slug, n.name, n.name_en, (select count(distinct f.person_id)"
        f" from access_{table}membership f where f.{column} = n.id and {IN_FORCE}), n.total"
        f" from (select id, slug, name, name_en, count(*) over () as total from access_{table}"
        "        where %s = '' or position(lower(%s) in lower(slug || ' ' || name || ' ' || name_en)) > 0"
        "        order by slug limit %s offset %s) n order by n.slug",
        [query, query, limit, offset],
    )
    record(Action.ACCESS_LISTED, detail={"what": table, "shown": len(found)})
    return tuple(Thing(*row) for *row, _ in found), found[0][-1] if found else 0


def thing(acting: Scope, kind: str, thing_id: uuid.UUID) -> Thing:
    """One of a kind. Raises NotFound."""
    check_permission(acting, Permission.ACCESS_READ)
    table, column = TABLES[kind]
    found = _rows(
        "select n.id, n.slug, n.name, n.name_en, (select count(distinct f.person_id)"
        f" from access_{table}membership f where f.{column} = n.id and {IN_FORCE})"
        f" from access_{table} n where n.id = %s",
        [thing_id],
    )
    if not found:
        raise NotFound
    return Thing(*found[0])


def _rows(query: str, parameters: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
