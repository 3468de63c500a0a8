"""Answers by quoting: the named places whole, else the best sentences of the best passages, each document's best first."""

import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaas.answering.draft import Draft, DraftStatement
from kaas.answering.naming import Named, is_of, is_of_others_only, named_in, publications_in
from kaas.answering.pieces import Candidate, candidates
from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import sentences
from portfolios.chunking import CELL

STATEMENTS = 5
PER_PASSAGE = 2
# A sentence is worth showing when it holds this part of what the best sentence holds.
MIN_OF_BEST = 0.4
# Words already covered by a chosen sentence count this much for the next; a second document may confirm or contradict.
REPEATED = 0.5
ELSEWHERE = 0.8
# Words of the title of a document that the question names: they say where to look, and yet what is spoken of.
IN_TITLE = 0.5
# Sentences of two documents that share this much of their words, and differ in no number, say the same.
SAME = 0.8
# A line that ends like no sentence is mostly a heading; it says what follows, not what is so.
UNFINISHED = 0.6
ENDS = tuple("。．.!?！？:：;；)）」』")
# Whoever asks what a term stands for wants the line that says so, not one that uses it.
DEFINED = 3.0
ASKS_MEANING = re.compile(r"(?i)\bstands? for\b|\bmean(?:s|ing)?\b|とは|意味|の略|略語").search
TERM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]+(?![A-Za-z0-9])")
MEANING = (
    r"(?<![A-Za-z0-9])(?:{})(?: ?\(\d\))?\s*"
    r"(?:[=＝|]|stands? for\b|means\b|とは|は、?[^。]{{0,60}}(?:をいう|を指す|の略))"
)
# A named place is quoted up to here, at the end of a sentence.
WHOLE = 900


def quote(draft: Draft) -> list[DraftStatement]:
    """Quote what the question names; else, and beside it for counsel, choose sentences that together hold most of it.

    The best of each document stands first, in order of rank, so that a second document is not behind all of the first.
    """
    if draft.results is None:
        return []
    named = [DraftStatement(text, [(hit, text)]) for hit, text in draft.named]
    if named and draft.opinion is None:
        return named
    told = [hit.passage.id for hit, _ in draft.named]
    chosen = _chosen([hit for hit in draft.evidence if hit.passage.id not in told], draft.results)
    best: dict[uuid.UUID, Candidate] = {}
    for candidate in chosen:
        best.setdefault(candidate.hit.document.id, candidate)
    chosen.sort(key=lambda c: (best[c.hit.document.id] is not c, c.hit.rank, c.position))
    return named + [DraftStatement(c.text, [(c.hit, quoted) for quoted in c.piece.quotes]) for c in chosen]


def opening(hit: Hit) -> str:
    """A named passage, whole if it is short, else as many of its sentences as are readable."""
    return readable(hit.passage.text)


def readable(text: str) -> str:
    """A text, whole if it is short, else as many of its sentences as are readable."""
    end = len(text)
    for span in sentences(text):
        if span.end > WHOLE:
            break
        end = span.end
    return text[:end].strip()


def _chosen(evidence: Sequence[Hit], results: SearchResults) -> list[Candidate]:
    """Greedy cover: each next sentence is the one that adds most, near repetitions add nothing; the best first."""
    named = named_in(results)
    left = candidates(evidence, results.lexemes - named.numbers) or candidates(evidence, results.lexemes)
    left = _of_those_named(left, results.query)
    cover = Cover(results, _defining(results.query), named.words)
    floor = MIN_OF_BEST * max(map(cover.worth, left), default=0.0)
    chosen: list[Candidate] = []
    while left and len(chosen) < STATEMENTS:
        best = max(left, key=cover.order)
        if cover.worth(best) < floor:
            unheard = _unheard(left, chosen, named)
            if not unheard:
                break
            best = max(unheard, key=cover.order)
        chosen.append(best)
        cover.add(best)
        left = [c for c in left if c is not best and not _is_same(c, best) and _room(c, chosen)]
    return chosen


def _of_those_named(left: list[Candidate], query: str) -> list[Candidate]:
    """Without what speaks of other publications only, where the question names one and the document is not of it."""
    publications = publications_in(query)
    if not publications:
        return left
    return [
        c for c in left if is_of(c.hit, publications) or not is_of_others_only(c.piece.said, publications)
    ]


def _defining(query: str) -> re.Pattern[str] | None:
    """What finds the line that says the meaning of a term, where the query asks for it."""
    terms = TERM.findall(query) if ASKS_MEANING(query) else []
    return re.compile(MEANING.format("|".join(terms))) if terms else None


def _unheard(left: list[Candidate], chosen: list[Candidate], named: Named) -> list[Candidate]:
    """What is left of documents that the question names and of which nothing is chosen: each of them is heard."""
    heard = {candidate.hit.document.id for candidate in chosen}
    return [c for c in left if named.is_in(c.hit) and c.hit.document.id not in heard]


def _is_same(candidate: Candidate, other: Candidate) -> bool:
    """Whether one is as good as the other. Two documents that differ in a number do not say the same."""
    if candidate.text == other.text:
        return True
    apart = candidate.words ^ other.words
    return (
        candidate.hit.document.id != other.hit.document.id
        and len(candidate.words & other.words) >= SAME * len(candidate.words | other.words)
        and not any(character.isdigit() for lexeme in apart for character in lexeme)
    )


def _room(candidate: Candidate, chosen: list[Candidate]) -> bool:
    return sum(other.hit.passage.id == candidate.hit.passage.id for other in chosen) < PER_PASSAGE


@dataclass(slots=True)
class Cover:
    """What the chosen sentences hold of the question already, by the documents that they are of."""

    results: SearchResults
    defines: re.Pattern[str] | None  # what says the meaning that is asked for; None where none is
    in_title: frozenset[str] = frozenset()
    said_by: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))

    def add(self, candidate: Candidate) -> None:
        for lexeme in candidate.held:
            self.said_by[lexeme].add(candidate.hit.document.id)

    def order(self, candidate: Candidate) -> tuple[float, int, int, int]:
        """Of rows under one head, which may speak of each of them, the one that says itself what is asked for."""
        own = len(candidate.held & candidate.words) if candidate.piece.heads else 0
        return self.worth(candidate), -candidate.hit.rank, own, -candidate.position

    def worth(self, candidate: Candidate) -> float:
        """The weight of the question's words in it, what is covered already discounted, the passage's score helping."""
        held = sum(self._weight(lexeme) * self._again(lexeme, candidate) for lexeme in candidate.held)
        best = self.results.hits[0].score if self.results.hits else 0.0
        return self._form(candidate) * held * (0.5 + 0.5 * candidate.hit.score / best if best else 1.0)

    def _weight(self, lexeme: str) -> float:
        return self.results.weight(lexeme) * (IN_TITLE if lexeme in self.in_title else 1.0)

    def _again(self, lexeme: str, candidate: Candidate) -> float:
        documents = self.said_by[lexeme]
        if not documents:
            return 1.0
        if candidate.hit.document.id in documents:
            return 0.0 if lexeme in candidate.heads else REPEATED
        return ELSEWHERE if len(documents) == 1 else REPEATED

    def _form(self, candidate: Candidate) -> float:
        said = candidate.piece.said
        if self.defines is not None and self.defines.search(said):
            return DEFINED
        return 1.0 if said.endswith(ENDS) or CELL in said else UNFINISHED
