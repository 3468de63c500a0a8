"""Sentences of a letter, as stretches of its copy; abbreviations of patent English do not end one."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_letters, ascii_uppercase

_ENGLISH_STOP = re.compile(
    r"[.;](?=\s{1,3}[A-Z0-9\"“(\[])|\n+(?=\n)|\n(?=[☐☒☑□■●•]|(?!3 ?5\sU)[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\.?\s[A-Z]|D[0-9]"
    r"|Claims?\s[0-9]|The\ssubject|(?:Ind|D)ependent\sclaim)"
)
_ABBREVIATIONS = frozenset(
    (
        *(
            "No",
            "Nos",
            "Fig",
            "Figs",
            "FIG",
            "FIGS",
            "Col",
            "col",
            "l",
            "ll",
            "p",
            "pp",
            "Art",
            "art",
            "Arts",
            "arts",
        ),
        *(
            "Para",
            "para",
            "Paras",
            "paras",
            "Rr",
            "Inc",
            "Corp",
            "Ltd",
            "Co",
            "cf",
            "Vol",
            "vol",
            "Pat",
            "Pub",
            "Publ",
        ),
        *("Appl", "Ser", "Dr", "Mr", "Ms", "Sec", "hereinafter"),
        *ascii_uppercase,
    )
)
_ABBREVIATIONS_OF_TWO = re.compile(r"(?<![A-Za-z])(?:et al|e\.g|i\.e)$")
_ITEM = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})*")
_ASIAN_STOP = re.compile(
    r"[。;]|\n+(?=\n)|\n(?=[☐☒☑□■▣●○◆◇・<【《]|\(?[0-9]{1,2}[.、:)]|\(?[一二三四五六七八九十]{1,2}[、)])"
    r"|(?<![于与和对据、,的在照及或至])\n(?=(?:修改后的|从属|独立)?权利要求[0-9])"
)
_LOOK_BACK = 14
_LETTERS = tuple(ascii_letters)
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
        if match.group() != "." or not _goes_on(text[max(0, match.start() - _LOOK_BACK) : match.start()])
    ]


@lru_cache(maxsize=4096)
def _goes_on(before: str) -> bool:
    """Whether the stop behind these characters ends an abbreviation or the number of an item, and no sentence."""
    before = before.removesuffix("\n")  # the line may break before the stop
    word = before[len(before.rstrip(ascii_letters)) :]
    if word:
        return word in _ABBREVIATIONS or bool(_ABBREVIATIONS_OF_TWO.search(before))
    ahead = before.rstrip("0123456789.")
    return bool(_ITEM.fullmatch(before, len(ahead))) and not ahead.endswith(_LETTERS)


def _asian_ends(text: str) -> list[int]:
    return [match.end() for match in _ASIAN_STOP.finditer(text)]
