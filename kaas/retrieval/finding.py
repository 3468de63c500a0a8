"""Finding for the steps of an answer: the words as they are, nothing understood, nothing recorded."""

import time
import uuid
from collections.abc import Sequence

from governance.access.scopes import Scope
from kaas.retrieval.arms import CANDIDATES, Ranking, Reranker
from kaas.retrieval.queries import read_query
from kaas.retrieval.results import Hit, SearchResults
from portfolios.analysis import query_terms
from portfolios.catalogue import summaries
from portfolios.embedding import Embedder
from portfolios.passages import passages_at, rarity


def find(
    query: str,
    *,
    scope: Scope,
    limit: int,
    within: uuid.UUID | None = None,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
) -> SearchResults:
    """The best permitted passages for a query. Records nothing: the verb that asks does.

    By the words alone, and in their order, unless a model is given; a model that fails is left out, and named.
    """
    begin = time.perf_counter()
    text = read_query(query)
    weights = {term.lexeme: term.weight for term in query_terms(text)}
    with_model = embedder is not None or reranker is not None
    most = max(limit, CANDIDATES) if with_model else limit
    # An answer quotes what says the question's own words; a passage in the other language would take the place of one.
    ranking = Ranking(text, scope, within, most, translated=False)
    ranking.by_words(weights)
    if embedder is not None:
        ranking.by_meaning(embedder)
    ranking.read()
    if reranker is not None:
        ranking.by_reranker(reranker)
    hits = _hits(ranking)[:limit]
    known = rarity(list(weights), scope=scope) if weights else {}
    took = round((time.perf_counter() - begin) * 1000, 1)
    arms, failed = tuple(ranking.arms), tuple(ranking.failed)
    return SearchResults(text, took, hits, frozenset(weights), known, weights, arms, failed)


def _hits(ranking: Ranking) -> list[Hit]:
    found = [(one, ranking.passages[one.passage]) for one in ranking.candidates]
    documents = summaries(list({passage.document_id for _, passage in found}), scope=ranking.scope)
    return [
        Hit(rank, one.score, passage, documents[passage.document_id], one.similarity, one.lexical)
        for rank, (one, passage) in enumerate(found, start=1)
        if passage.document_id in documents
    ]


def read_places(
    places: Sequence[tuple[str, str]], documents: Sequence[uuid.UUID], *, scope: Scope
) -> list[Hit]:
    """The passages at these (kind, value) locators of these documents, as hits in that order. Nothing is searched."""
    passages = passages_at(places, documents, scope=scope)
    found = summaries(list({passage.document_id for passage in passages}), scope=scope)
    return [
        Hit(rank, 0.0, passage, found[passage.document_id])
        for rank, passage in enumerate(passages, start=1)
        if passage.document_id in found
    ]
