"""A person's second factor: an authenticator app and recovery codes, for accounts whose password is checked here or by LDAP.

The secret is sealed under the person's own key, is shown once, and leaves this module as the verdict on a code only. What is
known of a factor by others is that there is one (decision 0019).
"""

import os
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection
from django.utils import timezone

from governance.access.one_time_codes import (
    address_of,
    as_typed,
    digest_of,
    is_of_app,
    matching_step,
    new_recovery_codes,
    new_secret,
    secret_as_text,
)
from governance.access.scopes import Denied, Scope, identify
from governance.access.sessions import open_session
from governance.access.throttling import give_factor_back, spend_factor
from governance.audit.events import Action
from governance.audit.texts import NONCE_BYTES, writing_key
from governance.audit.trail import record

CONFIRMED_WITHIN = timedelta(minutes=15)
MOST_FAILURES = (
    50  # in a row; then the app's codes count no more, and a recovery code or an administrator has to help
)
LEVEL = 2


class FactorRefused(Exception):
    """Nothing was proved. The code says why: wrong_code, locked, not_enrolled, enrolled_already, expired."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FactorThrottled(FactorRefused):
    """Too many codes were tried. Wait `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__("throttled")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class FactorState:
    """What a person is told of their own factor and of the session they are in."""

    enrolled_at: datetime | None
    codes_left: int
    level: int
    method: str
    expires_at: datetime
    clearance: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret, for the one time that it is shown: as an address for a QR code, and as text."""

    factor_id: uuid.UUID
    address: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proved:
    """The new session, with two factors, and recovery codes where some were made."""

    session_id: uuid.UUID
    codes: tuple[str, ...] = field(default=(), repr=False)


STATE = """
    select f.valid_from, (select count(*) from access_recoverycode c where c.factor_id = f.id and c.used_at is null),
           s.factor_level, s.method, s.expires_at,
           coalesce((select max(c.level) from access_clearance c
                      where c.person_id = s.person_id and c.valid_from <= statement_timestamp()
                        and (c.valid_to is null or c.valid_to > statement_timestamp())), -1)
      from access_session s left join access_secondfactor f on f.person_id = s.person_id and f.valid_to is null
     where s.id = %s
"""


def factor_state(acting: Scope) -> FactorState:
    """How things stand for the identified person."""
    return FactorState(*_row(STATE, acting.require().session_id))


def is_asked_for(acting: Scope) -> bool:
    """Whether this session has one factor where the person has two."""
    state = factor_state(acting)
    return state.enrolled_at is not None and state.level < LEVEL


def begin_enrolment(acting: Scope) -> Enrolment:
    """Make a secret, which counts once `confirm_enrolment` has seen a code of it. Raises Denied, FactorRefused.

    The caller has just checked the password again. What was begun before and not confirmed is forgotten.
    """
    _check_signed_in(acting)
    _one_at_a_time(acting)
    if factor_state(acting).enrolled_at is not None:
        raise FactorRefused("enrolled_already")
    _run("delete from access_factorsecret where person_id = %s", acting.person_id)
    factor_id, secret = uuid.uuid4(), new_secret()
    key = writing_key(acting.person_id)
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + key.cipher.encrypt(nonce, secret, _bound(factor_id, acting.person_id))
    _run(
        "insert into access_factorsecret (factor_id, person_id, key, sealed) values (%s, %s, %s, %s)",
        factor_id,
        acting.person_id,
        key.id,
        sealed,
    )
    return Enrolment(factor_id, address_of(secret, acting.username), secret_as_text(secret))


def confirm_enrolment(acting: Scope, typed: str) -> Proved:
    """Take the factor into force with a first code; its session has two factors. Raises Denied, FactorRefused.

    A refusal is to be let end its transaction well: what was tried is counted there.
    """
    _check_signed_in(acting)
    _one_at_a_time(acting)
    _spend(acting)
    if factor_state(acting).enrolled_at is not None:
        raise FactorRefused("enrolled_already")
    pending = _secret(acting)
    if pending is None or pending.made_at < timezone.now() - CONFIRMED_WITHIN:
        raise FactorRefused("expired")
    _take_step(pending, as_typed(typed))
    codes = _make_codes(
        acting, pending.factor_id
    )  # before the factor, beside which only who has proved it puts anything
    _run(
        "insert into access_secondfactor (id, person_id, kind, recorded_by) values (%s, %s, 'totp', %s)",
        pending.factor_id,
        acting.person_id,
        str(acting.person_id),
    )
    record(Action.FACTOR_ENROLLED, resource=f"factor:{pending.factor_id}")
    return Proved(_raise_session(acting), codes)


def prove_factor(acting: Scope, typed: str) -> Proved:
    """A session with two factors, for a code of the app or for recovery; the one before is to be ended. Raises as above."""
    _check_signed_in(acting)
    factor_id = _factor_in_force(acting)
    _spend(acting)
    code = as_typed(typed)
    if is_of_app(code):
        secret = _secret(acting, factor_id)
        if secret is None or secret.failures >= MOST_FAILURES:
            raise FactorRefused("locked")
        _take_step(secret, code)
    elif not _use_recovery_code(factor_id, code):
        raise _failed(factor_id, "recovery_code")
    means = "totp" if is_of_app(code) else "recovery_code"
    record(Action.FACTOR_USED, resource=f"factor:{factor_id}", detail={"means": means})
    return Proved(_raise_session(acting))


def renew_codes(acting: Scope) -> tuple[str, ...]:
    """New recovery codes; those before count no more. Raises Denied for a session with one factor, FactorRefused."""
    _check_signed_in(acting, factors=LEVEL)
    return _make_codes(acting, _factor_in_force(acting))


def remove_factor(acting: Scope) -> uuid.UUID:
    """Give one's factor up: its sessions end, this one too. A new session, with one factor. Raises as `renew_codes` does."""
    _check_signed_in(acting, factors=LEVEL)
    factor_id = _factor_in_force(acting)
    method, place, expires_at = _session(acting)
    record(Action.FACTOR_REMOVED, resource=f"factor:{factor_id}")
    _run("update access_secondfactor set valid_to = statement_timestamp() where id = %s", factor_id)
    return open_session(acting.person_id, method=method, place=place, lasts=expires_at - timezone.now())


@dataclass(frozen=True, slots=True)
class _Secret:
    factor_id: uuid.UUID
    value: bytes = field(repr=False)
    made_at: datetime
    last_step: int
    failures: int


def _secret(acting: Scope, factor_id: uuid.UUID | None = None) -> _Secret | None:
    """The secret of a factor, or the one last begun. One whose key was destroyed with the person's texts is no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select factor_id, key, sealed, made_at, last_step, failures from access_factorsecret"
            " where person_id = %s and (%s::uuid is null or factor_id = %s) order by made_at desc limit 1 for update",
            [acting.person_id, factor_id, factor_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    bound_to, key_id, sealed, made_at, last_step, failures = row
    key, content = writing_key(acting.person_id), bytes(sealed)
    if key.id != key_id:
        return None
    try:
        value = key.cipher.decrypt(
            content[:NONCE_BYTES], content[NONCE_BYTES:], _bound(bound_to, acting.person_id)
        )
    except InvalidTag:
        return None
    return _Secret(bound_to, value, made_at, last_step, failures)


def _take_step(secret: _Secret, typed: str) -> None:
    """Use a code up. The row is locked: of two who come with the same code, the second finds it used."""
    step = matching_step(secret.value, typed, after=secret.last_step)
    if step is None:
        _run("update access_factorsecret set failures = failures + 1 where factor_id = %s", secret.factor_id)
        raise _failed(secret.factor_id, "totp")
    _run("update access_factorsecret set last_step = %s where factor_id = %s", step, secret.factor_id)


def _use_recovery_code(factor_id: uuid.UUID, code: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "update access_recoverycode set used_at = statement_timestamp()"
            " where factor_id = %s and digest = %s and used_at is null",
            [factor_id, digest_of(code, factor_id)],
        )
        return bool(cursor.rowcount)


def _make_codes(acting: Scope, factor_id: uuid.UUID) -> tuple[str, ...]:
    codes = new_recovery_codes()
    _run("delete from access_recoverycode where person_id = %s", acting.person_id)
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into access_recoverycode (id, factor_id, person_id, digest) values (%s, %s, %s, %s)",
            [(uuid.uuid4(), factor_id, acting.person_id, digest_of(code, factor_id)) for code in codes],
        )
    record(Action.FACTOR_CODES_MADE, resource=f"factor:{factor_id}", detail={"codes": len(codes)})
    return codes


def _raise_session(acting: Scope) -> uuid.UUID:
    """A new session, so that nobody who knew the one before has it. It lasts no longer than that one would have."""
    method, place, expires_at = _session(acting)
    lasts = min(expires_at - timezone.now(), timedelta(hours=settings.SECOND_FACTOR_HOURS))
    raised = open_session(acting.person_id, method=method, place=place, lasts=lasts, factor_level=LEVEL)
    # With one factor the database lets nobody forget what was tried at the other.
    identify(raised)
    _run(
        "update access_factorsecret set failures = 0 where person_id = %s and failures > 0", acting.person_id
    )
    give_factor_back(acting.person_id)
    identify(acting.session_id)
    return raised


def _session(acting: Scope) -> tuple[str, str, datetime]:
    method, place, expires_at = _row(
        "select method, place, expires_at from access_session where id = %s", acting.session_id
    )
    return method, place, expires_at


def _check_signed_in(acting: Scope, *, factors: int = 1) -> None:
    """A key proves no factor, an operator needs none, and what takes a factor away needs it."""
    state = factor_state(acting)
    if state.method not in {"password", "oidc"}:
        raise Denied("not_signed_in")
    if state.level < factors:
        raise Denied("needs_second_factor")


def _one_at_a_time(acting: Scope) -> None:
    """Wait for whoever else sets a factor up as the same person, so that what is asked next is so until the end."""
    _run("select pg_advisory_xact_lock(hashtext('second factor of ' || %s::uuid))", acting.person_id)


def _factor_in_force(acting: Scope) -> uuid.UUID:
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from access_secondfactor where person_id = %s and valid_to is null",
            [acting.person_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise FactorRefused("not_enrolled")
    return uuid.UUID(str(row[0]))


def _spend(acting: Scope) -> None:
    wait = spend_factor(acting.person_id)
    if wait:
        raise FactorThrottled(wait)


def _failed(factor_id: uuid.UUID, means: str) -> FactorRefused:
    record(Action.FACTOR_FAILED, resource=f"factor:{factor_id}", outcome="denied", detail={"means": means})
    return FactorRefused("wrong_code")


def _bound(factor_id: uuid.UUID, person_id: uuid.UUID) -> bytes:
    return b"second factor" + factor_id.bytes + person_id.bytes


def _row(statement: str, session_id: uuid.UUID) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [session_id])
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
