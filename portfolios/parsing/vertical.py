"""Pages set in columns from top to bottom and right to left, put into reading order by where each character
stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_SAMPLE = 400  # characters looked at to tell whether a page is vertical
_LEAST = 20
_TIER_GAP = 2.0  # in character sizes: white space across the whole page that parts two rows of columns


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    x: float
    y: float
    size: float


def vertical_lines(textpage: pypdfium2.PdfTextPage) -> list[str] | None:
    """The columns of a vertical page, in reading order; None for a page that is not vertical."""
    count = textpage.count_chars()
    characters = _characters(textpage, min(count, _SAMPLE))
    if not _is_vertical(characters):
        return None
    characters = _characters(textpage, count)
    size = sorted(character.size for character in characters)[len(characters) // 2]
    return [line for tier in _tiers(characters, size) for line in _columns(tier, size)]


def _characters(textpage: pypdfium2.PdfTextPage, count: int) -> list[_Character]:
    found = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code < 0x20 or code == 0xFFFE or 0xD800 <= code < 0xE000:
            continue
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        found.append(
            _Character(chr(code), (left + right) / 2, (bottom + top) / 2, max(right - left, top - bottom))
        )
    return found


def _is_vertical(characters: Sequence[_Character]) -> bool:
    """Whether neighbours in the file mostly stand below each other."""
    steps = [
        abs(after.y - before.y) > 2 * abs(after.x - before.x)
        for before, after in pairwise(characters)
        if _JAPANESE.match(before.text) and _JAPANESE.match(after.text)
    ]
    return len(steps) >= _LEAST and sum(steps) > len(steps) * 0.7


def _tiers(characters: Sequence[_Character], size: float) -> list[list[_Character]]:
    """The rows of columns from top to bottom: one on most pages, two or three in magazines."""
    tiers: list[list[_Character]] = []
    lowest = 0.0
    for character in sorted(characters, key=lambda character: -character.y):
        if character.text.isspace():
            continue
        if not tiers or lowest - character.y > _TIER_GAP * size + size:
            tiers.append([])
        tiers[-1].append(character)
        lowest = character.y
    return tiers


def _columns(characters: Sequence[_Character], size: float) -> list[str]:
    columns: list[list[_Character]] = []
    for character in sorted(characters, key=lambda character: -character.x):
        if not columns or columns[-1][0].x - character.x > size * 0.6:
            columns.append([])
        columns[-1].append(character)
    return ["".join(character.text for character in _downwards(column)) for column in columns]


def _downwards(column: Sequence[_Character]) -> list[_Character]:
    """Top to bottom, and left to right where figures stand side by side in one place of the column."""
    return sorted(column, key=lambda character: (-round(character.y, 1), character.x))
