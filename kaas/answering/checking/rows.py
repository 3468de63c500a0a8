"""In which column of a table a value stands: a figure bears the unit of its own head only. Plain Python."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaas.answering.checking.columns import stands_in_its_cell
from kaas.answering.checking.measures import head_units
from kaas.answering.checking.quantities import Quantity, quantities
from portfolios.chunking import CELL

NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?")
WORD = re.compile(r"[A-Za-z\u30a1-\u30ff\u3400-\u9fff]{2,20}")
AGAIN = re.compile(r"(?i)\b(?:every|each)\s$")
MOST = 24  # rows that are looked at


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and of the head above it."""

    heads: tuple[str, ...]
    cells: tuple[str, ...]


def stands_in_its_column(sentence: str, ours: Sequence[Quantity], near: str) -> bool:
    """Whether no value of a sentence is one of a column with another head than the sentence gives it."""
    if not ours or CELL not in near:
        return True
    if not stands_in_its_cell(sentence, ours, near):
        return False
    rows = list(_rows(near))
    return not any(
        _bears_the_unit_of_another(one, row) or _stands_elsewhere(one, sentence, ours, row)
        for row in rows
        for one in ours
        if one.kind
    )


def _rows(near: str) -> Iterator[Row]:
    lines = [tuple(cell.strip() for cell in line.split(CELL.strip())) for line in near.split("\n")]
    heads = lines[0]
    for cells in lines[1 : MOST + 1]:
        if len(cells) == len(heads) > 1:
            yield Row(heads, cells)


def _bears_the_unit_of_another(one: Quantity, row: Row) -> bool:
    """Whether the number stands bare in this row, only below heads that give it no such unit, which another head gives."""
    below = [
        head
        for head, cell in zip(row.heads, row.cells, strict=True)
        if NUMBER.fullmatch(cell) and _value(cell) == one.value
    ]
    bears = {head for head in row.heads if one.kind in tuple(head_units(head))}
    return bool(below and bears) and bears.isdisjoint(below)


def _value(cell: str) -> object:
    found = quantities(cell)
    return found[0].value if found else None


def comes_as_often(sentence: str, ours: Sequence[Quantity], near: str, theirs: Sequence[Quantity]) -> bool:
    """Whether nothing comes again every so often that lasts so long there: every 30 s for 2 s."""
    mine = {one.amount() for one in ours if _comes_again(sentence, one)}
    if not mine:
        return True
    again = {one.amount() for one in theirs if _comes_again(near, one)}
    lasting = {one.amount() for one in theirs} - again
    return not again or not any(amount in lasting and amount not in again for amount in mine)


def _comes_again(text: str, one: Quantity) -> bool:
    return AGAIN.search(text, max(one.start - 8, 0), one.start) is not None or text.startswith(
        ("ごと", "おき"), one.end
    )


def _stands_elsewhere(one: Quantity, sentence: str, ours: Sequence[Quantity], row: Row) -> bool:
    """Whether a word of this row stands below other heads than the one that the sentence names: shorted at 300 cycles."""
    named = [
        at
        for at, head in enumerate(row.heads)
        if any(other.kind and other.amount() == one.amount() for other in quantities(head))
    ]
    if len(named) != 1 or sum(bool(other.kind) for other in ours) != 1:
        return False
    told = {cell for cell in row.cells[1:] if WORD.fullmatch(cell) and cell in sentence}
    return any(row.cells[named[0]] != cell for cell in told)
