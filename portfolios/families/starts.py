"""From which day the terms of a family run: the earliest filing date that the law of an office carries from earlier
applications into later ones. Every application and every link is passed once for each law.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portfolios.families.application import Application, Link, LinkKind
from portfolios.families.term_rules import CARRIES_FILING_DATE

_MOST_NAMED = 20  # facts missing that are named one by one


@dataclass(frozen=True, slots=True)
class Start:
    """The day and the application it is of, None and "" where none is known; `missing` may still move it."""

    day: date | None
    number: str
    missing: tuple[str, ...]


class _Reached(NamedTuple):
    """What is found from an application on, over every generation; the sets have a bit for each number."""

    first: tuple[date, str] | None
    undated: int
    told: int
    unrecorded: int


class Starts:
    """The starts of applications that are looked up among each other."""

    def __init__(self, applications: Iterable[Application]) -> None:
        self._held = {one.application_number: one for one in applications}
        linked = (link.number for one in self._held.values() for link in one.links)
        self._names = sorted({*self._held, *linked})
        self._bits = {name: 1 << place for place, name in enumerate(self._names)}
        self._reached: dict[frozenset[LinkKind], dict[str, _Reached]] = {}

    def of(self, application_number: str) -> Start:
        """The start of an application that is held."""
        office = self._held[application_number].office
        kinds, _ = CARRIES_FILING_DATE.get(office, (frozenset[LinkKind](), ""))
        known = self._reached.setdefault(kinds, {})
        if application_number not in known:
            self._walk(application_number, kinds, known)
        reached = known[application_number]
        day, number = reached.first or (None, "")
        return Start(day, number, tuple(self._missing(reached)))

    def _walk(self, number: str, kinds: frozenset[LinkKind], known: dict[str, _Reached]) -> None:
        """Tarjan's walk: what goes round in a circle is reached from everywhere in it alike."""
        entered: dict[str, int] = {}
        lowest: dict[str, int] = {}
        open_ones: list[str] = []
        way: list[tuple[str, Iterator[str]]] = []

        def enter(one: str) -> None:
            entered[one] = lowest[one] = len(entered)
            open_ones.append(one)
            way.append((one, (link.number for link in self._links(one, kinds))))

        enter(number)
        while way:
            one, further = way[-1]
            following = next((other for other in further if other not in known), None)
            if following is not None and following not in entered:
                enter(following)
            elif following is not None:
                lowest[one] = min(lowest[one], entered[following])
            else:
                way.pop()
                if way:
                    lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[one])
                if lowest[one] == entered[one]:
                    circle = _taken(open_ones, one)
                    known.update(dict.fromkeys(circle, self._joined(circle, kinds, known)))

    def _links(self, number: str, kinds: frozenset[LinkKind]) -> list[Link]:
        one = self._held.get(number)
        return [link for link in one.links if link.is_active and link.kind in kinds] if one else []

    def _joined(self, circle: list[str], kinds: frozenset[LinkKind], known: dict[str, _Reached]) -> _Reached:
        found = [self._own(number, kinds) for number in circle]
        linked = {link.number for number in circle for link in self._links(number, kinds)}
        found += [known[number] for number in linked if number in known]
        undated = told = unrecorded = 0
        for one in found:
            undated, told, unrecorded = undated | one.undated, told | one.told, unrecorded | one.unrecorded
        return _Reached(
            min((one.first for one in found if one.first), default=None), undated, told, unrecorded
        )

    def _own(self, number: str, kinds: frozenset[LinkKind]) -> _Reached:
        """What an application says itself, and what its links say of the day of one whose record does not."""
        one, bit = self._held.get(number), self._bits[number]
        days = [(one.filing_date, number)] if one and one.filing_date else []
        told = 0
        for link in self._links(number, kinds):
            if link.filing_date and not self._is_dated(link.number):
                days.append((link.filing_date, link.number))
                told |= self._bits[link.number]
        return _Reached(
            min(days, default=None), 0 if self._is_dated(number) else bit, told, 0 if one else bit
        )

    def _is_dated(self, number: str) -> bool:
        one = self._held.get(number)
        return bool(one and one.filing_date)

    def _missing(self, reached: _Reached) -> Iterator[str]:
        undated = reached.undated & ~reached.told
        yield from (f"filing date of {name}" for name in self._named(undated))
        yield from (
            f"record of {name}, which may rest on an earlier application"
            for name in self._named(reached.unrecorded)
        )
        more = sum(max(0, some.bit_count() - _MOST_NAMED) for some in (undated, reached.unrecorded))
        if more:
            yield f"{more} more filing dates or records of earlier applications"

    def _named(self, some: int) -> Iterator[str]:
        for _ in range(_MOST_NAMED):
            if not some:
                return
            lowest = some & -some
            some ^= lowest
            yield self._names[lowest.bit_length() - 1]


def _taken(names: list[str], first: str) -> list[str]:
    """The last names from `first` on, taken off the end."""
    taken: list[str] = []
    while not taken or taken[-1] != first:
        taken.append(names.pop())
    return taken
