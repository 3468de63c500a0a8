"""Tables of the CALS model and those of HTML as lines, one row a line, cells between bars."""

from collections.abc import Callable, Iterator

from lxml import etree


def table_rows(table: etree._Element, line_of: Callable[[etree._Element], str]) -> Iterator[str]:
    """Each row that says something, cells joined by " | "; rows that only draw rules are left out."""
    for row in table.iter("row", "tr"):
        cells = [line_of(entry) for entry in row if entry.tag in ("entry", "td", "th")]
        if cells and not cells[0] and _has_margin(row):
            cells = cells[1:]
        filled = [cell for cell in cells if cell.strip("─—═-= ")]
        if len(filled) == 1:
            yield filled[0]
        elif filled:
            yield " | ".join(_without_edges(cells))


def _has_margin(row: etree._Element) -> bool:
    """Whether the first column of the row's group is only a margin, which the files call "offset"."""
    group = next(row.iterancestors("tgroup"), None)
    first = group.find("colspec") if group is not None else None
    return first is not None and first.get("colname") == "offset"


def _without_edges(cells: list[str]) -> list[str]:
    """The cells without the empty columns at the right, which only set margins."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
