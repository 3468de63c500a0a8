"""What a person may see of the documents held: lists, single documents, portfolios. Reading asks for a scope."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from governance.access.permissions import Permission
from governance.access.scopes import Denied, NotFound, Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import record, request_id
from governance.prepared import prepared
from portfolios.identifiers import Kind, kind_meaning
from portfolios.passages import FoundPassage, passages_of


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One document as a line in a list."""

    id: uuid.UUID
    title: str
    kind: str
    format: str
    publication_number: str
    language: str
    portfolio: str
    marking: str
    level: int
    digest: str
    withdrawn: bool
    label_id: int


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Bibliographic data of a patent document."""

    office: str
    publication_number: str
    kind_code: str
    publication_date: date | None
    application_number: str
    filing_date: date | None
    applicants: list[str]
    inventors: list[str]
    classifications: list[str]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document, whole."""

    summary: DocumentSummary
    bibliography: Bibliography | None
    passages: list[FoundPassage]


@dataclass(frozen=True, slots=True)
class PortfolioSummary:
    """A portfolio in which the person may read something."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class CountedPortfolio(PortfolioSummary):
    """The same, and how many documents that is."""

    document_count: int


class Unseen(NotFound):
    """A document asked for by its id, hidden or missing alike. Whoever answers for it tells the trail: `record_unseen()`."""

    def __init__(self, document_id: uuid.UUID) -> None:
        super().__init__()
        self.document_id = document_id


KIND_CODE = re.compile(r"[A-Z]\d?$")  # WIPO ST.16
SUMMARIES = """
    select d.id, d.title, d.kind, d.format, d.publication_number, d.language, p.name,
           coalesce((select m.name from access_marking m where m.label_id = d.label_id order by m.name limit 1), ''),
           l.level, d.digest, d.withdrawn_at is not null, d.label_id
      from portfolios_document d
      join portfolios_portfolio p on p.id = d.portfolio_id
      join access_label l on l.id = d.label_id
"""


def summaries(ids: Sequence[uuid.UUID], *, scope: Scope) -> dict[uuid.UUID, DocumentSummary]:
    """The permitted documents among `ids`, withdrawn ones included."""
    return {found.id: found for found in _summaries("where d.id = any(%s)", [list(ids)], scope=scope)}


def get_summary(document_id: uuid.UUID, *, scope: Scope) -> DocumentSummary:
    """One document as a line in a list. Raises Unseen for a hidden and for a missing one alike."""
    found = summaries([document_id], scope=scope).get(document_id)
    if found is None:
        raise Unseen(document_id)
    return found


def get_document(document_id: uuid.UUID, *, scope: Scope) -> DocumentView:
    """One document with its passages. Raises Unseen for a hidden and for a missing one alike."""
    found = get_summary(document_id, scope=scope)
    return DocumentView(found, _bibliography(document_id), passages_of(document_id, scope=scope))


def kind_of_number(publication_number: str) -> Kind | None:
    """What the kind code of a publication number says; None where it has none, or none that is known."""
    code = KIND_CODE.search(publication_number)
    return kind_meaning(publication_number[:2], code[0]) if code else None


def record_unseen(unseen: Unseen) -> None:
    """Why a document is not shown goes to the trail, for auditors; to who asked hidden and missing stay alike."""
    with connection.cursor() as cursor:
        cursor.execute("select record_withheld(%s, %s)", [unseen.document_id, request_id.get()])


def list_documents(*, scope: Scope, portfolio: str = "", limit: int = 500) -> list[DocumentSummary]:
    """Permitted documents in their current version, by portfolio and title, with the event of their being shown."""
    check_permission(scope, Permission.DOCUMENT_READ)
    found = _summaries(
        "where d.withdrawn_at is null and (%s = '' or p.name = %s)"
        " order by p.name, d.title, d.digest, d.member, d.id limit %s",
        [portfolio, portfolio, limit],
        scope=scope,
    )
    if found:
        record(Action.DOCUMENT_LISTED, detail={"shown": len(found)})
    return found


def count_documents(*, scope: Scope, portfolio: uuid.UUID | None = None) -> int:
    """How many documents the person may read, in one portfolio or in all."""
    scope.require()
    with prepared() as cursor:
        cursor.execute(
            "select count(*) from portfolios_document where withdrawn_at is null and (%s::uuid is null or portfolio_id = %s)",
            [portfolio, portfolio],
        )
        return int(cursor.fetchone()[0])


def list_ids(*, scope: Scope, portfolio: uuid.UUID | None = None) -> list[uuid.UUID]:
    """The permitted documents, in the order of what they say, so that nothing else in the corpus matters."""
    scope.require()
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from portfolios_document where withdrawn_at is null and (%s::uuid is null or portfolio_id = %s)"
            " order by digest, member, id",
            [portfolio, portfolio],
        )
        return [row[0] for row in cursor.fetchall()]


def list_portfolios(*, scope: Scope) -> list[PortfolioSummary]:
    """Portfolios in which the person may read a document in its current version, by name."""
    scope.require()
    with connection.cursor() as cursor:
        # One look into an index for each, however much it holds: asked with `exists`, a hidden one was walked through.
        cursor.execute(
            "select p.id, p.name from portfolios_portfolio p where (select d.label_id from portfolios_document d"
            " where d.portfolio_id = p.id and d.withdrawn_at is null order by d.label_id limit 1) is not null order by p.name"
        )
        return [PortfolioSummary(*row) for row in cursor.fetchall()]


def count_by_portfolio(*, scope: Scope) -> list[CountedPortfolio]:
    """As `list_portfolios()`, with how many documents that is in each."""
    scope.require()
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.id, p.name, count(*) from portfolios_document d join portfolios_portfolio p on p.id = d.portfolio_id"
            " where d.withdrawn_at is null group by p.id, p.name order by p.name"
        )
        return [CountedPortfolio(*row) for row in cursor.fetchall()]


def find_portfolio(name: str, *, scope: Scope) -> uuid.UUID:
    """The id of a portfolio in which the person may read something. Raises NotFound otherwise.

    All permitted names are read and compared here: looked up by name, a hidden portfolio would take longer than none.
    """
    found = {portfolio.name: portfolio.id for portfolio in list_portfolios(scope=scope)}
    if name not in found:
        raise NotFound
    return found[name]


def find_numbered(
    numbers: Sequence[str], *, scope: Scope, portfolio: uuid.UUID | None = None
) -> list[uuid.UUID]:
    """Permitted documents whose publication number is one of these, canonical, with or without the kind code.

    Compared here over all permitted numbers, as names of portfolios are: a hidden number takes as long as none.
    """
    scope.require()
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, publication_number from portfolios_document where publication_number <> ''"
            " and withdrawn_at is null and (%s::uuid is null or portfolio_id = %s) order by publication_number, id",
            [portfolio, portfolio],
        )
        rows = cursor.fetchall()
    wanted = {KIND_CODE.sub("", number) for number in numbers}
    return [document for document, number in rows if KIND_CODE.sub("", number) in wanted]


def highest_labels(*, scope: Scope, portfolio: uuid.UUID | None = None) -> list[int]:
    """The labels of the highest level among what the person may read there: the default label of what they write.

    Where there is nothing to read it is the public one, which every installation has. Raises Denied for a person who may
    read not even that: without a clearance there is no label under which their words could be kept.
    """
    scope.require()
    with prepared() as cursor:
        cursor.execute(
            "select l.id, l.level from access_label l where exists (select 1 from portfolios_document d"
            " where d.label_id = l.id and d.withdrawn_at is null and (%s::uuid is null or d.portfolio_id = %s))",
            [portfolio, portfolio],
        )
        rows = cursor.fetchall()
        if not rows:
            cursor.execute("select label_id, 0 from access_marking where name = 'public'")
            rows = cursor.fetchall()
    if not rows:
        raise Denied("no_clearance")
    highest = max(level for _, level in rows)
    return sorted(label for label, level in rows if level == highest)


def levels_of(label_ids: Sequence[int]) -> dict[int, int]:
    """The level of each of these labels that is permitted."""
    with prepared() as cursor:
        cursor.execute("select id, level from access_label where id = any(%s::int[])", [list(label_ids)])
        return dict(cursor.fetchall())


def _summaries(where: str, parameters: list[Any], *, scope: Scope) -> list[DocumentSummary]:
    scope.require()
    with prepared() as cursor:
        cursor.execute(SUMMARIES + where, parameters)
        return [DocumentSummary(*row) for row in cursor.fetchall()]


def _bibliography(document_id: uuid.UUID) -> Bibliography | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select office, publication_number, kind_code, publication_date, application_number, filing_date,"
            " applicants, inventors, classifications from portfolios_publication where document_id = %s",
            [document_id],
        )
        row = cursor.fetchone()
    return Bibliography(*row) if row else None
