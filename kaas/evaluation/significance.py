"""Whether two runs over the same questions differ by more than chance: paired, question by question. Plain Python.

p: paired randomisation (Fisher 1935; Smucker, Allan and Carterette 2007): how often a difference as large comes about where
the sign of each question's difference is thrown by a coin. Interval: percentile bootstrap over questions (Efron 1979). Both
by chance that is the same for the same figures.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ROUNDS: Final = 10_000  # of signs
RESAMPLES: Final = 2_000
SEED: Final = 20_261_122
LEAST: Final = 1e-9  # below it two figures are equal
OUTSIDE: Final = 0.025  # on each side of the interval


@dataclass(frozen=True, slots=True)
class Difference:
    """The later run less the earlier one. low, high: 95 of 100 such differences lie between. better, worse: questions, those
    that differ most first.
    """

    questions: int
    earlier: float
    later: float
    low: float
    high: float
    p: float
    better: tuple[str, ...]
    worse: tuple[str, ...]

    @property
    def by(self) -> float:
        """How much the mean went up."""
        return self.later - self.earlier


def compare(earlier: Mapping[str, float], later: Mapping[str, float]) -> Difference:
    """Two figures of the same questions, question -> figure. Raises ValueError where the questions are others, or none."""
    if not earlier or earlier.keys() != later.keys():
        raise ValueError("not the same questions")
    questions = sorted(earlier)
    differences = [later[one] - earlier[one] for one in questions]
    moved = [one for one in differences if abs(one) > LEAST]
    low, high = _interval(differences)
    changed = sorted(zip(differences, questions, strict=True), key=lambda one: (-abs(one[0]), one[1]))
    return Difference(
        questions=len(questions),
        earlier=sum(earlier[one] for one in questions) / len(questions),
        later=sum(later[one] for one in questions) / len(questions),
        low=low,
        high=high,
        p=_chance(moved),
        better=tuple(question for by, question in changed if by > LEAST),
        worse=tuple(question for by, question in changed if by < -LEAST),
    )


def _chance(moved: list[float]) -> float:
    """What does not move has no part: its sign is no sign."""
    if not moved:
        return 1.0
    chance, seen = random.Random(SEED), abs(sum(moved))  # noqa: S311  # chance that is always the same
    whole = sum(moved)
    as_large = 0
    for _ in range(ROUNDS):
        bits = chance.getrandbits(len(moved))
        turned = sum(one for at, one in enumerate(moved) if bits >> at & 1)
        as_large += abs(whole - 2 * turned) >= seen - LEAST
    return (as_large + 1) / (ROUNDS + 1)


def _interval(differences: list[float]) -> tuple[float, float]:
    chance, count = random.Random(SEED), len(differences)  # noqa: S311
    means = sorted(sum(chance.choices(differences, k=count)) / count for _ in range(RESAMPLES))
    outside = round(OUTSIDE * RESAMPLES)
    return means[outside], means[-outside - 1]
