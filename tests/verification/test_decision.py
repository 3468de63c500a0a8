"""Who may read what: the database against the oracle, in worlds made by chance, through the application's own login."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from governance.access.scopes import prove
from tests.databases import Server
from tests.oracle import Session, World
from tests.verification.logins import Raw, attempt, identify
from tests.verification.worlds import FACTS, Maker, read_world

WORLDS = 10
FACT_CHANGED = "23514"
ADDED_ONLY = "42501"


@pytest.fixture(scope="module")
def root(server: Server, bare: str) -> Iterator[Raw]:
    with server.superuser(bare) as raw:
        yield raw


@pytest.fixture(scope="module")
def worlds(root: Raw) -> list[Maker]:
    """All the worlds in one database, and one passage under each label."""
    made = [Maker(root, seed) for seed in range(WORLDS)]
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


def sign_in(root: Raw, person: uuid.UUID, **columns: Any) -> uuid.UUID:
    session = uuid.uuid4()
    given = {"key_scopes": None, "key_digest": None, "ended_at": None, "expires_at": "infinity", **columns}
    root.execute(
        "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, key_digest, key_scopes,"
        " expires_at, ended_at) values (%s, %s, 'test', 1, '', '', '', %s, %s, %s, %s)",
        [session, person, given["key_digest"], given["key_scopes"], given["expires_at"], given["ended_at"]],
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


KINDS: list[dict[str, Any]] = [
    {},
    {"key_scopes": ["question:ask", "document:read"], "key_digest": b"x"},
    {"key_scopes": ["question:ask"], "key_digest": b"x"},
    *[{}] * 5,
]


def test_the_database_decides_as_the_oracle_does(
    server: Server, bare: str, root: Raw, worlds: list[Maker]
) -> None:
    world = read_world(root)
    decisions = readable = 0
    with server.login("app", bare) as raw:
        for number, person in enumerate(person for maker in worlds for person in maker.people):
            if not active(world, person, root):
                continue
            columns = KINDS[number % len(KINDS)]
            at, permitted, permissions = decided(raw, sign_in(root, person, **columns))
            scopes: frozenset[str] | None = frozenset(columns["key_scopes"]) if columns else None
            session = Session(person, expires_at=at + timedelta(1), key_scopes=scopes)
            assert permitted == world.permitted(session, at), person
            assert permissions == world.permissions(session, at), person
            decisions += len(world.labels)
            readable += len(permitted)
    assert decisions > 100_000
    assert 0.02 < readable / decisions < 0.5


# Each takes one condition of the decision away, or bends it. A suite that lets one of them pass proves nothing.
MUTANTS = [
    ("permitted_labels()", "l.level <= cleared", "true"),
    ("permitted_labels()", "l.level <= cleared", "l.level < cleared"),
    ("permitted_labels()", "select max(c.level)", "select min(c.level)"),
    ("permitted_labels()", "l.compartments <@ needs", "(l.compartments = '{}' or l.compartments && needs)"),
    ("permitted_labels()", "l.compartments <@ needs", "true"),
    ("permitted_labels()", "(l.tracks = '{}' or l.tracks && tracked)", "l.tracks <@ tracked"),
    ("permitted_labels()", "(l.tracks = '{}' or l.tracks && tracked)", "true"),
    (
        "permitted_labels()",
        "(l.reader_groups = '{}' or l.reader_groups && circles)",
        "l.reader_groups <@ circles",
    ),
    ("permitted_labels()", "(l.reader_groups = '{}' or l.reader_groups && circles)", "true"),
    ("permitted_labels()", "not l.compartments && walled", "true"),
    (
        "permitted_labels()",
        "not l.compartments && walled",
        "not (l.compartments <@ walled and l.compartments <> '{}')",
    ),
    ("permitted_labels()", "l.export_tags = '{}'", "true"),
    ("permitted_labels()", "or not public.has_permission('document:read')", ""),
    *[
        (
            "permitted_labels()",
            f"{row}.person_id = me and {row}.valid_from <= at and",
            f"{row}.person_id = me and",
        )
        for row in ("c", "m", "w")
    ],
    *[
        ("permitted_labels()", f"and ({row}.valid_to is null or {row}.valid_to > at)", "")
        for row in ("c", "m", "w")
    ],
    ("has_permission(text)", "and (s.key_scopes is null or wanted = any (s.key_scopes))", ""),
    ("has_permission(text)", "g.valid_from <= statement_timestamp() and", ""),
    ("has_permission(text)", "and (g.valid_to is null or g.valid_to > statement_timestamp())", ""),
]


@pytest.mark.parametrize(("function", "before", "after"), MUTANTS)
def test_a_bent_decision_is_noticed(
    server: Server, bare: str, root: Raw, worlds: list[Maker], function: str, before: str, after: str
) -> None:
    world = read_world(root)
    row = root.execute("select pg_get_functiondef(%s::regprocedure)", [function]).fetchone()
    assert row is not None
    assert before in row[0]
    root.execute(row[0].replace(before, after))
    try:
        with server.login("app", bare) as raw:
            assert any(differs(raw, root, world, maker, key) for maker in worlds for key in (False, True))
    finally:
        root.execute(row[0])


def differs(raw: Raw, root: Raw, world: World, maker: Maker, by_key: bool) -> bool:
    """Whether the database says something else than the oracle of anybody in this world, also by a key without scopes."""
    columns: dict[str, Any] = {"key_scopes": [], "key_digest": b"x"} if by_key else {}
    held = frozenset[str]() if by_key else None
    for person in maker.people:
        if active(world, person, root):
            at, permitted, _ = decided(raw, sign_in(root, person, **columns))
            if permitted != world.permitted(Session(person, at + timedelta(1), key_scopes=held), at):
                return True
    return False


def active(world: World, person: uuid.UUID, root: Raw) -> bool:
    """Whether the oracle lets the person in at all; where it does not, the database must refuse to identify them."""
    row = root.execute("select now()").fetchone()
    assert row is not None
    return any(fact.content == "active" and fact.holds(person, row[0]) for fact in world.standings)


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


def reader(root: Raw, worlds: list[Maker]) -> uuid.UUID:
    """Somebody who reads labels with compartments, tracks and groups."""
    world = read_world(root)
    row = root.execute("select now()").fetchone()
    assert row is not None
    at: datetime = row[0]

    def wealth(person: uuid.UUID) -> int:
        permitted = world.permitted(Session(person, expires_at=at + timedelta(1)), at)
        wanted = [label for label in world.labels if label.id in permitted]
        return sum(
            bool(label.compartments) + bool(label.tracks) + bool(label.reader_groups) for label in wanted
        )

    return max((person for maker in worlds for person in maker.people), key=wealth)


CLOSE = """
    update access_{} set valid_to = statement_timestamp()
     where person_id = %s and {} and valid_from < now() and (valid_to is null or valid_to > now()) returning id
"""


@pytest.mark.parametrize("table", [table for table, _, _ in FACTS if table != "wall"])
def test_a_closed_fact_counts_at_the_next_statement(
    server: Server, bare: str, root: Raw, worlds: list[Maker], table: str
) -> None:
    """In an open transaction of the person, identified before; and as the oracle says."""
    person = reader(root, worlds)
    session = sign_in(root, person)
    with server.login("app", bare) as raw, root.transaction(force_rollback=False):
        identify(raw, session)
        before = raw.execute("select permitted_labels()").fetchone()
        with server.superuser(bare) as closing:
            which = "kind = 'active'" if table == "standing" else "true"
            closed = closing.execute(CLOSE.format(table, which), [person]).fetchall()
            assert closed
            after = raw.execute("select statement_timestamp(), permitted_labels()").fetchone()
            assert before and after
            world = read_world(closing)
            assert set(after[1]) == world.permitted(Session(person, after[0] + timedelta(1)), after[0])
            assert set(after[1]) < set(before[0])
            # Put it back, past the trigger, for the next table.
            closing.execute(f"alter table access_{table} disable trigger user")
            closing.execute(
                f"update access_{table} set valid_to = null where id = any(%s)", [[one for (one,) in closed]]
            )
            closing.execute(f"alter table access_{table} enable trigger user")


def test_a_wall_counts_at_the_next_statement(
    server: Server, bare: str, root: Raw, worlds: list[Maker]
) -> None:
    person = reader(root, worlds)
    world = read_world(root)
    with server.login("app", bare) as raw:
        identify(raw, sign_in(root, person))
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
            [person, wall],
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
    from tests.oracle import Fact, Label

    me, secret, track, group = (uuid.uuid4() for _ in range(4))
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
            Label(5, 0, export_tags=frozenset({me})),
        ],
        matrix={"engineer": frozenset({"document:read"})},
        standings=[fact("active")],
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
