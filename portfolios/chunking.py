"""Documents cut into chunks: what is stored, searched and cited as one passage.

A chunk never crosses a locator, so that its citation is exact, and all text of a document is in exactly one
chunk, in reading order. Claims stay whole; what is too long is cut between lines (the elements of a claim,
the paragraphs of a page), then between sentences, and only in the last resort between words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portfolios.analysis import language_of, sentences
from portfolios.parsing.document import ParsedDocument

ENGLISH_WORDS = 250
JAPANESE_CHARACTERS = 600

_JAPANESE = re.compile(
    "[\u3001-\u301f\u3041-\u3096\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef]"
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 12  # letters; what runs on without a space (sequences, addresses) counts as several words
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
    start = end = 0
    filled = 0.0
    for unit_start, unit_end, size in _units(text):
        if filled and filled + size > 1:
            yield text[start:end].strip()
            start, filled = unit_start, 0.0
        end = unit_end
        filled += size
    if text[start:end].strip():
        yield text[start:end].strip()


def _size(text: str) -> float:
    """The size of a stretch as a share of what one chunk may hold; mixed text counts by both measures."""
    japanese = len(_JAPANESE.findall(text))
    words = sum(-(-len(word) // _LONGEST_WORD) for word in _WORD.findall(_JAPANESE.sub(" ", text)))
    return max(
        japanese / JAPANESE_CHARACTERS + words / ENGLISH_WORDS, len(text) / (ENGLISH_WORDS * _LONGEST_WORD)
    )


def _units(text: str) -> Iterator[tuple[int, int, float]]:
    """Offsets and size of what is not cut further: lines, or the sentences and clauses of lines too long."""
    return _fitting(text, (0, len(text)), (_lines, _sentences, _clauses, _anywhere))


def _fitting(text: str, span: _Span, cuts: Sequence[_Cut]) -> Iterator[tuple[int, int, float]]:
    """The stretch itself where it is small enough, else the parts that the first of the cuts makes of it."""
    start, end = span
    size = _size(text[start:end])
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
