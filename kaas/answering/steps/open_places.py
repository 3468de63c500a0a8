"""Where the question names a place, read it there instead of guessing from its words."""

import uuid

from governance.access.scopes import Scope
from kaas.answering.draft import Draft
from kaas.answering.outcomes import Outcome
from kaas.answering.places import places_in
from kaas.answering.quoting import opening
from kaas.retrieval.search import read_places
from portfolios.catalogue import find_numbered, list_ids, summaries
from portfolios.identifiers import identify

DOCUMENTS = 2
FEW = 50
PLACES = 8  # a question that names more wants a list, not an answer


def open_places(draft: Draft) -> None:
    """Put the named claims, paragraphs or pages before everything else: of the publication named, or of the best documents.

    A place that nothing permitted has changes nothing; the question is then answered by its words.
    """
    places = places_in(draft.question)[:PLACES]
    if not places or draft.results is None:
        return
    numbers = [number.canonical for number in identify(draft.asked) if number.canonical]
    if numbers:
        documents = find_numbered(numbers, scope=draft.scope, portfolio=draft.within)
        if not documents:  # the same place of another publication is no answer
            draft.evidence, draft.outcome = [], Outcome.UNANSWERABLE_NOTHING_FOUND
            return
        documents = _exactly(numbers, documents, draft.scope) or documents
    else:
        documents = list(dict.fromkeys(hit.document.id for hit in draft.results.hits)) or _few(draft)
    wanted = [(place.kind, place.value) for place in places]
    found = read_places(wanted, documents, scope=draft.scope)[: DOCUMENTS * len(places)]
    if found:
        draft.named = [(hit, opening(hit)) for hit in found]
        draft.evidence = found
        draft.outcome = None


def _exactly(numbers: list[str], documents: list[uuid.UUID], scope: Scope) -> list[uuid.UUID]:
    """Those that have the very number, kind code included: an application and its grant are two documents."""
    known = summaries(documents, scope=scope)
    return [one for one in documents if one in known and known[one].publication_number in numbers]


def _few(draft: Draft) -> list[uuid.UUID]:
    """When the words found nothing: everything there is, where that is so little that the place can hardly be another."""
    return list_ids(scope=draft.scope, portfolio=draft.within) if draft.searched <= FEW else []
