"""What a query asks the index for: its own terms, and their translations as concepts.

A translation counts 1 / (1 + the rank of its sense). Of one of several words each counts its part, and all must be known.
An English word and its translations are one concept, because Japanese texts write both; the translations of a
Japanese word are one beside the word itself, so that what is found in Japanese keeps its order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final, NamedTuple

from portfolios.analysis import english, fold, japanese, words_of
from portfolios.analysis.characters import has_japanese
from portfolios.concepts.dictionary import Dictionary, Translation, dictionary_file
from portfolios.concepts.glossary import Meant

MOST_TRANSLATIONS: Final = 12
MOST_WORDS: Final = 400  # of a query that are looked up; nobody asks for more
LONGEST_JAPANESE, LONGEST_ENGLISH = 4, 3  # words that are looked up together


class Asked(NamedTuple):
    """A lexeme that is asked for; `weight` in 16ths. Those of one concept are as rare as all of them together.

    Those of one choice are the words of one translation. Both numbers mean nothing outside of the query.
    """

    lexeme: str
    weight: int
    concept: int | None = None
    choice: int | None = None


class _Concept(NamedTuple):
    """What stands together in the query: its lexemes, and what they are in the other language."""

    own: tuple[str, ...]
    translations: tuple[Translation, ...]


def widen(text: str, weights: Mapping[str, int], terms: Sequence[Meant] = ()) -> list[Asked]:
    """The terms of a query, lexeme -> weight, and the translations of those that are words of `text`.

    `terms` of the company's glossary stand before the dictionary's. Just the terms of the query where there is neither. The
    same words always give the same list.
    """
    asked = {lexeme: Asked(lexeme, weight) for lexeme, weight in weights.items()}
    added: list[Asked] = []
    for number, concept in enumerate(_concepts(text, weights, terms)):
        weight = max(weights[lexeme] for lexeme in concept.own)
        if _joins_its_translations(concept):
            asked[concept.own[0]] = Asked(concept.own[0], weight, number, 0)
        else:
            # It adds no points, and the translations are no rarer than the word: an English one in a Japanese text is rare.
            added += (Asked(lexeme, 0, number, 0) for lexeme in concept.own if lexeme.startswith("j:"))
        for choice, translation in enumerate(concept.translations[:MOST_TRANSLATIONS], start=1):
            lexemes = _lexemes(translation.words)
            share = weight / (1 + translation.rank) / max(1, len(lexemes))
            added += (Asked(lexeme, max(1, round(share)), number, choice) for lexeme in lexemes)
    return [*asked.values(), *added]


def alternatives(
    text: str, weights: Mapping[str, int], terms: Sequence[Meant] = ()
) -> dict[str, tuple[frozenset[str], ...]]:
    """For each word of a query, lexeme -> by which lexemes together it is said: by itself, or by all of one translation.

    Pairs of characters are no words. Just the words themselves where there is no dictionary.
    """
    said = {lexeme: [frozenset([lexeme])] for lexeme in weights if not lexeme.startswith("b:")}
    for concept in _concepts(text, weights, terms):
        translated = [frozenset(_lexemes(one.words)) for one in concept.translations[:MOST_TRANSLATIONS]]
        for lexeme in concept.own:
            said[lexeme] += [one for one in translated if one]
    return {lexeme: tuple(dict.fromkeys(ways)) for lexeme, ways in said.items()}


def untranslated(text: str, weights: Mapping[str, int], terms: Sequence[Meant] = ()) -> list[str]:
    """The words of a query, as lexemes, that neither glossary nor dictionary knows; in its order."""
    known = {lexeme for concept in _concepts(text, weights, terms) for lexeme in concept.own}
    words = dict.fromkeys(word.lexeme for word in words_of(fold(text)))
    return [lexeme for lexeme in words if lexeme in weights and lexeme not in known]


def _concepts(text: str, weights: Mapping[str, int], terms: Sequence[Meant]) -> list[_Concept]:
    """What glossary and dictionary know of a query, each once. Of the words of a term only the glossary is asked."""
    own = [
        _Concept(
            tuple(one for one in term.own if one in weights),
            tuple(Translation(term.rank, other) for other in term.others),
        )
        for term in terms
    ]
    found = dict.fromkeys(one for one in own if one.own)
    path = dictionary_file()
    if path is not None:
        settled = {lexeme for concept in found for lexeme in concept.own}
        left = {lexeme: weight for lexeme, weight in weights.items() if lexeme not in settled}
        dictionary, folded = Dictionary(path), fold(text)
        found |= dict.fromkeys((*_japanese(folded, left, dictionary), *_english(folded, left, dictionary)))
    return list(found)


def _joins_its_translations(concept: _Concept) -> bool:
    return len(concept.own) == 1 and concept.own[0].startswith("e:")


def _japanese(folded: str, weights: Mapping[str, int], dictionary: Dictionary) -> Iterator[_Concept]:
    """Units that stand side by side, as many together as the dictionary knows."""
    if not has_japanese(folded):
        return
    units = list(islice((unit for unit in japanese.units(folded) if unit.lexeme in weights), MOST_WORDS))

    def known(start: int, end: int) -> tuple[Translation, ...]:
        first, last = units[start], units[end - 1]
        if any(before.end != after.start for before, after in pairwise(units[start:end])):
            return ()
        for word in (folded[first.start : last.start] + last.form, folded[first.start : last.end]):
            if translations := dictionary.to_english(fold(word)):
                return translations
        return ()

    yield from _longest([unit.lexeme for unit in units], LONGEST_JAPANESE, known)


def _english(folded: str, weights: Mapping[str, int], dictionary: Dictionary) -> Iterator[_Concept]:
    """Words that follow each other, small words left out, as many together as the dictionary knows."""
    parts = (part for word in english.find_compounds(folded) for part in english.parts_of(word))
    asked = (part.lexeme for part in parts if not part.joined and part.lexeme in weights)
    words = list(islice(asked, MOST_WORDS))

    def known(start: int, end: int) -> tuple[Translation, ...]:
        return dictionary.to_japanese(" ".join(word[2:] for word in words[start:end]))

    yield from _longest(words, LONGEST_ENGLISH, known)


def _longest(
    lexemes: Sequence[str], most: int, known: Callable[[int, int], tuple[Translation, ...]]
) -> Iterator[_Concept]:
    at = 0
    while at < len(lexemes):
        end = min(at + most, len(lexemes))
        while not (translations := known(at, end)) and end > at + 1:
            end -= 1
        if translations:
            yield _Concept(tuple(lexemes[at:end]), translations)
        at = end


@lru_cache(maxsize=1 << 14)
def _lexemes(words: str) -> tuple[str, ...]:
    """What the words of a translation are found by."""
    folded = fold(words)
    parts = (part for word in english.find_compounds(folded) for part in english.parts_of(word))
    # Of a noun that is made of two verbs the noun alone: one of the verbs is no translation.
    units: dict[int, str] = {}
    for unit in japanese.units(folded) if has_japanese(folded) else ():
        units.setdefault(unit.start, unit.lexeme)
    return tuple(dict.fromkeys([*(part.lexeme for part in parts if not part.joined), *units.values()]))
