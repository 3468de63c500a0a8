"""Reports by their own numbers, as AUR-TR-031: many bear them at their head alone, and not in their titles."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from governance.access.scopes import NotFound, Scope
from kaas.answering.reading.names import reports_in
from portfolios.catalogue import DocumentView, get_document
from portfolios.identifiers import identify

LOOKED_INTO = 8  # documents
HEAD = 100  # characters in which a report says its own number


def names_a_report(text: str) -> bool:
    """Whether a text names a report by its number."""
    return bool(reports_in(text))


def names_a_number(text: str) -> bool:
    """Whether a text names a document by its number, of a patent or of a report."""
    return names_a_report(text) or any(number.canonical for number in identify(text))


def bearing(
    report: str,
    found_in: Sequence[uuid.UUID],
    found_by: Callable[[str], Iterable[uuid.UUID]],
    *,
    scope: Scope,
) -> list[uuid.UUID]:
    """Of what was found, or is found by its number alone, the permitted documents that bear the number of this report."""
    if not names_a_report(report):
        return []
    return _bearing(report, found_in, scope=scope) or _bearing(report, found_by(report), scope=scope)


def numbers_borne(documents: Iterable[uuid.UUID], *, scope: Scope) -> dict[uuid.UUID, frozenset[str]] | None:
    """Document -> the numbers of reports that it bears; None where one of them can be read no more."""
    try:
        return {one: _own(get_document(one, scope=scope)) for one in dict.fromkeys(documents)}
    except NotFound:  # withdrawn from sight since it was cited
        return None


def _own(document: DocumentView) -> frozenset[str]:
    """The numbers of reports in its title, and at its head."""
    head = "".join(passage.text[:HEAD] for passage in document.passages[:1])
    return frozenset(reports_in(f"{document.summary.title}\n{head}"))


def _bearing(report: str, documents: Iterable[uuid.UUID], *, scope: Scope) -> list[uuid.UUID]:
    found = []
    for one in list(dict.fromkeys(documents))[:LOOKED_INTO]:
        with suppress(NotFound):  # withdrawn from sight since it was found
            if report in _own(get_document(one, scope=scope)):
                found.append(one)
    return found
