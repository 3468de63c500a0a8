"""What of a passage can be quoted by itself: sentences, and rows of tables under their first row. Plain Python."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from kaas.retrieval.search import Hit
from portfolios.analysis import index_terms, sentences
from portfolios.chunking import CELL

# A row is quoted together with what stands between it and its table's first row, where that is no longer.
SHORT_TABLE = 300
TITLE = "title"
LEADERS = ("…", "....", "・・・")
# A table of a printed page, whose cells stand side by side in a line: from its caption on.
CAPTION = re.compile(
    r"(?:(?:(?<=[.。] )|(?<=[。\n])|\A)(?:Table \d{1,2}|TABLE \d{1,2})[.:]? (?=[A-Z]))|\A\s*表\s?\d{1,2}[ 　.．:：]"
)
LONGEST_ROW = 120  # characters
IN_SENTENCE = re.compile(
    r"[。；;]|\. |[.．、,]\s*\Z|(?i:\b(?:the|was|were|is|are|has|have|had|which|that|it)\b)|[はがを]"
    r"|\A\s*\d{1,2}[.．]? [^\W\d]\D*\Z"
)
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
    """Sentences; and the rows of a table of a printed page, which has no bars, each under its caption and first row."""
    prose: list[str] = []
    at = 0
    while at < len(lines):
        caption = CAPTION.search(lines[at])
        rows = _printed_rows(lines[at + 2 :]) if caption and at + 2 < len(lines) else 0
        if not caption or not rows or not _can_head(lines[at + 1]):
            prose.append(lines[at])
            at += 1
            continue
        prose.append(lines[at][: caption.start()])
        yield from _sentences(prose)
        yield from _rows([lines[at][caption.start() :], *lines[at + 1 : at + 2 + rows]], heading=2)
        prose = []
        at += 2 + rows
    yield from _sentences(prose)


def _sentences(lines: Sequence[str]) -> Iterator[Piece]:
    text = "\n".join(lines)
    for span in sentences(text):
        yield Piece(text[span.start : span.end], (text[span.start : span.end],))


def _printed_rows(lines: Sequence[str]) -> int:
    """How many of these lines are the rows of a printed table: short, of several cells with figures, and no sentences."""
    return len(list(takewhile(_is_printed_row, lines)))


def _is_printed_row(line: str) -> bool:
    return (
        len(line) <= LONGEST_ROW
        and len(line.split()) > 1
        and any(sign.isdigit() for sign in line.split(maxsplit=1)[1])
        and not IN_SENTENCE.search(line)
    )


def _can_head(line: str) -> bool:
    return len(line) <= LONGEST_ROW and len(line.split()) > 1 and not line.rstrip().endswith(STOPS)


def _rows(lines: Sequence[str], *, heading: int = 1) -> Iterator[Piece]:
    """The rows of one table below its first, whatever stops their cells hold."""
    heads = "\n".join(lines[:heading]).strip()
    for at, line in enumerate(lines[heading:], heading + 1):
        row, whole = line.strip(), "\n".join(lines[:at]).strip()
        quotes = (whole,) if len(whole) <= SHORT_TABLE else (heads, row)
        yield Piece(row, quotes, heads)
