"""Claim numbers as written: digits, kanji numerals, ranges."""

from functools import lru_cache

_UNITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
KANJI = "〇一二三四五六七八九十百"
LARGEST = 999


def number_of(written: str) -> int:
    """The number written in digits or in kanji (一 to 九百九十九), 0 where it is none; i and l are misread ones."""
    if written.isdecimal():
        return int(written)
    if written in {"i", "l"}:
        return 1
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
    numbers: list[int] = []
    for first, last in ranges:
        reached = numbers[-1] if numbers else 0
        numbers.extend(range(max(first, reached + 1), min(last, LARGEST) + 1))
    return tuple(numbers)
