"""The one door into the trail, and reading it back."""

import json
import uuid
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from governance.audit.events import Action
from governance.prepared import prepared

request_id: ContextVar[str] = ContextVar("request_id", default="")


def record(
    action: Action, *, resource: str = "", outcome: str = "done", detail: Mapping[str, Any] | None = None
) -> uuid.UUID:
    """Append one event in the caller's own transaction and return its id.

    The actor, the session and the time are stamped by the database from the identity of the transaction. `detail` holds
    ids, numbers and short codes, never text of a question or a document. If this fails the caller fails: no record, no act.
    """
    event = uuid.uuid4()
    with prepared() as cursor:
        cursor.execute(
            "select append_event(%s, %s, %s, %s, %s::jsonb, %s)",
            [
                event,
                Action(action).value,
                resource,
                outcome,
                json.dumps(dict(detail or {})),
                request_id.get(),
            ],
        )
    return event


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a reader of the trail sees it."""

    id: uuid.UUID
    occurred_at: datetime
    actor: str
    on_behalf_of: str
    action: str
    resource: str
    outcome: str
    request_id: str
    detail: dict[str, Any]


COLUMNS = "id, occurred_at, actor, on_behalf_of, action, resource, outcome, request_id, detail"


def events_between(
    begin: datetime, end: datetime, *, actor: str = "", action: str = "", limit: int = 1000
) -> list[EventRow]:
    """Events the identified person may read, newest first. Row security decides which those are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from audit_event where occurred_at >= %s and occurred_at < %s"
            " and (%s = '' or actor = %s or on_behalf_of = %s) and (%s = '' or action = %s)"
            " order by occurred_at desc, id limit %s",
            [begin, end, actor, actor, actor, action, action, limit],
        )
        return [_row(values) for values in cursor.fetchall()]


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


def events_of_day(day: date, *, actor: str = "", action: str = "", limit: int = 1000) -> list[EventRow]:
    """The events of one calendar day in the installation's time zone. ValueError for a day out of all reason."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"a day of the trail is between {FIRST_DAY} and {LAST_DAY}")
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return events_between(begin, begin + timedelta(days=1), actor=actor, action=action, limit=limit)


def done_by_operator(events: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those among these events that an operator did for somebody, as far as the identified person may read them."""
    with connection.cursor() as cursor:
        cursor.execute("select id from audit_event where id = any(%s) and actor = 'operator'", [list(events)])
        return {row[0] for row in cursor.fetchall()}


def find_event(event: uuid.UUID) -> EventRow | None:
    """One event, if the identified person may read it."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {COLUMNS} from audit_event where id = %s", [event])
        values = cursor.fetchone()
    return _row(values) if values else None


def _row(values: tuple[Any, ...]) -> EventRow:
    found = list(values)
    found[8] = json.loads(found[8]) if isinstance(found[8], str) else found[8]
    return EventRow(*found)
