"""Reading the trail, which is itself an event."""

from datetime import date

from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import EventRow, events_of_day, record


def read_day(day: date, *, scope: Scope, limit: int = 1000) -> list[EventRow]:
    """The events of one day, newest first, and the event that they were read. Raises Denied."""
    check_permission(scope, Permission.TRAIL_READ)
    found = events_of_day(day, limit=limit)
    record(Action.TRAIL_READ, resource="trail", detail={"day": day.isoformat()})
    return found
