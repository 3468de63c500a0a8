"""Write the answer by quoting: the best sentences of the best passages, in an order one can read."""

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
LEADERS = ("…", "....", "・・・")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage and the words of the question in it."""

    hit: Hit
    position: int
    text: str
    held: frozenset[str]


def compose(draft: Draft) -> None:
    """Choose sentences that together hold most of the question, then set them in the order of rank and reading."""
    if draft.outcome is not None or draft.results is None:
        return
    chosen = _choose(_candidates(draft.evidence, draft.results), draft.results)
    chosen.sort(key=lambda candidate: (candidate.hit.rank, candidate.position))
    draft.statements = [
        DraftStatement(candidate.text, [(candidate.hit, candidate.text)]) for candidate in chosen
    ]


def _candidates(evidence: list[Hit], results: SearchResults) -> list[Candidate]:
    found = []
    for hit in evidence:
        for position, span in enumerate(sentences(hit.passage.text)):
            text = hit.passage.text[span.start : span.end].strip()
            held = frozenset(index_terms(text).keys() & results.lexemes)
            if held and not any(leader in text for leader in LEADERS):
                found.append(Candidate(hit, position, text, held))
    return found


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
    """The weight of the question's words in a sentence, what is covered already discounted, the passage's score helping."""
    held = sum(
        results.rarity.get(lexeme, 0) * results.weights[lexeme] * (REPEATED if lexeme in covered else 1.0)
        for lexeme in candidate.held
    )
    form = 1.0 if candidate.text.endswith(ENDS) or CELL in candidate.text else UNFINISHED
    best = results.hits[0].score
    return form * held * (0.5 + 0.5 * candidate.hit.score / best if best else 1.0)
