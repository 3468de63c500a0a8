"""The first hits read again: how much of the query a passage says, and whether words that follow each other there do so here.

BM25 adds words up one by one, so that a passage with one rare word five times stands before one with all of them. What that
brings, and which settings were tried, stands in decision 0023. Nothing but found, permitted passages has a part.
"""

import math
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from governance.access.scopes import Scope
from kaas.retrieval.blending import Candidate
from kaas.retrieval.matches import matches
from portfolios.analysis import fold, words_of
from portfolios.concepts import Meant, alternatives
from portfolios.passages import FoundPassage, read_passages

FIRST: Final = 50  # passages that are read again; of 30 and of 100 the order is the same within noise
COVERAGE: Final = 0.25  # power of the share of the query that a passage says
LEAST: Final = 0.05  # of that share
NEIGHBOURS: Final = 0.3  # of what two words are worth, where they follow each other
APART: Final = 6  # characters between them
MOST_PAIRS: Final = 24
MOST_LEXEMES: Final = 150
UNITS: Final = 16 * 64  # of a weight and of an idf


class _Pair(NamedTuple):
    """Two words that follow each other in the query, as they are written there, and what they are worth."""

    first: str
    second: str
    worth: float

    def stands_in(self, folded: str) -> bool:
        if self.first not in folded or self.second not in folded:
            return False
        between = f".{{0,{APART}}}?"
        return re.search(re.escape(self.first) + between + re.escape(self.second), folded, re.S) is not None


@dataclass(frozen=True, slots=True)
class Sought:
    """A query as passages are held against it. ways: word -> by which lexemes together it is said; worth: word -> points."""

    text: str
    ways: Mapping[str, tuple[frozenset[str], ...]]
    worth: Mapping[str, float]

    @property
    def lexemes(self) -> list[str]:
        """All that are looked for, each once."""
        return list(dict.fromkeys(sorted(one for ways in self.ways.values() for way in ways for one in way)))

    def said(self, held: frozenset[str]) -> frozenset[str]:
        """The words of the query that a passage with these lexemes says."""
        return frozenset(word for word, ways in self.ways.items() if any(way <= held for way in ways))

    def pairs(self, known: frozenset[str]) -> list[_Pair]:
        """The neighbours among these words that are worth most."""
        folded = fold(self.text)
        words = [one for one in words_of(folded) if one.lexeme in known and one.lexeme in self.worth]
        found = {
            (folded[a.start : a.end], folded[b.start : b.end]): self.worth[a.lexeme] + self.worth[b.lexeme]
            for a, b in pairwise(words)
            if 0 <= b.start - a.end <= APART
        }
        pairs = [_Pair(first, second, worth) for (first, second), worth in found.items()]
        return sorted(pairs, key=lambda one: -one.worth)[:MOST_PAIRS]


def sought(
    text: str,
    words: str,
    weights: Mapping[str, int],
    rarity: Mapping[str, int],
    terms: Sequence[Meant] = (),
) -> Sought:
    """What is looked for, the weightiest words first. `words`: what may be translated; `text`: all that is written."""
    worth = {lexeme: weights[lexeme] * rarity[lexeme] / UNITS for lexeme in weights}
    said = alternatives(words, weights, terms)
    ways: dict[str, tuple[frozenset[str], ...]] = {}
    room = MOST_LEXEMES
    for lexeme in sorted(said, key=lambda lexeme: (-worth[lexeme], lexeme)):
        size = sum(map(len, said[lexeme]))
        if size <= room:
            ways[lexeme] = said[lexeme]
            room -= size
    return Sought(text, ways, worth)


class Said(NamedTuple):
    """What a passage says of a query: the share of it, and what words that follow each other in both add."""

    share: float
    neighbours: float


class Reread(NamedTuple):
    """Candidates in their new order, best first, what the first of them say, and their passages as they were read."""

    candidates: list[Candidate]
    said: dict[uuid.UUID, Said]
    passages: dict[uuid.UUID, FoundPassage]


def reread(candidates: Sequence[Candidate], query: Sought, *, scope: Scope) -> Reread:
    """The candidates, which words found, put in order again.

    Their lexical scores stay what they are. FIRST are read again, permitted ones only; those behind them count as the one of
    them that says least.
    """
    first = {one.passage for one in candidates[:FIRST]}
    lexemes = query.lexemes
    if not lexemes or not first:
        return Reread(list(candidates), {}, {})
    held = {
        passage: frozenset(lexeme for lexeme, impact in zip(lexemes, impacts, strict=True) if impact)
        for passage, impacts in matches(list(first), lexemes, scope=scope).items()
    }
    passages = read_passages(list(first), scope=scope)
    texts = {key: one.text for key, one in passages.items()}
    shares, added = _shares(query, held), dict(_added(query, held, texts))
    said = {passage: Said(shares[passage], added.get(passage, 0.0)) for passage in shares}
    behind = Said(min(shares.values(), default=1.0), 0.0)
    again = [_scored(one, said.get(one.passage, behind)) for one in candidates[:FIRST]]
    again += [_scored(one, behind) for one in candidates[FIRST:]]
    return Reread(sorted(again, key=lambda one: -one.score), said, passages)


def _scored(one: Candidate, said: Said) -> Candidate:
    score = one.score * math.pow(max(LEAST, said.share), COVERAGE) + said.neighbours
    return Candidate(one.passage, score, one.lexical, one.similarity)


def _shares(query: Sought, held: Mapping[uuid.UUID, frozenset[str]]) -> dict[uuid.UUID, float]:
    """How much of the query each passage says; what none of them says has no part."""
    said = {passage: query.said(lexemes) for passage, lexemes in held.items()}
    whole = sum(query.worth[word] for word in sorted(frozenset().union(*said.values())))
    if not whole:
        return dict.fromkeys(held, 1.0)
    return {
        passage: sum(query.worth[word] for word in sorted(words)) / whole for passage, words in said.items()
    }


def _added(
    query: Sought, held: Mapping[uuid.UUID, frozenset[str]], texts: Mapping[uuid.UUID, str]
) -> Iterator[tuple[uuid.UUID, float]]:
    """What neighbours of the query that are neighbours there add to each passage."""
    pairs = query.pairs(frozenset().union(*held.values()))
    for passage, text in texts.items():
        folded = fold(text)
        yield passage, NEIGHBOURS * sum(pair.worth for pair in pairs if pair.stands_in(folded))
