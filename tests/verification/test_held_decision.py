"""A decision that is held for its transaction: used while nothing it was made from has moved, and by nobody else."""

import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.databases import Server
from tests.oracle import Session
from tests.verification.bending import Judge, session
from tests.verification.logins import Raw, attempt, identify
from tests.verification.worlds import DAY, read_world

SEED = 20261123
DENIED = "42501"
PERMITTED = "select permitted_labels()"
TABLE, FUNCTION = re.compile(r"public\.(access_\w+)"), re.compile(r"public\.(\w+)\(")
INSERT, DELETE, UPDATE, TRUNCATE = 4, 8, 16, 32  # of pg_trigger.tgtype, where 1 is for each row and 2 before


@pytest.fixture(scope="module")
def root(server: Server, bare: str) -> Iterator[Raw]:
    with server.superuser(bare) as raw:
        yield raw


@pytest.fixture(scope="module")
def judge(root: Raw) -> Judge:
    return Judge(root, SEED, questions=0)


@pytest.fixture(scope="module")
def reader(judge: Judge) -> uuid.UUID:
    """Whoever reads most, of those who are in no emergency."""

    def wealth(person: uuid.UUID) -> int:
        return len(judge.world.permitted(Session(person, expires_at=judge.now + DAY), judge.now))

    return max(judge.maker.people, key=wealth)


@pytest.fixture
def raw(server: Server, bare: str, root: Raw, reader: uuid.UUID) -> Iterator[Raw]:
    """The application's login, as the reader, with a decision made and held."""
    with server.login("app", bare) as login:
        identify(login, session(root, reader))
        assert one(login, PERMITTED)
        yield login


def one(raw: Raw, query: str, *parameters: Any) -> Any:
    row = raw.execute(query, parameters).fetchone()
    assert row is not None
    return row[0]


def read_by_the_decision(root: Raw) -> set[str]:
    """Every table that the decision reads, itself or through what it calls."""
    tables, asked, to_ask = set[str](), set[str](), ["readable_labels"]
    while to_ask:
        name = to_ask.pop()
        asked.add(name)
        body = one(root, "select prosrc from pg_proc where proname = %s", name)
        tables |= set(TABLE.findall(body))
        to_ask += set(FUNCTION.findall(body)) - asked
    return tables


STAMPED = """
    select tgrelid::regclass::text, bit_or(tgtype)::int from pg_trigger
     where tgfoid = 'note_change'::regproc and tgenabled = 'A' and tgtype & 3 = 0 and tgqual is null and tgattr = ''
     group by 1
"""


def unstamped(root: Raw) -> set[str]:
    """Tables whose rows could change without a new stamp."""
    every = INSERT | DELETE | UPDATE | TRUNCATE
    stamped = {name.strip('"') for name, kinds in root.execute(STAMPED).fetchall() if kinds == every}
    return read_by_the_decision(root) - stamped


def test_whatever_the_decision_reads_leaves_a_stamp_when_it_changes(root: Raw) -> None:
    assert len(read_by_the_decision(root)) == 12 and not unstamped(root)


def test_a_table_that_leaves_none_is_noticed(root: Raw) -> None:
    more = "create or replace function role_permits(who uuid, wanted text, at timestamptz) returns boolean language sql"
    with root.transaction(force_rollback=True):
        root.execute(
            more + " as 'select exists (select from public.access_user) and public.is_active(who, at)'"
        )
        assert unstamped(root) == {"access_user"}
    with root.transaction(force_rollback=True):
        root.execute("alter table access_wall disable trigger note_change")
        assert unstamped(root) == {"access_wall"}


def test_the_next_bound_is_the_first_of_everything_that_begins_or_ends(judge: Judge) -> None:
    assert not judge.bounds_otherwise()


CLOSE = (
    "update access_{} set valid_to = clock_timestamp()"
    " where person_id = %(who)s and valid_from < now() and (valid_to is null or valid_to > now())"
)
OPEN = (
    "insert into access_{0}membership (id, person_id, {1}_id, valid_from, recorded_by)"
    " select gen_random_uuid(), %(who)s, id, now(), 'test' from access_{2}"
)
LABEL = (
    "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
    " values ({}, 0, '{{}}', '{{}}', '{{}}', '{{}}')"
)
LICENCE = (
    "insert into access_exportlicence (id, tag_id, person_status, place, valid_from, recorded_by)"
    " select gen_random_uuid(), id, '{}', '', now(), 'test' from access_exporttag"
)
# What moves what somebody reads, in one statement, by somebody else.
CHANGES = {
    "standing": CLOSE.format("standing") + " and kind = 'trained'",
    "clearance": CLOSE.format("clearance"),
    "grant": CLOSE.format("grant"),
    "rolepermission": "delete from access_rolepermission where permission = 'document:read'",
    "wall": "insert into access_wall (id, person_id, compartment_id, valid_from, recorded_by, reason)"
    " select gen_random_uuid(), %(who)s, id, now(), 'test', '' from access_compartment",
    "compartmentmembership": CLOSE.format("compartmentmembership"),
    "trackmembership": OPEN.format("track", "track", "track"),
    "readergroupmembership": OPEN.format("readergroup", "reader_group", "readergroup"),
    "exportstatus": "insert into access_exportstatus (id, person_id, status, valid_from, recorded_by)"
    " values (gen_random_uuid(), %(who)s, 'test', now(), 'test')",
    "exportlicence": LICENCE.format(""),
    "emergency": "insert into access_emergency (id, person_id, compartment_id, reason, opened_at, expires_at)"
    " select gen_random_uuid(), %(who)s, id, 'a fire', now(), now() + interval '1 hour' from access_compartment",
    "label": LABEL.format("'new'"),
}
# Beforehand, so that the change above is one of reading.
FIRST = {
    "exportstatus": LICENCE.format("test"),
    "emergency": "insert into access_grant (id, person_id, role, valid_from, recorded_by)"
    " values (gen_random_uuid(), %(who)s, 'security', now(), 'test')",
}


def moved(root: Raw, who: uuid.UUID, table: str) -> tuple[set[int], set[int], set[int]]:
    """What is read before a change, what after, and what the oracle says then; all of it undone."""
    with root.transaction(force_rollback=True):
        if table in FIRST:
            root.execute(FIRST[table], {"who": who})
        identify(root, session(root, who, factor_level=2))
        before = set(one(root, PERMITTED))
        root.execute(CHANGES[table], {"who": who})
        at = one(root, "select clock_timestamp()")
        after = set(one(root, PERMITTED))
        expected = read_world(root).permitted(Session(who, expires_at=at + DAY, factor_level=2), at)
    return before, after, expected


@pytest.mark.parametrize("table", sorted(CHANGES))
def test_a_change_of_any_table_counts_at_the_next_statement(root: Raw, reader: uuid.UUID, table: str) -> None:
    before, after, expected = moved(root, reader, table)
    assert after == expected != before


@pytest.mark.parametrize("table", sorted(CHANGES))
def test_without_its_stamp_the_change_is_missed(root: Raw, reader: uuid.UUID, table: str) -> None:
    """So that the test above can fail."""
    root.execute(f"alter table access_{table} disable trigger note_change")
    try:
        before, after, expected = moved(root, reader, table)
    finally:
        root.execute(f"alter table access_{table} enable always trigger note_change")
    assert after == before != expected


def test_changes_wait_for_nobody_and_none_is_lost(server: Server, bare: str, root: Raw, raw: Raw) -> None:
    """Two at once, the first of them finished last; each counts once it is done."""
    made = LABEL.format("%s")
    before = set(one(raw, PERMITTED))
    with server.superuser(bare) as first, server.superuser(bare) as second:
        for login in (first, second):
            login.autocommit = False
            login.execute("set lock_timeout = '10ms'")
            login.execute(made, [str(id(login)).encode()])
            login.execute(made, [f"{id(login)} again".encode()])
        assert set(one(raw, PERMITTED)) == before
        second.commit()
        assert len(one(raw, PERMITTED)) == len(before) + 2
        first.commit()
        assert len(one(raw, PERMITTED)) == len(before) + 4
    # Those two needed a stamp each; the next finds one, and adds none.
    stamps = one(root, "select count(*) from access_revision")
    root.execute(made, [b"once more"])
    assert one(root, "select count(*) from access_revision") == stamps >= 2
    root.execute("delete from access_label where id > (select max(id) - 5 from access_label)")


def test_what_ends_by_itself_ends_within_the_transaction(
    server: Server, bare: str, root: Raw, judge: Judge
) -> None:
    """Nothing is written when a fact runs out: only the clock says so."""
    leaving = judge.special[3]
    with server.login("app", bare) as raw:
        identify(raw, session(root, leaving))
        _ends_by_itself(root, raw, leaving)


def _ends_by_itself(root: Raw, raw: Raw, reader: uuid.UUID) -> None:
    root.execute(
        "update access_clearance set valid_to = clock_timestamp() + interval '400 ms'"
        " where person_id = %s and (valid_to is null or valid_to > now())",
        [reader],
    )
    ends = one(root, "select max(valid_to) from access_clearance where person_id = %s", reader)
    held = one(raw, PERMITTED)
    deadline = one(root, "select clock_timestamp()") + timedelta(seconds=30)
    while one(raw, "select statement_timestamp()") < ends:
        raw.execute("select pg_sleep(0.05)")
        assert one(root, "select clock_timestamp()") < deadline
    assert held and one(raw, PERMITTED) == []


BASIS = "decision_basis((select s from access_session s where s.id = %s))"


def held_at(root: Raw, entry: uuid.UUID, moment: datetime) -> Any:
    return one(root, f"select held_decision({BASIS}, %s)", entry, moment)


def test_it_is_held_from_when_it_was_made_until_the_next_bound(root: Raw, judge: Judge) -> None:
    """A clock that jumps back finds nothing held; nor does one that has come to the end, to the microsecond."""
    at, tick = judge.now, timedelta(microseconds=1)
    with root.transaction(force_rollback=True):
        entry = session(root, judge.maker.people[0])
        for until in (at + DAY, None, "infinity"):
            root.execute(f"select hold_decision({BASIS}, %s, %s, '{{7}}')", [entry, at, until])
            assert held_at(root, entry, at) == held_at(root, entry, at + DAY - tick) == [7]
            assert held_at(root, entry, at - tick) is None
            assert held_at(root, entry, at + DAY) == (None if until == at + DAY else [7])


def test_a_savepoint_that_is_undone_undoes_what_was_decided_in_it(root: Raw, reader: uuid.UUID) -> None:
    with root.transaction(force_rollback=True):
        identify(root, session(root, reader))
        before, kept = one(root, PERMITTED), one(root, "select current_setting('kaas.decision')")
        root.execute("savepoint tried")
        root.execute(CHANGES["label"], {"who": reader})
        assert len(one(root, PERMITTED)) == len(before) + 1
        within = one(root, "select current_setting('kaas.decision')")
        root.execute("rollback to tried")
        assert one(root, "select current_setting('kaas.decision')") == kept
        assert one(root, PERMITTED) == before
        # And what was decided in it holds no more, though it was decided in this transaction.
        root.execute(CHANGES["label"].replace("new", "other"), {"who": reader})
        root.execute("select set_config('kaas.decision', %s, true)", [within])
        assert len(one(root, PERMITTED)) == len(before) + 1 and one(root, PERMITTED) != _labels(within)


def _labels(kept: str) -> list[int]:
    return [int(label) for label in kept.rpartition("{")[2].strip("}").split(",")]


def test_it_cannot_be_written_by_hand(server: Server, bare: str, root: Raw, judge: Judge, raw: Raw) -> None:
    permitted, kept = one(raw, PERMITTED), one(raw, "select current_setting('kaas.decision')")
    seal, since, until, labels = kept.split("/")
    with server.login("app", bare) as other:
        identify(other, session(root, judge.special[3]))
        theirs = (one(other, PERMITTED), one(other, "select current_setting('kaas.decision')"))[1]
    other_time = str(int(since) - 1)
    forged = [
        theirs,
        f"{seal}/{since}/{until}/{{-5}}",
        f"{seal}/{since}/{int(until) + 1}/{labels}",
        f"{seal}/{other_time}/{until}/{labels}",
        f"{'0' * 64}/{since}/{until}/{{-5}}",
        f"/{since}/{until}/{{-5}}",
        *("", "/", "///", "x", "{-5}", f"{seal}/", f"{seal}/x/y/z"),
    ]
    for text in forged:
        for local in (True, False):
            raw.execute("select set_config('kaas.decision', %s, %s)", [text, local])
            assert one(raw, PERMITTED) == permitted, text
    held = one(raw, "select current_setting('kaas.decision')")
    raw.commit()
    # In the next transaction, as on a pooled connection.
    raw.execute("select set_config('kaas.decision', %s, false)", [held])
    assert attempt(raw, PERMITTED) == "28000"
    other_session = session(root, judge.special[3])
    identify(raw, other_session)
    assert one(raw, PERMITTED) != permitted


def test_it_does_not_tell_until_when(server: Server, bare: str, root: Raw, judge: Judge) -> None:
    """It may be until a wall rises around somebody who must not know of it."""
    reader = judge.special[1]
    begins = one(root, "select now() + interval '20 seconds'")
    root.execute(
        "insert into access_wall (id, person_id, compartment_id, valid_from, recorded_by, reason)"
        " select gen_random_uuid(), %s, id, %s, 'test', '' from access_compartment",
        [reader, begins],
    )
    with root.transaction(force_rollback=True):
        entry = session(root, reader)
        root.execute(f"select hold_decision({BASIS}, now(), next_bound(%s, now()), '{{7}}')", [entry, reader])
        until = int(one(root, "select current_setting('kaas.decision')").split("/")[2])
    assert abs(until - begins.timestamp() * 1e6) > 1e12


def test_nobody_but_the_gate_touches_the_stamps(server: Server, bare: str) -> None:
    with server.login("owner", bare) as raw:
        assert one(raw, "select count(*) from access_revision") == 0
        assert attempt(raw, "insert into access_revision (stamp) values (gen_random_uuid())") == DENIED
    for role in ("app", "worker"):
        with server.login(role, bare) as raw:
            for statement in (
                "select count(*) from access_revision",
                "insert into access_revision (stamp) values (gen_random_uuid())",
                "update access_revision set stamp = gen_random_uuid()",
                "delete from access_revision",
                "select pg_relation_size('access_revision')",
                "select hold_decision('', now(), null, '{1}')",
                "select held_decision('', now())",
                "select decision_basis(null)",
                "select next_bound(gen_random_uuid(), now())",
            ):
                assert attempt(raw, statement) == DENIED, (role, statement)


def test_it_is_held_in_a_transaction_that_only_reads(
    server: Server, bare: str, root: Raw, reader: uuid.UUID
) -> None:
    with server.login("app", bare) as raw:
        raw.execute("set transaction read only")
        identify(raw, session(root, reader))
        first = one(raw, PERMITTED)
        assert one(raw, PERMITTED) == first
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            raw.execute("select append_event(gen_random_uuid(), 'a:done', '', '', '{}', '')")
