"""Who holds what in matters of access, and why. For those who look after it; none of it is content.

Row security decides who may read these rows: `access:read`. Every list leaves its event.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from governance.access.languages import Called, called, other
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from governance.access.things import Thing, things
from governance.audit.events import Action
from governance.audit.trail import record


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and whether they are active now."""

    id: uuid.UUID
    username: str
    display_name: str
    name_en: str
    is_active: bool

    @property
    def called(self) -> str:
        """The name in the active language."""
        return called(self.display_name, self.name_en)

    @property
    def other(self) -> str:
        """The name in the other language; empty where it is the same."""
        return other(self.display_name, self.name_en)


@dataclass(frozen=True, slots=True)
class HeldFact(Called):
    """A fact about a person, past, present or to come. `value` is a role, a level, a status or a slug; `name` its name."""

    kind: str
    id: uuid.UUID
    person_id: uuid.UUID
    target_id: uuid.UUID | None
    value: str
    name: str
    name_en: str
    valid_from: datetime
    valid_to: datetime | None
    recorded_by: str
    reason: str
    change_id: uuid.UUID | None
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class MarkingRow:
    """A marking and what its label asks for, by slugs."""

    id: uuid.UUID
    name: str
    level: int
    compartments: tuple[str, ...]
    tracks: tuple[str, ...]
    reader_groups: tuple[str, ...]
    export_tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportTagRow(Called):
    """An export tag, and how many licences under it are in force."""

    id: uuid.UUID
    slug: str
    name: str
    name_en: str
    regime: str
    code: str
    status: str
    reviewer: str
    licences: int


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """A licence under an export tag."""

    id: uuid.UUID
    tag_id: uuid.UUID
    tag: str
    person_status: str
    place: str
    valid_from: datetime
    valid_to: datetime | None
    recorded_by: str
    reason: str
    change_id: uuid.UUID | None
    is_in_force: bool


IN_FORCE = "{0}.valid_from <= statement_timestamp() and ({0}.valid_to is null or {0}.valid_to > statement_timestamp())"
# Kind of fact, its table, the column of its content, and the table that names the content.
PLAIN = (
    ("clearance", "level"),
    ("export_status", "status"),
    ("grant", "role"),
    ("second_factor", "kind"),
    ("standing", "kind"),
)
NAMED = (
    ("compartment", "compartmentmembership", "compartment"),
    ("ownership", "compartmentownership", "compartment"),
    ("reader_group", "readergroupmembership", "reader_group"),
    ("track", "trackmembership", "track"),
    ("wall", "wall", "compartment"),
)
COLUMNS = (
    "f.valid_from, f.valid_to, f.recorded_by, f.reason, f.change, " + IN_FORCE.format("f") + " as is_in_force"
)
FACTS = " union all ".join(
    [
        f"select '{kind}' as kind, f.id, f.person_id, null::uuid as target, f.{column}::text as value,"
        f" '' as name, '' as name_en, {COLUMNS}"
        f" from access_{kind.replace('_', '')} f"
        for kind, column in PLAIN
    ]
    + [
        f"select '{kind}', f.id, f.person_id, f.{of}_id, n.slug, n.name, n.name_en, {COLUMNS}"
        f" from access_{table} f join access_{of.replace('_', '')} n on n.id = f.{of}_id"
        for kind, table, of in NAMED
    ]
)


def people(
    acting: Scope, *, query: str = "", limit: int = 50, offset: int = 0
) -> tuple[tuple[PersonRow, ...], int]:
    """The people whose user name or a name of whom contains `query`, in order of user name, and how many there are."""
    _check(acting)
    found = _rows(
        "select u.id, u.username, u.display_name, u.name_en,"
        "       exists (select from access_standing f where f.person_id = u.id and f.kind = 'active'"
        f"              and {IN_FORCE.format('f')}), count(*) over ()"
        "  from access_user u"
        " where %s = '' or position(lower(%s) in lower(u.username || ' ' || u.display_name || ' ' || u.name_en)) > 0"
        " order by u.username limit %s offset %s",
        [query, query, limit, offset],
    )
    _listed("people", len(found))
    return tuple(PersonRow(*row[:5]) for row in found), found[0][5] if found else 0


def person(acting: Scope, person_id: uuid.UUID) -> PersonRow:
    """One person. Raises NotFound."""
    _check(acting)
    found = _rows(
        "select u.id, u.username, u.display_name, u.name_en,"
        "       exists (select from access_standing f where f.person_id = u.id and f.kind = 'active'"
        f"              and {IN_FORCE.format('f')}) from access_user u where u.id = %s",
        [person_id],
    )
    if not found:
        raise NotFound
    return PersonRow(*found[0])


def facts_of(acting: Scope, person_id: uuid.UUID) -> tuple[HeldFact, ...]:
    """Everything a person holds, held or will hold, newest first within its kind. Raises NotFound."""
    person(acting, person_id)
    found = _facts("f.person_id = %s", [person_id])
    record(Action.FACT_LISTED, resource=f"person:{person_id}", detail={"shown": len(found)})
    return found


def members_of(
    acting: Scope,
    kind: str,
    target_id: uuid.UUID,
    *,
    in_force: bool,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[tuple[HeldFact, ...], int]:
    """The facts of one kind about one thing, in force or not: members, owners, or who is walled off; and how many."""
    _check(acting)
    return _listed_facts(kind, "f.target = %s and f.is_in_force = %s", [target_id, in_force], limit, offset)


def walls(
    acting: Scope, *, query: str = "", limit: int | None = None, offset: int = 0
) -> tuple[tuple[HeldFact, ...], int]:
    """Every wall there is or was whose person or compartment has `query` in its name, and how many."""
    _check(acting)
    told = "concat_ws(' ', u.username, u.display_name, u.name_en, f.value, f.name, f.name_en)"
    where = f"(%s = '' or position(lower(%s) in lower({told})) > 0)"
    return _listed_facts("wall", where, [query, query], limit, offset)


def compartments(acting: Scope) -> tuple[Thing, ...]:
    """Every compartment."""
    return things(acting, "compartment")[0]


def tracks(acting: Scope) -> tuple[Thing, ...]:
    """Every track."""
    return things(acting, "track")[0]


def reader_groups(acting: Scope) -> tuple[Thing, ...]:
    """Every reader group."""
    return things(acting, "reader_group")[0]


def markings(acting: Scope) -> tuple[MarkingRow, ...]:
    """Every marking with what its label asks for."""
    _check(acting)
    found = _rows(
        "select marking, name, level, compartments, tracks, reader_groups, export_tags from describe_markings()"
        " order by name",
        [],
    )
    _listed("markings", len(found))
    return tuple(MarkingRow(*row[:3], *map(tuple, row[3:])) for row in found)


def export_tags(acting: Scope) -> tuple[ExportTagRow, ...]:
    """Every export tag."""
    _check(acting)
    found = _rows(
        "select t.id, t.slug, t.name, t.name_en, t.regime, t.code, t.status, t.reviewer,"
        f" (select count(*) from access_exportlicence f where f.tag_id = t.id and {IN_FORCE.format('f')})"
        " from access_exporttag t order by t.slug",
        [],
    )
    _listed("export tags", len(found))
    return tuple(ExportTagRow(*row) for row in found)


def licences(acting: Scope) -> tuple[LicenceRow, ...]:
    """Every licence there is or was."""
    _check(acting)
    found = _rows(
        f"select f.id, f.tag_id, t.slug, f.person_status, f.place, {COLUMNS}"
        " from access_exportlicence f join access_exporttag t on t.id = f.tag_id order by t.slug, f.valid_from, f.id",
        [],
    )
    _listed("licences", len(found))
    return tuple(LicenceRow(*row) for row in found)


def _check(acting: Scope) -> None:
    check_permission(acting, Permission.ACCESS_READ)


def _listed_facts(
    kind: str, where: str, parameters: list[Any], limit: int | None, offset: int
) -> tuple[tuple[HeldFact, ...], int]:
    found = _rows(
        f"select f.*, count(*) over () from ({FACTS}) f join access_user u on u.id = f.person_id"
        f" where f.kind = %s and {where}"
        " order by not f.is_in_force, f.valid_from <= statement_timestamp(), u.display_name, u.username, f.valid_from, f.id"
        " limit %s offset %s",
        [kind, *parameters, limit, offset],
    )
    _listed(kind, len(found))
    return tuple(HeldFact(*row) for *row, _ in found), found[0][-1] if found else 0


def _facts(where: str, parameters: list[Any]) -> tuple[HeldFact, ...]:
    order = " order by f.kind, f.valid_from desc, f.value, f.id"
    return tuple(
        HeldFact(*row) for row in _rows(f"select * from ({FACTS}) f where {where}{order}", parameters)
    )


def _rows(query: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def _listed(what: str, shown: int) -> None:
    record(Action.ACCESS_LISTED, detail={"what": what, "shown": shown})
