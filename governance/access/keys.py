"""One's own API keys: which there are, and ending one. Making one is `sessions.issue_key`."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from governance.access.scopes import NotFound, Scope
from governance.audit.events import Action
from governance.audit.trail import record


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key without its secret, which nobody has but who was shown it."""

    id: uuid.UUID
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    is_in_force: bool


KEYS = """
    select id, key_name, key_scopes, authenticated_at, expires_at, ended_at,
           ended_at is null and expires_at > statement_timestamp()
      from access_session where method = 'key' and person_id = %s order by authenticated_at desc, id limit %s
"""


def list_keys(acting: Scope, *, limit: int = 100) -> tuple[KeyRow, ...]:
    """The identified person's keys, newest first; those that have ended as well."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [acting.require().person_id, limit])
        found = tuple(
            KeyRow(number, name, tuple(scopes), *times) for number, name, scopes, *times in cursor.fetchall()
        )
    record(Action.KEY_LISTED, detail={"shown": len(found)})
    return found


def end_key(acting: Scope, key_id: uuid.UUID) -> None:
    """End one of one's own keys, for every process at once. Raises NotFound for any other, and for one that has ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update access_session set ended_at = statement_timestamp()"
            " where id = %s and method = 'key' and person_id = %s and ended_at is null",
            [key_id, acting.require().person_id],
        )
        if not cursor.rowcount:
            raise NotFound
    record(Action.KEY_ENDED, resource=f"session:{key_id}")
