"""What of a passage can be quoted by itself: sentences, and rows of tables under their first row. Plain Python."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kaas.retrieval.search import Hit
from portfolios.analysis import index_terms, sentences
from portfolios.chunking import CELL

# A row is quoted together with what stands between it and its table's first row, where that is no longer.
SHORT_TABLE = 300
TITLE = "title"
LEADERS = ("…", "....", "・・・")
STOPS = tuple("。．.!?！？")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a row under the first row of its table, which says what its cells mean; as it is quoted."""

    said: str
    quotes: tuple[str, ...]
    heads: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be a statement, and the words of the question in it; `heads` are those in a table's first row only."""

    hit: Hit
    position: int
    piece: Piece
    words: frozenset[str]
    held: frozenset[str]
    heads: frozenset[str]

    @property
    def text(self) -> str:
        return "\n".join(self.piece.quotes)


def candidates(evidence: Sequence[Hit], asked: frozenset[str]) -> list[Candidate]:
    """The pieces of the passages that hold any of these words."""
    found = []
    for hit in evidence:
        if hit.passage.section == TITLE:
            continue  # it helps to find the document; quoted, it only repeats the question
        for position, piece in enumerate(pieces(hit.passage.text)):
            words = frozenset(index_terms(piece.said))
            heads = frozenset(index_terms(piece.heads)) & asked
            held = asked & words | heads
            if held and not any(leader in quote for quote in piece.quotes for leader in LEADERS):
                found.append(Candidate(hit, position, piece, words, held, heads - words))
    return found


def pieces(text: str) -> Iterator[Piece]:
    """Each sentence by itself; each row of a table, whole, under the table's first row, in one quote where it is short."""
    prose: list[str] = []
    for is_table, lines in groupby(text.split("\n"), key=lambda line: CELL in line):
        stretch = list(lines)
        # A bar in a sentence, as in P(A | B), makes no table.
        if not is_table or (len(stretch) == 1 and stretch[0].rstrip().endswith(STOPS)):
            prose += stretch
        else:
            yield from _said(prose)
            yield from _rows(stretch)
            prose = []
    yield from _said(prose)


def _said(lines: Sequence[str]) -> Iterator[Piece]:
    text = "\n".join(lines)
    for span in sentences(text):
        yield Piece(text[span.start : span.end], (text[span.start : span.end],))


def _rows(lines: Sequence[str]) -> Iterator[Piece]:
    """The rows of one table below its first, whatever stops their cells hold."""
    heads = lines[0].strip()
    for at, line in enumerate(lines[1:], 2):
        row, whole = line.strip(), "\n".join(lines[:at]).strip()
        quotes = (whole,) if len(whole) <= SHORT_TABLE else (heads, row)
        yield Piece(row, quotes, heads)
