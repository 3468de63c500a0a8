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


def matching_spans(text: str, lexemes: AbstractSet[str]) -> list[Span]:
    """The words of `text` whose analysis gives one of `lexemes`: in order, apart from each other, offsets
    of `text`.
    """
    folded = FoldedText(text)
    spans = (*_english_matches(folded.text, lexemes), *_japanese_matches(folded.text, lexemes))
    return merged(Span(*folded.original_span(start, end)) for start, end in spans)


def _english_matches(folded: str, lexemes: AbstractSet[str]) -> Iterator[Span]:
    for start, compound in english.locate_compounds(folded):
        for part in english.parts_of(compound):
            if part.lexeme in lexemes:
                yield Span(start + part.start, start + part.end)


def _japanese_matches(folded: str, lexemes: AbstractSet[str]) -> Iterator[Span]:
    if not has_japanese(folded):
        return
    for unit in japanese.units(folded):
        if unit.lexeme in lexemes:
            yield Span(unit.start, unit.end)
    for pair in japanese.pairs(folded):
        if pair.lexeme in lexemes and _is_kanji(pair.lexeme):
            yield Span(pair.start, pair.start + 2)
