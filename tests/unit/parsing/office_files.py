"""Small workbooks and presentations, made for the tests; what no program writes is put into their XML."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

Cells = Sequence[Sequence[Any]]


def workbook(sheets: Mapping[str, Cells], *, after: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook with a sheet for each name; after may format it."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if after is not None:
        after(book)
    return _saved(book)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The Office file with something replaced in one of its parts, which must be there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read(part)
    assert old in data, data[:2000]
    return replaced(content, part, data.replace(old, new, 1))


def replaced(content: bytes, part: str, data: bytes) -> bytes:
    """The Office file with another part under a name, instead of the one it has or beside the others."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for item in before.infolist():
            if item.filename != part:
                after.writestr(item, before.read(item))
        after.writestr(part, data)
    return out.getvalue()


RESULTS: Cells = (
    ("Sample", "Date", "Peel (N)", "Share"),
    ("A1", date(2026, 5, 7), 12.5, 0.125),
    ("A2", date(2026, 5, 8), 9, 0.5),
)


def presentation(*, hidden: bool = False) -> bytes:
    """Two slides: one with a title, boxes side by side, a table and notes, one with a group."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[5])
    first.shapes.title.text = "Coating trials"
    for left, top, text in ((5, 2, "right box"), (1, 2.1, "left box"), (1, 1.6, "upper box")):
        first.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.4)).text_frame.text = text
    table = first.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for place, text in enumerate(("Sample", "Peel", "A1", "12 N")):
        table.cell(place // 2, place % 2).text = text
    first.notes_slide.notes_text_frame.text = "Say that A1 failed twice."
    second = deck.slides.add_slide(deck.slide_layouts[6])
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "in a group"
    if hidden:
        second.element.set("show", "0")
    return _saved(deck)
