"""Whether one series of times is longer than another: two statistics, and how much it is.

A long tail is what times have: the slowest twentieth of each series is left out before anything is compared, and ranks say
whether there is a difference at all (Mann and Whitney, with a correction for ties). Welch's t is told beside it.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, variance

CERTAIN = 4.5  # standard deviations; by chance alone once in 150,000 comparisons
SLOWEST = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """Of a second series from a first: in standard deviations, and as a share of the first."""

    ranks: float
    welch: float
    shift: float
    dominance: float

    @property
    def is_certain(self) -> bool:
        """Whether the ranks say that it is no chance."""
        return abs(self.ranks) > CERTAIN

    def __str__(self) -> str:
        return f"ranks {self.ranks:+.1f}, t {self.welch:+.1f}, medians {self.shift:+.1%}, dominance {self.dominance:+.2f}"


def difference(first: Sequence[float], second: Sequence[float]) -> Difference:
    """How the second series differs from the first; at least two times each."""
    one, other = _without_tail(first), _without_tail(second)
    middle = median(one)
    above = _above(one, other)
    return Difference(
        ranks=_rank_score(one, other, above),
        welch=_welch(one, other),
        shift=median(other) / middle - 1 if middle else 0.0,
        dominance=2 * above / (len(one) * len(other)) - 1,
    )


def _without_tail(series: Sequence[float]) -> list[float]:
    if len(series) < 2:
        raise ValueError("a series is two times at least")
    return sorted(series)[: max(2, math.ceil(len(series) * (1 - SLOWEST)))]


def _above(one: Sequence[float], other: Sequence[float]) -> float:
    """U: of all pairs, those in which the second is greater; equal ones count half."""
    ranked = _ranks([*one, *other])
    return sum(ranked[value] for value in other) - len(other) * (len(other) + 1) / 2


def _ranks(values: Sequence[float]) -> dict[float, float]:
    """The mean rank of each value."""
    found, begin = {}, 0
    for value, count in sorted(Counter(values).items()):
        found[value] = begin + (count + 1) / 2
        begin += count
    return found


def _rank_score(one: Sequence[float], other: Sequence[float], above: float) -> float:
    pairs, total = len(one) * len(other), len(one) + len(other)
    ties = sum(count**3 - count for count in Counter([*one, *other]).values())
    spread = pairs / 12 * (total + 1 - ties / (total * (total - 1)))
    return (above - pairs / 2) / math.sqrt(spread) if spread > 0 else 0.0


def _welch(one: Sequence[float], other: Sequence[float]) -> float:
    spread = variance(one) / len(one) + variance(other) / len(other)
    apart = fmean(other) - fmean(one)
    return apart / math.sqrt(spread) if spread else math.copysign(math.inf, apart) if apart else 0.0
