"""What a sentence in a model's words must have in common with the words it names. Plain Python.

These are checks that a sentence cannot pass by chance, not an understanding of it: its quote says enough to mean something,
its numbers with their units stand in the passages, it denies what they deny, and it speaks of the same things.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from portfolios.analysis import index_terms

# Words that any passage has support nothing. Japanese says with four characters what English says with a dozen.
SHORTEST, SHORTEST_PART = 12, 8
SHORTEST_JAPANESE, SHORTEST_PART_JAPANESE = 4, 3
JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]").search
ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…+|\.\.\.+|・・・+)\s*")
PARTS = 3
GAP = 400  # characters that an omission may leave out
GROUPING = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
UNIT = re.compile(
    r"(?:[GMkhdcmµμnp]?(?:mol|Ah|Wh|Hz|Pa|eV|bar|[msgAVWΩNJSFHTLlK])|°[CF]|[%‰]|pp[mb]|dB|min|h|rpm)"
    r"(?:[²³⁻¹]+|[/·⋅][A-Za-zµμΩ²³⁻¹]+)*(?![A-Za-z])"
)
SAME_UNIT = str.maketrans({"μ": "µ", "⋅": "·", "Ω": "Ω"})
DENIED = re.compile(
    r"(?i)\b(?:not|no|none|nothing|never|cannot|nor|neither|without|hardly|scarcely|unable|absen(?:t|ce)|lack(?:s|ed|ing)?"
    r"|fail(?:s|ed)? to|free of)\b|n['’]t\b"
    r"|(?:ない|ません|なかった|なく|ずに|ず、|ずれも.{0,20}ない)|[不非無未](?=[\u3400-\u9fff])"
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
BEFORE, AFTER = 60, 120  # characters around a quote in which a denial still belongs to it
TURNING = ("un", "in", "im", "non", "dis", "ir", "il")
WORD = re.compile(r"[a-z]{4,}")
SHARED = 0.25  # of the words of a sentence, in a passage of the same language


def says_enough(quote: str) -> bool:
    """Whether a quote is long enough, and has enough words of its own, to mean something."""
    if JAPANESE(quote):
        return _letters(quote) >= SHORTEST_JAPANESE and bool(_words(quote))
    return _letters(quote) >= SHORTEST and len(_words(quote)) > 1


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


def _words(text: str) -> set[str]:
    """Its lexemes that stand for words; pairs of characters do not."""
    return {lexeme for lexeme in index_terms(text) if not lexeme.startswith("b:")}
