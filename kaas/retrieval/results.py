"""What a search gives: hits, and what else is told of what was found."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from kaas.retrieval.arms import WORDS
from kaas.retrieval.facets import Facet
from kaas.retrieval.longer import Longer
from kaas.retrieval.parts import Part
from kaas.retrieval.registered import NOTHING, Registered
from kaas.retrieval.rereading import Said
from kaas.retrieval.standing import Standing
from kaas.retrieval.understanding import Understood
from portfolios.catalogue import DocumentSummary
from portfolios.passages import FoundPassage

PAIRS = 0.15


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its document and its rank. The score orders; it is no probability.

    lexical: its BM25 score, None where no word found it. similarity: its cosine with the query, None where meaning did not.
    """

    rank: int
    score: float
    passage: FoundPassage
    document: DocumentSummary
    similarity: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one document, and which other publications of its family were found, or of its application.

    `hits` are those that are shown, in their order; `more` counts its other ones, and each of `others` has its own count.
    registered: what registers say of the document.
    """

    document: DocumentSummary
    hits: tuple[Hit, ...]
    more: int
    others: tuple[tuple[DocumentSummary, int], ...] = ()
    registered: Registered = NOTHING


@dataclass(frozen=True, slots=True)
class Variant:
    """A word that nothing permitted holds, and one spelled nearly so that something does. `query` has it instead."""

    word: str
    instead: str
    query: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of the query gave a passage: points = weight x idf x impact, in the unit of the BM25 score."""

    text: str
    idf: float
    impact: float
    points: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage stands where it stands. `pairs`: what neighbouring characters gave besides. places: rank by each arm.

    lacking: words of the query that it does not hold. lexical and similarity are what the arms gave, as in Hit. said: what
    the passage says of the query, where it was read again.
    """

    words: tuple[Word, ...]
    pairs: float
    lacking: tuple[str, ...]
    places: Mapping[str, int]
    lexical: float | None = None
    similarity: float | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a document is not among the hits. rank: of its best passage, where it was found after all.

    failing: the filters, phrases and exclusions that it does not pass. passage: its best one; None where no word found it.
    """

    document: DocumentSummary
    rank: int | None
    is_withdrawn: bool
    failing: tuple[Part, ...]
    passage: FoundPassage | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Survey:
    """What a person is told besides the hits. Everything is of permitted passages only.

    total: passages found; is_cut: more may have been, but only the best so many were looked at.
    groups: where hits were gathered, whole pages of them; group_count: of all pages.
    numbered: the documents whose number stands in the query, and standings, where each of them stands; held: the readings
    of ambiguous numbers that some have. places: passage -> its rank by each arm. said: what the hits say of the query,
    where they were read again. ranks: document -> the rank of its best passage. like: the document whose like was asked
    for, and claim. values: of the fields whose value was not understood, those that something has. longer: where nothing was
    found, a name of several words that a filter may have meant.
    explanations: why each hit stands there, where that was asked; why_not: likewise, of one document.
    """

    understood: Understood
    total: int
    is_cut: bool
    facets: tuple[Facet, ...] = ()
    groups: tuple[Group, ...] = ()
    group_count: int = 0
    numbered: tuple[DocumentSummary, ...] = ()
    standings: Mapping[uuid.UUID, Standing] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    variants: tuple[Variant, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    longer: Longer | None = None
    places: Mapping[uuid.UUID, Mapping[str, int]] = field(default_factory=dict)
    said: Mapping[uuid.UUID, Said] = field(default_factory=dict)
    ranks: Mapping[uuid.UUID, int] = field(default_factory=dict)
    like: DocumentSummary | None = None
    claim: str = ""
    explanations: Mapping[uuid.UUID, Explanation] = field(default_factory=dict)
    why_not: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a query found. `rarity` gives the idf of every term of the query among the permitted passages.

    arms: what took part in the order, of "words", "meaning" and "reranked". failed: what was asked to and could not.
    survey: what else there is to tell, where a person searches.
    """

    query: str
    took_ms: float
    hits: list[Hit]
    lexemes: frozenset[str]
    rarity: dict[str, int]
    weights: dict[str, int]
    arms: tuple[str, ...] = (WORDS,)
    failed: tuple[str, ...] = ()
    survey: Survey | None = None

    def weight(self, lexeme: str) -> float:
        """What a word of the query counts for among the permitted passages. Pairs of characters only help to find."""
        share = PAIRS if lexeme.startswith("b:") else 1.0
        return share * self.rarity.get(lexeme, 0) * self.weights[lexeme]
