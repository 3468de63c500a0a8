"""A workbook as one document: a place for every stretch of a table, warnings for what is hidden, cut or not read."""

import io
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from portfolios.parsing.archive import check_archive, check_no_entities
from portfolios.parsing.document import (
    Block,
    FailureReason,
    Locator,
    LocatorKind,
    ParsedDocument,
    Section,
    Unreadable,
)
from portfolios.parsing.languages import document_language
from portfolios.parsing.office_titles import office_title
from portfolios.parsing.sizes import check_characters
from portfolios.parsing.titles import title_of_name
from portfolios.parsing.workbooks.grid import MAX_CELLS, Grid, read_grid
from portfolios.parsing.workbooks.parts import Parts, SheetPart, read_parts
from portfolios.parsing.workbooks.tables import stretches

_LISTED = 8
_UNREAD = {
    "xl/vbaProject.bin": "Macros are neither read nor run.",
    "xl/comments": "Comments are not read.",
    "xl/threadedComments/": "Comments are not read.",
    "xl/drawings/drawing": "Pictures, charts and text boxes are not read.",
}


def parse_workbook(content: bytes, name: str) -> ParsedDocument:
    """The document of an .xlsx or .xlsm file. A place is "Sheet!A1:F20", its heading the sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_archive(archive)
            check_no_entities(archive)
            return _document(archive, name)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, KeyError, NotImplementedError) as error:
        raise Unreadable(
            FailureReason.MALFORMED,
            "The Excel workbook is damaged inside; open it in Excel, save it again and supply that.",
        ) from error


def _document(archive: zipfile.ZipFile, name: str) -> ParsedDocument:
    parts = read_parts(archive)
    blocks: list[Block] = []
    warnings: list[str] = []
    allowed = MAX_CELLS
    for sheet in parts.sheets:
        grid = _grid(archive, sheet, parts, allowed)
        allowed -= min(grid.count, allowed)
        blocks += _blocks(sheet, grid)
        warnings += _warnings(sheet, grid)
        check_characters(sum(len(block.text) for block in blocks))
    if not blocks:
        raise Unreadable(
            FailureReason.EMPTY, "No cell of the Excel workbook holds anything; supply the file again."
        )
    return ParsedDocument(
        format="xlsx",
        kind="document",
        member="",
        title=office_title(archive) or title_of_name(name),
        language=document_language(blocks),
        blocks=tuple(blocks),
        warnings=(*warnings, *_unread(archive)),
    )


def _grid(archive: zipfile.ZipFile, sheet: SheetPart, parts: Parts, allowed: int) -> Grid:
    return Grid() if sheet.is_chart else read_grid(archive, sheet, parts, allowed=allowed)


def _blocks(sheet: SheetPart, grid: Grid) -> Iterator[Block]:
    for stretch in stretches(grid):
        place = Locator(LocatorKind.SHEET, f"{sheet.name}!{stretch.place}")
        yield Block(Section.BODY, place, stretch.text, (sheet.name,))


def _warnings(sheet: SheetPart, grid: Grid) -> Iterator[str]:
    """What a reader of the sheet should know before relying on it."""
    if sheet.is_chart:
        yield f"Sheet “{sheet.name}” is a chart and not read."
    if sheet.hidden and grid.rows:
        yield f"Sheet “{sheet.name}” is hidden in the workbook."
    if grid.hidden_rows:
        yield f"Sheet “{sheet.name}” has {grid.hidden_rows} hidden row{'s' if grid.hidden_rows > 1 else ''}."
    if grid.hidden_columns:
        yield f"Sheet “{sheet.name}” has hidden columns: {_listed(grid.hidden_columns)}."
    if grid.unsaved:
        yield (
            f"Sheet “{sheet.name}” has formulas without a stored result, given as formulas: "
            f"{_listed(grid.unsaved)}; open the file in Excel and save it to have the results."
        )
    if grid.cut_after is not None:
        how_far = f"read to row {grid.cut_after:,} only" if grid.cut_after else "not read"
        yield (
            f"Sheet “{sheet.name}” is {how_far}: of one workbook {MAX_CELLS:,} filled cells are read; split it into "
            "smaller files."
        )


def _unread(archive: zipfile.ZipFile) -> tuple[str, ...]:
    names = archive.namelist()
    found = (text for start, text in _UNREAD.items() if any(name.startswith(start) for name in names))
    return tuple(dict.fromkeys(found))


def _listed(values: Sequence[str]) -> str:
    more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return ", ".join(values[:_LISTED]) + more
