"""The characters of a page by where they stand, put together into rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_SAME_ROW = 0.5  # of a character's size between the middles of two in one row
_SMALLEST = 1.0  # points


@dataclass(frozen=True, slots=True)
class Character:
    """A character and its box, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    middle: float
    size: float


def characters(textpage: pypdfium2.PdfTextPage) -> list[Character]:
    """The characters of a page that can be seen, in the order of the file."""
    found = []
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code <= 0x20 or code in (0x3000, 0xFFFE) or 0xD800 <= code < 0xE000:
            continue
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        size = max(pdfium.FPDFText_GetFontSize(textpage, index), top - bottom, _SMALLEST)
        found.append(Character(chr(code), left, right, (bottom + top) / 2, size))
    return found


def rows(found: Sequence[Character]) -> list[list[Character]]:
    """The rows from top to bottom, each from left to right."""
    gathered: list[list[Character]] = []
    for character in sorted(found, key=lambda character: -character.middle):
        row = gathered[-1] if gathered else []
        if row and row[0].middle - character.middle < _SAME_ROW * max(row[0].size, character.size):
            row.append(character)
        else:
            gathered.append([character])
    return [sorted(row, key=lambda character: character.left) for row in gathered]
