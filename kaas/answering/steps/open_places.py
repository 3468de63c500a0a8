"""Where the question names a place, read it there instead of guessing from its words."""

import uuid
from collections.abc import Mapping, Sequence

from kaas.answering.draft import Draft
from kaas.answering.front_page import SECTION
from kaas.answering.outcomes import Outcome
from kaas.answering.places import Place, places_in
from kaas.answering.places_of import names_of_documents, places_by_name
from kaas.answering.pointing import MOST_NAMED, Quoted, documents_named, held
from kaas.answering.quoting import opening
from kaas.answering.reading.asked_of import ON_FRONT_PAGE, asked_of, asks_what_was_cited
from kaas.answering.reports import bearing, names_a_number
from kaas.retrieval.search import Hit, read_places
from portfolios.catalogue import list_ids

DOCUMENTS = 2
FEW = 50
PLACES = 8  # a question that names more wants a list, not an answer
MOST = 16  # places of several documents


def open_places(draft: Draft) -> None:
    """Put the named claims, paragraphs or pages before everything else: of the documents named, each its own, or of the best.

    Where the document named has none of them that is said, and no other place of it is shown for it. Where none is named, a
    place that nothing has changes nothing; the question is then answered by its words.
    """
    places = (places_in(draft.question) or places_in(draft.wording))[:PLACES]
    if not places or draft.results is None or _is_of_letter(draft):
        return
    named = _of_each_named(draft, draft.results.hits)
    if named:
        _put_each(draft, named)
    elif names_a_number(draft.asked):
        draft.evidence, draft.named = [], []
        draft.outcome = Outcome.UNANSWERABLE_NOTHING_FOUND  # the same place of another document is no answer
    elif hits := _read(draft, places, draft.documents or _found_in(draft.results.hits) or _few(draft)):
        quotes = [(hit, opening(hit)) for hit in hits[: DOCUMENTS * len(places)]]
        _put(draft, [*_lines_asked(draft), *quotes])


def _is_of_letter(draft: Draft) -> bool:
    """Whether an office's letter is quoted for what was cited, which may be against a claim that is named."""
    quoted = [hit.document.publication_number for hit, _ in draft.named]
    return asks_what_was_cited(draft.question) and bool(quoted) and not any(quoted)


def _of_each_named(draft: Draft, hits: Sequence[Hit]) -> Mapping[str, tuple[list[uuid.UUID], list[Place]]]:
    """Each name of a document that leads to permitted ones, with these and the places that are asked of it."""
    asked = draft.asked
    if places_in(draft.question):
        wanted = places_by_name(asked)
    else:
        wanted = dict.fromkeys(names_of_documents(asked), places_in(draft.wording))
    found = {}
    for name, places in list(wanted.items())[:MOST_NAMED]:
        documents = documents_named(name, scope=draft.scope, within=draft.within)
        if not documents:
            reports = bearing(name, hits, draft.find, scope=draft.scope, within=draft.within)
            documents = [one.summary.id for one in reports]
        if documents:
            found[name] = (documents, places[:PLACES])
    return found


def _put_each(draft: Draft, named: Mapping[str, tuple[list[uuid.UUID], list[Place]]]) -> None:
    """The places of each document; of one that has none of them, what it is, so that it is not left out in silence."""
    quotes: dict[uuid.UUID, Quoted] = {}
    is_found = False
    for documents, places in named.values():
        hits = _read(draft, places, documents)
        is_found = is_found or bool(hits)
        own = [(hit, opening(hit)) for hit in hits[: DOCUMENTS * len(places)]]
        if not own and draft.opinion is None:
            own = held(documents[:DOCUMENTS], scope=draft.scope)
        quotes |= {hit.passage.id: (hit, text) for hit, text in own}
    if is_found:
        lines = {
            hit.passage.id: (hit, text) for hit, text in _lines_asked(draft)
        }  # first, and as they are asked
        _put(draft, list((lines | quotes | lines).values())[:MOST])
    elif draft.opinion is None:
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
        _put(draft, list(quotes.values()))


def _read(draft: Draft, places: Sequence[Place], documents: Sequence[uuid.UUID]) -> list[Hit]:
    wanted = [(place.kind, place.value) for place in places]
    return read_places(wanted, documents, scope=draft.scope) if wanted else []


def _lines_asked(draft: Draft) -> list[Quoted]:
    """What was put of front pages, where the question asks for it beside the place."""
    if draft.opinion is None and asked_of(draft.question) & ON_FRONT_PAGE:
        return [(hit, text) for hit, text in draft.named if hit.passage.section == SECTION]
    draft.why_quoting = Outcome.ANSWERED_BY_QUOTING
    return []


def _put(draft: Draft, quotes: Sequence[Quoted]) -> None:
    draft.named = list(quotes)
    draft.evidence = [hit for hit, _ in quotes]
    draft.outcome = None


def _found_in(hits: Sequence[Hit]) -> list[uuid.UUID]:
    return list(dict.fromkeys(hit.document.id for hit in hits))


def _few(draft: Draft) -> list[uuid.UUID]:
    """When the words found nothing: everything there is, where that is so little that the place can hardly be another."""
    return list_ids(scope=draft.scope, portfolio=draft.within) if draft.searched <= FEW else []
