"""A scope: proof that a person was identified in this transaction. It lists no labels and filters nothing."""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from psycopg.pq import TransactionStatus

from governance.access.languages import called
from governance.access.permissions import CONTENT, Permission
from governance.audit.events import Action
from governance.audit.trail import record
from governance.prepared import prepared

REFUSED = "42501"  # SQLSTATE insufficient_privilege, also what row security says of a row it does not take
NOT_AUTHORISED = "28000"  # SQLSTATE invalid_authorization_specification, raised by the gate's functions


class Denied(Exception):
    """Not permitted, for a reason of role, standing or session. Never about a particular document."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SessionEnded(Denied):
    """The session is over, unknown or not proved: sign in again."""

    def __init__(self) -> None:
        super().__init__("session_ended")


class NotFound(LookupError):
    """There is no such thing for this person. Hidden and missing are the same answer."""


@dataclass(slots=True)
class Scope:
    """The identified person, for as long as the transaction lasts.

    `display_name` is in the person's own language, which others are told and keep; `names`: the one name and the English one.
    """

    session_id: uuid.UUID
    person_id: uuid.UUID
    username: str
    display_name: str
    language: str
    permissions: frozenset[Permission]
    lacks: tuple[str, ...] = ()
    names: tuple[str, str] = ("", "")
    _open: bool = field(default=True, repr=False)

    def require(self) -> "Scope":
        """Raise unless the transaction in which the person was identified is still this one."""
        if not self.is_open:
            raise RuntimeError("this scope is closed: open one with scope(session_id)")
        return self

    @property
    def called(self) -> str:
        """The person's name in the active language."""
        return called(*self.names)

    @property
    def is_open(self) -> bool:
        """Whether the transaction in which the person was identified is still this one."""
        return self._open and _active.get() is self

    def close(self) -> None:
        self._open = False


_active: ContextVar[Scope | None] = ContextVar("active_scope", default=None)


@contextmanager
def scope(session_id: uuid.UUID, *, secret: str | None = None) -> Iterator[Scope]:
    """Identify the person of `session_id` for one transaction and yield the proof.

    `secret` is an API key's secret; a session made by a key opens only with it. Nests for the same session. Raises
    SessionEnded when the session is over, unknown, or its person is no longer active.
    """
    with _opened(session_id, lambda: _identified(session_id, secret)) as acting:
        yield acting


@contextmanager
def scope_again(acting: Scope) -> Iterator[Scope]:
    """Another transaction for the person of a scope that is over. Raises as `scope()` does.

    What the database decides is decided anew; what the person may do at all is as it was when that scope was opened.
    """
    with _opened(acting.session_id, lambda: _identified_again(acting)) as again:
        yield again


@contextmanager
def _opened(session_id: uuid.UUID, identified: Callable[[], Scope]) -> Iterator[Scope]:
    outer = _active.get()
    if outer is not None:
        if outer.session_id != session_id:
            raise RuntimeError("another person's scope is open in this transaction")
        with _refusals_told(), transaction.atomic():
            yield outer
        return
    try:
        with _refusals_told(), transaction.atomic():
            acting = identified()
            _active.set(acting)
            try:
                yield acting
            finally:
                acting.close()
                # No token: under ASGI a view that closes its scope early runs in a copy of the context that opened it.
                _active.set(None)
                _forget()
    except SessionEnded:
        raise
    except Denied as denied:
        # What was begun is undone; that it was denied stays.
        with transaction.atomic():
            identify(session_id)
            record_denial(denied)
            _forget()
        raise


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Row security refuses a row whose labels were permitted when the act began: the person's access has changed."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == REFUSED and "row-level security" in str(error):
            raise Denied("access_changed") from None
        raise


def record_denial(denied: Denied) -> None:
    """Put a denial on the trail. Scopes do it for what leaves them; doors that turn a denial into an answer do it there."""
    record(Action.ACCESS_DENIED, outcome="denied", detail={"reason": denied.code})


def can(acting: Scope | None, permission: Permission) -> bool:
    """Whether the person may do this at all, by role, standing and key."""
    try:
        check_permission(acting, permission)
    except Denied:
        return False
    return True


def give_connection_back() -> None:
    """Let the pool have the connection while this thread waits for something else; nothing inside a transaction."""
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()


def check_permission(acting: Scope | None, permission: Permission) -> Scope:
    """Return the scope, or raise Denied."""
    if acting is None:
        raise SessionEnded
    if permission not in acting.permissions:
        raise Denied(f"role_lacks_{permission.value}")
    if acting.lacks and permission in CONTENT:
        raise Denied(f"not_{acting.lacks[0]}")
    return acting


def prove(session_id: uuid.UUID) -> bytes:
    """The MAC by which the application process vouches for a session (HMAC-SHA-256, RFC 2104)."""
    if not settings.GATE_KEY:
        raise ImproperlyConfigured("KAAS_GATE_KEY is not set: this process cannot act for anybody.")
    return hmac.new(bytes.fromhex(settings.GATE_KEY), str(session_id).encode(), hashlib.sha256).digest()


def identify(session_id: uuid.UUID) -> uuid.UUID:
    """Name the session to the database for this transaction; return the person. A refusal ends the transaction."""
    try:
        with prepared() as cursor:
            cursor.execute("select identify(%s, %s)", [session_id, prove(session_id)])
            return uuid.UUID(str(cursor.fetchone()[0]))
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == NOT_AUTHORISED:
            raise SessionEnded from None
        raise


PERSON = """
    select u.username, case when u.language = 'en' and u.name_en <> '' then u.name_en else u.display_name end,
           array[u.display_name, u.name_en], u.language, s.key_digest,
           held_permissions(),
           array(select k.kind from unnest(array['acknowledged', 'trained']) with ordinality as k (kind, place)
                  where not exists (select from access_standing t where t.person_id = u.id and t.kind = k.kind
                                     and t.valid_from <= statement_timestamp()
                                     and (t.valid_to is null or t.valid_to > statement_timestamp()))
                  order by k.place)
      from access_user u, access_session s
     where u.id = %s and s.id = %s
"""


def _identified_again(acting: Scope) -> Scope:
    identify(acting.session_id)
    return replace(acting, _open=True)


def _identified(session_id: uuid.UUID, secret: str | None) -> Scope:
    person_id = identify(session_id)
    with prepared() as cursor:
        cursor.execute(PERSON, [person_id, session_id])
        username, display_name, named, language, key_digest, permissions, lacks = cursor.fetchone()
    given = hashlib.sha256(secret.encode()).digest() if secret is not None else None
    if not _same(given, bytes(key_digest) if key_digest is not None else None):
        _forget()
        raise SessionEnded
    known = frozenset(Permission(name) for name in permissions)
    return Scope(session_id, person_id, username, display_name, language, known, tuple(lacks), tuple(named))


def _same(given: bytes | None, kept: bytes | None) -> bool:
    if given is None or kept is None:
        return given is kept
    return hmac.compare_digest(given, kept)


def _forget() -> None:
    """Clear the identity where the transaction goes on after the scope; one that ends or failed forgets it by itself."""
    raw = connection.connection
    goes_on = bool(connection.savepoint_ids)
    if goes_on and raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('kaas.identity', '', true)")
