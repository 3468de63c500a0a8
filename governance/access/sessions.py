"""Signing in and out. A session is a row that names the person, how and when they were authenticated, and until when."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.utils import timezone

from governance.access.directory_settings import DirectoryAway
from governance.access.permissions import Permission
from governance.access.scopes import Denied, Scope, SessionEnded, identify
from governance.access.throttling import give_sign_in_back, spend_sign_in
from governance.audit.events import Action
from governance.audit.trail import record

SIGNED_IN_FOR = timedelta(hours=12)
OPERATOR_FOR = timedelta(hours=1)
KEY_FOR = timedelta(days=365)
KEY_PREFIX = "kaas"


class SignInRefused(Exception):
    """The name or the password is wrong, or the account may not sign in. Which of them is not said."""


class SignInThrottled(SignInRefused):
    """Too many attempts with this name or from this address, whether there is such a name or not. Wait `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class SignInUnavailable(SignInRefused):
    """The directory that would have to check the password does not answer."""


def sign_in(username: str, password: str, *, place: str, address: str = "") -> uuid.UUID:
    """Check the password and open a session at `place`, asked for from `address`. Raises SignInRefused.

    Both ends are on the trail. One that was not even tried is not: the attempts that used up what there was are, and nobody
    may fill the trail from outside.
    """
    wait = spend_sign_in(username, address)
    if wait:
        raise SignInThrottled(wait)
    where = _where(place, address)
    try:
        person = authenticate(username=username, password=password)
    except DirectoryAway as error:
        record(
            Action.SESSION_REFUSED, outcome="failed", detail={**where, "reason": f"directory_{error.code}"}
        )
        raise SignInUnavailable from None
    if person is not None:
        try:
            opened = open_session(
                uuid.UUID(str(person.pk)),
                method="password",
                place=place,
                address=address,
                lasts=SIGNED_IN_FOR,
            )
            give_sign_in_back(username, address)
            return opened
        except SessionEnded:
            pass
    record(Action.SESSION_REFUSED, outcome="denied", detail=where)
    raise SignInRefused


def check_password_again(acting: Scope, password: str, *, address: str = "") -> None:
    """Whether it is still the person who signed in. Raises SignInRefused as `sign_in` does, out of the same tries.

    The directory may be asked, so the scope is best over by then.
    """
    wait = spend_sign_in(acting.username, address)
    if wait:
        raise SignInThrottled(wait)
    try:
        person = authenticate(username=acting.username, password=password)
    except DirectoryAway:
        raise SignInUnavailable from None
    if person is None or uuid.UUID(str(person.pk)) != acting.person_id:
        record(Action.SESSION_REFUSED, outcome="denied", detail=_where("", address))
        raise SignInRefused
    give_sign_in_back(acting.username, address)


def sign_in_as_operator(username: str) -> uuid.UUID:
    """Open a short session in which the operator of this machine acts for a person. The trail says it was the operator."""
    with connection.cursor() as cursor:
        cursor.execute("select person from find_login(%s)", [username])
        row = cursor.fetchone()
    if row is None:
        raise SignInRefused
    try:
        # Whoever runs commands here has shown the machine more than a password.
        return open_session(
            uuid.UUID(str(row[0])),
            method="operator",
            place="command line",
            factor_level=2,
            lasts=OPERATOR_FOR,
        )
    except SessionEnded:
        raise SignInRefused from None


def sign_out(session_id: uuid.UUID) -> None:
    """End the session, for every process at once. A session that is already over stays over."""
    try:
        with transaction.atomic():
            identify(session_id)
            record(Action.SESSION_ENDED, resource=f"session:{session_id}")
            with connection.cursor() as cursor:
                cursor.execute(
                    "update access_session set ended_at = statement_timestamp() where id = %s", [session_id]
                )
                cursor.execute("select set_config('kaas.identity', '', true)")
    except SessionEnded:
        return


def issue_key(
    acting: Scope, *, name: str, scopes: Collection[Permission], ends_at: datetime | None = None
) -> str:
    """Make an API key for the identified person and return it, once. It ends at `ends_at`, after a year at the latest.

    It can do no more than `scopes`, nor than the person can, nor than the session it is made in; Denied for a wider one.
    """
    if not set(scopes) <= acting.require().permissions:
        raise Denied("key_wider_than_session")
    session_id, secret = uuid.uuid4(), secrets.token_urlsafe(32)
    latest = timezone.now() + KEY_FOR
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, key_digest,"
            " key_scopes, expires_at) values (%s, %s, 'key', 1, '', '', %s, %s, %s, %s)",
            [
                session_id,
                acting.person_id,
                name,
                hashlib.sha256(secret.encode()).digest(),
                sorted(scope.value for scope in scopes),
                min(ends_at or latest, latest),
            ],
        )
    record(Action.KEY_ISSUED, resource=f"session:{session_id}", detail={"scopes": sorted(scopes)})
    return f"{KEY_PREFIX}.{session_id.hex}.{secret}"


def read_key(key: str) -> tuple[uuid.UUID, str]:
    """Split an API key into its session and its secret. Raises SessionEnded for anything that is not one."""
    prefix, _, rest = key.partition(".")
    session, _, secret = rest.partition(".")
    try:
        if prefix != KEY_PREFIX or not secret:
            raise ValueError
        return uuid.UUID(hex=session), secret
    except ValueError:
        raise SessionEnded from None


def open_session(
    person_id: uuid.UUID,
    *,
    method: str,
    place: str,
    lasts: timedelta,
    address: str = "",
    factor_level: int = 1,
) -> uuid.UUID:
    """Open a session for a person who has just been authenticated; nobody is identified afterwards. Raises SessionEnded."""
    session_id = uuid.uuid4()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, expires_at)"
                " values (%s, %s, %s, %s, %s, '', '', %s)",
                [session_id, person_id, method, factor_level, place, timezone.now() + lasts],
            )
        identify(session_id)
        record(
            Action.SESSION_STARTED,
            resource=f"session:{session_id}",
            detail={"method": method, "factors": factor_level, **_where(place, address)},
        )
        with connection.cursor() as cursor:
            cursor.execute("select set_config('kaas.identity', '', true)")
    return session_id


def _where(place: str, address: str) -> dict[str, str]:
    return {"place": place} | ({"address": address} if address else {})
