"""What a text surely does not hold, seen at a glance: the searches that would look for it are left out. Plain Python.

Most sentences deny nothing, name no date and hold few of the words that say which way. Every set here may hold too much and
never too little.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from portfolios.analysis import language_of

LATIN, DIGIT = re.compile("[a-z]+"), re.compile(r"\d")
FIGURE = re.compile(r"[\d〇一二三四五六七八九十百千½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")


@lru_cache(maxsize=1024)
def latin(text: str) -> frozenset[str]:
    """The runs of letters from a to z in a text, in small letters."""
    return frozenset(LATIN.findall(text.lower()))


@lru_cache(maxsize=1024)
def others(text: str) -> frozenset[str]:
    """The characters of a text that are not of ASCII."""
    return frozenset() if text.isascii() else frozenset(text)


def holds(text: str, signs: Iterable[str]) -> bool:
    """Whether one of some signs, in small letters, stands anywhere in a text."""
    small = text.lower()
    for sign in signs:  # noqa: SIM110  # a generator would take longer than the search
        if sign in small:
            return True
    return False


@lru_cache(maxsize=1024)
def _language(text: str) -> str:
    return language_of(text)


def in_one_language(one: str, other: str) -> bool:
    """Whether two texts are both Japanese, or neither of them."""
    return _language(one) == _language(other)


def has_digits(text: str) -> bool:
    """Whether a text has a figure in it that is no kanji."""
    return DIGIT.search(text) is not None


@lru_cache(maxsize=1024)
def has_figures(text: str) -> bool:
    """Whether a text has a figure of any kind in it, kanji that count included."""
    return FIGURE.search(text) is not None
