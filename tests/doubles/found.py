"""Search results made of texts, without a database."""

import uuid
from collections.abc import Sequence

from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import query_terms
from portfolios.catalogue import DocumentSummary
from portfolios.passages import FoundPassage


def hit(
    text: str, *, rank: int = 1, score: float = 10.0, title: str = "A report", headings: Sequence[str] = ()
) -> Hit:
    """A passage that the words of a question found. Documents are one when their titles are."""
    document = uuid.uuid5(uuid.NAMESPACE_OID, title)
    passage = uuid.uuid5(document, text)
    return Hit(
        rank,
        score,
        FoundPassage(passage, document, rank, "body", "page", str(rank), tuple(headings), text, "en"),
        DocumentSummary(document, title, "report", "md", "", "en", "", "", 1, "", False, 1),
        lexical=score,
    )


def results(query: str, *hits: Hit, rarity: int = 256) -> SearchResults:
    """What was found for a question, every word of which is equally rare."""
    weights = {term.lexeme: term.weight for term in query_terms(query)}
    return SearchResults(query, 0.0, list(hits), frozenset(weights), dict.fromkeys(weights, rarity), weights)
