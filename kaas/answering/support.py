"""What a quotation must be to support a sentence in a model's words. Plain Python.

It says enough to mean something, its parts follow each other, and it leaves out nothing that bounds its numbers.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from portfolios.analysis import word_lexemes

# Words that any passage has support nothing. Japanese says with four characters what English says with a dozen.
SHORTEST, SHORTEST_PART = 12, 8
SHORTEST_JAPANESE, SHORTEST_PART_JAPANESE = 4, 3
JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]").search
ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…+|\.\.\.+|・・・+)\s*")
PARTS = 3
GAP = 400  # characters that an omission may leave out
UNIT = re.compile(
    r"(?:[GMkhdcmµμnp]?(?:mol|Ah|Wh|Hz|Pa|eV|bar|[msgAVWΩNJSFHTLlK])|°[CF]|[%‰]|pp[mb]|dB|min|h|rpm)"
    r"(?:[²³⁻¹]+|[/·⋅][A-Za-zµμΩ²³⁻¹]+)*(?![A-Za-z])"
)
# What bounds a number, before it or behind it. A quote that leaves it out says something else.
BOUND_BEFORE = re.compile(
    r"(?i)(?:[<>≤≥≦≧±~〜～–—]|約|最大|最小|最低|最高|\b(?:less|more|fewer|greater|higher|lower|other|rather) than"
    r"|\b(?:at (?:least|most)|up to|over|under|below|above|exceed(?:s|ing)?|about|approximately|from|between|to))\s*$"
)
BOUND_BEHIND = re.compile(
    r"(?i)\s*(?:[±~〜～–—]\s*\d|以上|以下|未満|を?超|を?下回|を?上回|から\d|まで|程度|前後"
    r"|(?:or|and) (?:more|less|above|below|over|under)\b|to \d)"
)


def says_enough(quote: str) -> bool:
    """Whether a quote is long enough, and has enough words of its own, to mean something."""
    if JAPANESE(quote):
        return _letters(quote) >= SHORTEST_JAPANESE and bool(word_lexemes(quote))
    return _letters(quote) >= SHORTEST and len(word_lexemes(quote)) > 1


def is_part(quote: str) -> bool:
    """Whether one of the parts around an omission is more than a word picked out."""
    return _letters(quote) >= (SHORTEST_PART_JAPANESE if JAPANESE(quote) else SHORTEST_PART)


def _letters(quote: str) -> int:
    return sum(character.isalnum() for character in quote)


def parts_of(quote: str) -> list[str]:
    """A quote with omissions is the quotes around them."""
    return [part for part in ELLIPSIS.split(quote) if part.strip()]


def in_order(spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the parts of a quote follow each other, few and near."""
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    return len(spans) <= PARTS and all(0 <= gap <= GAP for gap in gaps)


def keeps_bounds(passage: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether no quoted place begins or ends between a number and what bounds it: "less than", 以上, ±, a range."""
    return not any(
        (passage[begin].isdigit() and BOUND_BEFORE.search(passage[max(begin - 14, 0) : begin]))
        or (_ends_in_number(passage[begin:end]) and BOUND_BEHIND.match(passage[end : end + 14]))
        for begin, end in spans
    )


def _ends_in_number(quote: str) -> bool:
    last = max((match.end() for match in re.finditer(r"\d", quote)), default=-1)
    return last >= 0 and (last == len(quote) or UNIT.fullmatch(quote[last:].strip()) is not None)
