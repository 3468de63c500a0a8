"""Looking for passages: by every arm there is, filters, phrases and exclusions applied.

The best WIDE passages are looked at and no others: counts are counts of them, and it is said when there may be more.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from governance.access.scopes import Scope
from kaas.retrieval.alike import alike
from kaas.retrieval.arms import CANDIDATES, MEANING, RERANKED, Ranking, Reranker
from kaas.retrieval.asking import Wanted
from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import facts
from kaas.retrieval.narrowing import first_passages, narrow
from kaas.retrieval.paging import Found
from kaas.retrieval.phrases import held_against
from kaas.retrieval.rereading import Said, reread, sought
from kaas.retrieval.terms import terms_of
from portfolios.embedding import Embedder

WIDE = 400


def look(
    wanted: Wanted,
    rarity: Mapping[str, int],
    *,
    scope: Scope,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
) -> Found:
    """The best permitted passages in their order: by words, read again, by meaning, and by a reranker, as far as there are
    any; in the documents that the filters leave, without what phrases and exclusions bar. `rarity`: idf of each term.
    """
    found = _found(wanted, rarity, scope, embedder)
    if wanted.understood.phrases or wanted.understood.excluded:
        passages = [one.passage for one in found.candidates]
        found.keep(set(held_against(passages, wanted.understood.parts, scope=scope)))
    if reranker is not None and found.candidates:
        _rerank(found, reranker)
    return found


def _found(wanted: Wanted, rarity: Mapping[str, int], scope: Scope, embedder: Embedder | None) -> Found:
    """Candidates by words and by meaning."""
    understood = wanted.understood
    filters = understood.filters
    documents = narrow(filters, scope=scope, within=wanted.within) if filters else None
    said: dict[uuid.UUID, Said] = {}
    ranking = Ranking(understood.words, scope, wanted.within, most=WIDE, among=documents)
    if wanted.weights:
        ranking.terms = terms_of(understood.words, wanted.weights, scope=scope)
        ranking.by_words(wanted.weights)
        query = sought(wanted.text, understood.words, wanted.weights, rarity, ranking.terms)
        ranking.candidates, said, ranking.passages = reread(ranking.candidates, query, scope=scope)
    elif documents is not None:
        ranking.candidates = [Candidate(one, 0.0) for one in first_passages(documents[:WIDE], scope=scope)]
    found = Found(ranking, scope, is_cut=len(ranking.candidates) >= WIDE, said=said)
    found.by_words = [one.passage for one in ranking.candidates if one.lexical is not None]
    ranking.query = wanted.text
    found.candidates = (
        _with_meaning(ranking, embedder) if embedder is not None and ranking.query else ranking.candidates
    )
    found.known = facts([one.passage for one in found.candidates], scope=scope)
    found.candidates = _wanted(found, documents, wanted.without)
    if wanted.like is not None:
        _keep_alike(found, wanted.like.weights, rarity)
    return found


def _keep_alike(found: Found, weights: Mapping[str, int], rarity: Mapping[str, int]) -> None:
    """Where the last that was looked at is not alike, it is likeness that ends the list, and not how many are looked at."""
    last = found.candidates[-1:]
    found.keep(alike(found.candidates, found.known, weights, rarity, scope=found.scope))
    found.is_cut = found.is_cut and found.candidates[-1:] == last


def _with_meaning(ranking: Ranking, embedder: Embedder) -> list[Candidate]:
    """The first candidates blended with those of meaning, the others behind them."""
    by_words = ranking.candidates
    lexical = {one.passage: one.lexical for one in by_words}  # a blend knows only the order that it blends
    ranking.candidates, ranking.most = by_words[:CANDIDATES], CANDIDATES
    ranking.by_meaning(embedder)
    if MEANING not in ranking.arms:
        return by_words
    ranking.candidates = [replace(one, lexical=lexical.get(one.passage)) for one in ranking.candidates]
    met = {one.passage for one in ranking.candidates}
    tail = [replace(one, score=0.0) for one in by_words[CANDIDATES:] if one.passage not in met]
    return [*ranking.candidates, *tail]


def _wanted(
    found: Found, documents: Sequence[uuid.UUID] | None, without: frozenset[uuid.UUID | str]
) -> list[Candidate]:
    """The candidates whose documents pass the filters and are not left out."""
    read = [(one, fact) for one in found.candidates if (fact := found.known.get(one.passage))]
    if documents is not None:
        left = set(documents)
        read = [(one, fact) for one, fact in read if fact.document in left]
    if without:
        read = [
            (one, fact)
            for one, fact in read
            if without.isdisjoint((fact.document, fact.application, fact.family))
        ]
    return [one for one, _fact in read]


def _rerank(found: Found, reranker: Reranker) -> None:
    ranking, tail = found.ranking, found.candidates[CANDIDATES:]
    ranking.candidates, ranking.most = found.candidates[:CANDIDATES], CANDIDATES
    ranking.read()
    ranking.by_reranker(reranker)
    if RERANKED in ranking.arms:
        found.candidates = [*ranking.candidates, *(replace(one, score=0.0) for one in tail)]
