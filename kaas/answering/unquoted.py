"""What a question names and its answer quotes nothing of, so that nothing is left out in silence. Plain Python.

It is told from the question and from what is cited alone: what is hidden and what does not exist are told alike.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Protocol

from kaas.answering.front_page import id_of
from kaas.answering.naming import publications_in
from kaas.answering.places import Place, places_in
from kaas.answering.places_of import places_by_name
from kaas.answering.reading.names import reports_in, without_titles
from portfolios.identifiers import NumberType, identify

MOST = 8  # that are told; of more it is said that there are
_MORE = "…"
_AS_WRITTEN = {
    "en": {"claim": "claim {}", "paragraph": "paragraph [{}]", "page": "page {}"},
    "ja": {"claim": "請求項{}", "paragraph": "段落【{}】", "page": "{}ページ"},
}
_OF = {"en": "{place} of {name}", "ja": "{name}の{place}"}


class Cited(Protocol):
    """What is cited of a document."""

    @property
    def document_id(self) -> uuid.UUID: ...
    @property
    def passage_id(self) -> uuid.UUID: ...
    @property
    def title(self) -> str: ...
    @property
    def publication_number(self) -> str: ...
    @property
    def locator_kind(self) -> str: ...
    @property
    def locator_value(self) -> str: ...
    @property
    def passage_text(self) -> str: ...
    @property
    def quote(self) -> str: ...


def unquoted(
    question: str,
    cited: Sequence[Cited],
    *,
    language: str,
    own: Mapping[uuid.UUID, Set[str]] | None = None,
) -> tuple[str, ...]:
    """The numbers of patents and reports and the places that a question names and no citation is or speaks of, as one writes
    them.

    own: the numbers of reports that the cited documents bear; None where that is not known, and none of a report is told.
    """
    numbers = _numbers(question, cited)
    if own is not None:
        numbers += _reports(question, cited, own)
    missing = [*numbers, *_places(question, cited, "ja" if language == "ja" else "en", numbers)]
    return (*missing[:MOST], _MORE) if len(missing) > MOST else tuple(missing)


def _reports(question: str, cited: Sequence[Cited], own: Mapping[uuid.UUID, Set[str]]) -> list[str]:
    known = {number for one in cited for number in own.get(one.document_id, ())}
    known.update(*(reports_in(f"{one.title}\n{one.quote}") for one in cited))
    return [number for number in reports_in(without_titles(question)) if number not in known]


def _numbers(question: str, cited: Sequence[Cited]) -> list[str]:
    named = {one.canonical: one for one in identify(without_titles(question)) if one.canonical}
    if not named:
        return []
    documents: dict[uuid.UUID, str] = {}
    for one in cited:
        before = documents.get(one.document_id, f"{one.title}\n{one.publication_number}")
        documents[one.document_id] = f"{before}\n{_of_itself(one)}"
    known = publications_in("\n".join([*documents.values(), *(one.quote for one in cited)]))
    # What is cited under no number of the question may be what came of an application that it names.
    asked = publications_in(question)
    has_others = any(publications_in(one).isdisjoint(asked) for one in documents.values())
    return [
        number.text
        for number in named.values()
        if publications_in(number.text).isdisjoint(known)
        and not (has_others and number.type is NumberType.APPLICATION)
    ]


def _of_itself(one: Cited) -> str:
    """A front page, which says all numbers of its document."""
    return one.passage_text if one.passage_id == id_of(one.document_id) else ""


def _places(question: str, cited: Sequence[Cited], language: str, missing: Sequence[str]) -> list[str]:
    """Those that nothing says; of several documents with the name of the one, unless nothing at all is quoted of that."""
    wanted = places_by_name(question)
    if len(wanted) <= 1:
        return [_written(one, language) for one in places_in(question) if one not in _said(cited)]
    told = []
    for name, places in wanted.items():
        known = _said(list(_of(name, cited)) or cited)
        if name not in missing:
            told += [
                _OF[language].format(place=_written(one, language), name=name)
                for one in places
                if one not in known
            ]
    return told


def _of(name: str, cited: Sequence[Cited]) -> Iterator[Cited]:
    """What is cited of a publication of that number, or of a document with that number in its title."""
    numbers = publications_in(name) or frozenset(reports_in(name))
    for one in cited:
        said = f"{one.title}\n{one.publication_number}\n{_of_itself(one)}"
        if not numbers.isdisjoint({*publications_in(said), *reports_in(said)}):
            yield one


def _said(cited: Sequence[Cited]) -> set[Place]:
    """The places that are cited, and those that a quotation speaks of."""
    known = {Place(one.locator_kind, one.locator_value) for one in cited}
    return known.union(*(places_in(one.quote) for one in cited))


def _written(place: Place, language: str) -> str:
    return _AS_WRITTEN[language][place.kind].format(place.value)
