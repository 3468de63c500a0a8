"""Plain text: paragraphs by line number, and the numbers of patent specifications where the text carries
them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from portfolios.parsing.cleaning import clean, squeeze
from portfolios.parsing.document import (
    FailureReason,
    Locator,
    LocatorKind,
    ParsedDocument,
    Unreadable,
)
from portfolios.parsing.encodings import decode
from portfolios.parsing.joining import paragraphs_of, rejoin_numbered, width, words_of
from portfolios.parsing.languages import document_language
from portfolios.parsing.outline import Outline, section_named
from portfolios.parsing.sizes import check_characters
from portfolios.parsing.titles import title_of_name

_NUMBERED_HEADING = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?[ \u3000]+\S")
_MARK = re.compile(r"\s*(?:【[^【】]{1,60}】|\[[0-9]{4,5}\])")
_CLAIM_START = re.compile(r"\s*(?:Claim\s+)?\d{1,3}\s*[.):．、]\s*\S", re.I)
_ENDS_SENTENCE = re.compile(r"[。．.,;:、；：]$")
_LONGEST_HEADING = 80  # columns
_TITLE_WIDTH = 160
_LEAST_WRAPPED = 40  # columns; shorter lines are lists, verses and code, not wrapped prose
_STRAY_NULS = 8  # a few get into text by accident and are taken out
_TABLES = frozenset({".csv", ".tsv"})
_ROWS = 20  # rows of a table, or short lines, under one locator


def parse_text(content: bytes, name: str) -> ParsedDocument:
    """The document of a text file in any encoding that can be told from its bytes."""
    text, warnings = decoded(content)
    outline = Outline(title="")
    lines = text.split("\n")
    words = words_of(lines)
    for start, run in paragraphs_of(text):
        if PurePosixPath(name).suffix.lower() in _TABLES:
            _add_rows(outline, start, run)
        else:
            _add(outline, start, run, words)
    blocks = outline.finish()
    if not blocks:
        raise Unreadable(FailureReason.EMPTY, "The file holds only white space; supply the file again.")
    return ParsedDocument(
        format="text",
        kind="document",
        member="",
        title=outline.title or _first_line(lines) or title_of_name(name),
        language=document_language(blocks),
        blocks=blocks,
        warnings=warnings,
    )


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Text fit for storing, and the warnings of decoding it; Unreadable for bytes that are no text."""
    text, warnings = decode(content)
    check_characters(len(text))
    if text.count("\x00") > max(_STRAY_NULS, len(text) // 100):
        raise Unreadable(
            FailureReason.MALFORMED,
            "The file holds binary data, not text; check that it is the right file and give it the right "
            "suffix.",
        )
    return clean(text), warnings


def _add(outline: Outline, start: int, run: Sequence[str], words: frozenset[str]) -> None:
    """One run of lines between blank ones: a heading, or paragraphs that may open with marks of their own."""
    level = _heading_level(run, numbered=not outline.in_claims)
    if level:
        outline.heading(level, run[0].strip(" :："))
        return
    for first, lines in _at_marks(run):
        for text, offset in _gathered(rejoin_numbered(lines, words, least_width=_LEAST_WRAPPED)):
            if section_named(text) and not _MARK.match(text) and width(text) <= _LONGEST_HEADING:
                outline.heading(1, text.strip(" :："))
            else:
                outline.paragraph(text, fallback=Locator(LocatorKind.LINE, str(start + first + offset)))


def _gathered(paragraphs: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The paragraphs, with neighbouring short lines (lists, verse, code) put together under the first of them."""
    lines: list[str] = []
    first = 0
    for text, offset in paragraphs:
        short = width(text) < _LEAST_WRAPPED
        if lines and (not short or len(lines) == _ROWS):
            yield "\n".join(lines), first
            lines = []
        if not short:
            yield text, offset
            continue
        first = first if lines else offset
        lines.append(text)
    if lines:
        yield "\n".join(lines), first


def _add_rows(outline: Outline, start: int, rows: Sequence[str]) -> None:
    """Rows of a table as they stand, some twenty together."""
    for first in range(0, len(rows), _ROWS):
        outline.paragraph(
            "\n".join(rows[first : first + _ROWS]), fallback=Locator(LocatorKind.LINE, str(start + first))
        )


def _at_marks(run: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    """The run cut before each line that opens with 【…】 or [0001], and after one that is only a mark."""
    cuts = [0]
    for index, line in enumerate(run):
        mark = _MARK.match(line)
        if mark or _CLAIM_START.match(line) or section_named(line):
            cuts.append(index)
        if (mark and not line[mark.end() :].strip()) or section_named(line):
            cuts.append(index + 1)
    cuts = sorted(set(cuts))
    return [
        (start, run[start:end]) for start, end in zip(cuts, [*cuts[1:], len(run)], strict=True) if start < end
    ]


def _heading_level(run: Sequence[str], *, numbered: bool) -> int:
    """The level of a heading that stands alone between blank lines; 0 for anything else."""
    line = run[0].strip()
    if len(run) > 1 or width(line) > _LONGEST_HEADING or _MARK.match(line):
        return 0
    if section_named(line):
        return 1
    if _ENDS_SENTENCE.search(line):
        return 0
    if number := _NUMBERED_HEADING.match(line) if numbered else None:
        return 2 + number[1].count(".")
    letters = [character for character in line if character.isalpha()]
    return 2 if len(letters) > 3 and line.upper() == line and line.lower() != line and line.isascii() else 0


def _first_line(lines: Sequence[str]) -> str:
    """The first line that can serve as a title."""
    line = next((squeeze(line) for line in lines if any(map(str.isalpha, line))), "")
    return line.strip("# ") if width(line) <= _TITLE_WIDTH and not _MARK.match(line) else ""
