"""The statistics by which times are compared, on series whose answer is known."""

import math
import random

import pytest

from tests.slow.differing import Difference, difference


def test_welch_and_ranks_are_those_of_the_textbooks() -> None:
    """Twenty values each, so that one is left out; then by hand: U = 361, t = 19 / sqrt(2 * 31.667 / 19)."""
    one, other = [float(n) for n in range(20)], [float(n + 19) for n in range(20)]
    found = difference(one, other)
    assert found.dominance == 1.0
    assert found.shift == pytest.approx(19 / 9)
    assert found.welch == pytest.approx(19 / math.sqrt(2 * (19 * 20 / 12) / 19))
    assert found.ranks == pytest.approx((361 - 361 / 2) / math.sqrt(361 / 12 * 39))
    assert found.is_certain


def test_the_same_differs_in_nothing() -> None:
    series = [1.0, 2.0, 2.0, 5.0, 9.0]
    assert difference(series, series) == Difference(0.0, 0.0, 0.0, 0.0)
    assert difference([3.0, 3.0], [3.0, 3.0]) == Difference(0.0, 0.0, 0.0, 0.0)


def test_a_tenth_more_is_seen_through_a_long_tail_and_chance_is_not() -> None:
    dice = random.Random(20261122)  # noqa: S311  # the same times every time

    def times(middle: float) -> list[float]:
        return [middle * dice.lognormvariate(0, 0.2) + 100 * (dice.random() < 0.02) for _ in range(400)]

    assert not difference(times(10), times(10)).is_certain
    more = difference(times(10), times(11))
    assert more.is_certain and more.ranks > 0 and 0.05 < more.shift < 0.15
    assert difference(times(11), times(10)).ranks < -4.5


def test_one_time_is_no_series() -> None:
    with pytest.raises(ValueError, match="two times"):
        difference([1.0], [1.0, 2.0])
