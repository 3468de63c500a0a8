"""A search as a person makes it: filters, phrases and exclusions applied, hits gathered, counted and suggested from.

The best WIDE passages are looked at and no others: counts are counts of them, and it is said when there may be more.
"""

import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from governance.access.scopes import Scope
from kaas.retrieval.arms import CANDIDATES, MEANING, RERANKED, Ranking, Reranker
from kaas.retrieval.asking import Wanted
from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import Fact, count, facts
from kaas.retrieval.narrowing import first_passages, narrow, numbered, readings_held
from kaas.retrieval.paging import Found, page_of, places_of, ranks_of
from kaas.retrieval.phrases import held_against
from kaas.retrieval.results import SearchResults, Survey
from kaas.retrieval.suggesting import UNKNOWN, variants
from portfolios.embedding import Embedder
from portfolios.passages import rarity

WIDE = 400


def survey(
    wanted: Wanted, *, scope: Scope, embedder: Embedder | None = None, reranker: Reranker | None = None
) -> SearchResults:
    """The wanted page of the permitted passages, and what is told of all that were found. Records nothing."""
    begin = time.perf_counter()
    understood = wanted.understood
    found = _look(wanted, scope, embedder)
    found.keep(held_against([one.passage for one in found.candidates], understood.parts, scope=scope))
    if reranker is not None and found.candidates:
        _rerank(found, reranker)
    groups, group_count, hits = page_of(found, wanted)
    rare = rarity([*wanted.weights, UNKNOWN], scope=scope)
    unknown = rare.pop(UNKNOWN)
    named = numbered(understood.numbers, scope=scope, within=wanted.within)
    told = Survey(
        understood=understood,
        total=len(found.candidates),
        is_cut=found.is_cut,
        facets=count(found.known[one.passage] for one in found.candidates),
        groups=groups,
        group_count=group_count,
        numbered=tuple(named),
        held=readings_held(understood.ambiguous if named else (), scope=scope, within=wanted.within),
        variants=variants(
            understood, [word for word in wanted.weights if rare[word] == unknown], scope=scope
        ),
        ranks=ranks_of(found),
        like=wanted.like.document if wanted.like else None,
        claim=wanted.asked.claim if wanted.like else "",
        places=places_of(found.candidates, [hit.passage.id for hit in hits]),
    )
    return SearchResults(
        query=understood.text,
        took_ms=round((time.perf_counter() - begin) * 1000, 1),
        hits=hits,
        lexemes=frozenset(wanted.weights),
        rarity=rare,
        weights=dict(wanted.weights),
        arms=tuple(found.ranking.arms),
        failed=tuple(found.ranking.failed),
        survey=told,
    )


def _look(wanted: Wanted, scope: Scope, embedder: Embedder | None) -> Found:
    """Candidates by words and by meaning, in the documents that the filters leave."""
    understood = wanted.understood
    filters = understood.filters
    documents = narrow(filters, scope=scope, within=wanted.within) if filters else None
    ranking = Ranking(understood.words, scope, wanted.within, most=WIDE, among=documents)
    if wanted.weights:
        ranking.by_words(wanted.weights)
    elif documents is not None:
        ranking.candidates = [Candidate(one, 0.0) for one in first_passages(documents[:WIDE], scope=scope)]
    found = Found(ranking, scope, is_cut=len(ranking.candidates) >= WIDE)
    tail: list[Candidate] = []
    ranking.query = wanted.text
    if embedder is not None and ranking.query:
        tail = ranking.candidates[CANDIDATES:]
        ranking.candidates, ranking.most = ranking.candidates[:CANDIDATES], CANDIDATES
        ranking.by_meaning(embedder)
    met = {one.passage for one in ranking.candidates}
    blended = MEANING in ranking.arms
    tail = [replace(one, score=0.0) if blended else one for one in tail if one.passage not in met]
    found.candidates = [*ranking.candidates, *tail]
    found.known = facts([one.passage for one in found.candidates], scope=scope)
    found.keep(_wanted(found.known, documents, wanted.without))
    return found


def _wanted(
    known: Mapping[uuid.UUID, Fact],
    documents: Sequence[uuid.UUID] | None,
    without: Collection[uuid.UUID | str],
) -> set[uuid.UUID]:
    """The passages whose documents pass the filters and are not left out."""
    left = None if documents is None else set(documents)
    return {
        passage
        for passage, fact in known.items()
        if (left is None or fact.document in left)
        and fact.document not in without
        and fact.application not in without
    }


def _rerank(found: Found, reranker: Reranker) -> None:
    ranking, tail = found.ranking, found.candidates[CANDIDATES:]
    ranking.candidates, ranking.most = found.candidates[:CANDIDATES], CANDIDATES
    ranking.read()
    ranking.by_reranker(reranker)
    if RERANKED in ranking.arms:
        found.candidates = [*ranking.candidates, *(replace(one, score=0.0) for one in tail)]
