"""A person's facts as lines to read: one for each thing held, with all the times it was held."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from governance.access.changes import Kind
from governance.access.holdings import HeldFact
from kaas.portal.actors import person_name
from kaas.portal.administration.timeline import Axis, Bar, axis_of, state_of
from kaas.portal.administration.words import kind_words, value_words

ORDER = (
    Kind.STANDING,
    Kind.SECOND_FACTOR,
    Kind.GRANT,
    Kind.CLEARANCE,
    Kind.COMPARTMENT,
    Kind.TRACK,
    Kind.READER_GROUP,
    Kind.EXPORT_STATUS,
    Kind.OWNERSHIP,
    Kind.WALL,
)
STATES = ("now", "to_come", "past")


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One time that something was held. person: whose it is, where a page shows several people's."""

    fact: HeldFact
    state: str
    recorded_by: str
    person: str

    @property
    def can_end(self) -> bool:
        return self.state != "past"


@dataclass(frozen=True, slots=True)
class Line:
    """A thing with every time it was held, and whether it is held now, is to come, or is past."""

    name: str
    code: str
    state: str
    is_wall: bool
    bars: Sequence[Bar]
    facts: Sequence[ShownFact]


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one kind."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Sections on one scale of time."""

    axis: Axis
    sections: Sequence[Section]


def drawing_of(facts: Sequence[HeldFact], now: datetime, people: Mapping[str, str]) -> Drawing:
    """What a person holds and held. people: names by id, for who recorded."""
    axis = axis_of(facts, now)
    found = []
    for kind in ORDER:
        own = sorted((fact for fact in facts if fact.kind == kind), key=_thing)
        if own:
            lines = [_line(list(some), axis, people) for _, some in groupby(own, key=_thing)]
            found.append(Section(kind_words(kind), sorted(lines, key=_place)))
    return Drawing(axis, found)


def shown(facts: Iterable[HeldFact], now: datetime, people: Mapping[str, str]) -> list[ShownFact]:
    """Facts of several people, those in force first. people: names by id."""
    found = [
        ShownFact(fact, state_of(fact, now), person_name(fact.recorded_by, people), _who(fact, people))
        for fact in facts
    ]
    return sorted(found, key=lambda one: (STATES.index(one.state), one.person))


def _who(fact: HeldFact, people: Mapping[str, str]) -> str:
    return people.get(str(fact.person_id), str(fact.person_id))


def _thing(fact: HeldFact) -> tuple[str, str]:
    return (fact.value, str(fact.target_id or ""))


def _line(facts: list[HeldFact], axis: Axis, people: Mapping[str, str]) -> Line:
    times = shown(facts, axis.now, people)
    first = facts[0]
    name = value_words(first.kind, first.value, first.called)
    return Line(
        name=name,
        code=first.value if first.value != name and first.target_id else "",
        state=times[0].state,
        is_wall=first.kind == Kind.WALL,
        bars=[axis.bar(fact) for fact in facts],
        facts=times,
    )


def _place(line: Line) -> tuple[int, str]:
    return (STATES.index(line.state), line.code or line.name)
