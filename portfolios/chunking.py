"""Documents cut into chunks: what is stored, searched and cited as one passage.

A chunk never crosses a locator, so that its citation is exact, and all text of a document is in exactly one
chunk, in reading order; only the first row of a table stands again over its rows in the chunks that go on with
them, so that each row can be quoted with its heads. Claims stay whole; what is too long is cut between lines
(the elements of a claim, the paragraphs of a page), then between sentences, and only in the last resort between
words.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portfolios.analysis import language_of, sentences
from portfolios.parsing.document import ParsedDocument
from portfolios.parsing.measure import ENGLISH_WORDS, JAPANESE_CHARACTERS, share_of_passage

__all__ = ["CELL", "ENGLISH_WORDS", "JAPANESE_CHARACTERS", "Chunk", "chunk"]

CELL = " | "  # between the cells of a row, in every reader
_LARGEST_HEADS = 0.3  # of a chunk; heads larger than that are not repeated
_Span = tuple[int, int]
_Cut = Callable[[str], Iterator[_Span]]
_BREAKS = re.compile(r"(?<=[、，；;,:：])|(?<=\s)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One passage to be: ordinal counts from 0 through the document; locator and headings are those of its
    block.
    """

    ordinal: int
    section: str
    locator_kind: str
    locator_value: str
    headings: tuple[str, ...]
    text: str
    language: str


def chunk(document: ParsedDocument) -> list[Chunk]:
    """The chunks of a document in reading order; the same document always gives the same chunks."""
    pieces = ((block, text) for block in document.blocks for text in _pieces(block.text))
    return [
        Chunk(
            ordinal=ordinal,
            section=block.section.value,
            locator_kind=block.locator.kind.value,
            locator_value=block.locator.value,
            headings=block.headings,
            text=text,
            language=language_of(text),
        )
        for ordinal, (block, text) in enumerate(pieces)
    ]


def _pieces(text: str) -> Iterator[str]:
    """The text in stretches of at most the allowed size, as few as reading in order allows."""
    tables = list(_tables(text))
    heads = ""
    start = end = 0
    filled = 0.0
    for unit_start, unit_end, size in _units(text):
        if filled and filled + size > 1:
            yield heads + text[start:end].strip()
            heads = _heads(text, tables, unit_start)
            start, filled = unit_start, share_of_passage(heads)
        end = unit_end
        filled += size
    if text[start:end].strip():
        yield heads + text[start:end].strip()


def _tables(text: str) -> Iterator[_Span]:
    """From where to where rows of cells stand together."""
    start = at = 0
    inside = False
    for line in text.split("\n"):
        if inside and CELL not in line:
            yield start, at
        if CELL in line and not inside:
            start = at
        inside = CELL in line
        at += len(line) + 1
    if inside:
        yield start, at


def _heads(text: str, tables: Sequence[_Span], at: int) -> str:
    """The first row of the table that a row in the middle of it belongs to, to stand over it; or nothing."""
    index = bisect_right(tables, at, key=lambda table: table[0]) - 1
    if index < 0 or not tables[index][0] < at < tables[index][1] or text[at - 1] != "\n":
        return ""
    first = text[tables[index][0] : text.index("\n", tables[index][0])]
    return f"{first}\n" if share_of_passage(first) <= _LARGEST_HEADS else ""


def _units(text: str) -> Iterator[tuple[int, int, float]]:
    """Offsets and size of what is not cut further: lines, or the sentences and clauses of lines too long."""
    return _fitting(text, (0, len(text)), (_lines, _sentences, _clauses, _anywhere))


def _fitting(text: str, span: _Span, cuts: Sequence[_Cut]) -> Iterator[tuple[int, int, float]]:
    """The stretch itself where it is small enough, else the parts that the first of the cuts makes of it."""
    start, end = span
    size = share_of_passage(text[start:end])
    if size <= 1 or not cuts:
        yield start, end, size
        return
    for part in cuts[0](text[start:end]):
        yield from _fitting(text, (start + part[0], start + part[1]), cuts[1:])


def _lines(text: str) -> Iterator[_Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _sentences(text: str) -> Iterator[_Span]:
    return ((start, end) for start, end in sentences(text))


def _clauses(text: str) -> Iterator[_Span]:
    cuts = [0, *(match.start() for match in _BREAKS.finditer(text)), len(text)]
    return ((start, end) for start, end in pairwise(cuts) if text[start:end].strip())


def _anywhere(text: str) -> Iterator[_Span]:
    """Pieces of a stretch without any break, such as a sequence of amino acids."""
    step = JAPANESE_CHARACTERS
    return ((start, min(start + step, len(text))) for start in range(0, len(text), step))
