"""A second factor by an authenticator app: set up once, proved with codes that count once, and never weaker than that."""

import base64
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from governance.access import factors, one_time_codes
from governance.access.factors import (
    FactorRefused,
    FactorThrottled,
    Proved,
    begin_enrolment,
    confirm_enrolment,
    factor_state,
    is_asked_for,
    prove_factor,
    remove_factor,
    renew_codes,
)
from governance.access.scopes import Denied, NotFound, Scope, SessionEnded, scope
from governance.access.sessions import issue_key, open_session, read_key, sign_in_as_operator
from governance.access.sign_ins import end_other_sign_ins, end_sign_in, list_sign_ins
from governance.audit.events import Action
from tests.conftest import role

pytestmark = pytest.mark.django_db


class Clock:
    """Time as codes see it, moved by hand, so that no test waits for half a minute to pass."""

    def __init__(self) -> None:
        self.now = 1_800_000_015.0

    def time(self) -> float:
        return self.now

    def later(self, steps: int = 1) -> None:
        self.now += steps * one_time_codes.STEP


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(one_time_codes, "time", made)
    return made


def signed_in(username: str, *, method: str = "password", level: int = 1, **more: Any) -> uuid.UUID:
    """A session as after a password, under the application's role."""
    lasts = more.get("lasts", timedelta(hours=12))
    person = _one("select person from find_login(%s)", username)
    return open_session(person, method=method, place="JP", lasts=lasts, factor_level=level)


@contextmanager
def acting(session_id: uuid.UUID) -> Iterator[Scope]:
    with role("kaas_app"), scope(session_id) as one:
        yield one


def code(secret: str, clock: Clock, *, steps: int = 0) -> str:
    """What the app shows now, or so many steps from now."""
    return one_time_codes.code_at(as_bytes(secret), int(clock.now) // one_time_codes.STEP + steps)


def as_bytes(secret: str) -> bytes:
    """A secret as the app has it, from the text that is shown."""
    return base64.b32decode(secret.replace(" ", ""))


def enrolled(username: str, clock: Clock) -> tuple[str, Proved]:
    """The secret of somebody who has set up a factor, and what came of it. The code's time has passed."""
    with role("kaas_app"):
        session = signed_in(username)
    with acting(session) as one:
        made = begin_enrolment(one)
        proved = confirm_enrolment(one, code(made.secret, clock))
    clock.later()
    return made.secret, proved


def prove(username: str, typed: str) -> Proved:
    with role("kaas_app"):
        session = signed_in(username)
    with acting(session) as one:
        return prove_factor(one, typed)


def refusal(username: str, typed: str) -> str:
    """Why a code is not taken, or nothing. What was tried is counted: the transaction ends well, as a page's does."""
    with role("kaas_app"):
        session = signed_in(username)
    with acting(session) as one:
        try:
            prove_factor(one, typed)
        except FactorRefused as refused:
            return refused.code
    return ""


def _one(statement: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
        return row[0] if row else None


def told(action: Action, outcome: str = "done") -> int:
    with role("kaas_app"):
        auditor = sign_in_as_operator("auditor")
    with acting(auditor):
        count: int = _one(
            "select count(*) from audit_event where action = %s and outcome = %s", action.value, outcome
        )
    return count


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, for SHA-1; its eight digits end in our six."""
    secret = b"12345678901234567890"
    at = {59: "94287082", 1111111109: "07081804", 1234567890: "89005924", 20000000000: "65353130"}
    for seconds, digits in at.items():
        assert one_time_codes.code_at(secret, seconds // 30) == digits[-6:]
        assert one_time_codes.matching_step(secret, digits[-6:], after=0, now=seconds) == seconds // 30


@pytest.mark.parametrize(("off", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_step(off: int, is_taken: bool) -> None:
    secret, now = b"x" * 20, 1_800_000_015
    typed = one_time_codes.code_at(secret, now // 30 + off)
    assert (one_time_codes.matching_step(secret, typed, after=0, now=now) is not None) == is_taken


@pytest.mark.parametrize("typed", ["123 456", " 123456 ", "１２３４５６", "123-456"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert one_time_codes.as_typed(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "①②③", "12345\x00", "<b>", "é" * 6], ids=range(5))
def test_what_no_code_can_be_is_nothing(typed: str) -> None:
    assert not one_time_codes.is_of_app(one_time_codes.as_typed(typed))


def test_setting_up_raises_the_session_and_makes_codes(clock: Clock) -> None:
    _, proved = enrolled("engineer", clock)
    assert len(set(proved.codes)) == one_time_codes.RECOVERY_CODES
    with acting(proved.session_id) as one:
        state = factor_state(one)
    assert (state.level, state.method, state.codes_left) == (2, "password", 10)
    assert state.enrolled_at is not None
    assert told(Action.FACTOR_ENROLLED) == told(Action.FACTOR_CODES_MADE) == 1


def test_a_new_session_is_asked_for_the_factor_and_raised_into_another(clock: Clock) -> None:
    secret, _ = enrolled("engineer", clock)
    with role("kaas_app"):
        first = signed_in("engineer")
    with acting(first) as one:
        assert is_asked_for(one)
        raised = prove_factor(one, code(secret, clock)).session_id
    assert raised != first
    with acting(raised) as one:
        assert not is_asked_for(one)
    with acting(first) as one:  # what was known before is worth what it was
        assert factor_state(one).level == 1


def test_a_code_counts_once(clock: Clock) -> None:
    secret, _ = enrolled("engineer", clock)
    typed = code(secret, clock)
    assert refusal("engineer", typed) == ""
    assert refusal("engineer", typed) == "wrong_code"
    assert refusal("engineer", code(secret, clock, steps=-1)) == "wrong_code"  # nor one from before it
    clock.later()
    assert refusal("engineer", code(secret, clock)) == ""
    assert told(Action.FACTOR_FAILED, "denied") == 2
    assert told(Action.FACTOR_USED) == 2


def test_the_code_of_setting_up_counts_once_too(clock: Clock) -> None:
    with role("kaas_app"):
        session = signed_in("engineer")
    with acting(session) as one:
        made = begin_enrolment(one)
        confirm_enrolment(one, code(made.secret, clock))
    assert refusal("engineer", code(made.secret, clock)) == "wrong_code"


def test_a_recovery_code_counts_once(clock: Clock) -> None:
    _, proved = enrolled("engineer", clock)
    typed = proved.codes[3].upper().replace("-", " ")
    assert refusal("engineer", typed) == ""
    assert refusal("engineer", typed) == "wrong_code"
    with acting(proved.session_id) as one:
        assert factor_state(one).codes_left == 9
        again = renew_codes(one)
        assert factor_state(one).codes_left == 10
    assert refusal("engineer", proved.codes[4]) == "wrong_code"
    assert refusal("engineer", again[0]) == ""


def test_a_recovery_code_is_its_owners(clock: Clock) -> None:
    _, mine = enrolled("engineer", clock)
    enrolled("engineer2", clock)
    assert refusal("engineer2", mine.codes[0]) == "wrong_code"
    assert refusal("engineer", mine.codes[0]) == ""


def test_guessing_ends(clock: Clock) -> None:
    secret, _ = enrolled("engineer", clock)
    wrong = next(
        one
        for one in ("000000", "111111", "222222", "333333", "444444", "555555", "666666")
        if one not in {code(secret, clock, steps=step) for step in (-1, 0, 1)}
    )
    assert [refusal("engineer", wrong) for _ in range(5)] == ["wrong_code"] * 5
    with pytest.raises(FactorThrottled) as throttled:
        prove("engineer", code(secret, clock))
    assert 1 <= throttled.value.seconds <= 30


def test_after_many_wrong_codes_in_a_row_the_app_is_believed_no_more(clock: Clock) -> None:
    secret, proved = enrolled("engineer", clock)
    with connection.cursor() as cursor:
        cursor.execute("alter table access_factorsecret no force row level security")
        cursor.execute("update access_factorsecret set failures = %s", [factors.MOST_FAILURES])
        cursor.execute("alter table access_factorsecret force row level security")
    assert refusal("engineer", code(secret, clock)) == "locked"
    assert refusal("engineer", proved.codes[0]) == ""
    assert refusal("engineer", code(secret, clock)) == ""


def test_what_was_begun_and_not_confirmed_is_nothing(clock: Clock) -> None:
    with role("kaas_app"):
        session = signed_in("engineer")
    with acting(session) as one:
        first = begin_enrolment(one)
        second = begin_enrolment(one)
        assert not is_asked_for(one)
        with pytest.raises(FactorRefused, match="wrong_code"):
            confirm_enrolment(one, code(first.secret, clock))
        with pytest.raises(FactorRefused, match="not_enrolled"):
            prove_factor(one, code(second.secret, clock))
        confirm_enrolment(one, code(second.secret, clock))


def test_there_is_one_factor_at_a_time(clock: Clock) -> None:
    _, proved = enrolled("engineer", clock)
    with acting(proved.session_id) as one:
        for verb in (begin_enrolment, lambda acting: confirm_enrolment(acting, "000000")):
            with pytest.raises(FactorRefused, match="enrolled_already"):
                verb(one)


def test_with_one_factor_nothing_about_the_other_can_be_changed(clock: Clock) -> None:
    enrolled("engineer", clock)
    with role("kaas_app"):
        session = signed_in("engineer")
    with acting(session) as one:
        for verb in (remove_factor, renew_codes):
            with pytest.raises(Denied, match="needs_second_factor"):
                verb(one)


def test_sql_with_one_factor_takes_none_away(clock: Clock) -> None:
    """Injected into the application's connection, while the person is identified with one factor."""
    enrolled("engineer", clock)
    with role("kaas_app"):
        session = signed_in("engineer")
    with acting(session), connection.cursor() as cursor:
        for statement in (
            "update access_secondfactor set valid_to = now()",
            "delete from access_factorsecret",
            "delete from access_recoverycode",
        ):
            cursor.execute(statement)
            assert cursor.rowcount == 0, statement


def test_giving_it_up_ends_every_session_it_opened(clock: Clock) -> None:
    secret, proved = enrolled("engineer", clock)
    other = prove("engineer", code(secret, clock)).session_id
    with acting(proved.session_id) as one:
        after = remove_factor(one)
    for over in (proved.session_id, other):
        with pytest.raises(SessionEnded), acting(over):
            pass
    with acting(after) as one:
        state = factor_state(one)
        assert (state.level, state.enrolled_at, state.codes_left) == (1, None, 0)
        begin_enrolment(one)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from access_recoverycode")
        assert cursor.fetchone() == (0,)
    assert told(Action.FACTOR_REMOVED) == 1


def test_a_key_has_no_second_factor(clock: Clock) -> None:
    secret, proved = enrolled("engineer", clock)
    with acting(proved.session_id) as one:
        key = issue_key(one, name="a program", scopes=[])
    session, opens = read_key(key)
    with role("kaas_app"), scope(session, secret=opens) as one:
        assert factor_state(one).level == 1
        for verb in (begin_enrolment, remove_factor, renew_codes):
            with pytest.raises(Denied):
                verb(one)
        for verb in (prove_factor, confirm_enrolment):
            with pytest.raises(Denied):
                verb(one, code(secret, clock))


@pytest.mark.parametrize(
    ("lasts", "hours"), [(timedelta(minutes=10), 8), (timedelta(hours=12), 1)], ids=["ends first", "is cut"]
)
def test_two_factors_last_their_hours_and_no_longer_than_signing_in(
    clock: Clock, settings: Any, lasts: timedelta, hours: int
) -> None:
    secret, _ = enrolled("engineer", clock)
    settings.SECOND_FACTOR_HOURS = hours
    with role("kaas_app"):
        first = signed_in("engineer", lasts=lasts)
    with acting(first) as one:
        before = factor_state(one).expires_at
        raised = prove_factor(one, code(secret, clock)).session_id
    with acting(raised) as one:
        after = factor_state(one).expires_at
        left = _one("select %s - authenticated_at from access_session where id = %s", after, raised)
    assert after <= before + timedelta(minutes=1)
    assert left <= min(lasts, timedelta(hours=hours)) + timedelta(minutes=1)


def test_nobody_else_reads_what_proves_a_factor(clock: Clock) -> None:
    enrolled("engineer", clock)
    with role("kaas_app"):
        looking = [sign_in_as_operator(name) for name in ("admin", "auditor")]
    for session in looking:
        with acting(session):
            assert _one("select count(*) from access_secondfactor") == 1
            assert _one("select count(*) from access_factorsecret") == 0
            assert _one("select count(*) from access_recoverycode") == 0
    with role("kaas_app"):
        session = signed_in("engineer2")
    with acting(session):
        assert _one("select count(*) from access_secondfactor") == 0


def test_neither_the_secret_nor_a_code_is_kept_readably(clock: Clock) -> None:
    secret, proved = enrolled("engineer", clock)
    with connection.cursor() as cursor:
        cursor.execute("select encode(sealed, 'hex') from access_factorsecret")
        (sealed,) = cursor.fetchone()
        cursor.execute("select string_agg(encode(digest, 'hex'), '') from access_recoverycode")
        digests = cursor.fetchone()[0]
    assert as_bytes(secret).hex() not in sealed
    assert not any(one in digests for one in proved.codes)
    assert secret not in repr(proved)


def test_other_sign_ins_are_listed_and_ended() -> None:
    with role("kaas_app"):
        here, there, somebody = signed_in("engineer"), signed_in("engineer"), signed_in("engineer2")
    with acting(here) as one:
        listed = list_sign_ins(one)
        assert {row.id for row in listed} >= {here, there}
        assert [row.id for row in listed if row.is_this] == [here]
        for missing in (here, somebody, uuid.uuid4()):
            with pytest.raises(NotFound):
                end_sign_in(one, missing)
        end_sign_in(one, there)
        with pytest.raises(NotFound):
            end_sign_in(one, there)
    with pytest.raises(SessionEnded), acting(there):
        pass
    with role("kaas_app"):
        more = [signed_in("engineer") for _ in range(2)]
    with acting(here) as one:
        assert end_other_sign_ins(one) >= 2
        assert [row.id for row in list_sign_ins(one)] == [here]
    for over in more:
        with pytest.raises(SessionEnded), acting(over):
            pass
    with acting(somebody):
        pass
