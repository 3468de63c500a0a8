"""What a second attack left, and what mends it: whose secret proves a factor, whose word counts, what an approver reads."""

import base64
import time
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from governance.access import changes, factors, one_time_codes
from governance.access.changes import ChangeItem, Doing, Kind, State
from governance.access.factors import Enrolment, FactorRefused, Proved
from governance.access.refusals import ChangeRefused
from governance.access.scopes import SessionEnded, scope
from governance.access.sessions import open_session, sign_in_as_operator
from tests.databases import Server
from tests.verification.changing import approved, opened, proposed, refused
from tests.verification.logins import Raw, attempt, identify, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]
PATIENCE = 60  # seconds
OWN = "select factor_id, person_id, key, sealed from access_factorsecret where factor_id = %s"
SECRET = "insert into access_factorsecret (factor_id, person_id, key, sealed) values (%s, %s, %s, %s)"


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


class Clock:
    """Time as codes see it: each look is half a minute after the one before, so that every code is a new one."""

    def __init__(self) -> None:
        self.now = 1_800_000_015.0

    def time(self) -> float:
        return self.now

    def code(self, made: Enrolment) -> str:
        self.now += one_time_codes.STEP
        secret = base64.b32decode(made.secret.replace(" ", ""))
        return one_time_codes.code_at(secret, int(self.now) // one_time_codes.STEP)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(one_time_codes, "time", made)
    return made


def seat(person_id: uuid.UUID) -> uuid.UUID:
    """A session as after a password."""
    return open_session(person_id, method="password", place="", lasts=timedelta(hours=1), factor_level=1)


def begun(session: uuid.UUID) -> Enrolment:
    with scope(session) as acting:
        return factors.begin_enrolment(acting)


def confirmed(session: uuid.UUID, typed: str) -> Proved:
    with scope(session) as acting:
        return factors.confirm_enrolment(acting, typed)


def proved(session: uuid.UUID, typed: str) -> str:
    """Nothing, or why a code proved nothing."""
    with scope(session) as acting:
        try:
            factors.prove_factor(acting, typed)
        except FactorRefused as caught:
            return caught.code
    return ""


def wait_until_it_waits(root: Raw, database: str, what: "Future[str]") -> None:
    """Return once something begun in a thread waits for a lock that is held here."""
    waiting = "select count(*) from pg_stat_activity where datname = %s and wait_event_type = 'Lock'"
    until = time.monotonic() + PATIENCE
    while root.execute(waiting, [database]).fetchone() == (0,):
        assert not what.done() and time.monotonic() < until, "it waits for nothing"
        time.sleep(0.02)


def test_a_factor_is_proved_by_its_own_secret(app: str, staff: Ids, root: Raw, clock: Clock) -> None:
    """A secret begun with a password alone, which lies beside that of the factor and is newer, proves nothing."""
    me = staff["attorney"]
    thief, victim = seat(me), seat(me)
    theirs = begun(thief)
    kept = root.execute(OWN, [theirs.factor_id]).fetchone()
    mine = begun(victim)
    confirmed(victim, clock.code(mine))
    root.execute(SECRET, kept)
    assert proved(thief, clock.code(theirs)) == "wrong_code"
    assert proved(victim, clock.code(mine)) == ""


def test_sql_with_one_factor_puts_no_secret_beside_anothers(
    server: Server, app: str, staff: Ids, root: Raw, clock: Clock
) -> None:
    """Neither afterwards nor out of a statement that began before and waited for the factor to be there."""
    me = staff["engineer"]
    thief, victim = seat(me), seat(me)
    kept = root.execute(OWN, [begun(thief).factor_id]).fetchone()
    mine = begun(victim)
    with server.login("app", app) as raw, ThreadPoolExecutor(1) as pool:
        identify(raw, thief)
        with scope(victim) as acting:
            factors.confirm_enrolment(acting, clock.code(mine))
            tried = pool.submit(attempt, raw, SECRET, kept)
            wait_until_it_waits(root, app, tried)
        assert tried.result(PATIENCE) == "42501"
        assert attempt(raw, SECRET, kept) == "42501"


def test_what_a_factor_opened_while_it_ended_ends_with_it(
    server: Server, app: str, staff: Ids, root: Raw, clock: Clock
) -> None:
    me = staff["guard"]
    here = seat(me)
    mine = begun(here)
    confirmed(here, clock.code(mine))
    change = proposed(ChangeItem(do=Doing.CLOSE, kind=Kind.SECOND_FACTOR, target=mine.factor_id))
    other, approver = seat(me), sign_in_as_operator("second-admin")
    decides = "select decide_change(%s, 'approve', '', '')"

    def approve(raw: Raw) -> str:
        raw.execute(decides, [change.id])
        raw.commit()
        return ""

    with server.login("app", app) as raw, ThreadPoolExecutor(1) as pool:
        identify(raw, approver)
        with scope(other) as acting:
            raised = factors.prove_factor(acting, clock.code(mine)).session_id
            taken = pool.submit(approve, raw)
            wait_until_it_waits(root, app, taken)
        assert taken.result(PATIENCE) == ""
    with pytest.raises(SessionEnded), scope(raised):
        pass
    assert proved(other, clock.code(mine)) == "not_enrolled"


def test_sql_with_one_factor_clears_no_count_of_wrong_codes(
    server: Server, app: str, staff: Ids, root: Raw, clock: Clock
) -> None:
    me = staff["exporter"]
    here = seat(me)
    mine = begun(here)
    confirmed(here, clock.code(mine))
    spends = "select count_sign_in(%s, '', %s)"
    mark = f"Second factor of {me}"
    with server.login("app", app) as raw:
        identify(raw, seat(me))
        assert [raw.execute(spends, [mark, False]).fetchone() for _ in range(5)] == [(0,)] * 5
        raw.execute(spends, [mark, True])
        assert raw.execute(spends, [mark, False]).fetchone() != (0,)
        root.execute("update access_factorsecret set failures = 60 where person_id = %s", [me])
        assert attempt(raw, "update access_factorsecret set failures = 0") == "23514"
        raw.rollback()
    assert proved(here, clock.code(mine)) == "locked"


def make(kind: Kind, name: str, target: uuid.UUID | None = None) -> ChangeItem:
    if kind is Kind.MARKING:
        return ChangeItem(do=Doing.MAKE, kind=kind, name=name, level=1, target=target)
    return ChangeItem(do=Doing.MAKE, kind=kind, name=name, slug=f"slug-{uuid.uuid4().hex[:8]}", target=target)


@pytest.mark.parametrize("table", ["user", "compartment", "track", "readergroup", "exporttag", "marking"])
def test_nothing_new_takes_the_id_of_something_else(app: str, staff: Ids, root: Raw, table: str) -> None:
    """Approvers read names by id: a harmless name under the id of a compartment would stand for it."""
    if table == "exporttag":
        root.execute(
            "insert into access_exporttag (id, slug, name, regime, code, status, reviewer)"
            " values (gen_random_uuid(), 'optics', 'Optics', 'FEFA', '10', 'classified', '')"
        )
    row = root.execute(f"select id from access_{table} limit 1").fetchone()
    assert row is not None
    for kind in (Kind.COMPARTMENT, Kind.TRACK, Kind.READER_GROUP, Kind.MARKING):
        refused("unknown_value", make(kind, "Canteen menu", row[0]))
    approved(proposed(make(Kind.TRACK, f"Beside a {table}", uuid.uuid4())))


STANDING = "update access_standing set valid_to = {} where person_id = %s and kind = 'active'"


@contextmanager
def left(root: Raw, who: uuid.UUID) -> Iterator[None]:
    """As after the directory no longer has somebody: their roles are not taken away."""
    kept = root.execute("select max(valid_to) from access_standing where person_id = %s", [who]).fetchone()
    assert kept == (None,)
    root.execute("set session_replication_role = replica")
    root.execute(STANDING.format("statement_timestamp()"), [who])
    try:
        yield
    finally:
        root.execute(STANDING.format("null"), [who])
        root.execute("set session_replication_role = origin")


def test_who_has_left_proposes_nothing_any_more(app: str, staff: Ids, root: Raw) -> None:
    change = proposed(opened(Kind.CLEARANCE, staff["apprentice"], level=3))
    with left(root, staff["first-admin"]), pytest.raises(ChangeRefused, match="basis_changed"):
        approved(change)
    assert approved(change).state is State.ACTIVE


def test_who_has_left_agrees_no_more(app: str, staff: Ids, root: Raw) -> None:
    change = proposed(opened(Kind.EXPORT_STATUS, staff["apprentice"], value="resident"))
    with person("exporter") as acting:
        changes.agree(acting, change.id)
    with left(root, staff["exporter"]), pytest.raises(ChangeRefused, match="export_needs_review"):
        approved(change)
    assert approved(change).state is State.ACTIVE


UNSEEN = [
    "\u034f",
    "\u061c",
    "\u115f",
    "\u1160",
    "\u17b4",
    "\u180b",
    "\u180e",
    "\u2800",
    "\u3164",
    "\uffa0",
    "\ufff9",
]
UNSEEN += ["\U000e0041", "\U000e0fff"]


def test_a_name_holds_no_sign_that_is_not_seen(app: str, staff: Ids) -> None:
    approved(proposed(make(Kind.COMPARTMENT, "Gemini prime 葛")))
    for sign in UNSEEN:
        refused("unknown_value", make(Kind.COMPARTMENT, f"Gemini{sign} prime 葛"))
    for alike in ("Gemini prime 葛\U000e0100", "Gemini\ufe0f prime 葛", "Gemını prime 葛"):
        refused("name_confusable", make(Kind.COMPARTMENT, alike))
    approved(proposed(make(Kind.COMPARTMENT, "Gemini second 葛\U000e0100")))


def test_a_status_that_looks_like_another_is_refused(app: str, staff: Ids) -> None:
    refused("unknown_value", opened(Kind.EXPORT_STATUS, staff["partner"], value="resident\ufe0f"))


def test_a_new_marking_is_nobodys_gain(app: str, staff: Ids) -> None:
    """No document can lie under a label that there was not, so an administrator who also reads proposes and approves it."""
    approved(proposed(make(Kind.MARKING, "for the first floor"), by="reading-admin"))
    marking = ChangeItem(do=Doing.MAKE, kind=Kind.MARKING, name="for the second floor", level=2)
    with person("reading-admin") as acting:
        assert changes.preview(acting, [marking]).refusal == ""
    approved(proposed(marking), by="reading-admin")


def test_who_gives_no_verdict_decides_nothing(app: str, staff: Ids) -> None:
    change = proposed(make(Kind.COMPARTMENT, "Gemini third"))
    with person("engineer"), connection.cursor() as cursor:
        cursor.execute("select decide_change(%s, null, 'because', '')", [change.id])
    assert approved(change).state == State.ACTIVE
