"""What of a passage can be quoted by itself: sentences, and rows of tables under their first row. Plain Python."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaas.retrieval.search import Hit
from portfolios.analysis import index_terms, sentences
from portfolios.chunking import CELL

# A row is quoted together with what stands between it and its table's first row, where that is no longer.
SHORT_TABLE = 300
TITLE = "title"
LEADERS = ("…", "....", "・・・")


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
    """Each sentence by itself; each row of a table under the table's first row, in one quote where the table is short."""
    start = at = 0
    heads = ""
    for span in sentences(text):
        sentence = text[span.start : span.end].strip()
        for line in sentence.split("\n") if CELL in sentence else [sentence]:
            at = text.index(line, at)
            end = at + len(line)
            if CELL not in line:
                heads = ""
                yield Piece(line or sentence, (line or sentence,))
            elif not heads:
                heads, start = line, at
            elif end - start <= SHORT_TABLE:
                yield Piece(line, (text[start:end],), heads)
            else:
                yield Piece(line, (heads, line), heads)
            at = end
