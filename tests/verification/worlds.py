"""Worlds made by chance: people, names, labels and facts, written straight into the tables as a superuser."""

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tests.oracle import Emergency, Fact, Label, Licence, Session, World
from tests.verification.logins import Raw

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NAMED = {
    "compartments": "compartment",
    "tracks": "track",
    "reader_groups": "readergroup",
    "export_tags": "exporttag",
}
# Days from now at which a fact begins and ends.
WINDOWS = [(-9, None), (-9, 9), (-9, -1), (1, None), (-3, 0), (0, None)]
# Hours from now at which an emergency access was opened, expires, and was ended by hand.
EMERGENCIES = [(-1, 3, None), (-1, 3, 1), (-2, 2, -1), (-5, -1, None), (0, 4, None), (-4, 0, None)]
ROLES = ["engineer", "counsel", "administrator", "auditor", "security", "stranger"]
STANDING = ["active", "acknowledged", "trained"]
STATUSES = ["resident", "specified", "visitor"]
PLACES = ["tokyo", "suzhou"]
# Table, column of its content, and the list of the world it fills.
FACTS = (
    ("standing", "kind", "standings"),
    ("grant", "role", "grants"),
    ("clearance", "level", "clearances"),
    ("compartmentmembership", "compartment_id", "compartments"),
    ("trackmembership", "track_id", "tracks"),
    ("readergroupmembership", "reader_group_id", "reader_groups"),
    ("wall", "compartment_id", "walls"),
    ("exportstatus", "status", "statuses"),
)


class Maker:
    """Draws one world from a seed and writes it."""

    def __init__(self, raw: Raw, seed: int, *, people: int = 24, labels: int = 60) -> None:
        self.raw = raw
        self.dice = random.Random(seed)  # noqa: S311  # the same worlds every time
        self.seed = seed
        self.people = self._people(people)
        self.names = {which: self._names(table, 5) for which, table in NAMED.items()}
        self.labels(labels)
        self.facts(now=self._now())

    def _now(self) -> datetime:
        row = self.raw.execute("select statement_timestamp()").fetchone()
        assert row is not None
        found: datetime = row[0]
        return found

    def _id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def _people(self, count: int, *, begin: int = 0) -> list[UUID]:
        people = [self._id() for _ in range(count)]
        self.raw.cursor().executemany(
            "insert into access_user (id, username, display_name, language, password, created_at)"
            " values (%s, %s, '', 'ja', '', now())",
            [(one, f"w{self.seed}-{number}") for number, one in enumerate(people, begin)],
        )
        return people

    def _names(self, table: str, count: int) -> list[UUID]:
        made = [self._id() for _ in range(count)]
        more, value = (
            (", regime, code, status, reviewer", ", 'EAR', '3A090', '', ''")
            if table == "exporttag"
            else ("", "")
        )
        self.raw.cursor().executemany(
            f"insert into access_{table} (id, slug, name{more}) values (%s, %s, ''{value})",
            [(one, f"{table}-{self.seed}-{n}") for n, one in enumerate(made)],
        )
        return made

    def _some(self, among: Sequence[UUID], weights: tuple[int, ...]) -> list[UUID]:
        count = self.dice.choices(range(len(weights)), weights)[0]
        return self.dice.sample(among, count)

    def labels(self, count: int) -> None:
        """Labels of every shape, the empty one and one with an export tag among them."""
        rows = []
        for number in range(count):
            parts = [
                self._some(self.names["compartments"], (4, 4, 2, 1)),
                self._some(self.names["tracks"], (4, 3, 2)),
                self._some(self.names["reader_groups"], (5, 2, 2)),
                self._tags(),
            ]
            digest = hashlib.sha256(f"{self.seed}/{number}".encode()).digest()
            rows.append((digest, self.dice.randrange(5), *parts))
        self.raw.cursor().executemany(
            "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
            " values (%s, %s, %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[])",
            rows,
        )

    def _tags(self) -> list[UUID]:
        """Export tags of a label; now and then one that is in no table."""
        unheard_of = [self._id()] if self.dice.random() < 0.02 else []
        return unheard_of + self._some(self.names["export_tags"], (10, 3, 1))

    def facts(self, *, now: datetime) -> None:
        """Facts that hold, have ended, or have not begun; and more than one of a kind for a person."""
        rows: dict[str, list[tuple[object, ...]]] = {table: [] for table, _, _ in FACTS}
        for person in self.people:
            drawn: dict[str, list[object]] = {
                "standing": [kind for kind in STANDING if self.dice.random() < 0.98],
                "grant": list(self.dice.choices(ROLES, (9, 3, 1, 1, 1, 1), k=self.dice.choice([1, 2]))),
                "clearance": list(
                    self.dice.choices(range(5), (1, 2, 4, 4, 3), k=self.dice.choice([0, 1, 1, 1, 2]))
                ),
                "compartmentmembership": list(self._some(self.names["compartments"], (1, 2, 3, 3, 2, 2))),
                "trackmembership": list(self._some(self.names["tracks"], (1, 3, 3))),
                "readergroupmembership": list(self._some(self.names["reader_groups"], (1, 3, 3))),
                "wall": list(self._some(self.names["compartments"], (4, 3, 3))),
                "exportstatus": self.dice.sample(STATUSES, self.dice.choice([0, 1, 1, 1, 2])),
            }
            for table, _, _ in FACTS:
                steady = table == "standing" and self.dice.random() < 0.9
                rows[table] += [
                    (self._id(), person, content, *((now - DAY, None) if steady else self._window(now)))
                    for content in drawn[table]
                ]
        for table, column, _ in FACTS:
            more, value = (", reason", ", 'because'") if table == "wall" else ("", "")
            self.raw.cursor().executemany(
                f"insert into access_{table} (id, person_id, {column}, valid_from, valid_to, recorded_by{more})"
                f" values (%s, %s, %s, %s, %s, 'test'{value})",
                rows[table],
            )
        self._licences(now)
        self._emergencies(now)

    def _licences(self, now: datetime) -> None:
        """For each tag none, one or several: for anybody or people of a status, anywhere or at a place."""
        rows = [
            (
                self._id(),
                tag,
                self.dice.choice(["", *STATUSES]),
                self.dice.choice(["", "", *PLACES]),
                *self._window(now),
            )
            for tag in self.names["export_tags"]
            for _ in range(self.dice.choice([0, 1, 2, 3]))
        ]
        self.raw.cursor().executemany(
            "insert into access_exportlicence (id, tag_id, person_status, place, valid_from, valid_to, recorded_by)"
            " values (%s, %s, %s, %s, %s, %s, 'test')",
            rows,
        )

    def _emergencies(self, now: datetime) -> None:
        """Of people most of whom may open one; of some no longer, or not yet."""
        rows, guards = [], []
        for person in self.people:
            if self.dice.random() < 0.8:
                guards.append((self._id(), person, *self._window(now)))
            for compartment in self._some(self.names["compartments"], (6, 3, 1)):
                opened, expires, ended = self.dice.choice(EMERGENCIES)
                term = (
                    now + opened * HOUR,
                    now + expires * HOUR,
                    None if ended is None else now + ended * HOUR,
                )
                rows.append((self._id(), person, compartment, *term))
        self.raw.cursor().executemany(
            "insert into access_emergency (id, person_id, compartment_id, reason, opened_at, expires_at, ended_at)"
            " values (%s, %s, %s, 'a leak', %s, %s, %s)",
            rows,
        )
        self.raw.cursor().executemany(
            "insert into access_grant (id, person_id, role, valid_from, valid_to, recorded_by)"
            " values (%s, %s, 'security', %s, %s, 'test')",
            guards,
        )

    def _window(self, now: datetime) -> tuple[datetime, datetime | None]:
        begins, ends = self.dice.choices(WINDOWS, (70, 10, 8, 6, 3, 3))[0]
        return now + begins * DAY, None if ends is None else now + ends * DAY


def read_world(raw: Raw) -> World:
    """Every row of the access tables, as the oracle takes them."""
    world = World()
    matrix: dict[str, set[str]] = {}
    for role, permission in raw.execute("select role, permission from access_rolepermission").fetchall():
        matrix.setdefault(role, set()).add(permission)
    world.matrix = {role: frozenset(held) for role, held in matrix.items()}
    labels = raw.execute(
        "select id, level, compartments, tracks, reader_groups, export_tags from access_label"
    ).fetchall()
    world.labels = [Label(number, level, *map(frozenset, parts)) for number, level, *parts in labels]
    for table, column, which in FACTS:
        rows = raw.execute(f"select person_id, {column}, valid_from, valid_to from access_{table}").fetchall()
        getattr(world, which).extend(Fact(*row) for row in rows)
    licences = raw.execute(
        "select tag_id, person_status, place, valid_from, valid_to from access_exportlicence"
    )
    world.licences = [Licence(*row) for row in licences.fetchall()]
    emergencies = raw.execute(
        "select person_id, compartment_id, opened_at, expires_at, ended_at from access_emergency"
    )
    world.emergencies = [Emergency(*row) for row in emergencies.fetchall()]
    return world


def read_session(raw: Raw, number: UUID) -> Session:
    """A session as it stands in its row."""
    row = raw.execute(
        "select person_id, expires_at, ended_at, key_scopes, factor_level, place from access_session where id = %s",
        [number],
    ).fetchone()
    assert row is not None
    person, expires_at, ended_at, scopes, factor_level, place = row
    return Session(
        person, expires_at, ended_at, None if scopes is None else frozenset(scopes), factor_level, place
    )
