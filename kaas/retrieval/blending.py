"""Two rankings become one: a convex blend of their scores, each stretched from its worst to its best.

Never by rank: where one arm is much better than the other, reciprocal ranks give away half of that (ADR 0013). The stretching
knows nothing but the passages that were found, so what is hidden has no part in it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

Scored = Sequence[tuple[uuid.UUID, float]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, by words, by meaning or by both. `score` orders; the other two are what the arms gave."""

    passage: uuid.UUID
    score: float
    lexical: float | None = None
    similarity: float | None = None


def stretch(scores: Sequence[float]) -> list[float]:
    """The scores from 0, the worst, to 1, the best; where all are equal, all are best."""
    worst, best = min(scores, default=0.0), max(scores, default=0.0)
    return [(score - worst) / (best - worst) if best > worst else 1.0 for score in scores]


def blend(words: Scored, near: Scored, *, weight: float, floor: float) -> list[Candidate]:
    """Both rankings as one, best first; `weight` is the share of the second.

    What one arm did not find counts there as its worst. What shares no word with the query must reach `floor` in similarity.
    Equal scores keep the order of the words, then that of meaning.
    """
    lexical, similarity = dict(words), dict(near)
    of_words = dict(zip(lexical, stretch(list(lexical.values())), strict=True))
    of_meaning = dict(zip(similarity, stretch(list(similarity.values())), strict=True))
    found = [
        key for key in dict.fromkeys([*lexical, *similarity]) if key in lexical or similarity[key] >= floor
    ]
    blended = [
        Candidate(
            key,
            (1 - weight) * of_words.get(key, 0.0) + weight * of_meaning.get(key, 0.0),
            lexical.get(key),
            similarity.get(key),
        )
        for key in found
    ]
    return sorted(blended, key=lambda one: -one.score)
