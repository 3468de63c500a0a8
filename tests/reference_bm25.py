"""BM25 as it is defined, computed from texts: slow, plain, and written without the product's index or search.

    score(passage) = sum over query terms of  impact * idf * weight
    impact = round(256 * field weight * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length))), at least 1
    idf    = round(64 * ln(1 + (N - df + 0.5) / (df + 0.5)))

Only the words themselves (how often which lexeme occurs) come from the product; constants and formulas
stand here a second time on purpose. N and df count the permitted passages, which are all the passages
this is given.
"""

from collections.abc import Hashable, Mapping
from math import log
from typing import TypeVar

from portfolios.analysis import query_terms
from portfolios.analysis.indexing import occurrences

Key = TypeVar("Key", bound=Hashable)

K1 = {"e": 2.0, "j": 0.5, "b": 0.5}
B = 0.75
FIELD_WEIGHT = {"e": 1.0, "j": 1.0, "b": 0.3}
PIVOT = {"e": 120, "j": 125}


def impact(lexeme: str, text: str) -> int:
    """How much one passage says a lexeme, in 256ths; 0 where it does not occur."""
    found = occurrences(text)
    frequency = found.frequencies[lexeme]
    if frequency == 0:
        return 0
    k1, field_weight = K1[lexeme[0]], FIELD_WEIGHT[lexeme[0]]
    length = found.english_words / PIVOT["e"] + found.japanese_units / PIVOT["j"]
    saturated = frequency * (k1 + 1) / (frequency + k1 * (1 - B + B * length))
    return max(1, round(256 * field_weight * saturated))


def idf(passages: int, having: int) -> int:
    """How rare a lexeme is that `having` of `passages` hold, in 64ths."""
    return round(64 * log(1 + (passages - having + 0.5) / (having + 0.5)))


def scores(permitted: Mapping[Key, str], query: str) -> dict[Key, int]:
    """Passages that hold a term of the query, with their score; `permitted` maps a key to the passage's
    text.
    """
    totals: dict[Key, int] = {}
    for term in query_terms(query):
        impacts = {key: impact(term.lexeme, text) for key, text in permitted.items()}
        holding = {key: value for key, value in impacts.items() if value}
        for key, value in holding.items():
            totals[key] = totals.get(key, 0) + value * idf(len(permitted), len(holding)) * term.weight
    return {key: score for key, score in totals.items() if score}


def ranking(permitted: Mapping[Key, str], query: str) -> list[Key]:
    """Keys of the passages that score, best first; equal scores in the order of the mapping."""
    found = scores(permitted, query)
    return sorted((key for key in permitted if key in found), key=lambda key: -found[key])
