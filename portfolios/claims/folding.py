"""A copy of a text for matching, with the way back to the text as stored."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

# A character with the marks that belong to it; bounded, since ordering a long run of marks is not linear.
_CLUSTER = re.compile("(?s).[\u0300-\u036f\u3099\u309a\uff9e\uff9f]{0,4}")
_MARKS = re.compile("[\u0300-\u036f\u3099\u309a\uff9e\uff9f]")
_DASHES = dict.fromkeys("‐‑‒–—―−－", "-")
_WAVES = dict.fromkeys("〜∼～", "~")
_UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
_ALONE = {**_DASHES, **_WAVES, **_UNSEEN, "權": "权", "項": "項", "‚": ",", "’": "'"}

_LONG_GAP = re.compile(r"\s{32,}")
_GAP = 24  # what is kept of a long gap, so that no pattern has a long run of spaces to try


class Folded(NamedTuple):
    """`text` to match in; `bounds` is None where every character stands where it stood."""

    text: str
    bounds: tuple[list[int], list[int], list[int]] | None
    length: int

    def start(self, position: int) -> int:
        """Where in the stored text the character at `position` of the copy begins."""
        if self.bounds is None:
            return position
        copied, stored, _ = self.bounds
        if position >= len(self.text):
            return self.length
        return stored[bisect_right(copied, position) - 1]

    def end(self, position: int) -> int:
        """Where in the stored text the character before `position` of the copy ends."""
        if self.bounds is None:
            return position
        if position <= 0:
            return 0
        copied, _, ends = self.bounds
        return ends[bisect_right(copied, position - 1) - 1]


def fold(text: str, *, is_wrapped: bool = False) -> Folded:
    """NFKC, lower case, one dash, one wave dash, nothing unseen; ー between kana is left alone. Of a long gap
    its first line end and its last characters are kept; of lines that are wrapped, no end between two wide characters.
    """
    gaps = list(_LONG_GAP.finditer(text))
    if text.isascii() and not gaps:
        return Folded(text.lower(), None, len(text))
    clusters = _CLUSTER.findall(text) if _MARKS.search(text) else list(text)
    forms = [_form(cluster) for cluster in clusters]
    if gaps:
        _shorten(gaps, clusters, forms)
    if is_wrapped:
        _unwrap(clusters, forms)
    if list(map(len, forms)) == list(map(len, clusters)):
        return Folded("".join(forms), None, len(text))
    return Folded("".join(forms), _bounds(clusters, forms), len(text))


def _shorten(gaps: Iterable[re.Match[str]], clusters: list[str], forms: list[str]) -> None:
    """Leave the inside of long gaps out of the copy."""
    index = {place: i for i, place in enumerate([0, *accumulate(map(len, clusters))])}
    for gap in gaps:
        # A mark may belong to the last space, so that no cluster begins behind it.
        first, last = index[gap.start()], index.get(gap.end(), index[gap.end() - 1])
        inside = range(first, last - _GAP)
        line_end = next((i for i in inside if clusters[i] == "\n"), None)
        for i in inside:
            if i != line_end:
                forms[i] = ""


def _unwrap(clusters: list[str], forms: list[str]) -> None:
    """Leave out the line ends between two wide characters, with the space before and behind."""
    at = 1
    while at < len(clusters):
        end = at
        while end < len(clusters) and clusters[end].isspace():
            end += 1
        between = clusters[at - 1 : at] + clusters[end : end + 1]
        if "\n" in clusters[at:end] and len(between) == 2 and min(between) > "\x7f":
            forms[at:end] = [""] * (end - at)
        at = end + 1


def _bounds(clusters: list[str], forms: list[str]) -> tuple[list[int], list[int], list[int]]:
    copied = [0, *accumulate(map(len, forms))]
    stored = [0, *accumulate(map(len, clusters))]
    kept = [i for i, form in enumerate(forms) if form]
    return [copied[i] for i in kept], [stored[i] for i in kept], [stored[i + 1] for i in kept]


@lru_cache(maxsize=65536)
def _form(cluster: str) -> str:
    alone = _ALONE.get(cluster)
    return unicodedata.normalize("NFKC", cluster).lower() if alone is None else alone
