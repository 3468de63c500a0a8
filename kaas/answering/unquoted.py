"""What a question names and its answer quotes nothing of, so that nothing is left out in silence. Plain Python.

It is told from the question and from what is cited alone: what is hidden and what does not exist are told alike.
"""

import uuid
from collections.abc import Sequence
from typing import Protocol

from kaas.answering.front_page import id_of
from kaas.answering.naming import publications_in
from kaas.answering.places import Place, places_in
from kaas.answering.reading.names import without_titles
from portfolios.identifiers import NumberType, identify

MOST = 8  # that are told; of more it is said that there are
_MORE = "…"
_AS_WRITTEN = {
    "en": {"claim": "claim {}", "paragraph": "paragraph [{}]", "page": "page {}"},
    "ja": {"claim": "請求項{}", "paragraph": "段落【{}】", "page": "{}ページ"},
}


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


def unquoted(question: str, cited: Sequence[Cited], *, language: str) -> tuple[str, ...]:
    """The numbers of patents and the places that a question names and no citation is or speaks of, as one writes them."""
    missing = [*_numbers(question, cited), *_places(question, cited, language)]
    return (*missing[:MOST], _MORE) if len(missing) > MOST else tuple(missing)


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


def _places(question: str, cited: Sequence[Cited], language: str) -> list[str]:
    named = places_in(question)
    if not named:
        return []
    known = {Place(one.locator_kind, one.locator_value) for one in cited}
    known.update(*(places_in(one.quote) for one in cited))
    written = _AS_WRITTEN["ja" if language == "ja" else "en"]
    return [written[one.kind].format(one.value) for one in named if one not in known]
