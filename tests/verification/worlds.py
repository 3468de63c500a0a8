"""Worlds made by chance: people, names, labels and facts, written straight into the tables as a superuser."""

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tests.oracle import Fact, Label, World
from tests.verification.logins import Raw

DAY = timedelta(days=1)
NAMED = {"compartments": "compartment", "tracks": "track", "reader_groups": "readergroup"}
# Days from now at which a fact begins and ends.
WINDOWS = [(-9, None), (-9, 9), (-9, -1), (1, None), (-3, 0), (0, None)]
ROLES = ["engineer", "counsel", "administrator", "auditor", "stranger"]
# Table, column of its content, and the list of the world it fills.
FACTS = (
    ("standing", "kind", "standings"),
    ("grant", "role", "grants"),
    ("clearance", "level", "clearances"),
    ("compartmentmembership", "compartment_id", "compartments"),
    ("trackmembership", "track_id", "tracks"),
    ("readergroupmembership", "reader_group_id", "reader_groups"),
    ("wall", "compartment_id", "walls"),
)


class Maker:
    """Draws one world from a seed and writes it."""

    def __init__(self, raw: Raw, seed: int) -> None:
        self.raw = raw
        self.dice = random.Random(seed)  # noqa: S311  # the same worlds every time
        self.seed = seed
        self.people = self._people(24)
        self.names = {which: self._names(table, 5) for which, table in NAMED.items()}
        self.labels(60)
        self.facts(now=self._now())

    def _now(self) -> datetime:
        row = self.raw.execute("select statement_timestamp()").fetchone()
        assert row is not None
        found: datetime = row[0]
        return found

    def _id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def _people(self, count: int) -> list[UUID]:
        people = [self._id() for _ in range(count)]
        self.raw.cursor().executemany(
            "insert into access_user (id, username, display_name, language, password, created_at)"
            " values (%s, %s, '', 'ja', '', now())",
            [(one, f"w{self.seed}-{number}") for number, one in enumerate(people)],
        )
        return people

    def _names(self, table: str, count: int) -> list[UUID]:
        made = [self._id() for _ in range(count)]
        self.raw.cursor().executemany(
            f"insert into access_{table} (id, slug, name) values (%s, %s, '')",
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
                [self._id()] if self.dice.random() < 0.05 else [],
            ]
            digest = hashlib.sha256(f"{self.seed}/{number}".encode()).digest()
            rows.append((digest, self.dice.randrange(5), *parts))
        self.raw.cursor().executemany(
            "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
            " values (%s, %s, %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[])",
            rows,
        )

    def facts(self, *, now: datetime) -> None:
        """Facts that hold, have ended, or have not begun; and more than one of a kind for a person."""
        rows: dict[str, list[tuple[object, ...]]] = {table: [] for table, _, _ in FACTS}
        for person in self.people:
            drawn: dict[str, list[object]] = {
                "standing": ["trained", *["active"] * (self.dice.random() < 0.93)],
                "grant": list(self.dice.choices(ROLES, (9, 3, 1, 1, 1), k=self.dice.choice([1, 2]))),
                "clearance": list(
                    self.dice.choices(range(5), (1, 2, 4, 4, 3), k=self.dice.choice([0, 1, 1, 1, 2]))
                ),
                "compartmentmembership": list(self._some(self.names["compartments"], (1, 2, 3, 3, 2, 2))),
                "trackmembership": list(self._some(self.names["tracks"], (1, 3, 3))),
                "readergroupmembership": list(self._some(self.names["reader_groups"], (1, 3, 3))),
                "wall": list(self._some(self.names["compartments"], (4, 3, 3))),
            }
            for table, _, _ in FACTS:
                rows[table] += [(self._id(), person, content, *self._window(now)) for content in drawn[table]]
        for table, column, _ in FACTS:
            more, value = (", reason", ", 'because'") if table == "wall" else ("", "")
            self.raw.cursor().executemany(
                f"insert into access_{table} (id, person_id, {column}, valid_from, valid_to, recorded_by{more})"
                f" values (%s, %s, %s, %s, %s, 'test'{value})",
                rows[table],
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
    return world
