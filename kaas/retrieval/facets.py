"""What the found passages are of: counts by kind, office, year and so on, of permitted passages, read under row security."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db import connection
from django.utils import timezone

from governance.access.scopes import Scope
from kaas.retrieval.registered import NOTHING, Registered, registered

MOST_VALUES: Final = 8  # of one facet; the rest is told as a number
LONG: Final = 10  # passages; of a document with so many it is not asked how many more there are
# Documents are looked at once each, however many of their passages were found.
FACTS: Final = """
    with found as materialized (
      select p.id, p.document_id, p.section = 'title' as is_title, p.ordinal from portfolios_passage p
       where p.id = any (%s::uuid[])
    ), held as materialized (
      select d.id, d.kind, coalesce(u.office, '') as office, coalesce(extract(year from u.publication_date)::int, 0) as year,
             d.language, f.name, l.level,
             case when u.application_number <> '' then u.office || ' ' || u.application_number else '' end as application,
             case when asked.reached >= %s then asked.reached
                  else (select max(p.ordinal) from portfolios_passage p where p.document_id = d.id) end as last,
             coalesce(u.publication_number, '') as published
        from (select document_id, max(ordinal) as reached from found group by document_id) asked
        cross join lateral (
          select id, kind, language, portfolio_id, label_id from portfolios_document where id = asked.document_id offset 0) d
        join portfolios_portfolio f on f.id = d.portfolio_id
        join access_label l on l.id = d.label_id
        left join portfolios_publication u on u.document_id = d.id
    )
    select p.id, h.id, h.kind, h.office, h.year, h.language, h.name, h.level, h.application, p.is_title, p.ordinal, h.last,
           h.published
      from found p join held h on h.id = p.document_id
"""


class Fact(NamedTuple):
    """The document of a found passage, and where the passage stands in it: is it the title, its place and the last one's,
    or that of another one from which on a document is long.

    `application` is office and number, "" where there is none: publications of one application are gathered. office is ""
    and year 0 for what no office published. registered: what registers say.
    """

    document: uuid.UUID
    kind: str
    office: str
    year: int
    language: str
    portfolio: str
    level: int
    application: str
    is_title: bool = False
    ordinal: int = 0
    last: int = 0
    registered: Registered = NOTHING

    @property
    def family(self) -> str:
        """The first application of its simple family, "" where nothing is recorded."""
        return self.registered.family

    @property
    def gathered_by(self) -> uuid.UUID | str:
        """What is gathered with it: its simple family where that is known, else its application, else nothing else."""
        return self.family or self.application or self.document


@dataclass(frozen=True, slots=True)
class Facet:
    """A field and how many documents have each value, most first. `more`: values beyond those that are told."""

    field: str
    values: tuple[tuple[str, int], ...]
    more: int = 0

    def divides(self, documents: int) -> bool:
        """Whether some of so many documents have another value than others, or none."""
        return len(self.values) > 1 or any(count < documents for _value, count in self.values)


def facts(passages: Sequence[uuid.UUID], *, scope: Scope) -> dict[uuid.UUID, Fact]:
    """Passage -> its document, for the permitted ones among them."""
    scope.require()
    with connection.cursor() as cursor:
        # One text: written as an array, each of some hundred ids would be looked at for what must be quoted.
        cursor.execute(FACTS, [f"{{{','.join(map(str, passages))}}}", LONG - 1])
        rows = cursor.fetchall()
    said = registered({row[-1] for row in rows}, on=timezone.localdate(), scope=scope)
    # Ids as they were given and each document's but once: what is the same object is found in a dict without comparing.
    given = {one: one for one in passages}
    documents: dict[uuid.UUID, uuid.UUID] = {}
    return {
        given[row[0]]: Fact._make(
            (documents.setdefault(row[1], row[1]), *row[2:-1], said.get(row[-1], NOTHING))
        )
        for row in rows
    }


def count(found: Iterable[Fact]) -> tuple[Facet, ...]:
    """Documents by each field."""
    documents = list({fact.document: fact for fact in found}.values())
    columns = {
        "kind": [fact.kind for fact in documents],
        "office": [fact.office for fact in documents if fact.office],
        "date": [str(fact.year) for fact in documents if fact.year],
        "language": [fact.language for fact in documents],
        "portfolio": [fact.portfolio for fact in documents],
        "level": [str(fact.level) for fact in documents],
        "status": [fact.registered.status for fact in documents if fact.registered.status],
        "family": [fact.family for fact in documents if fact.family],
    }
    return tuple(_facet(field, values) for field, values in columns.items() if values)


def _facet(field: str, values: Sequence[str]) -> Facet:
    counted = sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))
    if field == "date":
        counted = sorted(counted[:MOST_VALUES], reverse=True) + counted[MOST_VALUES:]
    return Facet(field, tuple(counted[:MOST_VALUES]), max(0, len(counted) - MOST_VALUES))
