"""Where the bars of a person's timeline stand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaas.portal.administration.timeline import LONGEST, SCALE, axis_of, state_of

NOW = datetime(2026, 11, 22, 3, 50, tzinfo=UTC)
MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@dataclass(frozen=True)
class Fact:
    valid_from: datetime
    valid_to: datetime | None = None


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        (Fact(NOW), "now"),
        (Fact(NOW - timedelta(1), NOW), "past"),
        (Fact(NOW - timedelta(1), NOW + timedelta(seconds=1)), "now"),
        (Fact(NOW + timedelta(seconds=1)), "to_come"),
    ],
    ids=["begins", "has-ended", "about-to-end", "about-to-begin"],
)
def test_a_fact_holds_from_its_beginning_until_just_before_its_end(fact: Fact, state: str) -> None:
    assert state_of(fact, NOW) == state


def test_an_open_end_reaches_the_edge_and_a_minute_can_be_seen() -> None:
    long, short = Fact(NOW - timedelta(400)), Fact(NOW, NOW + timedelta(minutes=1))
    axis = axis_of([long, short], NOW)
    bar = axis.bar(long)
    assert (bar.is_open, bar.left + bar.width) == (True, SCALE)
    assert axis.bar(short).width >= 4
    assert 0 < axis.today < SCALE


def test_nobody_s_scale_is_drawn_too() -> None:
    axis = axis_of([], NOW)
    assert axis.begin < NOW < axis.end
    assert axis.ticks()


@given(st.lists(st.builds(Fact, MOMENTS, st.none() | MOMENTS), max_size=6))
def test_whatever_is_held_stays_inside_the_drawing(facts: list[Fact]) -> None:
    axis = axis_of(facts, NOW)
    assert axis.end - axis.begin <= 2.1 * LONGEST
    for bar in map(axis.bar, facts):
        assert 0 <= bar.left < bar.left + bar.width <= SCALE
    ticks = axis.ticks()
    assert len(ticks) <= 6
    assert [tick.at for tick in ticks] == sorted(tick.at for tick in ticks)
