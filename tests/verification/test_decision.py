"""Who may read what: the database against the oracle, in worlds made by chance, through the application's own login."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from governance.access.scopes import prove
from tests.databases import Server
from tests.oracle import CONJUNCTS, Emergency, Fact, Label, Licence, Reader, Session, World
from tests.verification.logins import Raw, attempt, identify
from tests.verification.worlds import FACTS, Maker, read_session, read_world

WORLDS, PEOPLE, LABELS = 4, 84, 170
MIN_DECISIONS = 200_000
FACT_CHANGED = "23514"
ADDED_ONLY = "42501"


@pytest.fixture(scope="module")
def root(server: Server, bare: str) -> Iterator[Raw]:
    with server.superuser(bare) as raw:
        yield raw


@pytest.fixture(scope="module")
def worlds(root: Raw) -> list[Maker]:
    """All the worlds in one database, and one passage under each label."""
    made = [Maker(root, seed, people=PEOPLE, labels=LABELS) for seed in range(WORLDS)]
    portfolio, original = uuid.uuid4(), uuid.uuid4()
    root.execute("insert into portfolios_portfolio (id, name) values (%s, 'all')", [portfolio])
    root.execute(
        "insert into portfolios_original (id, label_id, digest, content) values (%s, 1, '', '')", [original]
    )
    root.execute(
        "insert into portfolios_document (id, portfolio_id, label_id, original_id, path, member, digest, title, kind, format,"
        " language, publication_number, analyzer, warnings)"
        " select gen_random_uuid(), %s, id, %s, '', id::text, '', '', '', '', 'en', '', '', '[]' from access_label",
        [portfolio, original],
    )
    root.execute(
        "insert into portfolios_passage (id, document_id, label_id, ordinal, section, locator_kind, locator_value, headings,"
        " text, language, digest) select gen_random_uuid(), id, label_id, 0, '', 'line', '1', '{}', '', 'en', ''"
        " from portfolios_document"
    )
    return made


USUAL = {
    "factor_level": 1,
    "place": "",
    "key_digest": None,
    "key_scopes": None,
    "expires_at": "2100-01-01",
    "ended_at": None,
}


def sign_in(root: Raw, person: uuid.UUID, **columns: Any) -> uuid.UUID:
    session = uuid.uuid4()
    given = {**USUAL, **columns}
    root.execute(
        "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, key_digest, key_scopes,"
        " expires_at, ended_at) values (%s, %s, 'test', %s, %s, '', '', %s, %s, %s, %s)",
        [session, person, *given.values()],
    )
    return session


ASKED = """
    select statement_timestamp(), permitted_labels(),
           array(select distinct label_id from portfolios_passage), array(select distinct label_id from portfolios_document),
           array(select id from access_label),
           array(select distinct r.permission from access_rolepermission r where has_permission(r.permission))
"""


def decided(raw: Raw, session: uuid.UUID) -> tuple[datetime, set[int], set[str]]:
    """When, which labels, and which permissions; the function, the tables and the labels themselves must say the same."""
    identify(raw, session)
    row = raw.execute(ASKED).fetchone()
    raw.rollback()
    assert row is not None
    at, permitted, passages, documents, labels, permissions = row
    assert set(permitted) == set(passages) == set(documents) == set(labels)
    return at, set(permitted), set(permissions)


# Of sessions: with one factor and two, here and there, and with keys that may do all, some and nothing of reading.
TWO = {"factor_level": 2}
KINDS: list[dict[str, Any]] = [
    {},
    {"key_scopes": ["question:ask", "document:read"], "key_digest": b"x"},
    {"key_scopes": ["question:ask"], "key_digest": b"x"},
    {"place": "tokyo"},
    TWO,
    TWO | {"place": "tokyo"},
    TWO | {"place": "suzhou"},
    TWO | {"key_scopes": ["document:read"], "key_digest": b"x", "place": "tokyo"},
    TWO | {"place": "nowhere"},
]


def test_the_database_decides_as_the_oracle_does(
    server: Server, bare: str, root: Raw, worlds: list[Maker]
) -> None:
    world = read_world(root)
    reasons: Counter[str] = Counter()
    with server.login("app", bare) as raw:
        for number, person in enumerate(person for maker in worlds for person in maker.people):
            if not active(world, person, root):
                continue
            entry = sign_in(root, person, **KINDS[number % len(KINDS)])
            at, permitted, permissions = decided(raw, entry)
            session = read_session(root, entry)
            assert permitted == world.permitted(session, at), person
            assert permissions == world.permissions(session, at), person
            reader = Reader.of(world, session, at)
            reasons.update(reader.first_failing(label) for label in world.labels)
    print(f"{reasons.total():,} decisions, 0 mismatches; decided by {dict(reasons)}")  # noqa: T201
    assert reasons.total() >= MIN_DECISIONS
    # Who has no session or is not active is not even identified; everything else decides often.
    assert set(reasons) == {"", *CONJUNCTS} - {"session", "active"}
    assert min(reasons.values()) >= 100


def active(world: World, person: uuid.UUID, root: Raw) -> bool:
    """Whether the oracle lets the person in at all; where it does not, the database must refuse to identify them."""
    row = root.execute("select now()").fetchone()
    assert row is not None
    return any(
        fact.person == person and fact.content == "active" and fact.holds(row[0]) for fact in world.standings
    )


def test_whom_the_oracle_keeps_out_the_gate_does_not_identify(
    server: Server, bare: str, root: Raw, worlds: list[Maker]
) -> None:
    world = read_world(root)
    people = [person for maker in worlds for person in maker.people]
    outside = [person for person in people if not active(world, person, root)]
    assert len(outside) > 10
    with server.login("app", bare) as raw:
        for person in outside:
            session = sign_in(root, person)
            assert attempt(raw, "select identify(%s, %s)", [session, prove(session)]) == "28000"
        for columns in ({"ended_at": "2020-01-01"}, {"expires_at": "2020-01-01"}):
            inside = next(person for person in people if active(world, person, root))
            session = sign_in(root, inside, **columns)
            assert attempt(raw, "select identify(%s, %s)", [session, prove(session)]) == "28000"


@pytest.fixture(scope="module")
def reader(root: Raw, worlds: list[Maker]) -> uuid.UUID:
    """Somebody who reads labels with compartments, tracks and groups, and export tags by a status."""
    world = read_world(root)
    row = root.execute("select now()").fetchone()
    assert row is not None
    at: datetime = row[0]

    without = replace(world, statuses=[])

    def wealth(person: uuid.UUID) -> tuple[bool, int]:
        permitted = world.permitted(Session(person, expires_at=at + timedelta(1)), at)
        wanted = [label for label in world.labels if label.id in permitted]
        by_status = permitted - without.permitted(Session(person, expires_at=at + timedelta(1)), at)
        return bool(by_status), sum(
            bool(label.compartments) + bool(label.tracks) + bool(label.reader_groups) for label in wanted
        )

    return max((person for maker in worlds for person in maker.people), key=wealth)


CLOSE = """
    update access_{} set valid_to = statement_timestamp()
     where person_id = %s and {} and valid_from < now() and (valid_to is null or valid_to > now()) returning id
"""


@pytest.mark.parametrize("table", [table for table, _, _ in FACTS if table != "wall"])
def test_a_closed_fact_counts_at_the_next_statement(
    server: Server, bare: str, root: Raw, reader: uuid.UUID, table: str
) -> None:
    """In an open transaction of the person, identified before; and as the oracle says."""
    session = sign_in(root, reader)
    with server.login("app", bare) as raw, root.transaction(force_rollback=False):
        identify(raw, session)
        before = raw.execute("select permitted_labels()").fetchone()
        with server.superuser(bare) as closing:
            which = "kind = 'active'" if table == "standing" else "true"
            closed = closing.execute(CLOSE.format(table, which), [reader]).fetchall()
            assert closed
            after = raw.execute("select statement_timestamp(), permitted_labels()").fetchone()
            assert before and after
            world = read_world(closing)
            assert set(after[1]) == world.permitted(Session(reader, after[0] + timedelta(1)), after[0])
            assert set(after[1]) < set(before[0])
            # Put it back, past the trigger, for the next table.
            closing.execute(f"alter table access_{table} disable trigger user")
            closing.execute(
                f"update access_{table} set valid_to = null where id = any(%s)", [[one for (one,) in closed]]
            )
            closing.execute(f"alter table access_{table} enable trigger user")


def test_a_wall_counts_at_the_next_statement(server: Server, bare: str, root: Raw, reader: uuid.UUID) -> None:
    world = read_world(root)
    with server.login("app", bare) as raw:
        identify(raw, sign_in(root, reader))
        before = raw.execute("select permitted_labels()").fetchone()
        assert before is not None
        behind = {
            compartment
            for label in world.labels
            if label.id in before[0]
            for compartment in label.compartments
        }
        wall = min(behind)
        root.execute(
            "insert into access_wall (id, person_id, compartment_id, valid_from, recorded_by, reason)"
            " values (gen_random_uuid(), %s, %s, statement_timestamp(), 'test', 'because')",
            [reader, wall],
        )
        after = raw.execute("select permitted_labels()").fetchone()
        assert after is not None
        lost = {label.id for label in world.labels if wall in label.compartments}
        assert set(after[0]) == set(before[0]) - lost
        assert set(after[0]) < set(before[0])


def test_a_fact_is_closed_and_never_changed(
    server: Server, bare: str, root: Raw, worlds: list[Maker]
) -> None:
    """The owner provisions, and even a superuser meets the trigger."""
    for table, column, _ in FACTS:
        with server.login("owner", bare) as owner:
            for raw in (owner, root):
                where = f"where id = (select id from access_{table} where valid_to is null limit 1)"
                other = {"kind": "'other'", "role": "'other'", "level": "7"}.get(column, "gen_random_uuid()")
                for change in (
                    f"{column} = {other}",
                    "valid_from = valid_from - interval '1 day'",
                    "person_id = gen_random_uuid()",
                    "recorded_by = 'somebody else'",
                    "id = gen_random_uuid()",
                ):
                    assert attempt(raw, f"update access_{table} set {change} {where}") == FACT_CHANGED, (
                        table,
                        change,
                    )
                assert attempt(raw, f"delete from access_{table} {where}") == ADDED_ONLY
                assert attempt(raw, f"truncate access_{table}") == ADDED_ONLY
                ended = f"where id = (select id from access_{table} where valid_to < now() limit 1)"
                if root.execute(f"select 1 from access_{table} {ended}").fetchone():
                    for end in ("null", "now() + interval '1 day'", "'infinity'"):
                        assert (
                            attempt(raw, f"update access_{table} set valid_to = {end} {ended}")
                            == FACT_CHANGED
                        )


def test_the_oracle_itself() -> None:
    """Its own rules, on a world small enough to read."""
    me, secret, track, group, tag = (uuid.uuid4() for _ in range(5))
    at = datetime.fromisoformat("2026-05-05T00:00:00+00:00")
    day = timedelta(days=1)

    def fact(content: object, begin: datetime = at - day, end: datetime | None = None) -> Fact:
        return Fact(me, content, begin, end)

    whole = frozenset({secret}), frozenset({track}), frozenset({group})
    world = World(
        labels=[
            Label(1, 0),
            Label(2, 3),
            Label(3, 4),
            Label(4, 2, *whole),
            Label(5, 0, export_tags=frozenset({tag})),
        ],
        matrix={"engineer": frozenset({"document:read"})},
        standings=[fact(kind) for kind in ("active", "acknowledged", "trained")],
        grants=[fact("engineer")],
        clearances=[fact(1), fact(3), fact(4, end=at)],
    )
    session = Session(me, expires_at=at + day)
    assert world.permitted(session, at) == {1, 2}
    world.compartments, world.tracks, world.reader_groups = [fact(secret, at)], [fact(track)], [fact(group)]
    assert world.permitted(session, at) == {1, 2, 4}
    world.walls = [fact(secret, at, at + day)]
    assert world.permitted(session, at) == {1, 2}
    assert world.permitted(session, at + day) == set()
    assert world.permitted(replace(session, key_scopes=frozenset({"question:ask"})), at) == set()
    assert world.permitted(replace(session, ended_at=at), at) == set()
    assert world.permitted(replace(session, person=secret), at) == set()
    assert world.derived(session, at, owner=me, label_ids=[1, 2]) and not world.derived(
        session, at, owner=me, label_ids=[]
    )
    for kind in ("acknowledged", "trained"):
        held = [one for one in world.standings if one.content != kind]
        assert replace(world, standings=held).first_failing(session, world.labels[0], at) == kind


def test_the_oracle_on_licences_factors_and_emergencies() -> None:
    me, secret, other, tag = (uuid.uuid4() for _ in range(4))
    at = datetime.fromisoformat("2026-05-05T00:00:00+00:00")
    hour = timedelta(hours=1)
    held = [Fact(me, kind, at, None) for kind in ("active", "acknowledged", "trained")]
    tagged, high = Label(1, 0, export_tags=frozenset({tag})), Label(2, 4)
    one, both = Label(3, 3, frozenset({secret})), Label(4, 3, frozenset({secret, other}))
    world = World(
        labels=[tagged, high, one, both],
        matrix={
            "engineer": frozenset({"document:read"}),
            "security": frozenset({"access:break_glass"}),
        },
        standings=held,
        grants=[Fact(me, "engineer", at, None)],
        clearances=[Fact(me, 4, at, None)],
    )
    session = Session(me, expires_at=at + hour, place="tokyo")
    assert world.first_failing(session, tagged, at) == "export"
    for status, place, reads in (("", "", 1), ("", "tokyo", 1), ("", "suzhou", 0), ("resident", "", 0)):
        world.licences = [Licence(tag, status, place, at, None)]
        assert (world.first_failing(session, tagged, at) == "") is bool(reads)
    world.statuses = [Fact(me, "resident", at, None)]
    assert world.first_failing(session, tagged, at) == ""
    assert world.first_failing(session, high, at) == "factor"
    assert world.first_failing(replace(session, factor_level=2), high, at) == ""
    world.grants, world.clearances = [], []
    assert world.first_failing(session, one, at) == "role"
    world.emergencies = [Emergency(me, secret, at, at + hour, None)]
    assert world.first_failing(session, one, at) == "role" and world.permissions(session, at) == set()
    world.grants = [Fact(me, "security", at, None)]
    assert (world.first_failing(session, one, at), world.first_failing(session, both, at)) == (
        "",
        "compartments",
    )
    assert world.first_failing(session, high, at) == "role"
    assert world.permissions(session, at) == {"document:read", "access:break_glass"}
    key = replace(session, key_scopes=frozenset({"question:ask"}))
    assert world.first_failing(key, one, at) == "role" and world.permissions(key, at) == set()
    world.walls = [Fact(me, secret, at, None)]
    assert world.first_failing(session, one, at) == "walls"
    world.walls, world.emergencies = [], [Emergency(me, secret, at, at + hour, at)]
    assert world.first_failing(session, one, at) == "role"
