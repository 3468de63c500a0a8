"""Where the question names a place, read it there instead of guessing from its words."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress

from governance.access.scopes import NotFound
from kaas.answering.draft import Draft
from kaas.answering.front_page import SECTION
from kaas.answering.outcomes import Outcome
from kaas.answering.places import places_in
from kaas.answering.pointing import Quoted, presented
from kaas.answering.quoting import opening
from kaas.answering.reading.asked_of import ON_FRONT_PAGE, asked_of
from kaas.answering.reading.names import reports_in
from kaas.retrieval.search import read_places
from portfolios.catalogue import get_document, list_ids
from portfolios.identifiers import identify

DOCUMENTS = 2
FEW = 50
LOOKED_INTO = 8
HEAD = 100  # characters in which a report says its own number
PLACES = 8  # a question that names more wants a list, not an answer


def open_places(draft: Draft) -> None:
    """Put the named claims, paragraphs or pages before everything else: of the publication named, or of the best documents.

    Where the document named has none of them that is said, and no other place of it is shown for it. Where none is named, a
    place that nothing has changes nothing; the question is then answered by its words.
    """
    places = (places_in(draft.question) or places_in(draft.wording))[:PLACES]
    if not places or draft.results is None:
        return
    named = draft.documents
    if not named and any(number.canonical for number in identify(draft.asked)):
        draft.evidence, draft.outcome = [], Outcome.UNANSWERABLE_NOTHING_FOUND
        return  # the same place of another publication is no answer
    found_in = list(dict.fromkeys(hit.document.id for hit in draft.results.hits))
    documents = named or _bearing_number(draft, found_in) or found_in or _few(draft)
    wanted = [(place.kind, place.value) for place in places]
    found = read_places(wanted, documents, scope=draft.scope)[: DOCUMENTS * len(places)]
    if named and draft.opinion is None and not found:
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
        _put(draft, list(_fronts(draft, named)))
    elif found:
        _put(draft, [*_lines_asked(draft), *((hit, opening(hit)) for hit in found)])


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


def _fronts(draft: Draft, documents: Sequence[uuid.UUID]) -> Iterator[Quoted]:
    for one in documents[:DOCUMENTS]:
        with suppress(NotFound):  # withdrawn from sight since it was found
            yield from presented(get_document(one, scope=draft.scope))


def _bearing_number(draft: Draft, found_in: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Of what was found, the documents that bear the number of a report that is named: in the title, or at the head."""
    numbers = reports_in(draft.asked)
    bearing = []
    for one in found_in[:LOOKED_INTO] if numbers else ():
        with suppress(NotFound):  # withdrawn from sight since it was found
            document = get_document(one, scope=draft.scope)
            head = "".join(passage.text[:HEAD] for passage in document.passages[:1])
            if any(number in f"{document.summary.title}\n{head}" for number in numbers):
                bearing.append(one)
    return bearing


def _few(draft: Draft) -> list[uuid.UUID]:
    """When the words found nothing: everything there is, where that is so little that the place can hardly be another."""
    return list_ids(scope=draft.scope, portfolio=draft.within) if draft.searched <= FEW else []
