"""Claim numbers as written: digits, kanji numerals, ranges."""

from functools import lru_cache

_UNITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
KANJI = "〇一二三四五六七八九十百"
LARGEST = 999
_NUMBERS = tuple(range(LARGEST + 1))  # lists of claims share them
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
)
_FRENCH = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
    " vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit vingt-neuf trente"
)
ENGLISH_WORDS = {word: number for number, word in enumerate(_ENGLISH.split(), start=1)}
FRENCH_WORDS = {
    **{word: number for number, word in enumerate(_FRENCH.split(), start=1)},
    **{"une": 1, "première": 1, "vingt et un": 21, "vingt et une": 21, "vingt-et-une": 21},
}
_WORDS = {**ENGLISH_WORDS, **FRENCH_WORDS}


def number_of(written: str) -> int:
    """The number written in digits, in kanji (一 to 九百九十九) or in words of English (to twenty) or French (to
    thirty), 0 where it is none; i and l are misread ones.
    """
    if written.isdecimal():
        return int(written)
    if written in {"i", "l"}:
        return 1
    if written in _WORDS:
        return _WORDS[written]
    if "十" not in written and "百" not in written:
        digits = [str(_UNITS[c]) for c in written if c in _UNITS]
        return int("".join(digits) or "0")
    total, unit = 0, 0
    for character in written:
        if character in "十百":
            total, unit = total + (unit or 1) * (10 if character == "十" else 100), 0
        else:
            unit = _UNITS.get(character, 0)
    return total + unit


def expand(ranges: list[tuple[int, int]]) -> tuple[int, ...]:
    """Every number of the ranges once, ascending; ranges are merged first, so the cost is bounded. One tuple for what
    is said again and again.
    """
    return _merged(tuple(sorted(ranges)))


@lru_cache(maxsize=1024)
def _merged(ranges: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    if len(ranges) == 1:
        first, last = ranges[0]
        return _NUMBERS[max(first, 1) : last + 1]
    numbers: list[int] = []
    for first, last in ranges:
        reached = numbers[-1] if numbers else 0
        numbers += _NUMBERS[max(first, reached + 1) : last + 1]
    return tuple(numbers)
