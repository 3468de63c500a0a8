"""Reading the trail, which is itself an event."""

from dataclasses import replace
from datetime import date

from governance.access.models import Opening
from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import EventRow, events_of_day, record


def read_day(day: date, *, scope: Scope, limit: int = 1000) -> list[EventRow]:
    """The events of one day, newest first, and the event that they were read. Raises Denied."""
    check_permission(scope, Permission.TRAIL_READ)
    found = events_of_day(day, limit=limit)
    record(Action.TRAIL_READ, resource="trail", detail={"day": day.isoformat()})
    return _with_reasons(found)


def _with_reasons(events: list[EventRow]) -> list[EventRow]:
    """The reason that was given for opening a text stands in the opening; who reads the trail is shown both."""
    named = [event.detail["opening"] for event in events if "opening" in event.detail]
    reasons = {
        str(opening): reason
        for opening, reason in Opening.objects.filter(id__in=named).values_list("id", "reason")
    }
    return [
        replace(event, detail={**event.detail, "reason": reasons[event.detail["opening"]]})
        if event.detail.get("opening") in reasons
        else event
        for event in events
    ]
