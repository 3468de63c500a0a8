"""Pages set in two columns put into reading order: what crosses the gutter is read where it stands, between that
the left column before the right one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from portfolios.parsing.gazettes.characters import Character

_Row = Sequence[Character]
_MIDDLE = (0.42, 0.58)  # of the page's width, where a gutter can be
_STEPS = 60
_MOST_CROSSING = 0.35  # share of rows crossing the middle on a page of two columns
_NEAR = 0.1
_CELL_GAP = 1.2  # in characters: between the cells of a table
_WORD_GAP = 0.3
_INDENT = 0.6
_TO_THE_EDGE = 1.7
_TIGHT = 1.45  # line spacing within a cell of a table
_MARGIN = 0.88  # of the page's width, where its right margin begins
_LEFT, _RIGHT, _WHOLE = "left", "right", "whole"
_OPENS = re.compile(
    "[(（][5５][47４７][)）]"
)  # the title, abstract or claims below the data of the front page
_LINE_NUMBER = re.compile(r"[1-9]?[05]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column: cells are its pieces with where they begin, more than one in a row of a table."""

    row: _Row
    cells: tuple[tuple[float, str], ...]
    indented: bool
    reaches_edge: bool
    middle: float
    size: float

    @property
    def text(self) -> str:
        return " | ".join(text for _, text in self.cells)

    @property
    def is_row(self) -> bool:
        return len(self.cells) > 1


@dataclass(slots=True)
class _Column:
    """Rows one below the other, on the left side of the page, the right, or over both."""

    side: str
    rows: list[_Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Edges:
    left: float
    right: float


def row_text(row: _Row) -> str:
    """A whole row of the page, over all its columns."""
    return " ".join(text for _, _, text in _pieces(row, _WORD_GAP * 2))


def lines_in_order(rows: Sequence[_Row], width: float, *, always: bool = False) -> list[Line]:
    """The lines of a page in reading order; line numbers are left out. always splits a page that is mostly not set
    in columns, as front pages are.
    """
    rows = [kept for row in rows if (kept := _without_number_in_margin(row, width))]
    if not rows:
        return []
    gutter = _gutter(rows, width)
    crossing = sum(_covers(row, gutter) for row in rows)
    if always or crossing <= _MOST_CROSSING * len(rows):
        columns = [column for column in _bands(rows, gutter) if column.rows]
    else:
        columns = [_Column(_WHOLE, list(rows))]
    edges = _edges(columns)
    return [line for column in columns for line in _with_whole_cells(_lines(column, edges[column.side]))]


def _edges(columns: Sequence[_Column]) -> dict[str, _Edges]:
    """Where the lines of each side begin and end; both columns of a page are equally wide."""
    found: dict[str, _Edges] = {}
    for side in (_LEFT, _RIGHT, _WHOLE):
        rows = [row for column in columns if column.side == side for row in column.rows]
        if rows:
            lefts, rights = sorted(row[0].left for row in rows), sorted(row[-1].right for row in rows)
            found[side] = _Edges(lefts[len(rows) // 10], rights[-1 - len(rows) // 10])
    widest = max(
        (found[side].right - found[side].left for side in (_LEFT, _RIGHT) if side in found), default=0
    )
    return {
        side: edges if side == _WHOLE else _Edges(edges.left, max(edges.right, edges.left + widest))
        for side, edges in found.items()
    }


def _lines(column: _Column, edges: _Edges) -> list[Line]:
    return [
        Line(
            row=row,
            cells=tuple(_cells(row)),
            indented=row[0].left - edges.left > _INDENT * row[0].size,
            reaches_edge=edges.right - row[-1].right < _TO_THE_EDGE * row[0].size,
            middle=row[0].middle,
            size=row[0].size,
        )
        for row in column.rows
    ]


def _gutter(rows: Sequence[_Row], width: float) -> float:
    """The middle of the widest stretch near the page's middle that the fewest rows cross."""
    solid = [list(_solid(row)) for row in rows]
    places = [width * (_MIDDLE[0] + (_MIDDLE[1] - _MIDDLE[0]) * step / _STEPS) for step in range(_STEPS + 1)]
    counts = [sum(any(left < at < right for left, right in parts) for parts in solid) for at in places]
    least = min(counts) + _NEAR * len(rows)
    stretches: list[list[float]] = [[]]
    for place, count in zip(places, counts, strict=True):
        if count <= least:
            stretches[-1].append(place)
        elif stretches[-1]:
            stretches.append([])
    widest = max(stretches, key=len)
    return widest[len(widest) // 2]


def _solid(row: _Row) -> Iterator[tuple[float, float]]:
    """Where a row goes on without a gap; line numbers do not count."""
    for left, right, text in _pieces(row, _WORD_GAP * 2):
        if not _is_number(text):
            yield left, right


def _covers(row: _Row, place: float) -> bool:
    return any(left < place < right for left, right in _solid(row))


def _is_number(text: str) -> bool:
    return _LINE_NUMBER.fullmatch(text) is not None


def _bands(rows: Sequence[_Row], gutter: float) -> Iterator[_Column]:
    """The columns in reading order; rows over both are a column of their own, and columns begin anew below them."""
    left, right, whole = _Column(_LEFT), _Column(_RIGHT), _Column(_WHOLE)
    for row in rows:
        if _covers(row, gutter):
            yield from (left, right)
            left, right = _Column(_LEFT), _Column(_RIGHT)
            whole.rows.append(row)
            continue
        if whole.rows or _OPENS.match(row_text(row)):
            yield from (left, right, whole)
            left, right, whole = _Column(_LEFT), _Column(_RIGHT), _Column(_WHOLE)
        _share(row, gutter, left, right)
    yield from (left, right, whole)


def _share(row: _Row, gutter: float, left: _Column, right: _Column) -> None:
    """Each side's part of a row, without the line number that stands between them."""
    kept = _without_number_near(row, gutter)
    for column, is_left in ((left, True), (right, False)):
        if part := [one for one in kept if ((one.left + one.right) / 2 < gutter) == is_left]:
            column.rows.append(part)


def _without_number_near(row: _Row, gutter: float) -> _Row:
    for left, right, text in _pieces(row, _WORD_GAP * 2):
        if _is_number(text) and left - 3 * row[0].size < gutter < right + 3 * row[0].size:
            return [character for character in row if not left <= character.left < right]
    return row


def _without_number_in_margin(row: _Row, width: float) -> _Row:
    """A row without the line number in the margin, where pages in one column have it."""
    *_, (left, _, text) = _pieces(row, _WORD_GAP * 2)
    if _is_number(text) and left > _MARGIN * width:
        return [character for character in row if character.left < left]
    return row


def _cells(row: _Row) -> Iterator[tuple[float, str]]:
    for left, _, text in _pieces(row, _CELL_GAP):
        yield left, text


def _pieces(row: _Row, gap: float) -> Iterator[tuple[float, float, str]]:
    """The pieces of a row that gaps of so many characters part: where they begin and end, and their text."""
    start = 0
    text = row[0].text if row else ""
    for at, (before, after) in enumerate(pairwise(row), start=1):
        space = (after.left - before.right) / max(before.size, after.size)
        if space > gap:
            yield row[start].left, before.right, text
            start, text = at, after.text
        else:
            text += f" {after.text}" if space > _WORD_GAP else after.text
    if row:
        yield row[start].left, row[-1].right, text


def _with_whole_cells(lines: list[Line]) -> list[Line]:
    """Cells of tables that are broken into two lines made whole."""
    kept: list[Line] = []
    for line in lines:
        above = kept[-1] if kept else None
        if (
            above is not None
            and above.is_row
            and above.middle - line.middle < _TIGHT * line.size
            and line.cells[0][0] > above.cells[0][0] + line.size
        ):
            kept[-1] = replace(above, cells=_together(above, line), middle=line.middle)
        else:
            kept.append(line)
    return kept


def _together(above: Line, below: Line) -> tuple[tuple[float, str], ...]:
    """Each character of the line below put to the cell that it stands under."""
    cells = list(above.cells)
    for character in below.row:
        under = [at for at, (left, _) in enumerate(cells) if left <= character.left + character.size / 2]
        at = under[-1] if under else 0
        cells[at] = (cells[at][0], cells[at][1] + character.text)
    return tuple(cells)
