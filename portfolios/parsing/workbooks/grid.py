"""The cells of one sheet as shown, read once from top to bottom and no further than is allowed."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils.cell import get_column_letter, range_boundaries  # type: ignore[import-untyped]

from portfolios.parsing.cleaning import squeeze
from portfolios.parsing.workbooks.formats import shown_number
from portfolios.parsing.workbooks.parts import GENERAL, Parts, SheetPart, elements, local_name, rich_text

MAX_CELLS = 300_000  # filled cells of one workbook: some fifteen thousand passages
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel itself
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Grid:
    """The filled cells by row and column, counted from 1; spread are those that only a merged cell fills, to the
    right of where its text stands.
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    spread: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: list[str] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)  # formulas without a stored result
    cut_after: int | None = None  # the last row read, where more follow

    @property
    def count(self) -> int:
        return sum(map(len, self.rows.values()))


def read_grid(archive: zipfile.ZipFile, sheet: SheetPart, parts: Parts, *, allowed: int) -> Grid:
    """The grid of a sheet with at most the allowed number of filled cells, whole rows only."""
    grid = Grid()
    merges: list[str] = []
    at = filled = 0
    for element in elements(archive, sheet.path, "row", "col", "mergeCell"):
        name = local_name(element)
        if name == "row" and grid.cut_after is None:
            at = _number(element.get("r"), at + 1)
            cells = dict(_cells(element, at, parts, grid)) if 1 <= at <= LAST_ROW else {}
            if cells and filled + len(cells) > allowed:
                grid.cut_after = max(grid.rows, default=0)
                continue
            grid.hidden_rows += bool(cells) and _is_on(element.get("hidden"))
            filled += len(cells)
            if cells:
                grid.rows[at] = cells
        elif name == "col" and _is_on(element.get("hidden")):
            grid.hidden_columns.append(_columns(element))
        elif name == "mergeCell":
            merges.append(element.get("ref", ""))
    _spread_all(grid, merges)
    return grid


def _cells(row: etree._Element, number: int, parts: Parts, grid: Grid) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        if local_name(cell) != "c":
            continue
        place = _PLACE.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        text = squeeze(_shown(cell, parts))
        if not text and (formula := cell.findtext("{*}f")):
            grid.unsaved.append(f"{letters_of(column)}{number}")
            text = squeeze(f"={formula}")
        if text and column <= LAST_COLUMN:
            yield column, text


def _shown(cell: etree._Element, parts: Parts) -> str:
    kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return rich_text(inline) if inline is not None else ""
    if kind == "s":
        number = _number(value, -1)
        return parts.texts[number] if 0 <= number < len(parts.texts) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind != "n" or not value:
        return value
    style = _number(cell.get("s"), 0)
    code = parts.formats[style] if 0 <= style < len(parts.formats) else GENERAL
    return shown_number(value, code, since_1904=parts.since_1904)


def _spread_all(grid: Grid, merges: Sequence[str]) -> None:
    """Gives every cell of the merged ranges its text: a row alone must say what it says under its heads."""
    last_row = max(grid.rows, default=0)
    last_column = max((column for cells in grid.rows.values() for column in cells), default=0)
    room = MAX_CELLS
    for merge in merges:
        try:
            left, top, right, bottom = range_boundaries(merge)
        except (ValueError, TypeError):
            continue
        if None in (left, top, right, bottom) or left not in grid.rows.get(top, {}):
            continue
        right, bottom = min(right, last_column), min(bottom, last_row)
        room -= (right - left + 1) * (bottom - top + 1)
        if room < 0:
            return
        _spread(grid, grid.rows[top][left], range(left, right + 1), range(top, bottom + 1))


def _spread(grid: Grid, text: str, columns: range, rows: range) -> None:
    for row in rows:
        for column in columns:
            grid.rows.setdefault(row, {})[column] = text
            if column > columns.start:
                grid.spread.add((row, column))


def letters_of(column: int) -> str:
    """The letters of a column: 28 is AB."""
    return str(get_column_letter(column))


def _columns(element: etree._Element) -> str:
    first, last = (min(max(_number(element.get(key), 1), 1), LAST_COLUMN) for key in ("min", "max"))
    letters = letters_of(first), letters_of(last)
    return letters[0] if first == last else ":".join(letters)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else otherwise


def _is_on(switch: str | None) -> bool:
    return switch in ("1", "true", "on")
