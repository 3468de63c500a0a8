"""Reports by their own numbers, as AUR-TR-031: many bear them at their head alone, and not in their titles."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from governance.access.scopes import NotFound, Scope
from kaas.answering.reading.names import is_short_number, reports_in
from kaas.retrieval.naming import having_in_title
from kaas.retrieval.results import Hit, SearchResults
from portfolios.catalogue import DocumentView, get_document
from portfolios.identifiers import identify

LOOKED_INTO = 8  # documents
HEAD = 100  # characters in which a report says its own number


def names_a_report(text: str) -> bool:
    """Whether a text names a report by its number."""
    return bool(reports_in(text))


def without_reports(text: str) -> str:
    """The text without the numbers of reports in it."""
    for one in reports_in(text):
        text = text.replace(one, " ")
    return text


def names_a_number(text: str) -> bool:
    """Whether a text names a document by its number, of a patent or of a report."""
    return names_a_report(text) or any(number.canonical for number in identify(text))


def bearing(
    report: str,
    found: Sequence[Hit],
    find: Callable[[str], SearchResults],
    *,
    scope: Scope,
    within: uuid.UUID | None,
) -> list[DocumentView]:
    """The permitted documents that bear the number of this report: in the title; else, of what was found or is found by the
    number alone, at the head.
    """
    if not (names_a_report(report) or is_short_number(report)):
        return []
    return (
        _bearing(report, having_in_title(report, scope=scope, within=within), scope=scope)
        or _bearing(report, _likely(report, found), scope=scope)
        or _bearing(report, _likely(report, find(report).hits), scope=scope)
    )


def numbers_borne(documents: Iterable[uuid.UUID], *, scope: Scope) -> dict[uuid.UUID, frozenset[str]] | None:
    """Document -> the numbers of reports that it bears; None where one of them can be read no more."""
    try:
        return {one: _own(get_document(one, scope=scope)) for one in dict.fromkeys(documents)}
    except NotFound:  # withdrawn from sight since it was cited
        return None


def _own(document: DocumentView) -> frozenset[str]:
    """The number of the report that it is: the first in its title, else at its head."""
    head = "".join(passage.text[:HEAD] for passage in document.passages[:1])
    return _first(document.summary.title) or _first(head)


def _first(text: str) -> frozenset[str]:
    """The first number of a report in a text; none where it goes on, as that of an annex does (AUR-TR-036-D)."""
    return frozenset(one for one in reports_in(text)[:1] if f"{one}-" not in text)


def _likely(report: str, hits: Sequence[Hit]) -> list[uuid.UUID]:
    """Their documents, those first of which a passage was found that begins with the number."""
    first = sorted(hits, key=lambda hit: report not in hit.passage.text[:HEAD])
    return [hit.document.id for hit in first]


def _bearing(report: str, documents: Sequence[uuid.UUID], *, scope: Scope) -> list[DocumentView]:
    found = []
    for one in list(dict.fromkeys(documents))[:LOOKED_INTO]:
        with suppress(NotFound):  # withdrawn from sight since it was found
            document = get_document(one, scope=scope)
            if report in _own(document):
                found.append(document)
    return found
