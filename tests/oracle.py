"""The decision about reading, a second time: plain Python over sets, from the rows of the access tables. No SQL.

Written from the text of the design and not from the database's function, so that the two can disagree. A reader needs the
level, every compartment, any one of the tracks and any one of the reader groups (none listed: none asked for). A wall
around any compartment of a label excludes, whatever else is true. Nobody reads who is not active, whose session is over, or
whose roles, within the scopes of their key, do not include reading documents. A fact holds from `valid_from` to just
before `valid_to`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

READING = "document:read"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of a person for a time: `content` is a level, a role, or the id of what they belong to."""

    person: UUID
    content: object
    valid_from: datetime
    valid_to: datetime | None

    def holds(self, person: UUID, at: datetime) -> bool:
        return (
            self.person == person and self.valid_from <= at and (self.valid_to is None or at < self.valid_to)
        )


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

    def permissions(self, session: Session, at: datetime) -> set[str]:
        """What the person of a session may do."""
        ended = session.ended_at is not None or session.expires_at <= at
        if ended or "active" not in _true(self.standings, session.person, at):
            return set()
        held = {p for role in _true(self.grants, session.person, at) for p in self.matrix.get(str(role), ())}
        return held if session.key_scopes is None else held & session.key_scopes

    def permitted(self, session: Session, at: datetime) -> set[int]:
        """The labels that the person of a session may read."""
        if READING not in self.permissions(session, at):
            return set()
        person = session.person
        cleared = [level for level in _true(self.clearances, person, at) if isinstance(level, int)]
        known = _true(self.compartments, person, at)
        walled = _true(self.walls, person, at)
        tracks, groups = _true(self.tracks, person, at), _true(self.reader_groups, person, at)
        return {
            label.id
            for label in self.labels
            if any(label.level <= level for level in cleared)
            and all(compartment in known and compartment not in walled for compartment in label.compartments)
            and _any_of(label.tracks, tracks)
            and _any_of(label.reader_groups, groups)
            and not label.export_tags
        }

    def derived(self, session: Session, at: datetime, *, owner: UUID, label_ids: Iterable[int]) -> bool:
        """Whether the person may read something derived that is their own: while every label it rests on is permitted."""
        labels = set(label_ids)
        return owner == session.person and bool(labels) and labels <= self.permitted(session, at)


def _true(facts: Iterable[Fact], person: UUID, at: datetime) -> set[object]:
    return {fact.content for fact in facts if fact.holds(person, at)}


def _any_of(asked: frozenset[UUID], held: set[object]) -> bool:
    return not asked or any(one in held for one in asked)
