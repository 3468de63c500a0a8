"""The body of an English, German, French or Chinese claim cut into elements.

At semicolons outside brackets, at line ends that close a clause, at "(a)" markers and before ", wherein";
lists inside an element ("at least one of A, B, and C") stay whole. What stands between elements belongs
to the reach of the one before, so that nothing of the claim is lost.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from portfolios.claims.depth import Depths


class Cut(NamedTuple):
    """An element in folded text: its words, the end of the connective behind, and its level (0 top)."""

    start: int
    end: int
    reach: int
    level: int


_BREAK = re.compile(
    r"(?=[;；\s,，(])(?:"
    r"[;；](?:\s*(?:and|or|und|oder|et|ou|和|以及)(?![\w-])(?:\s*/\s*or)?,?)?\s*"
    r"|(?:(?<=[,:.])|(?<=[,:.][ \t])|(?<=\sand)|(?<=\sor))[ \t]*\n\s*"
    r"|(?:(?<=[:;,]\s)|(?<=[:;,])|(?<=\sof\s)|(?<=\sand\s)|(?<=steps\s))(?=\((?:[a-z]|[ivx]{1,4})\)\s+[a-z])"
    r"|(?:(?<=[:;]\s)|(?<=\n))(?=\(\d{1,2}\)\s+[a-z])"
    r"|(?:,|(?<![\s,]))\s+(?:and\s+)?(?=(?:wherein|whereby|wobei)(?!\w))"
    r"|[,，]\s*(?=其中))"
)
_MARKER = re.compile(r"\(?(?:(?P<roman>[ivx]{1,4})|(?P<letter>[a-z])|(?P<digit>\d{1,2}))\)\s")
_LIMITATION = re.compile(r"(?:wherein|whereby|wobei|其中)(?!\w)|其中")
_LEADING = re.compile(r"[\s,:;：；，、.]+")
_TRAILING = re.compile(r"(?:[\s,;:.：；，、。]|(?<=[\s,;])(?:and|or|und|oder|et|ou|以及|和))+$")


def cut_elements(text: str, start: int, end: int) -> list[Cut]:
    """The elements of folded `text[start:end]`; together with their reaches they cover all of it."""
    bounds = _bounds(text, start, end)
    cuts: list[Cut] = []
    for first, last in pairwise(bounds):
        cut = _trimmed(text, first, last)
        if cut.end > cut.start:
            cuts.append(cut)
        elif cuts:
            cuts[-1] = cuts[-1]._replace(reach=last)
        elif any(map(str.isalnum, text[first:last])):  # nothing but a connective, where an element should be
            cuts.append(Cut(first, first + len(text[first:last].rstrip()), last, 0))
    return _levelled(text, cuts)


def _bounds(text: str, start: int, end: int) -> list[int]:
    depths = Depths(text, start, end)
    bounds = [start]
    for found in _BREAK.finditer(text, start, end):
        if found.end() > bounds[-1] and not depths.at(found.start() - 1):
            bounds.append(found.end())
    return [*bounds, end]


def _trimmed(text: str, first: int, last: int) -> Cut:
    leading = _LEADING.match(text, first, last)
    start = leading.end() if leading else first
    end = _right_end(text, start, last)
    return Cut(start, max(start, end), last, 0)


def _right_end(text: str, start: int, last: int) -> int:
    """Without the connective at the end; looks at the last few characters only, again while it finds some."""
    while last > start:
        found = _TRAILING.search(text, max(start, last - 24), last)
        if found is None or found.start() == last:
            return last
        last = found.start()
    return last


def _levelled(text: str, cuts: list[Cut]) -> list[Cut]:
    """Inner markers one below outer ones, whatever kind of marker came first is the outer."""
    outer: str | None = None
    levelled: list[Cut] = []
    for cut in cuts:
        kind = _kind(text, cut)
        outer = outer or kind
        inner = kind is not None and kind != outer
        limits = bool(levelled) and bool(_LIMITATION.match(text, cut.start))
        levelled.append(cut._replace(level=1 if inner else 2 if limits else 0))
    return levelled


def _kind(text: str, cut: Cut) -> str | None:
    found = _MARKER.match(text, cut.start, cut.end)
    return found.lastgroup if found else None
