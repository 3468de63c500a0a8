"""BM25 as it is defined, computed from texts: slow, plain, and written without the product's index or search.

    score(passage) = sum over query terms of  impact * idf * weight
    impact = round(256 * field weight * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length))), at least 1
    idf    = round(64 * ln(1 + (N - df + 0.5) / (df + 0.5)))

Only the words themselves (how often which lexeme occurs) come from the product; constants and formulas
stand here a second time on purpose. N and df count the permitted passages, which are all the passages
this is given.
"""

from collections.abc import Hashable, Mapping, Sequence
from math import log, prod
from typing import TypeVar

from portfolios.analysis import query_terms
from portfolios.analysis.indexing import occurrences
from portfolios.concepts import Asked

Key = TypeVar("Key", bound=Hashable)

K1 = {"e": 2.0, "j": 0.5, "b": 0.5}
B = 0.75
FIELD_WEIGHT = {"e": 1.0, "j": 1.0, "b": 0.3}
PIVOT = {"e": 120, "j": 125}
WIDEST = 80


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


def idf(passages: int, having: float) -> int:
    """How rare a lexeme is that `having` of `passages` hold, in 64ths."""
    return round(64 * log(1 + (passages - having + 0.5) / (having + 0.5)))


def scores(permitted: Mapping[Key, str], query: str) -> dict[Key, int]:
    """Passages that hold a term of the query, with their score; `permitted` maps a key to the passage's
    text.
    """
    return scores_of(permitted, [Asked(term.lexeme, term.weight) for term in query_terms(query)])


def scores_of(permitted: Mapping[Key, str], asked: Sequence[Asked]) -> dict[Key, int]:
    """The same for terms, some of which may belong to concepts; a term without one is its own concept."""
    impacts = {
        one.lexeme: {key: value for key, text in permitted.items() if (value := impact(one.lexeme, text))}
        for one in asked
    }
    having = {lexeme: len(holding) for lexeme, holding in impacts.items()}
    totals: dict[Key, int] = {}
    for lexeme, factor in factors(len(permitted), having, asked).items():
        for key, value in impacts[lexeme].items():
            totals[key] = totals.get(key, 0) + value * factor
    return {key: score for key, score in totals.items() if score}


def factors(passages: int, having: Mapping[str, int], asked: Sequence[Asked]) -> dict[str, int]:
    """What each term's impact is multiplied with: idf * weight, added up over its concepts; the weightiest 80 of them.

    A choice is as frequent as the rarest of its words and counts only where all of them occur. A concept is as frequent as
    any of its choices would be, were they strewn without regard to each other.
    """
    concepts: dict[Hashable, dict[int | None, dict[str, int]]] = {}
    for one in asked:
        alone = one.lexeme if one.concept is None else one.concept
        words = concepts.setdefault(alone, {}).setdefault(one.choice, {})
        words[one.lexeme] = max(one.weight, words.get(one.lexeme, 0))
    found: dict[str, int] = {}
    for choices in concepts.values():
        known = [
            words for _, words in sorted(choices.items(), key=str) if all(having[word] for word in words)
        ]
        rarest = [min(having[word] for word in words) for words in known]
        together = (
            passages * (1 - prod(1 - count / passages for count in rarest)) if len(rarest) != 1 else rarest[0]
        )
        for words in known:
            for word, weight in words.items():
                found[word] = found.get(word, 0) + weight * idf(passages, together)
    bounded = {word: min(factor, 32767) for word, factor in found.items() if having[word]}
    heaviest = sorted(bounded, key=lambda word: (-bounded[word] * (3 if word.startswith("b:") else 10), word))
    return {word: bounded[word] for word in heaviest[:WIDEST]}


def ranking(permitted: Mapping[Key, str], query: str) -> list[Key]:
    """Keys of the passages that score, best first; equal scores in the order of the mapping."""
    found = scores(permitted, query)
    return sorted((key for key in permitted if key in found), key=lambda key: -found[key])
