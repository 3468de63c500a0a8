"""What events of the trail are about, by name, and where that can be looked at."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from governance.access.naming import names
from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from governance.audit.events import Action
from governance.audit.trail import EventRow

CONTENTS = (
    "content",
    "compartment_id",
    "track_id",
    "reader_group_id",
)  # where an event of a fact keeps an id
NAMED = frozenset({"compartment", "track", "reader_group", "export_tag"})
# What made something different, or asked for it; the rest of a day is people looking.
CHANGES = frozenset(
    {
        *(Action.CHANGE_PROPOSED, Action.CHANGE_AGREED, Action.CHANGE_APPROVED),
        *(Action.CHANGE_REJECTED, Action.CHANGE_WITHDRAWN),
        *(Action.EMERGENCY_OPENED, Action.EMERGENCY_ENDED),
        *(Action.FACT_OPENED, Action.FACT_CLOSED, Action.ACCESS_EXTENDED, Action.MAPPING_LOADED),
        *(Action.DOCUMENT_RELABELLED, Action.NAME_CHANGED),
    }
)
EMERGENCIES = frozenset({Action.EMERGENCY_OPENED, Action.EMERGENCY_ENDED})


def things_in(events: Iterable[EventRow], scope: Scope) -> dict[str, str]:
    """Names of what these events are about, of compartments and the like, as far as the reader may know them."""
    known = list(events)
    about = {event.resource.partition(":") for event in known}
    ids = {UUID(one) for kind, __, one in about if kind in NAMED}
    contents = (str(event.detail.get(name, "")) for event in known for name in CONTENTS)
    ids |= {UUID(one) for one in contents if len(one) == 36}
    found = names(scope, ids)
    return {str(one): name for one, name in found.items()}


def leads_to(event: EventRow, scope: Scope) -> str:
    """Where a change or an emergency can be looked at, by those who may see all of them; "" for others."""
    kind, __, one = event.resource.partition(":")
    if kind == "change" and can(scope, Permission.ACCESS_READ):
        return reverse("portal:change", args=[one])
    if event.action in EMERGENCIES and can(scope, Permission.EMERGENCY_READ):
        return reverse("portal:emergencies")
    return ""
