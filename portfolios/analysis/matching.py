"""Where the words of a query stand in a text, for marking them."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from portfolios.analysis import english, japanese
from portfolios.analysis.characters import KANJI, has_japanese
from portfolios.analysis.folding import FoldedText
from portfolios.analysis.spans import Span, merged

# A pair with kana in it is as often grammar or half a word; of kanji it is nearly always meant.
_is_kanji = re.compile(f"b:[{KANJI}]+").fullmatch
# Figures come out of Japanese words too (二十三); English words do not.
_may_be_japanese = re.compile(r"j:|e:.*[^a-z]").match


def matching_spans(text: str, lexemes: AbstractSet[str]) -> list[Span]:
    """The words of `text` whose analysis gives one of `lexemes`: in order, apart from each other, offsets
    of `text`.
    """
    folded = FoldedText(text)
    return merged(Span(*folded.original_span(start, end)) for _, start, end in _matches(folded.text, lexemes))


def first_spans(text: str, lexemes: AbstractSet[str]) -> dict[str, Span]:
    """Where each of `lexemes` first stands in `text`, as `matching_spans()` of that one alone begins; those that do."""
    folded = FoldedText(text)
    found: dict[str, list[Span]] = {}
    for lexeme, start, end in _matches(folded.text, lexemes):
        found.setdefault(lexeme, []).append(Span(*folded.original_span(start, end)))
    return {lexeme: merged(spans)[0] for lexeme, spans in found.items()}


def _matches(folded: str, lexemes: AbstractSet[str]) -> Iterator[tuple[str, int, int]]:
    """(lexeme, start, end) of every word that gives one of them."""
    for start, compound in english.locate_compounds(folded):
        for part in english.parts_of(compound):
            if part.lexeme in lexemes:
                yield part.lexeme, start + part.start, start + part.end
    if not has_japanese(folded):
        return
    if any(map(_may_be_japanese, lexemes)):
        yield from japanese.units_of(folded, lexemes)
    for lexeme, start in _pairs(folded, lexemes):
        yield lexeme, start, start + 2


def _pairs(folded: str, lexemes: AbstractSet[str]) -> Iterator[tuple[str, int]]:
    """Every place of the pairs among them; each is looked for, as there are few, and many pairs in a text."""
    for lexeme in lexemes:
        if _is_kanji(lexeme):
            at = folded.find(lexeme[2:])
            while at >= 0:
                yield lexeme, at
                at = folded.find(lexeme[2:], at + 1)
