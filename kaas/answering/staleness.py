"""What has changed under an answer since it was given: decided anew at each view, among what the reader may read now."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from governance.access.scopes import Scope
from kaas.answering.checking.withholding import masked


class Change(StrEnum):
    """What became of a document after it was cited."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    RELABELLED = "relabelled"
    PUBLISHED_AGAIN = "published_again"


@dataclass(frozen=True, slots=True)
class StaleSource:
    """A cited document and what became of it, titles as citations have them.

    instead_id: what stands in its place, where the reader may read that.
    """

    document_id: uuid.UUID
    title: str
    change: Change
    at: datetime
    instead_id: uuid.UUID | None = None
    instead: str = ""


# Every table here is under row security: a newer version or a later publication that is hidden is not there.
CHANGES = """
    with cited as (
      select d.id, d.title, d.portfolio_id, d.path, d.member, d.withdrawn_at, d.ingested_at, p.application_number,
             p.publication_number
        from portfolios_document d left join portfolios_publication p on p.document_id = d.id where d.id = any (%(cited)s))
    select c.id, c.title, case when n.id is null then 'withdrawn' else 'replaced' end, c.withdrawn_at, n.id, n.title
      from cited c left join lateral (
        select d.id, d.title from portfolios_document d
         where d.portfolio_id = c.portfolio_id and d.path = c.path and d.member = c.member and d.withdrawn_at is null
         order by d.ingested_at desc, d.id limit 1) n on true
     where c.withdrawn_at > %(asked)s
    union all
    select c.id, c.title, 'relabelled', max(l.valid_from), null, ''
      from cited c join portfolios_documentlabel l on l.document_id = c.id
     where l.valid_from > %(asked)s and l.valid_from > c.ingested_at group by c.id, c.title
    union all
    select c.id, c.title, 'published_again', d.ingested_at, d.id, p.publication_number
      from cited c join portfolios_publication p on p.application_number = c.application_number
       and p.publication_number <> c.publication_number
      join portfolios_document d on d.id = p.document_id
     where c.application_number <> '' and d.ingested_at > %(asked)s and d.withdrawn_at is null
     order by 4, 1, 5
"""


def stale_sources(cited: Iterable[uuid.UUID], *, asked_at: datetime, scope: Scope) -> tuple[StaleSource, ...]:
    """What became of the documents since `asked_at`, the earliest change first."""
    scope.require()
    documents = sorted(set(cited))
    if not documents:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, {"cited": documents, "asked": asked_at})
        return tuple(
            StaleSource(document, masked(title), Change(change), at, instead_id, masked(instead or ""))
            for document, title, change, at, instead_id, instead in cursor.fetchall()
        )


# The same of many questions at once, without saying what it was.
CHANGED = """
    select distinct q.id from answering_question q join answering_citation c on c.question_id = q.id
      join portfolios_document d on d.id = c.document
     where q.id = any (%(questions)s) and q.owner = c.owner
       and (d.withdrawn_at > q.asked_at
            or exists (select 1 from portfolios_documentlabel l
                        where l.document_id = d.id and l.valid_from > q.asked_at and l.valid_from > d.ingested_at)
            or exists (select 1 from portfolios_publication p join portfolios_publication f
                         on f.application_number = p.application_number and f.publication_number <> p.publication_number
                       join portfolios_document n on n.id = f.document_id
                        where p.document_id = d.id and p.application_number <> '' and n.ingested_at > q.asked_at
                          and n.withdrawn_at is null))
"""


def stale_questions(questions: Sequence[uuid.UUID], *, scope: Scope) -> frozenset[uuid.UUID]:
    """Those of the questions under whose answers something has changed since."""
    scope.require()
    if not questions:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"questions": list(questions)})
        return frozenset(row[0] for row in cursor.fetchall())
