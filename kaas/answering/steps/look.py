"""Find passages, and decide whether they speak of what was asked."""

import uuid
from collections.abc import Iterator, Mapping
from itertools import islice

from governance.access.scopes import Scope
from kaas.answering.draft import Draft
from kaas.answering.naming import Named, named_in
from kaas.answering.outcomes import Outcome
from kaas.retrieval.matches import matches
from kaas.retrieval.queries import MAX_CHARACTERS
from kaas.retrieval.search import Hit, SearchResults, find
from portfolios.analysis import index_terms

FOUND = 20
SENT = 8
# A passage must hold this share of the question's weight, words that occur nowhere included; and a good part of what the
# best passage holds. Chosen on the demo company's questions and on questions about things it does not have.
MIN_SHARE = 0.44
MIN_OF_BEST = 0.5
# Where something was found, the best passage of another document need hold only so much: it may say the rest, or otherwise.
MIN_SHARE_BESIDE = 0.33
MIN_OF_BEST_BESIDE = 0.45

Held = Mapping[uuid.UUID, frozenset[str]]  # by passage


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
        draft.evidence = _evidence(draft.results, _held(draft.results, draft.scope), _floor(draft))
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


def _held(results: SearchResults, scope: Scope) -> Held:
    """Which of the question's words each passage holds. The index knows; to read them all again takes far longer."""
    asked = sorted(results.lexemes)
    found = matches([hit.passage.id for hit in results.hits], asked, scope=scope) if results.hits else {}
    return {
        passage: frozenset(word for word, impact in zip(asked, impacts, strict=True) if impact)
        for passage, impacts in found.items()
    }


def _evidence(results: SearchResults, held: Held, floor: float | None) -> list[Hit]:
    """The passages that speak of what was asked, and beside them the best of other documents; in order of rank.

    Where there are too many, those of documents that the question names come first.
    """
    named = named_in(results)
    best = max((hit.lexical or 0.0 for hit in results.hits), default=0.0)
    likely = sorted(results.hits, key=lambda hit: (not named.is_in(hit), hit.rank))
    enough = (hit for hit in likely if _by_words(hit, results, held, best, named) or _by_meaning(hit, floor))
    found = list(islice(enough, SENT))
    if found:
        found.extend(islice(_beside(found, results, held, best, named), SENT - len(found)))
    return sorted(found, key=lambda hit: hit.rank)


def _by_words(hit: Hit, results: SearchResults, held: Held, best: float, named: Named) -> bool:
    if named.is_in(hit) and _share(hit, results, held, without=named.words) >= MIN_SHARE:
        return True
    return (hit.lexical or 0.0) >= MIN_OF_BEST * best > 0 and _share(hit, results, held) >= MIN_SHARE


def _beside(found: list[Hit], results: SearchResults, held: Held, best: float, named: Named) -> Iterator[Hit]:
    """The best passage of each document that has none yet and is named, or holds a good part of what was found."""
    documents = {hit.document.id for hit in found}
    share = max(MIN_SHARE_BESIDE, MIN_OF_BEST * max(_share(hit, results, held) for hit in found))
    for hit in results.hits:
        near = (hit.lexical or 0.0) >= MIN_OF_BEST_BESIDE * best
        if hit.document.id not in documents and (
            named.is_in(hit) or (near and _share(hit, results, held) >= share)
        ):
            documents.add(hit.document.id)
            yield hit


def _by_meaning(hit: Hit, floor: float | None) -> bool:
    return floor is not None and hit.similarity is not None and hit.similarity >= floor


def _share(hit: Hit, results: SearchResults, held: Held, *, without: frozenset[str] = frozenset()) -> float:
    """How much of the question's weight the passage holds, from 0 to 1.

    `without` words that say where to look: there a passage holds its headings too, as no word of a title counts for it.
    """
    asked = results.lexemes - without
    words = held.get(hit.passage.id, frozenset()) & asked
    if without:
        words |= index_terms("\n".join(hit.passage.headings)).keys() & asked
    whole = sum(results.weight(lexeme) for lexeme in asked)
    return sum(results.weight(lexeme) for lexeme in words) / whole if whole else 0.0
