"""Where one is signed in: one's own sessions that still live, and ending them. Keys are listed and ended in `keys`."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from governance.access.scopes import NotFound, Scope
from governance.audit.events import Action
from governance.audit.trail import record


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A session that lives. `factors`: how many were proved; `is_this`: the one that asks."""

    id: uuid.UUID
    method: str
    factors: int
    place: str
    began_at: datetime
    expires_at: datetime
    is_this: bool


LIVING = "method <> 'key' and person_id = %s and ended_at is null and expires_at > statement_timestamp()"


def list_sign_ins(acting: Scope, *, limit: int = 100) -> tuple[SignInRow, ...]:
    """The identified person's living sessions, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, method, factor_level, place, authenticated_at, expires_at, id = %s from access_session"
            f" where {LIVING} order by authenticated_at desc, id limit %s",
            [acting.session_id, acting.require().person_id, limit],
        )
        found = tuple(SignInRow(*row) for row in cursor.fetchall())
    record(Action.SESSION_LISTED, detail={"shown": len(found)})
    return found


def end_sign_in(acting: Scope, session_id: uuid.UUID) -> None:
    """End another of one's own sessions, for every process at once. Raises NotFound for others, and for one that is over."""
    if session_id == acting.session_id or not _end(acting, [session_id]):
        raise NotFound


def end_other_sign_ins(acting: Scope) -> int:
    """End all of one's sessions but this one; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(f"select id from access_session where {LIVING}", [acting.require().person_id])
        others = [row[0] for row in cursor.fetchall() if row[0] != acting.session_id]
    return _end(acting, others)


def _end(acting: Scope, sessions: list[uuid.UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"update access_session set ended_at = statement_timestamp() where {LIVING} and id = any(%s) returning id",
            [acting.require().person_id, sessions],
        )
        ended = [row[0] for row in cursor.fetchall()]
    for one in ended:
        record(Action.SESSION_ENDED, resource=f"session:{one}")
    return len(ended)
