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
from kaas.retrieval.queries import read_query
from portfolios.analysis import query_terms
from portfolios.catalogue import DocumentSummary, find_portfolio, highest_labels, summaries
from portfolios.passages import FoundPassage, passages_at, rarity, read_passages, search_index

PAIRS = 0.15
SCORE_UNIT = 256 * 64 * 16  # impact, idf and weight are integers in these parts of one


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its document and its rank. The score orders; it is no probability."""

    rank: int
    score: float
    passage: FoundPassage
    document: DocumentSummary


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a query found. `rarity` gives the idf of every term of the query among the permitted passages."""

    query: str
    took_ms: float
    hits: list[Hit]
    lexemes: frozenset[str]
    rarity: dict[str, int]
    weights: dict[str, int]

    def weight(self, lexeme: str) -> float:
        """What a word of the query counts for among the permitted passages. Pairs of characters only help to find."""
        share = PAIRS if lexeme.startswith("b:") else 1.0
        return share * self.rarity.get(lexeme, 0) * self.weights[lexeme]


def search(query: str, *, scope: Scope, limit: int = 20, portfolio: str = "") -> SearchResults:
    """The best permitted passages for a query, with its event. Raises QueryError, Denied, and NotFound for the portfolio."""
    check_permission(scope, Permission.DOCUMENT_READ)
    within = find_portfolio(portfolio, scope=scope) if portfolio else None
    with scopes.scope(scope.session_id):
        results = find(query, scope=scope, limit=limit, within=within)
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
        detail={"found": len(shown), "passages": shown, "portfolio": str(within or "")},
    )


def find(query: str, *, scope: Scope, limit: int, within: uuid.UUID | None = None) -> SearchResults:
    """The best permitted passages for a query. Records nothing: the verb that asks does."""
    begin = time.perf_counter()
    text = read_query(query)
    weights = {term.lexeme: term.weight for term in query_terms(text)}
    scored = search_index(list(weights.items()), scope=scope, within=within, limit=limit) if weights else []
    passages = read_passages([passage for passage, _ in scored], scope=scope)
    documents = summaries(list({found.document_id for found in passages.values()}), scope=scope)
    hits = [
        Hit(rank, score / SCORE_UNIT, passages[passage], documents[passages[passage].document_id])
        for rank, (passage, score) in enumerate(scored, start=1)
        if passage in passages and passages[passage].document_id in documents
    ]
    known = rarity(list(weights), scope=scope) if weights else {}
    return SearchResults(
        text, round((time.perf_counter() - begin) * 1000, 1), hits, frozenset(weights), known, weights
    )


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
