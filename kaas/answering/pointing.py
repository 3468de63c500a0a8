"""What of a document is quoted where a question names it: lines of its front page, its first claim, what it is about."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from governance.access.scopes import NotFound, Scope
from kaas.answering.evidence import MIN_SHARE
from kaas.answering.front_page import Line, front_page, lines_of
from kaas.answering.quoting import opening
from kaas.answering.reading.asked_of import ON_FRONT_PAGE, Asked
from kaas.answering.reading.names import titles_in, without_titles
from kaas.retrieval.matches import matches
from kaas.retrieval.naming import named_by_number, titled
from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import query_terms
from portfolios.catalogue import DocumentView, get_document

Quoted = tuple[Hit, str]

OPENING = 2  # passages of what has no abstract
MOST = 3  # documents of which the inventors are told
LOOKED_INTO = 8
MOST_NAMED = 8  # numbers in a question
WHOLE_PAGE = (Line.NUMBER, Line.APPLICANTS)
_LINES: Mapping[Asked, tuple[Line, ...]] = {
    Asked.APPLICANT: (Line.APPLICANTS,),
    Asked.APPLICATION_NUMBER: (Line.APPLICATION,),
    Asked.CLASSES: (Line.CLASSES,),
    Asked.FILED: (Line.FILED,),
    Asked.GRANTED: (Line.GRANTED,),
    Asked.INVENTORS: (Line.INVENTORS,),
    Asked.KIND: (Line.KIND,),
    Asked.NUMBER: (Line.NUMBER,),
    Asked.PUBLISHED: (Line.PUBLISHED, Line.GRANTED),
}
# What does not say it, and yet is the next that is known of it.
_NEXT: Mapping[Asked, tuple[Line, ...]] = {
    Asked.EXPIRY: (Line.FILED, Line.GRANTED, Line.PUBLISHED),
    Asked.GRANTED: (Line.NUMBER, Line.KIND),
}
# The day on which a Japanese patent is registered stands on the gazette's front page alone.
_REGISTERED = re.compile(r"^.*登録日.*\d.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Quotations of a document, and whether they say what was asked for."""

    quotes: tuple[Quoted, ...]
    says_it: bool


def documents_named(question: str, *, scope: Scope, within: uuid.UUID | None) -> list[uuid.UUID]:
    """The permitted documents that a question names by number, else by a title in quotation marks.

    The numbers within a title that a document bears are its words.
    """
    by_title = titled(titles_in(question), scope=scope, within=within)
    text = without_titles(question) if by_title else question
    return named_by_number(text, scope=scope, within=within, most=MOST_NAMED) or by_title


def pointed_at(document: DocumentView, asked: frozenset[Asked] | None) -> Pointed:
    """What of this is asked for; where nothing is, what the document is about. None for what no document says."""
    if asked is None:
        return Pointed(presented(document), says_it=False)
    quotes: list[Quoted] = []
    says_it = True
    for one in sorted(asked & ON_FRONT_PAGE):
        found = _on_front_page(document, one)
        says_it = says_it and bool(found)
        quotes += found or _lines(document, _NEXT.get(one, WHOLE_PAGE))
    if Asked.CLAIM in asked:
        found = first_claim(document)
        says_it = says_it and bool(found)
        quotes += found
    elif not asked & ON_FRONT_PAGE:
        quotes += _about(document)
    return Pointed(tuple(dict.fromkeys(quotes)) or presented(document), says_it)


def presented(document: DocumentView) -> tuple[Quoted, ...]:
    """That it is held: number, title and names of a publication, else how a document begins."""
    return tuple(_lines(document, WHOLE_PAGE) or _begin(document)[:1])


def held(documents: Sequence[uuid.UUID], *, scope: Scope) -> list[Quoted]:
    """The same, of each of these."""
    quotes: list[Quoted] = []
    for one in documents:
        with suppress(NotFound):  # withdrawn from sight since it was found
            quotes += presented(get_document(one, scope=scope))
    return quotes


def first_claim(document: DocumentView) -> list[Quoted]:
    """Its first claim, as far as that is readable."""
    claims = (hit for hit in hits_of(document) if hit.passage.locator_kind == "claim")
    return [(hit, opening(hit)) for hit in claims if hit.passage.locator_value == "1"][:1]


def hits_of(document: DocumentView) -> list[Hit]:
    """Every passage of it, in reading order, but its title."""
    return [Hit(1, 0.0, one, document.summary) for one in document.passages if one.section != "title"]


def beside(document: DocumentView) -> list[Hit]:
    """What a model is given of it beside what is quoted: front page, what it is about, first claim."""
    page = front_page(document)
    about = [hit for hit, _ in (*_about(document), *first_claim(document))]
    return [page, *about] if page else about


def speaking_of(document: DocumentView, words: str, results: SearchResults, *, scope: Scope) -> list[Hit]:
    """Its passages that hold enough of the weight of these words, the best first."""
    lexemes = sorted({term.lexeme for term in query_terms(words)} & results.lexemes)
    whole = sum(map(results.weight, lexemes))
    hits = {hit.passage.id: hit for hit in hits_of(document)}
    if not (whole and hits):
        return []
    held = matches(list(hits), lexemes, scope=scope)
    shares = {
        passage: sum(
            results.weight(lexeme) for lexeme, impact in zip(lexemes, impacts, strict=True) if impact
        )
        for passage, impacts in held.items()
    }
    enough = [passage for passage, share in shares.items() if share >= MIN_SHARE * whole]
    return [hits[one] for one in sorted(enough, key=lambda one: (-shares[one], hits[one].passage.ordinal))]


def inventors_of(evidence: Iterable[Hit], *, scope: Scope) -> list[Quoted]:
    """Title and inventors of the publications among the evidence, each set of names under each title once."""
    publications = {hit.document.id: None for hit in evidence if hit.document.publication_number}
    quotes: dict[str, Quoted] = {}
    for one in list(publications)[:LOOKED_INTO]:
        with suppress(NotFound):  # withdrawn from sight since it was found
            for hit, text in _lines(get_document(one, scope=scope), (Line.TITLE, Line.INVENTORS)):
                if f"({Line.INVENTORS})" in text:
                    quotes.setdefault(text.casefold(), (hit, text))
    return list(quotes.values())[:MOST]


def _on_front_page(document: DocumentView, asked: Asked) -> list[Quoted]:
    if asked is Asked.GRANTED:
        registered = list(_registered(document))
        if registered:
            return registered[:1]
    return _lines(document, _LINES.get(asked, ()))


def _registered(document: DocumentView) -> Iterator[Quoted]:
    for hit in hits_of(document):
        if hit.passage.locator_kind == "page" and (found := _REGISTERED.search(hit.passage.text)):
            yield hit, found[0].strip()


def _lines(document: DocumentView, wanted: Sequence[Line]) -> list[Quoted]:
    page = front_page(document)
    text = lines_of(page, wanted) if page else ""
    return [(page, text)] if page and text else []


def _about(document: DocumentView) -> list[Quoted]:
    abstract = [hit for hit in hits_of(document) if hit.passage.section == "abstract"][:1]
    if abstract:
        return [(hit, opening(hit)) for hit in abstract]
    described = [hit for hit in hits_of(document) if hit.passage.section == "description"][:1]
    return [(hit, opening(hit)) for hit in described] + first_claim(document) or _begin(document)


def _begin(document: DocumentView) -> list[Quoted]:
    return [(hit, opening(hit)) for hit in hits_of(document)[:OPENING]]
