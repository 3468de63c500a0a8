"""The parts of a question that asks for more than one thing. Plain Python."""

import re

from kaas.retrieval.search import SearchResults
from portfolios.analysis import query_terms

# Between two sentences; and where a second question word follows an "and".
BREAKS = re.compile(
    r"(?<=[。？！?!])\s*(?=\S)"
    r"|[,;]\s+and\s+(?=(?:(?:at|by|for|from|in|of|on|over|to|under|until|with|within)\s+)?"
    r"(?:what|when|where|which|who|whom|whose|how|why)\b)",
    re.IGNORECASE,
)
FEWEST = 3  # words; with fewer, a part is found everywhere


def parts_of(results: SearchResults, *, without: frozenset[str]) -> list[frozenset[str]]:
    """The words of each part of the question, all of them together where it asks for one thing.

    `without` words that only say where to look, which are no part.
    """
    pieces = [piece for piece in BREAKS.split(results.query) if piece.strip()]
    if len(pieces) < 2:
        return [results.lexemes]
    asked = results.lexemes - without
    parts = [frozenset(term.lexeme for term in query_terms(piece)) & asked for piece in pieces]
    enough = [part for part in parts if sum(not lexeme.startswith("b:") for lexeme in part) >= FEWEST]
    return enough if len(enough) > 1 else [results.lexemes]
