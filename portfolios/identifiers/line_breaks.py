"""Numbers broken over two lines: the text without the breaks between digits, and the way back from it.

Japanese and Chinese lines end anywhere, also inside a number. A break between two digits may stand in a number or
between two, so such a place is read both ways, and where both say something the number must be closed by what
follows it ("号", a kind code, a right check digit), or it is left open.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import NamedTuple

from portfolios.identifiers.forms import given_kind, kind_of
from portfolios.identifiers.number import Number, ambiguous

_FIGURE = "[0-9〇一二三四五六七八九]"
# Both alternatives start with one certain character, so that the search runs from candidate to candidate.
_BREAK = re.compile(rf"(?:\n(?<={_FIGURE}\n)| (?<={_FIGURE} ) {{0,2}}\n) {{0,8}}(?={_FIGURE})")
_FEW_MORE = re.compile(r" {0,3}\n {0,8}[0-9]{1,2}(?![0-9])")
_REACH = 200  # characters from the first word of a number to its last digit, at most
# No number goes on with a word behind its figures or behind a stop, nor with figures behind a year, a dash and a serial
# of six.
_NO_NUMBER = re.compile(
    r"[0-9](?:[^0-9A-Za-z\n-]{0,4}?(?:[,;:.、。] {0,3}\n?[A-Za-z]|[;。]|,,)"
    r"|[0-9](?:-[0-9]{6} {1,3}[0-9]|[0-9][^0-9]{0,12}?[A-Za-z]{2}))"
)
_CLOSING = ("号", "公報", "明細書", "パンフレット")


class Reading(NamedTuple):
    """A number, the match that says it, and where it stands; a letter after it that is no kind stays outside. What
    was read of the same words before lends its match, so that only `start` and `end` say where.
    """

    number: Number
    match: re.Match[str]
    start: int
    end: int


Find = Callable[[str, int], Reading | None]


class Lines:
    """A matching copy, and beside it the same without the breaks between digits."""

    def __init__(self, copy: str) -> None:
        self.copy = copy
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._joined_at: list[int] = []  # where each break was, in the copy without them
        self.joined = self._join() if "\n" in copy else copy

    def _join(self) -> str:
        parts: list[str] = []
        end = length = 0
        for found in _BREAK.finditer(self.copy):
            parts.append(self.copy[end : found.start()])
            length += found.start() - end
            end = found.end()
            self._starts.append(found.start())
            self._ends.append(end)
            self._joined_at.append(length)
        return "".join([*parts, self.copy[end:]])

    def is_broken(self, start: int, end: int) -> bool:
        """Whether a break between digits lies between the two places of the copy."""
        index = bisect_right(self._starts, start)
        return index < len(self._starts) and self._ends[index] < end

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no break between digits begins or ends between the two places of the copy."""
        index = bisect_left(self._ends, start)
        return index == len(self._starts) or self._starts[index] >= end

    def place(self, at: int) -> int:
        """A place of the copy in the joined text."""
        index = bisect_right(self._ends, at)
        return self._joined_at[index - 1] + at - self._ends[index - 1] if index else at

    def origin(self, at: int, *, is_end: bool = False) -> int:
        """A place of the joined text in the copy; an end stays before the break."""
        index = (bisect_left if is_end else bisect_right)(self._joined_at, at)
        return self._ends[index - 1] + at - self._joined_at[index - 1] if index else at

    def read(self, at: int, find: Find) -> Reading | None:
        """What stands at that place, read with and without the breaks."""
        held = find(self.copy, at)
        if not self._may_be_broken(at):
            return held
        joined = find(self.joined, self.place(at))
        if joined is None:
            return _opened(held) if held and self._may_go_on(held) else held
        number, match, start, end = joined
        return self._settled(held, Reading(number, match, self.origin(start), self.origin(end, is_end=True)))

    def _may_be_broken(self, at: int) -> bool:
        """Whether a number that begins at that place may go over a break."""
        index = bisect_right(self._starts, at)
        if index == len(self._starts) or self._ends[index] >= at + _REACH:
            return False
        return _NO_NUMBER.search(self.copy, at, self._starts[index]) is None

    def _may_go_on(self, held: Reading) -> bool:
        """Whether the next line begins with figures that the number may go on with: one of China has seven to nine,
        and eight without a kind are none.
        """
        if held.number.office != "CN" or "kind_unknown" not in held.number.warnings:
            return False
        return _FEW_MORE.match(self.copy, held.end) is not None

    def _settled(self, plain: Reading | None, whole: Reading) -> Reading | None:
        if not self.is_broken(whole.start, whole.end):
            return plain
        if plain is None or _is_closed(whole.number, whole.match):
            return whole
        if plain.end >= whole.end or _is_same(plain.number, whole.number):
            return plain
        return _opened(whole, plain.number)


def _is_closed(number: Number, match: re.Match[str]) -> bool:
    """Whether what follows the digits shows that the number ends there."""
    if "check" in match.re.groupindex and match["check"]:
        return number.check == "ok"
    kind = kind_of(match)
    if kind and number.canonical and given_kind(match, (kind.upper(),)):
        return True
    return match.group().rstrip(" \n").endswith(_CLOSING)


def _is_same(one: Number, other: Number) -> bool:
    return one.canonical == other.canonical and one == other


def _opened(reading: Reading, *others: Number) -> Reading:
    """The same place, and open which of the numbers stands there."""
    return Reading(_open(*others, reading.number), reading.match, reading.start, reading.end)


def _open(*numbers: Number) -> Number:
    """All that the numbers may mean, each once; ambiguous ones by their readings."""
    if not any(number.readings for number in numbers):
        return ambiguous(numbers[0].office, dict.fromkeys([number.canonical for number in numbers]))
    readings = dict.fromkeys(
        reading for number in numbers for reading in (number.readings or (number.canonical,))
    )
    return ambiguous(numbers[0].office, readings)
