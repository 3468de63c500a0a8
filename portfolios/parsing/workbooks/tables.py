"""The tables of a sheet: rows of cells between bars under the heads of their columns.

Empty rows part tables, and so do two empty columns side by side. A row of one cell is a caption of what follows.
The heads stand over every stretch of rows that becomes one passage, so that each row can be quoted with them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portfolios.parsing.measure import share_of_passage
from portfolios.parsing.workbooks.grid import Grid, letters_of

BAR = " | "
_FULL = 0.95  # of a passage
_LARGEST_HEADS = 0.4  # of a passage; longer ones stand over the first stretch only
_COLUMN_GAP = 2  # empty columns side by side that part two tables
_NUMERIC = re.compile(r"[-+±~≦≧<>=(（¥$]*\s*[0-9０-９]")
_Cells = dict[int, str]
_Row = tuple[int, _Cells]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that stand together: the range they fill ("A2:F20"), and captions, heads and rows as lines."""

    place: str
    text: str


def stretches(grid: Grid) -> Iterator[Stretch]:
    """The tables of the sheet from top to bottom, in stretches that fit one passage each."""
    heads: _Cells = {}
    for band in _bands(grid):
        for rows in _side_by_side(band):
            table = _Table(grid, rows)
            found = _heads(table, heads)
            heads = found.cells
            yield from _stretches(table, found)


def _bands(grid: Grid) -> Iterator[list[_Row]]:
    band: list[_Row] = []
    for number in sorted(grid.rows):
        if band and number > band[-1][0] + 1:
            yield band
            band = []
        band.append((number, grid.rows[number]))
    if band:
        yield band


def _side_by_side(band: Sequence[_Row]) -> Iterator[list[_Row]]:
    columns = sorted({column for _, cells in band for column in cells})
    starts = [columns[0]] + [after for before, after in pairwise(columns) if after - before > _COLUMN_GAP]
    for start, end in zip(starts, [*starts[1:], columns[-1] + 1], strict=True):
        part = (
            (number, {c: text for c, text in cells.items() if start <= c < end}) for number, cells in band
        )
        yield [(number, cells) for number, cells in part if cells]


class _Table:
    """Rows without an empty one between them."""

    def __init__(self, grid: Grid, rows: list[_Row]) -> None:
        self.rows = rows
        self.columns = sorted({column for _, cells in rows for column in cells})
        self._spread = grid.spread
        self._last_together = max((at for at, row in enumerate(rows) if not self.is_alone(row)), default=-1)

    def own(self, row: _Row) -> _Cells:
        """The cells of a row without those that only a merged cell beside them fills."""
        return {column: text for column, text in row[1].items() if (row[0], column) not in self._spread}

    def is_alone(self, row: _Row) -> bool:
        """Whether the row is one cell of several columns, as titles, captions and notes are."""
        return len(self.columns) > 1 and len(self.own(row)) == 1

    def is_title(self, at: int) -> bool:
        """Whether a row at the top stands alone; a merged cell over some of the columns only is a head of heads."""
        row = self.rows[at]
        over_some = len(row[1]) > 1 and self.columns[0] not in row[1] and at + 1 < len(self.rows)
        return self.is_alone(row) and not over_some

    def is_caption(self, at: int) -> bool:
        """Whether the row stands alone over rows that do not; alone at the end it is a note, or a row with gaps."""
        row = self.rows[at]
        return at < self._last_together and self.columns[0] in row[1] and self.is_alone(row)

    def line(self, cells: _Cells) -> str:
        return BAR.join(cells.get(column, "") for column in self.columns).rstrip(BAR)

    def place(self, first: int, last: int) -> str:
        start = f"{letters_of(self.columns[0])}{first}"
        end = f"{letters_of(self.columns[-1])}{last}"
        return start if start == end else f"{start}:{end}"


@dataclass(frozen=True, slots=True)
class _Heads:
    """The heads of a table by column; rows before `at` are captions, those from `start` on stand under the heads."""

    at: int
    start: int
    cells: _Cells


def _heads(table: _Table, before: _Cells) -> _Heads:
    """A table that begins with figures under the columns of the one before goes on with the heads of that one."""
    at = next((at for at in range(len(table.rows)) if not table.is_title(at)), None)
    if at is None or len(table.columns) == 1:
        return _Heads(0, 0, {})
    number, cells = table.rows[at]
    goes_on = set(table.columns) <= set(before)
    if _NUMERIC.match(cells.get(table.columns[0], "")):
        return _Heads(at, at, before if goes_on else {})
    if goes_on and any(map(_NUMERIC.match, cells.values())):
        return _Heads(at, at, before)
    below = table.rows[at + 1 : at + 3]
    grouped = len(table.own((number, cells))) < len(cells)
    if grouped and len(below) == 2 and not any(map(_NUMERIC.match, below[0][1].values())):
        together = {column: _together(cells, below[0][1], column) for column in table.columns}
        return _Heads(at, at + 2, together)
    return _Heads(at, at + 1, dict(cells))


def _together(above: _Cells, below: _Cells, column: int) -> str:
    """Heads in two rows as one: "After 500 cycles" over "Strength" is "After 500 cycles Strength"."""
    return " ".join(dict.fromkeys(filter(None, (above.get(column, ""), below.get(column, "")))))


@dataclass(slots=True)
class _Open:
    """The stretch being collected."""

    first: int = 0
    last: int = 0
    captions: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    share: float = 0.0

    def add(self, number: int, line: str, *, caption: bool = False) -> None:
        self.first = self.first or number
        self.last = number
        (self.captions if caption else self.lines).append(line)
        self.share += share_of_passage(line)


def _stretches(table: _Table, heads: _Heads) -> Iterator[Stretch]:
    over = table.line(heads.cells)
    repeated = over if share_of_passage(over) <= _LARGEST_HEADS else ""
    current = _Open()
    for at, row in enumerate(table.rows):
        if heads.at <= at < heads.start:
            current.first, current.last = current.first or row[0], row[0]
            continue
        caption = at < heads.at or table.is_caption(at)
        line = next(iter(row[1].values())) if caption else table.line(table.own(row))
        full = current.share + share_of_passage(over) + share_of_passage(line) > _FULL
        if current.lines and (caption or full):
            yield _closed(table, current, over)
            over, current = repeated, _Open()
        current.add(row[0], line, caption=caption)
    if current.last:
        yield _closed(table, current, over)


def _closed(table: _Table, current: _Open, heads: str) -> Stretch:
    lines = [*current.captions, *([heads] if heads else []), *current.lines]
    return Stretch(table.place(current.first, current.last), "\n".join(lines))
