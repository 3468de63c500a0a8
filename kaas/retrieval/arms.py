"""The arms of a search: words, meaning, and a second reading by a reranker. Only the words are always there."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from governance.access.scopes import Scope
from kaas.retrieval.blending import Candidate, blend, stretch
from portfolios.concepts import Meant, widen
from portfolios.embedding import Embedder, EmbeddingFailed, vectors_of
from portfolios.passages import FoundPassage, read_passages, search_index
from portfolios.vectors.index import search_vectors, searched_space

WORDS, MEANING, RERANKED = "words", "meaning", "reranked"
SCORE_UNIT = 256 * 64 * 16  # impact, idf and weight are integers in these parts of one
CANDIDATES = 50  # of each arm, where there is more than one
DENSE = 0.3  # the share of meaning; .1 to .4 are equal within noise, from .5 on it costs (ADR 0013)
FIRST = 0.2  # what the first ranking still counts for beside the reranker's
log = logging.getLogger(__name__)


class Reranker(Protocol):
    """A model that reads a query and a text together and says how well the one answers the other."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """A score for each text, higher is better. Raises an exception with `.retryable`."""
        ...


@dataclass(slots=True)
class Ranking:
    """The permitted passages that one arm after the other finds for a query, best first, and which arms took part.

    A model that fails takes no part and stands among the failed: the order is then that of the arms before it.
    """

    query: str
    scope: Scope
    within: uuid.UUID | None
    most: int  # candidates of each arm
    candidates: list[Candidate] = field(default_factory=list)
    passages: dict[uuid.UUID, FoundPassage] = field(default_factory=dict)
    arms: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    among: Sequence[uuid.UUID] | None = None  # these documents only
    terms: Sequence[Meant] = ()  # of the company's glossary that stand in the query
    translated: bool = True  # look for the words in the other language too, where there is a dictionary

    def by_words(self, weights: Mapping[str, int]) -> None:
        """BM25 over the lexemes and their weights, and over their translations."""
        terms = widen(self.query, weights, self.terms) if self.translated else list(weights.items())
        self.arms.append(WORDS)
        if not terms:
            return
        found = search_index(terms, scope=self.scope, within=self.within, limit=self.most, among=self.among)
        scored = [(passage, score / SCORE_UNIT) for passage, score in found]
        self.candidates = [Candidate(passage, score, lexical=score) for passage, score in scored]

    def by_meaning(self, embedder: Embedder) -> None:
        """Blend in the passages whose vectors are nearest to the query's."""
        try:
            near = self._nearest(embedder)
        except Exception as error:
            self._leave_out(MEANING, error)
            return
        if near is not None:
            words = [(one.passage, one.score) for one in self.candidates]
            self.candidates = blend(words, near, weight=DENSE, floor=embedder.floor)
            self.arms.append(MEANING)

    def _nearest(self, embedder: Embedder) -> list[tuple[uuid.UUID, float]] | None:
        """(passage, similarity), best first.

        None where meaning has no say: the vectors searched come from another model, or this one cannot read the query.
        """
        space = searched_space()
        if space is None or space[0] != embedder.name:
            return None
        (vector,) = vectors_of(embedder, [self.query], query=True)
        if vector is None:
            return None
        if len(vector) != space[1]:
            raise EmbeddingFailed(
                f"{embedder.name} has {len(vector)} numbers, its vectors here {space[1]}", retryable=False
            )
        return search_vectors(
            vector, space=embedder.name, scope=self.scope, within=self.within, limit=self.most
        )

    def read(self) -> None:
        """Read the passages of the best candidates under row security. Nothing else is handed on."""
        self.passages = read_passages([one.passage for one in self.candidates[: self.most]], scope=self.scope)
        self.candidates = [one for one in self.candidates if one.passage in self.passages]

    def by_reranker(self, reranker: Reranker) -> None:
        """Put the first candidates, which were read, in the reranker's order. What stands behind them stays there."""
        first, rest = self.candidates[:CANDIDATES], self.candidates[CANDIDATES:]
        try:
            given = reranker.scores(self.query, [self.passages[one.passage].text for one in first])
        except Exception as error:
            self._leave_out(RERANKED, error)
            return
        pairs = zip(first, stretch([one.score for one in first]), stretch(given), strict=True)
        second = [replace(one, score=FIRST * before + (1 - FIRST) * now) for one, before, now in pairs]
        self.candidates = sorted(second, key=lambda one: -one.score)
        self.candidates += [replace(one, score=0.0) for one in rest]
        self.arms.append(RERANKED)

    def _leave_out(self, arm: str, error: Exception) -> None:
        """Go on without a model that failed; raise what is a defect of ours."""
        if not hasattr(error, "retryable"):
            raise error
        log.warning("search without %s: %s: %s", arm, type(error).__name__, error)
        self.failed.append(arm)
