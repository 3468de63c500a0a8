"""The words of a stretch of text that stand for things. Plain Python."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from kaas.answering.checking.names import names
from portfolios.analysis import word_lexemes

# A Japanese comma ends a clause only behind what inflects; between nouns it makes a list.
CLAUSES = re.compile(
    r"(?:,(?!\d)|:(?!\d)|(?<=[てでしりきみけれずがばた])、|[;。；：，\n|])\s*|\.\s"
    r"|\s(?:but|while|whereas|although|though|however|against|instead of|and)\s|が、|(?<=た)が(?=[^、])|ものの|一方"
)


@lru_cache(maxsize=1024)
def words(text: str) -> frozenset[str]:
    """Its lexemes that stand for words, and its names; pairs of characters do not."""
    return word_lexemes(text).union(*(name.forms for name in names(text)))


def clauses(text: str) -> list[str]:
    """A sentence in its parts, between commas and the words that join."""
    return [part for part in CLAUSES.split(text) if part and part.strip()]


def clause_at(text: str, start: int, end: int) -> str:
    """The part of a sentence in which something stands."""
    begin, stop = clause_bounds(text, start, end)
    return text[begin:stop]


def clause_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the part of a sentence in which something stands begins and ends."""
    begins, ends = _joints(text)
    before, behind = bisect_right(ends, start) - 1, bisect_left(begins, end)
    return ends[before] if before >= 0 else 0, begins[behind] if behind < len(begins) else len(text)


@lru_cache(maxsize=1024)
def _joints(text: str) -> tuple[list[int], list[int]]:
    """Where what parts the clauses of a text begins, and where it ends."""
    spans = [match.span() for match in CLAUSES.finditer(text)]
    return [begin for begin, _ in spans], [end for _, end in spans]
