"""The decision about reading, a second time: plain Python over sets, from the rows of the access tables. No SQL.

Written from the text of the design and not from the database's function, so that the two can disagree. Twelve things must
hold together, in the order of `CONJUNCTS`; what fails first is what the trail is told. A reader needs the level, every
compartment, any one of the tracks and any one of the reader groups (none listed: none asked for), a licence for every
export tag, and two factors for the highest level. A wall around any compartment of a label excludes, whatever else is
true. An emergency access stands in for role, level and membership of one compartment, and for nothing else: a key without
the scope for reading reads nothing by it. It is in force while its person holds access:break_glass. Whatever has a term
holds from its first moment to just before its last.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

READING = "document:read"
BREAKING_GLASS = "access:break_glass"
RESTRICTED = 4
FACTORS_FOR_RESTRICTED = 2
ANY = ""  # of a licence: whatever the status of the person, or wherever the session is
CONJUNCTS = (
    "session",
    "active",
    "acknowledged",
    "trained",
    "role",
    "clearance",
    "compartments",
    "tracks",
    "reader_groups",
    "walls",
    "export",
    "factor",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of a person for a time: `content` is a level, a role, or the id of what they belong to."""

    person: UUID
    content: object
    valid_from: datetime
    valid_to: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class Licence:
    """Who may read what bears an export tag: people of a status (or `ANY`), at a place (or `ANY`), for a time."""

    tag: UUID
    person_status: str
    place: str
    valid_from: datetime
    valid_to: datetime | None

    def covers(self, statuses: set[object], place: str, at: datetime) -> bool:
        in_force = self.valid_from <= at and (self.valid_to is None or at < self.valid_to)
        for_them = self.person_status == ANY or self.person_status in statuses
        return in_force and for_them and self.place in (ANY, place)


@dataclass(frozen=True, slots=True)
class Emergency:
    """One person's access to one compartment, opened for a reason and ended early or by itself."""

    person: UUID
    compartment: UUID
    opened_at: datetime
    expires_at: datetime
    ended_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.opened_at <= at < self.expires_at and (self.ended_at is None or at < self.ended_at)


@dataclass(frozen=True, slots=True)
class Label:
    """An access class, as it stands in its row."""

    id: int
    level: int
    compartments: frozenset[UUID] = frozenset()
    tracks: frozenset[UUID] = frozenset()
    reader_groups: frozenset[UUID] = frozenset()
    export_tags: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Session:
    """What a person signed in with."""

    person: UUID
    expires_at: datetime
    ended_at: datetime | None = None
    key_scopes: frozenset[str] | None = None
    factor_level: int = 1
    place: str = ""


@dataclass(slots=True)
class World:
    """The rows of the access tables. `matrix` maps a role to what it may do."""

    labels: list[Label] = field(default_factory=list)
    matrix: Mapping[str, frozenset[str]] = field(default_factory=dict)
    standings: list[Fact] = field(default_factory=list)
    grants: list[Fact] = field(default_factory=list)
    clearances: list[Fact] = field(default_factory=list)
    compartments: list[Fact] = field(default_factory=list)
    tracks: list[Fact] = field(default_factory=list)
    reader_groups: list[Fact] = field(default_factory=list)
    walls: list[Fact] = field(default_factory=list)
    statuses: list[Fact] = field(default_factory=list)
    licences: list[Licence] = field(default_factory=list)
    emergencies: list[Emergency] = field(default_factory=list)

    def permissions(self, session: Session, at: datetime) -> set[str]:
        """What a person's roles let the session do; and who is in an emergency may at least ask to read."""
        reader = Reader.of(self, session, at)
        if not (reader.has_session and "active" in reader.standing):
            return set()
        reading = {READING} & reader.scoped if reader.emergencies else set()
        return (reader.permissions & reader.scoped) | reading

    def permitted(self, session: Session, at: datetime) -> set[int]:
        """The labels that the person of a session may read."""
        reader = Reader.of(self, session, at)
        if not (reader.has_session and reader.standing >= {"active", "acknowledged", "trained"}):
            return set()
        return {label.id for label in self.labels if not reader.first_failing(label)}

    def first_failing(self, session: Session, label: Label, at: datetime) -> str:
        """The name of the first conjunct that does not hold, "" where all do."""
        return Reader.of(self, session, at).first_failing(label)

    def derived(self, session: Session, at: datetime, *, owner: UUID, label_ids: Iterable[int]) -> bool:
        """Whether the person may read something derived that is their own: while every label it rests on is permitted."""
        labels = set(label_ids)
        return owner == session.person and bool(labels) and labels <= self.permitted(session, at)


@dataclass(slots=True)
class Reader:
    """A person in a session at one moment: everything that is true of them then."""

    has_session: bool
    standing: set[object]
    permissions: set[str]
    scoped: AbstractSet[str]
    level: int
    compartments: set[object]
    tracks: set[object]
    reader_groups: set[object]
    walled: set[object]
    emergencies: set[object]
    licensed: set[UUID]
    factor_level: int

    @classmethod
    def of(cls, world: World, session: Session, at: datetime) -> "Reader":
        def true(facts: Iterable[Fact]) -> set[object]:
            return {fact.content for fact in facts if fact.person == session.person and fact.holds(at)}

        held = {p for role in true(world.grants) for p in world.matrix.get(str(role), ())}
        statuses = true(world.statuses)
        return cls(
            has_session=at < session.expires_at and (session.ended_at is None or at < session.ended_at),
            standing=true(world.standings),
            permissions=held,
            scoped=held | {READING} if session.key_scopes is None else session.key_scopes,
            level=max((level for level in true(world.clearances) if isinstance(level, int)), default=-1),
            compartments=true(world.compartments),
            tracks=true(world.tracks),
            reader_groups=true(world.reader_groups),
            walled=true(world.walls),
            emergencies={
                e.compartment
                for e in world.emergencies
                if e.person == session.person and e.holds(at) and BREAKING_GLASS in held
            },
            licensed={one.tag for one in world.licences if one.covers(statuses, session.place, at)},
            factor_level=session.factor_level,
        )

    def first_failing(self, label: Label) -> str:
        """The name of the first conjunct that does not hold for a label, "" where all do."""
        for name, holds in self.verdicts(label):
            if not holds:
                return name
        return ""

    def verdicts(self, label: Label) -> Iterator[tuple[str, bool]]:
        """Each conjunct and whether it holds for a label, in the order in which they are looked at."""
        in_emergency = not self.emergencies.isdisjoint(label.compartments)
        yield "session", self.has_session
        yield "active", "active" in self.standing
        yield "acknowledged", "acknowledged" in self.standing
        yield "trained", "trained" in self.standing
        yield "role", READING in self.scoped and (READING in self.permissions or in_emergency)
        yield "clearance", self.level >= label.level or in_emergency
        yield "compartments", all(c in self.compartments or c in self.emergencies for c in label.compartments)
        yield "tracks", not label.tracks or not self.tracks.isdisjoint(label.tracks)
        yield (
            "reader_groups",
            not label.reader_groups or not self.reader_groups.isdisjoint(label.reader_groups),
        )
        yield "walls", self.walled.isdisjoint(label.compartments)
        yield "export", label.export_tags <= self.licensed
        yield "factor", label.level < RESTRICTED or self.factor_level >= FACTORS_FOR_RESTRICTED
