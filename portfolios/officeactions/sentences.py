"""Sentences of a letter, as stretches of its copy; abbreviations of patent English do not end one."""

import re
from bisect import bisect_right
from collections.abc import Iterator

_ENGLISH_STOP = re.compile(
    r"[.;](?=\s{1,3}[A-Z0-9\"“(\[])|\n(?=\n)|\n(?=[☐☒☑□■●•]|(?!3 ?5\sU)[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\.?\s[A-Z]|D[0-9]"
    r"|Claims?\s[0-9]|The\ssubject|(?:Ind|D)ependent\sclaim)"
)
_ABBREVIATION = re.compile(
    r"(?:(?<![A-Za-z])(?:U|S|C|J|et al|No|Nos|Figs?|FIGS?|[Cc]ol|ll?|pp?|[Aa]rts?|[Pp]aras?|Rr?|e\.g|i\.e|Inc|Corp"
    r"|Ltd|Co|cf|[Vv]ol|Pat|Publ?|Appl|Ser|Dr|Mr|Ms|Sec|hereinafter|[A-Z])|(?<![0-9a-zA-Z.])[0-9]{1,2}(?:\.[0-9]{1,2})*)$"
)
_ASIAN_STOP = re.compile(
    r"[。;]|\n(?=\n)|\n(?=[☐☒☑□■▣●○◆◇・<【《]|\(?[0-9]{1,2}[.、:)]|\(?[一二三四五六七八九十]{1,2}[、)])"
    r"|(?<![于与和对据、,的在照及或至])\n(?=(?:修改后的|从属|独立)?权利要求[0-9])"
)
_LOOK_BACK = 14
LONGEST = 1_500  # characters before and after a place that can belong to its sentence


class Sentences:
    """Where the sentences of a copy end; `around` gives the one a place stands in."""

    def __init__(self, text: str, *, asian: bool) -> None:
        self._ends = [*(_asian_ends(text) if asian else _english_ends(text)), len(text)]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        start = 0
        for end in self._ends:
            if end > start:
                yield start, end
            start = end

    def around(self, at: int) -> tuple[int, int]:
        """The sentence that holds the character at that place, no farther than a sentence can go."""
        number = min(bisect_right(self._ends, at), len(self._ends) - 1)
        start, end = (self._ends[number - 1] if number else 0), self._ends[number]
        return max(start, at - LONGEST), min(end, at + LONGEST)


def _english_ends(text: str) -> list[int]:
    return [
        match.end()
        for match in _ENGLISH_STOP.finditer(text)
        if match.group() != "."
        or not _ABBREVIATION.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
    ]


def _asian_ends(text: str) -> list[int]:
    return [match.end() for match in _ASIAN_STOP.finditer(text)]
