"""What a person held and holds, drawn: one line for each thing, one bar for each time it was held, all on one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

SCALE = 1000  # units across the drawing
BEFORE, AFTER = timedelta(days=30), timedelta(days=90)  # at least this much around today
LONGEST = timedelta(days=3 * 365)  # what began earlier is drawn from the edge
NARROWEST = 4  # units, so that a minute still shows
TICKS = 5
MONTHS = (1, 2, 3, 6, 12, 24, 60)


class Held(Protocol):
    """A fact as far as a drawing needs it."""

    @property
    def valid_from(self) -> datetime: ...
    @property
    def valid_to(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar begins and how long it is, in units, and whether the fact is "past", "now" or "to_come"."""

    left: int
    width: int
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month, and where it stands; `at` in units, `percent` for what is laid over the drawing."""

    at: int
    day: datetime

    @property
    def percent(self) -> str:
        return _percent(self.at)


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of time that a drawing shows."""

    begin: datetime
    end: datetime
    now: datetime

    def place(self, moment: datetime) -> int:
        """Where a moment stands, at the edge when it lies outside."""
        share = (moment - self.begin) / (self.end - self.begin)
        return round(min(1.0, max(0.0, share)) * SCALE)

    @property
    def today(self) -> int:
        return self.place(self.now)

    @property
    def today_percent(self) -> str:
        return _percent(self.today)

    def bar(self, fact: Held) -> Bar:
        left = min(self.place(fact.valid_from), SCALE - NARROWEST)
        right = self.place(fact.valid_to) if fact.valid_to else SCALE
        return Bar(left, max(NARROWEST, right - left), state_of(fact, self.now), fact.valid_to is None)

    def ticks(self) -> Sequence[Tick]:
        """At most five months' beginnings, evenly apart, none at the very edge where its name would be cut."""
        first = self.begin.year * 12 + self.begin.month
        last = self.end.year * 12 + self.end.month - 1
        apart = next((some for some in MONTHS if (last - first) // some < TICKS), MONTHS[-1])
        days = [_first_day(month, self.now) for month in range(first, last + 1) if month % apart == 0]
        placed = [Tick(self.place(day), day) for day in days]
        return [tick for tick in placed if SCALE * 0.01 < tick.at < SCALE * 0.92]


def _percent(place: int) -> str:
    return f"{place * 100 / SCALE:.1f}%"


def state_of(fact: Held, now: datetime) -> str:
    """Half open: a fact holds from the moment it begins until just before it ends."""
    if fact.valid_to is not None and fact.valid_to <= now:
        return "past"
    return "now" if fact.valid_from <= now else "to_come"


def axis_of(facts: Iterable[Held], now: datetime) -> Axis:
    """A scale on which all of these facts, today and some time around it can be seen."""
    known = list(facts)
    begin = min([now - BEFORE, *(fact.valid_from for fact in known)])
    end = max(
        [now + AFTER, *(fact.valid_to for fact in known if fact.valid_to), *(f.valid_from for f in known)]
    )
    begin, end = max(begin, now - LONGEST), min(end, now + LONGEST)
    margin = (end - begin) / 40
    return Axis(begin - margin, end + margin, now)


def _first_day(month: int, like: datetime) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=like.tzinfo or UTC)
