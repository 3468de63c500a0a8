"""Who may read what, millions of times: the database against the oracle, in worlds made by chance, through real logins.

`KAAS_DECISIONS` names how many decisions are to be compared at least, however long that takes: 1000000000, say. What
earlier runs compared counts, so it may take several.
"""

import os
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import EMPTY, Server
from tests.oracle import Session, World
from tests.slow.budget import Turn, turn
from tests.slow.crowds import Crowd
from tests.slow.databases import drop
from tests.verification.logins import Raw, identify
from tests.verification.worlds import PLACES, read_session, read_world

pytestmark = pytest.mark.slow

AT_LEAST = int(os.environ.get("KAAS_DECISIONS") or 0)
TIMES = 3  # that everybody is asked about in one world
SCOPES = ["document:read", "question:ask", "trail:read", "answer:read_own"]
ASKED = "select statement_timestamp(), permitted_labels(), array(select id from access_label)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as it stands in its row."""

    id: uuid.UUID
    session: Session


def test_the_database_decides_as_the_oracle_does(server: Server, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), turn("decisions") as share:
        for seed in share.rounds(at_least=AT_LEAST):
            database = server.fresh(EMPTY)
            try:
                with server.superuser(database) as root, server.login("app", database) as app:
                    compare(share, seed, root, app)
            finally:
                drop(server, database)
        assert share.figures["refused"] and share.figures["readable"]


def compare(share: Turn, seed: int, root: Raw, app: Raw) -> None:
    """Ask about everybody in one world, again and again, in an order of its own each time."""
    crowd = Crowd(root, seed)
    world = read_world(root)
    entries = [enter(root, person, crowd.dice) for person in crowd.people]
    for _ in range(TIMES):
        crowd.dice.shuffle(entries)
        for entry in entries:
            permitted, at = decided(app, root, entry, world)
            expected = world.permitted(entry.session, at)
            assert permitted == expected, (seed, entry, sorted(permitted ^ expected))
            share.count(
                decisions=len(world.labels),
                readable=len(permitted),
                refused=len(world.labels) - len(permitted),
            )
    share.count(worlds=1, people=len(entries))


def enter(root: Raw, person: uuid.UUID, dice: random.Random) -> Entry:
    """Sign a person in, now and then by a key, and now and then in a session that is over or about to end."""
    found = root.execute("select clock_timestamp()").fetchone()
    assert found is not None
    now: datetime = found[0]
    by_key = dice.random() < 0.2
    scopes = frozenset(dice.sample(SCOPES, dice.randint(0, 3))) if by_key else None
    expires = now + dice.choices([timedelta(1), timedelta(seconds=2), timedelta(-1)], (18, 1, 1))[0]
    ended = now - timedelta(seconds=1) if dice.random() < 0.05 else None
    factor_level, place = dice.choice([1, 2]), dice.choice(["", "nowhere", *PLACES])
    number = uuid.UUID(int=dice.getrandbits(128), version=4)
    root.execute(
        "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, key_digest, key_scopes,"
        " expires_at, ended_at) values (%s, %s, %s, %s, %s, '', '', %s, %s, %s, %s)",
        [
            number,
            person,
            "key" if by_key else "password",
            factor_level,
            place,
            number.bytes if by_key else None,
            sorted(scopes) if scopes is not None else None,
            expires,
            ended,
        ],
    )
    return Entry(number, read_session(root, number))


def decided(app: Raw, root: Raw, entry: Entry, world: World) -> tuple[set[int], datetime]:
    """What the database lets the session read, and when it said so; the function and row security must agree.

    Who is not identified reads nothing, and must be nobody to the oracle as well, just before or just after.
    """
    before = clock(root)
    try:
        identify(app, entry.id)
        row = app.execute(ASKED).fetchone()
    except psycopg.errors.InvalidAuthorizationSpecification:
        app.rollback()
        nobody = [at for at in (before, clock(root)) if not lives(world, entry.session, at)]
        assert nobody, entry
        return set(), nobody[0]
    app.rollback()
    assert row is not None
    assert set(row[1]) == set(row[2])
    return set(row[1]), row[0]


def lives(world: World, session: Session, at: datetime) -> bool:
    """Whether the session can act at all: it is not over, and its person is active."""
    over = session.ended_at is not None or session.expires_at <= at
    return not over and any(
        f.person == session.person and f.content == "active" and f.holds(at) for f in world.standings
    )


def clock(root: Raw) -> datetime:
    found = root.execute("select clock_timestamp()").fetchone()
    assert found is not None
    now: datetime = found[0]
    return now
