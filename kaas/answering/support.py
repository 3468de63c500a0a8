"""What a sentence in a model's words must have in common with the words it names. Plain Python.

These are checks that a sentence cannot pass by chance, not an understanding of it: its quote says enough to mean something,
its numbers with their units stand in the passages, it denies what they deny, and it speaks of the same things.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from kaas.answering.citations import NUMBER, SIGNS, fold
from portfolios.analysis import index_terms, language_of

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
    r"(?i)\b(?:not|never|cannot|nor|neither|without|fails? to|failed to)\b|n['’]t\b"
    r"|(?:ない|ません|なかった|なく|ずに|ず、|ずれも.{0,20}ない)|[不非無未](?=[\u3400-\u9fff])"
)
BEFORE, AFTER = 60, 16  # characters around a quote in which a denial still belongs to it
SHARED = 0.25  # of the words of a sentence, in a passage of the same language


def says_enough(quote: str) -> bool:
    """Whether a quote is long enough to mean something."""
    return _letters(quote) >= (SHORTEST_JAPANESE if JAPANESE(quote) else SHORTEST)


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


def has_its_numbers(sentence: str, evidence: str) -> bool:
    """Whether every number of the sentence stands in the evidence, with its sign and its unit."""
    known = _quantities(evidence)
    return all(
        any(number == other and (not unit or unit == unit_there) for other, unit_there in known)
        for number, unit in _quantities(sentence)
    )


def _quantities(text: str) -> set[tuple[str, str]]:
    """(number, unit) of every number, in one spelling; the unit is empty where it is not known to be one."""
    folded, _ = fold(text)
    found = set()
    for match in NUMBER.finditer(folded):
        number = GROUPING.sub("", match[0]).lstrip("+")
        if number[0] in SIGNS:
            number = "-" + number[1:]
        unit = UNIT.match(folded, match.end())
        found.add((number, unit[0].translate(SAME_UNIT) if unit else ""))
    return found


def denies_alike(sentence: str, passage: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether sentence and quoted place both deny something, or neither does."""
    return bool(DENIED.search(sentence)) == any(
        DENIED.search(passage[_start(passage, begin) : _end(passage, end)]) for begin, end in spans
    )


def _start(passage: str, begin: int) -> int:
    """Where the sentence of a quoted place begins, or a little before the place."""
    return max(begin - BEFORE, max(passage.rfind(stop, 0, begin) for stop in (". ", "。", "\n", "; ")) + 1)


def _end(passage: str, end: int) -> int:
    """Where it ends: Japanese denies behind what it denies."""
    stops = [at for stop in (". ", "。", "\n", "、") if (at := passage.find(stop, end)) >= 0]
    return min([end + AFTER, len(passage), *stops])


def speaks_of_it(sentence: str, evidence: str) -> bool:
    """Whether sentence and evidence share words. Across languages that cannot be seen, and is let pass."""
    if language_of(sentence) != language_of(evidence):
        return True
    words = {lexeme for lexeme in index_terms(sentence) if not lexeme.startswith("b:")}
    shared = words & index_terms(evidence).keys()
    return not words or len(shared) >= SHARED * len(words)
