"""Which permitted documents the filters of a query leave. Row security decides what is read; filters only take away."""

import unicodedata
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils import timezone

from governance.access.scopes import Scope
from kaas.retrieval.parts import Part
from kaas.retrieval.registered import published_in_family, published_with_status
from portfolios.catalogue import KIND_CODE, DocumentSummary, summaries
from portfolios.identifiers import KINDS, Identifier
from portfolios.registers import BY_KIND, STEP


class Clause(NamedTuple):
    """A condition in SQL on a document d, its publication u, its portfolio f and its label l, and its parameters."""

    sql: str
    parameters: list[Any]


MOST_NUMBERED: Final = 10
STAGES: Final = {"granted": "grant", "published": "application"}
MATCHING: Final = """
    select d.id
      from portfolios_document d
      join portfolios_portfolio f on f.id = d.portfolio_id
      join access_label l on l.id = d.label_id
      left join portfolios_publication u on u.document_id = d.id
     where d.withdrawn_at is null and (%s::uuid is null or d.portfolio_id = %s) and {}
     order by u.publication_date desc nulls last, d.title, d.digest, d.member, d.id
"""


def narrow(filters: Sequence[Part], *, scope: Scope, within: uuid.UUID | None) -> list[uuid.UUID]:
    """The permitted documents that pass all filters, newest publication first.

    Of one field any value will do, except that of before and since all count; what is excluded must not be so.
    """
    scope.require()
    clauses = [_any([part]) for part in filters if part.is_excluded or part.field in ("before", "since")]
    fields = dict.fromkeys(
        p.field for p in filters if not p.is_excluded and p.field not in ("before", "since")
    )
    clauses += [_any([p for p in filters if p.field == field and not p.is_excluded]) for field in fields]
    parameters: list[Any] = [within, within]
    for clause in clauses:
        parameters += clause.parameters
    with connection.cursor() as cursor:
        cursor.execute(MATCHING.format(" and ".join(clause.sql for clause in clauses)), parameters)
        return [row[0] for row in cursor.fetchall()]


def _any(parts: Sequence[Part]) -> Clause:
    clauses = [_CLAUSES[part.field](part.value) for part in parts]
    either = " or ".join(clause.sql for clause in clauses)
    denied = "not " if parts[0].is_excluded else ""
    return Clause(
        f"{denied}coalesce({either}, false)", [one for clause in clauses for one in clause.parameters]
    )


def _equal(column: str) -> Callable[[str], Clause]:
    return lambda value: Clause(f"{column} = %s", [value])


def _title(value: str) -> Clause:
    return Clause("position(%s in lower(normalize(d.title, nfkc))) > 0", [_plain(value)])


def _party(value: str) -> Clause:
    named = "select from unnest(u.applicants || u.inventors) n where position(%s in lower(normalize(n, nfkc))) > 0"
    return Clause(f"exists ({named})", [_plain(value)])


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).lower()


def _class(value: str) -> Clause:
    """A symbol and those that begin with it; a whole main group is no beginning of a longer one."""
    has_group = "/" not in value and value[4:].isdigit() and len(value) > 4 and value[0].isalpha()
    sql = (
        "exists (select from unnest(u.classifications) c"
        " where starts_with(replace(regexp_replace(c, '^(CPC|IPC|FI|F-term) ', ''), ' ', ''), %s))"
    )
    return Clause(sql, [f"{value}/" if has_group else value])


def _date(value: str) -> Clause:
    return Clause("u.publication_date >= %s::date and u.publication_date < %s::date", value.split("/"))


def _status(value: str) -> Clause:
    """By what registers say of the application, today."""
    return _published(published_with_status(value, on=timezone.localdate()))


def _family(value: str) -> Clause:
    """Of a number of which registers say nothing, the publications of its application."""
    numbers = published_in_family(value.split("|"), on=timezone.localdate())
    return _published(numbers) if numbers else _number(value)


def _published(numbers: Sequence[str]) -> Clause:
    """By all names of a publication, as `names_of()` has them."""
    enough = "case when left(d.publication_number, 2) = any (%s) then %s else %s end"
    sql = (
        f"(d.publication_number = any (%s) or regexp_replace(d.publication_number, {enough}, '') = any (%s))"
    )
    return Clause(sql, [list(numbers), sorted(BY_KIND), STEP.pattern, KIND_CODE.pattern, list(numbers)])


def _stage(value: str) -> Clause:
    """By what the kind code says of a publication at its office (WIPO ST.16)."""
    codes = [
        (office, code)
        for office, kinds in KINDS.items()
        for code, kind in kinds.items()
        if kind.stage == STAGES[value]
    ]
    sql = "(u.office, u.kind_code) in (select * from unnest(%s::text[], %s::text[]))"
    return Clause(sql, [[office for office, _ in codes], [code for _, code in codes]])


def _number(value: str) -> Clause:
    """Publications with or without kind code, applications by their figures: they are kept as their office prints them."""
    numbers = value.split("|")
    figures = [f"{_office(number)} {figure}" for number in numbers for figure in _figures(number)]
    sql = (
        "(regexp_replace(d.publication_number, '[A-Z][0-9]?$', '') = any (%s)"
        " or u.office || ' ' || regexp_replace(u.application_number, '[^0-9]', '', 'g') = any (%s))"
    )
    return Clause(sql, [[KIND_CODE.sub("", number) for number in numbers], figures])


def _office(number: str) -> str:
    """The office of a canonical number."""
    return "WO" if number.startswith("PCT/") else number[:2]


def _figures(number: str) -> list[str]:
    """The figures of an application number as they are kept, with and without its check digit."""
    if "-APP" not in number and not number.startswith("PCT/"):
        return []
    body = number.partition("-APP")[2] or number[4:]
    whole, _, check = body.partition(".")
    figures = "".join(one for one in whole if one.isdigit())
    return [figures, figures + check] if check else [figures]


_CLAUSES: Final[Mapping[str, Callable[[str], Clause]]] = {
    "title": _title,
    "party": _party,
    "class": _class,
    "date": _date,
    "stage": _stage,
    "status": _status,
    "family": _family,
    "number": _number,
    "office": _equal("u.office"),
    "kind": _equal("d.kind"),
    "language": _equal("d.language"),
    "portfolio": _equal("f.name"),
    "level": lambda value: Clause("l.level = %s", [int(value)]),
    "before": lambda value: Clause("u.publication_date < %s::date", [value]),
    "since": lambda value: Clause("u.publication_date >= %s::date", [value]),
}


FIRST_PASSAGES: Final = """
    select p.id
      from unnest(%s::uuid[]) with ordinality asked (id, place)
      cross join lateral (
        select id from portfolios_passage where document_id = asked.id
         order by section <> 'abstract', section = 'title', ordinal limit 1) p
     order by asked.place
"""


def first_passages(documents: Sequence[uuid.UUID], *, scope: Scope) -> list[uuid.UUID]:
    """The passage that stands for each document, in the order of the documents: its abstract, or how it begins."""
    scope.require()
    with connection.cursor() as cursor:
        cursor.execute(FIRST_PASSAGES, [list(documents)])
        return [row[0] for row in cursor.fetchall()]


def numbered(
    numbers: Sequence[Identifier], *, scope: Scope, within: uuid.UUID | None
) -> list[DocumentSummary]:
    """The permitted documents with one of these numbers, each reading of an ambiguous one included; newest first."""
    values = [value for one in numbers for value in ([one.canonical] if one.canonical else one.readings)]
    if not values:
        return []
    ids = narrow([Part("number", value, 0, 0) for value in values], scope=scope, within=within)[
        :MOST_NUMBERED
    ]
    found = summaries(ids, scope=scope)
    return [found[one] for one in ids if one in found]


def readings_held(numbers: Sequence[Identifier], *, scope: Scope, within: uuid.UUID | None) -> frozenset[str]:
    """The readings of these ambiguous numbers under which there is a permitted document."""
    readings = dict.fromkeys(reading for one in numbers[:MOST_NUMBERED] for reading in one.readings)
    return frozenset(
        reading for reading in readings if narrow([Part("number", reading, 0, 0)], scope=scope, within=within)
    )
