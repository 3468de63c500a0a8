"""The copy of a letter in which everything is looked for, with the way back to the letter.

Letters are laid out for paper: full-width digits, gaps inside words, numbers broken at the end of a line. The
copy is in plain characters; in Japanese and Chinese letters spaces beside their characters are gone, in English
ones each run of spaces is one. Line ends stay, save those that can only be inside one number.
"""

import re
from collections.abc import Sequence
from itertools import compress

from portfolios.characters import matching_copy, record
from portfolios.officeactions.action import Place

_WIDE = r"[^\x00-\x7f]"
_LINE_EDGE = r"(?<=\n) +| +(?=\n)|\A +"
_DROPPED_IN_ASIAN = re.compile(
    rf"(?=[ \n])(?:{_LINE_EDGE}|(?<={_WIDE}) +| +(?={_WIDE})|(?<= ) +"
    r"|(?<=[,~/(:.-]) +(?=[0-9])|(?<=[0-9]) +(?=[,~/):.-])"
    # 特開2020-123\n456号: what ends in 号 is one number
    r"|(?<=[0-9/-]) *\n *(?=[0-9][0-9/-]{0,11} *号))"
)
# Begins with its one first character, so that the search runs from there to there.
_DROPPED_IN_ENGLISH = re.compile(r" (?:(?<=\n ) *| *(?=\n)|(?<=\A ) *|(?<=  ) *)")
_SPACED = re.compile(rf"{_WIDE} (?={_WIDE})")
_TOUCHING = re.compile(rf"{_WIDE}(?={_WIDE})")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")
_BROKEN_SERIAL = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}/([0-9]{1,6})( *\n *)([0-9]{1,6})(?![0-9])")
_BROKEN_PARAGRAPH = re.compile(r"[\[【][0-9]{1,3}( *\n *)[0-9]{1,3}[\]】]")
_SERIAL_LENGTH = 7  # of an American publication, US 2018/0123456
_LINE = re.compile(r"[^\n]{7,}")  # long enough for three gaps between characters


@record()
class Copy:
    """`text` to match in; `places[i]` is where its character i stands in `letter`."""

    letter: str
    text: str
    places: Sequence[int]

    def place(self, start: int, end: int) -> Place:
        """The stretch of the letter that a stretch of the copy stands for, without space at its edges."""
        while end > start and self.text[end - 1] in " \n":
            end -= 1
        while start < end and self.text[start] in " \n":
            start += 1
        if start >= end:
            at = self.places[start] if start < len(self.places) else len(self.letter)
            return Place(text="", start=at, end=at)
        first, last = self.places[start], self.places[end - 1] + 1
        return Place(text=self.letter[first:last], start=first, end=last)


def copy_of(letter: str, *, asian: bool) -> Copy:
    """The copy of a letter; `asian` for those in Japanese or Chinese. Linear."""
    plain = matching_copy(letter)
    kept = bytearray(b"\x01" * len(plain))
    for match in (_DROPPED_IN_ASIAN if asian else _DROPPED_IN_ENGLISH).finditer(plain):
        _drop(kept, match.start(), match.end())
    gaps = _gaps_of_spaced_lines(plain) if asian else _gaps_of_serials(plain)
    for start, end in (*gaps, *(match.span(1) for match in _BROKEN_PARAGRAPH.finditer(plain))):
        _drop(kept, start, end)
    if 0 not in kept:
        return Copy(letter, plain, range(len(plain)))
    return Copy(letter, "".join(compress(plain, kept)), tuple(compress(range(len(plain)), kept)))


def _drop(kept: bytearray, start: int, end: int) -> None:
    kept[start:end] = bytes(end - start)


def _gaps_of_spaced_lines(plain: str) -> list[tuple[int, int]]:
    """The gaps between the digits of lines in which every character was set apart: "第 ２ ９ 条"."""
    found: list[tuple[int, int]] = []
    for line in _LINE.finditer(plain):
        spaced = len(_SPACED.findall(line.group()))
        if spaced >= 3 and spaced > len(_TOUCHING.findall(line.group())):
            start, end = line.span()
            found += [match.span() for match in _BETWEEN_DIGITS.finditer(plain, start, end)]
    return found


def _gaps_of_serials(plain: str) -> list[tuple[int, int]]:
    """Line ends inside the serial of an American publication; both halves must make seven digits."""
    return [
        match.span(2)
        for match in _BROKEN_SERIAL.finditer(plain)
        if len(match[1]) + len(match[3]) == _SERIAL_LENGTH
    ]
