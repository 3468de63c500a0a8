"""Find passages, and decide whether they speak of what was asked."""

from collections.abc import Iterator
from itertools import islice

from kaas.answering.draft import Draft
from kaas.answering.outcomes import Outcome
from kaas.retrieval.queries import MAX_CHARACTERS
from kaas.retrieval.search import Hit, SearchResults, find
from portfolios.analysis import index_terms

FOUND = 20
SENT = 8
# A passage must hold this share of the question's weight, words that occur nowhere included; and a good part of what the
# best passage holds. Chosen on the demo company's questions and on questions about things it does not have.
MIN_SHARE = 0.44
MIN_OF_BEST = 0.5


def look(draft: Draft) -> None:
    """Search under the asker's scope and keep as evidence the passages that share enough of the question."""
    for query in _queries(draft):
        draft.results = find(
            query,
            scope=draft.scope,
            limit=FOUND,
            within=draft.within,
            embedder=draft.desk.embedder,
            reranker=draft.desk.reranker,
        )
        draft.evidence = list(islice(_enough(draft.results, _floor(draft)), SENT))
        if draft.evidence:
            return
    draft.outcome = Outcome.UNANSWERABLE_NOTHING_FOUND


def _floor(draft: Draft) -> float | None:
    return draft.desk.embedder.floor if draft.desk.embedder else None


def _queries(draft: Draft) -> list[str]:
    """The question; and as what follows another is often half a question, both together."""
    before = draft.turns[-1].question if draft.turns else ""
    both = f"{before} {draft.question}"
    return [draft.question, both] if before and len(both) <= MAX_CHARACTERS else [draft.question]


def _enough(results: SearchResults, floor: float | None) -> Iterator[Hit]:
    best = max((hit.lexical or 0.0 for hit in results.hits), default=0.0)
    return (hit for hit in results.hits if _by_words(hit, results, best) or _by_meaning(hit, floor))


def _by_words(hit: Hit, results: SearchResults, best: float) -> bool:
    return (hit.lexical or 0.0) >= MIN_OF_BEST * best > 0 and _share(hit, results) >= MIN_SHARE


def _by_meaning(hit: Hit, floor: float | None) -> bool:
    return floor is not None and hit.similarity is not None and hit.similarity >= floor


def _share(hit: Hit, results: SearchResults) -> float:
    """How much of the question's weight the passage holds, from 0 to 1."""
    held = index_terms(hit.passage.text).keys() & results.lexemes
    whole = sum(results.weight(lexeme) for lexeme in results.lexemes)
    return sum(results.weight(lexeme) for lexeme in held) / whole if whole else 0.0
