"""What registers say of publications: their simple family and legal status, of the records that the person may read.

A family is put together at every reading: which applications belong together depends on which of them may be known.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from governance.access.scopes import Scope
from portfolios.catalogue import kind_of_number
from portfolios.families import Application, Family, Link, LinkKind, find_families
from portfolios.registers import names_of

MOST: Final = 5_000  # applications that are put together at once
# From some publications to everything that is connected with their applications through any earlier one.
REACHED: Final = """
    with recursive published as materialized (
        select n.application from register_name n where n.number = any (%(names)s) and n.what = %(what)s
    ), reached (number) as (
        select n.number from register_name n
         where n.application in (select application from published) and n.what = 'application'
      union
        select other.number from reached r
          join register_name mine on mine.number = r.number and mine.what <> 'publication'
          join register_name other on other.application = mine.application and other.what <> 'publication'
    )
"""
READ: Final = f"""{REACHED}
    select a.number, a.office, a.filing_date, a.links, coalesce(s.status, ''), coalesce(s.flags, '{{}}'),
           array(select n.number from register_name n where n.application = a.id and n.what = 'publication')
      from register_application a
      left join register_status s on s.application = a.id and s.since <= %(on)s and (s.until is null or s.until > %(on)s)
     where a.number in (select number from reached) order by a.number, a.recorded_at, a.id limit %(most)s
"""
OF_STATUS: Final = "select register_published(%s, %s) order by 1"  # by the rule of _statuses()
PUBLISHED_AS: Final = """
    select n.number from register_application a join register_name n on n.application = a.id and n.what = 'publication'
     where a.number = any (%s)
"""


class Registered(NamedTuple):
    """What is recorded of a publication. family: the application of its simple family that was filed first, by number.

    status: at its office, as recorded, "" where nothing says it; flags: what else is so of it, as legal_status() has them.
    granted: of a published application that led to a patent, the publication of that.
    """

    family: str = ""
    status: str = ""
    flags: tuple[str, ...] = ()
    granted: str = ""


NOTHING: Final = Registered()


def registered(publications: Iterable[str], *, on: date, scope: Scope) -> dict[str, Registered]:
    """Publication number -> what the permitted records say of it on that day; what is not recorded is left out."""
    asked = {number: names_of(number) for number in dict.fromkeys(publications) if number}
    scope.require()
    rows = _read([name for names in asked.values() for name in names], "publication", on) if asked else []
    if not rows:
        return {}
    first, statuses, grants = _first_of_families(rows), _statuses(rows), _grants(rows)
    of = {name: row[0] for row in rows for name in row[6]}
    found = {
        number: next((of[name] for name in names if name in of), None) for number, names in asked.items()
    }
    return {
        number: Registered(
            first[application],
            *statuses.get(application, ("", ())),
            granted=grants.get(application, "") if _stage(number) == "application" else "",
        )
        for number, application in found.items()
        if application
    }


def published_in_family(numbers: Sequence[str], *, on: date) -> list[str]:
    """The publications of the simple families of these publications or applications, canonical; none where nothing is
    recorded of them. Inside a scope.
    """
    names = [name for number in numbers for name in names_of(number)]
    wanted: set[str] = set()
    for what, asked in (("publication", names), ("application", list(numbers))):
        rows = _read(asked, what, on)
        own = {row[0] for row in rows if not {row[0], *row[6]}.isdisjoint(asked)}
        wanted.update(
            number for family in _families(rows) if own & set(family.members) for number in family.members
        )
    with connection.cursor() as cursor:
        cursor.execute(PUBLISHED_AS, [sorted(wanted)])
        return sorted({row[0] for row in cursor.fetchall()})


def published_with_status(status: str, *, on: date) -> list[str]:
    """The publications of applications with a status, or a flag of one, on that day. Inside a scope."""
    with connection.cursor() as cursor:
        cursor.execute(OF_STATUS, [status, on])
        return [row[0] for row in cursor.fetchall()]


def _read(names: Sequence[str], what: str, on: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(READ, {"names": list(names), "what": what, "on": on, "most": MOST})
        return list(cursor.fetchall())


def _statuses(rows: Sequence[tuple[Any, ...]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Application -> its status and flags. Of several permitted records that say one, what was recorded last stands."""
    return {row[0]: (row[4], tuple(row[5])) for row in rows if row[4]}


def _grants(rows: Sequence[tuple[Any, ...]]) -> dict[str, str]:
    """Application -> the first publication of its patent, where there is one."""
    grants: dict[str, list[str]] = {}
    for row in rows:
        whole = [one for one in row[6] if not any(other != one and other.startswith(one) for other in row[6])]
        grants.setdefault(row[0], []).extend(one for one in whole if _stage(one) == "grant")
    return {application: min(found) for application, found in grants.items() if found}


def _stage(publication: str) -> str:
    kind = kind_of_number(publication)
    return kind.stage if kind else ""


def _first_of_families(rows: Sequence[tuple[Any, ...]]) -> dict[str, str]:
    """Application -> the one of its simple family that was filed first, of equals the first by number."""
    filed = {row[0]: row[2] or date.max for row in rows}
    return {
        number: min(family.members, key=lambda one: (filed[one], one))
        for family in _families(rows)
        for number in family.members
    }


def _families(rows: Sequence[tuple[Any, ...]]) -> tuple[Family, ...]:
    """An application that is recorded under several markings rests on all that any of them says."""
    together: dict[str, Application] = {}
    for number, office, filed, links, *_rest in rows:
        before = together.get(number)
        told = (*(before.links if before else ()), *map(_link, json.loads(links)))
        together[number] = Application(
            application_number=number, office=office, filing_date=filed, links=tuple(dict.fromkeys(told))
        )
    return find_families(together.values()).docdb_families


def _link(told: Sequence[Any]) -> Link:
    number, kind, filed, is_active = told
    return Link(
        number=number,
        kind=LinkKind(kind),
        filing_date=date.fromisoformat(filed) if filed else None,
        is_active=is_active,
    )
