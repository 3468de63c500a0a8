"""Search over what the person may read."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from governance.access import scopes
from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.retrieval.arms import CANDIDATES, WORDS, Ranking, Reranker
from kaas.retrieval.arms import SCORE_UNIT as SCORE_UNIT
from kaas.retrieval.queries import read_query
from portfolios.analysis import query_terms
from portfolios.catalogue import DocumentSummary, find_portfolio, highest_labels, summaries
from portfolios.embedding import Embedder
from portfolios.passages import FoundPassage, passages_at, rarity

PAIRS = 0.15


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its document and its rank. The score orders; it is no probability.

    lexical: its BM25 score, None where no word found it. similarity: its cosine with the query, None where meaning did not.
    """

    rank: int
    score: float
    passage: FoundPassage
    document: DocumentSummary
    similarity: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a query found. `rarity` gives the idf of every term of the query among the permitted passages.

    arms: what took part in the order, of "words", "meaning" and "reranked". failed: what was asked to and could not.
    """

    query: str
    took_ms: float
    hits: list[Hit]
    lexemes: frozenset[str]
    rarity: dict[str, int]
    weights: dict[str, int]
    arms: tuple[str, ...] = (WORDS,)
    failed: tuple[str, ...] = ()

    def weight(self, lexeme: str) -> float:
        """What a word of the query counts for among the permitted passages. Pairs of characters only help to find."""
        share = PAIRS if lexeme.startswith("b:") else 1.0
        return share * self.rarity.get(lexeme, 0) * self.weights[lexeme]


def search(
    query: str,
    *,
    scope: Scope,
    limit: int = 20,
    portfolio: str = "",
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
) -> SearchResults:
    """The best permitted passages for a query, with its event. Raises QueryError, Denied, and NotFound for the portfolio."""
    check_permission(scope, Permission.DOCUMENT_READ)
    within = find_portfolio(portfolio, scope=scope) if portfolio else None
    with scopes.scope(scope.session_id):
        results = find(query, scope=scope, limit=limit, within=within, embedder=embedder, reranker=reranker)
        _record(results, scope=scope, within=within)
    return results


def _record(results: SearchResults, *, scope: Scope, within: uuid.UUID | None) -> None:
    search_id, text_id = uuid.uuid4(), uuid.uuid4()
    texts.store(
        [(text_id, "query", results.query)],
        owner=scope.person_id,
        resource=f"search:{search_id}",
        label_ids=highest_labels(scope=scope, portfolio=within),
    )
    shown = [
        {"passage": str(hit.passage.id), "document": str(hit.document.id), "digest": hit.document.digest}
        for hit in results.hits
    ]
    record(
        Action.PASSAGE_SEARCHED,
        resource=f"search:{search_id}",
        detail={
            "found": len(shown),
            "passages": shown,
            "portfolio": str(within or ""),
            "arms": list(results.arms),
            "failed": list(results.failed),
        },
    )


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
    ranking = Ranking(text, scope, within, most=max(limit, CANDIDATES) if with_model else limit)
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


def told(hit: Hit) -> dict[str, object]:
    """A hit as programs are given it, by the command line and over HTTP alike."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "passage": hit.passage.id,
        "document": {
            "id": hit.document.id,
            "title": hit.document.title,
            "publication_number": hit.document.publication_number,
            "kind": hit.document.kind,
        },
        "locator": {"kind": hit.passage.locator_kind, "value": hit.passage.locator_value},
        "text": hit.passage.text,
        "marking": hit.document.marking,
    }
