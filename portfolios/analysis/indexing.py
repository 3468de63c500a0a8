"""What a passage is found by."""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from portfolios.analysis import english, japanese
from portfolios.analysis.characters import has_japanese
from portfolios.analysis.folding import fold
from portfolios.analysis.weights import impact, length_in_pivots


@dataclass(frozen=True, slots=True)
class Occurrences:
    """How often each lexeme occurs, and the two lengths: English words and Japanese units."""

    frequencies: Counter[str] = field(default_factory=Counter)
    english_words: int = 0
    japanese_units: int = 0


def index_terms(text: str) -> dict[str, int]:
    """Lexeme -> impact in 256ths: BM25's tf part and the field's weight folded in (see weights)."""
    found = occurrences(text)
    length = length_in_pivots(found.english_words, found.japanese_units)
    impacts: dict[tuple[str, int], int] = {}
    terms = {}
    for lexeme, frequency in found.frequencies.items():
        key = (lexeme[0], frequency)
        if key not in impacts:
            impacts[key] = impact(lexeme[0], frequency, length)
        terms[lexeme] = impacts[key]
    return terms


@lru_cache(maxsize=1024)
def word_lexemes(text: str) -> frozenset[str]:
    """The lexemes of a text that stand for words, without how often they occur; pairs of characters do not."""
    folded = fold(text)
    compounds = set(english.find_compounds(folded))
    words = {part.lexeme for compound in compounds for part in english.parts_of(compound)}
    if has_japanese(folded):
        words.update(unit.lexeme for unit in japanese.units(folded))
    return frozenset(words)


def occurrences(text: str) -> Occurrences:
    """Counts every lexeme of a text; joined compounds and character pairs repeat words and add no length."""
    folded = fold(text)
    frequencies: Counter[str] = Counter()
    english_words = _count_english(folded, frequencies)
    japanese_units = _count_japanese(folded, frequencies) if has_japanese(folded) else 0
    return Occurrences(frequencies, english_words, japanese_units)


def _count_english(folded: str, frequencies: Counter[str]) -> int:
    words = 0
    for compound, count in Counter(english.find_compounds(folded)).items():
        for part in english.parts_of(compound):
            frequencies[part.lexeme] += count
            words += 0 if part.joined else count
    return words


def _count_japanese(folded: str, frequencies: Counter[str]) -> int:
    lexemes = [unit.lexeme for unit in japanese.units(folded)]
    frequencies.update(lexemes)
    frequencies.update(japanese.count_pairs(folded))
    return len(lexemes)
