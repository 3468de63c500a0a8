"""Answers by quoting: the named places whole, else the best sentences of the best passages, readable in order."""

from collections.abc import Iterator
from dataclasses import dataclass

from kaas.answering.draft import Draft, DraftStatement
from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import index_terms, sentences

STATEMENTS = 5
PER_PASSAGE = 2
# A sentence is worth showing when it holds this part of what the best sentence holds.
MIN_OF_BEST = 0.4
# Words already covered by a chosen sentence count this much for the next.
REPEATED = 0.5
# A line that ends like no sentence is mostly a heading; it says what follows, not what is so.
UNFINISHED = 0.6
ENDS = tuple("。．.!?！？:：;；)）」』")
CELL = " | "
TITLE = "title"
LEADERS = ("…", "....", "・・・")
# A named place is quoted up to here, at the end of a sentence.
WHOLE = 900


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be a statement: pieces of one passage, mostly one sentence, and the words of the question in it."""

    hit: Hit
    position: int
    quotes: tuple[str, ...]
    held: frozenset[str]
    named: frozenset[str] = frozenset()  # words of a table's first row, which every row of it repeats

    @property
    def text(self) -> str:
        return "\n".join(self.quotes)


def quote(draft: Draft) -> list[DraftStatement]:
    """Quote what the question names; else choose sentences that together hold most of it, in order of rank and reading."""
    if draft.results is None:
        return []
    chosen = [_opening(hit) for hit in draft.named] or _choose(
        _candidates(draft.evidence, draft.results), draft.results
    )
    chosen.sort(key=lambda candidate: (candidate.hit.rank, candidate.position))
    return [DraftStatement(c.text, [(c.hit, quoted) for quoted in c.quotes]) for c in chosen]


def _opening(hit: Hit) -> Candidate:
    """A named passage, whole if it is short, else as many of its sentences as are readable."""
    text = hit.passage.text
    end = len(text)
    for span in sentences(text):
        if span.end > WHOLE:
            break
        end = span.end
    return Candidate(hit, 0, (text[:end].strip(),), frozenset())


def _candidates(evidence: list[Hit], results: SearchResults) -> list[Candidate]:
    found = []
    for hit in evidence:
        if hit.passage.section == TITLE:
            continue  # it helps to find the document; quoted, it only repeats the question
        for position, quotes in enumerate(_pieces(hit.passage.text)):
            words = [index_terms(quote).keys() & results.lexemes for quote in quotes]
            if any(words) and not any(leader in quote for quote in quotes for leader in LEADERS):
                named = frozenset().union(*words[:-1])
                found.append(Candidate(hit, position, quotes, named.union(words[-1]), named))
    return found


def _pieces(text: str) -> Iterator[tuple[str, ...]]:
    """Each sentence by itself; each row of a table under the table's first row, which says what its cells mean."""
    header = ""
    for span in sentences(text):
        for line in (
            text[span.start : span.end].strip().split("\n") if CELL in text[span.start : span.end] else [""]
        ):
            if CELL not in line:
                header = ""
                yield (line or text[span.start : span.end].strip(),)
            elif header:
                yield header, line
            else:
                header = line


def _choose(candidates: list[Candidate], results: SearchResults) -> list[Candidate]:
    """Greedy cover: each next sentence is the one that adds most, near repetitions add nothing."""
    chosen: list[Candidate] = []
    covered: set[str] = set()
    floor = MIN_OF_BEST * max((_worth(c, set(), results) for c in candidates), default=0.0)
    while candidates and len(chosen) < STATEMENTS:
        best = max(candidates, key=lambda c: (_worth(c, covered, results), -c.hit.rank, -c.position))
        if _worth(best, covered, results) < floor:
            break
        chosen.append(best)
        covered |= best.held
        candidates = [c for c in candidates if c is not best and c.text != best.text and _room(c, chosen)]
    return chosen


def _room(candidate: Candidate, chosen: list[Candidate]) -> bool:
    return sum(other.hit.passage.id == candidate.hit.passage.id for other in chosen) < PER_PASSAGE


def _worth(candidate: Candidate, covered: set[str], results: SearchResults) -> float:
    """The weight of the question's words in it, what is covered already discounted, the passage's score helping."""
    again = {lexeme: 0.0 if lexeme in candidate.named else REPEATED for lexeme in covered}
    held = sum(results.weight(lexeme) * again.get(lexeme, 1.0) for lexeme in candidate.held)
    last = candidate.quotes[-1]
    form = 1.0 if last.endswith(ENDS) or CELL in last else UNFINISHED
    best = results.hits[0].score
    return form * held * (0.5 + 0.5 * candidate.hit.score / best if best else 1.0)
