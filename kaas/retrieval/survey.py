"""A search as a person makes it: hits gathered, counted and suggested from, and what was understood of the query."""

import time

from governance.access.scopes import Scope
from kaas.retrieval.arms import Reranker
from kaas.retrieval.asking import Wanted
from kaas.retrieval.facets import count
from kaas.retrieval.longer import longer
from kaas.retrieval.looking import look
from kaas.retrieval.paging import page_of, places_of, ranks_of
from kaas.retrieval.replying import reply
from kaas.retrieval.results import SearchResults, Survey
from kaas.retrieval.suggesting import UNKNOWN
from portfolios.embedding import Embedder
from portfolios.passages import rarity


def survey(
    wanted: Wanted, *, scope: Scope, embedder: Embedder | None = None, reranker: Reranker | None = None
) -> SearchResults:
    """The wanted page of the permitted passages, and what is told of all that were found. Records nothing."""
    begin = time.perf_counter()
    understood = wanted.understood
    rare = rarity([*wanted.weights, UNKNOWN], scope=scope)
    unknown = rare.pop(UNKNOWN)
    found = look(wanted, rare, scope=scope, embedder=embedder, reranker=reranker)
    groups, group_count, hits = page_of(found, wanted)
    unheard = [word for word in wanted.weights if rare[word] == unknown]
    besides = reply(understood, unheard, scope=scope, within=wanted.within)
    told = Survey(
        understood=understood,
        total=len(found.candidates),
        is_cut=found.is_cut,
        facets=count(found.known[one.passage] for one in found.candidates),
        groups=groups,
        group_count=group_count,
        numbered=besides.numbered,
        standings=besides.standings,
        held=besides.held,
        variants=besides.variants,
        values=besides.values,
        longer=None if found.candidates else longer(understood, scope=scope, within=wanted.within),
        ranks=ranks_of(found),
        like=wanted.like.document if wanted.like else None,
        claim=wanted.asked.claim if wanted.like else "",
        places=places_of(found, [hit.passage.id for hit in hits]),
        said={hit.passage.id: found.said[hit.passage.id] for hit in hits if hit.passage.id in found.said},
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
