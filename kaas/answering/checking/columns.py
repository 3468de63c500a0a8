"""In which row and below which head a value stands in a table that is cited as lines with bars. Plain Python."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from kaas.answering.checking.quantities import Quantity, quantities
from portfolios.chunking import CELL

BAR = CELL.strip()
RULE = re.compile(r"[\s:|\-=]+")
IN_BRACKETS = re.compile(r"\s*[(（\[][^)）\]]*[)）\]]")
SERIAL = re.compile(r"^(?P<what>\D*?)\s?\d+$")
ARTICLE = re.compile(r"^A (?!(?:was|is|had|has|showed|shows|gave|reached)\b)")
MOST = 24  # rows that are looked at
SHORTEST = 2  # of cells in a row

Cells = tuple[str, ...]


def stands_in_its_cell(sentence: str, ours: Sequence[Quantity], near: str) -> bool:
    """Whether a sentence that names one row, and one head or none, gives a value that stands there, if any."""
    heads, rows = _table(near)
    if len(rows) < 1 or (not heads and len(rows) < SHORTEST):
        return True
    told = ARTICLE.sub("", sentence)
    named = [row for row in rows if _is_named(row[0], told)]
    columns = [at for at, head in enumerate(heads) if at and _is_named(head, told)]
    if len(named) != 1 or len(columns) > 1 or (heads and not columns and len(rows) < SHORTEST):
        return True
    row, labels = named[0], f"{named[0][0]} {' '.join(heads[at] for at in columns)}"
    values = {one.value for one in ours} - {one.value for one in quantities(labels)}
    right = _values(row[at] for at in (columns or range(1, len(row))))
    if not right or values & right:
        return True
    wrong = _values(row[1:]) | _values(other[at] for other in rows for at in (columns or range(1, len(row))))
    return not values & wrong


@lru_cache(maxsize=256)
def _table(near: str) -> tuple[Cells, list[Cells]]:
    """The heads of a table, and its rows; a first row that is named as the others are is no head."""
    lines = [
        _cells(line) for line in near.split("\n")[: MOST + 2] if BAR in line and not RULE.fullmatch(line)
    ]
    lines = list(dict.fromkeys(line for line in lines if len(line) == len(lines[0])))
    if not lines or len(lines[0]) < SHORTEST:
        return (), []
    serial = SERIAL.match(lines[0][0])
    if serial and all((one := SERIAL.match(row[0])) and one["what"] == serial["what"] for row in lines[1:]):
        return (), lines
    return lines[0], lines[1:]


def _cells(line: str) -> Cells:
    return tuple(cell.strip() for cell in line.strip().removeprefix(BAR).removesuffix(BAR).split(BAR))


def _is_named(label: str, sentence: str) -> bool:
    """Whether a sentence names a row or a column by what stands in its first cell."""
    bare = IN_BRACKETS.sub("", label).strip()
    if not bare or bare.isdecimal():
        return False
    flags = re.IGNORECASE if len(bare) > 1 else 0
    spelled = r"\s?".join(re.escape(piece) for piece in bare.split())
    edges = (r"(?<![A-Za-z0-9.\-])", r"(?![A-Za-z0-9]|[.\-]\w)") if bare.isascii() else ("", r"(?!\d)")
    return re.search(f"{edges[0]}{spelled}{edges[1]}", sentence, flags) is not None


def _values(cells: Iterable[str]) -> set[Fraction]:
    return {found[0].value for cell in cells if (found := quantities(cell))}
