"""What the administrators' pages share: where one can go from there, and the page one comes to first."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.access.changes import State, changes
from governance.access.emergencies import emergencies_noticed
from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from kaas.portal.administration.offices import offices
from kaas.portal.administration.proposals import proposals
from kaas.portal.pages import page
from kaas.portal.session import signed_in

SHOWN = 20


def office_page(
    request: HttpRequest,
    scope: Scope,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page under the row of places that this person's role can use; the row is left out where there is one at most."""
    found = offices(request, scope)
    shown = {**(context or {}), "offices": found if len(found) > 1 else []}
    return page(request, f"administration/{template}", shown, status=status)


@require_safe
@signed_in
def administration(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What waits and what is going on; for those who decide nothing, the people."""
    if not can(scope, Permission.ACCESS_MANAGE):
        return HttpResponseRedirect(reverse("portal:people"))
    waiting = proposals(changes(scope, state=State.PROPOSED, limit=SHOWN), scope=scope)
    going_on = [one for one in emergencies_noticed(scope, limit=SHOWN) if one.is_open]
    return office_page(request, scope, "home", {"waiting": waiting, "emergencies": going_on})


@require_safe
@signed_in
def matters(request: HttpRequest, scope: Scope) -> HttpResponse:
    """For everybody: changes that concern a compartment they answer for, and emergencies they are told of."""
    waiting = proposals(changes(scope, state=State.PROPOSED, limit=SHOWN), scope=scope)
    return office_page(
        request,
        scope,
        "matters",
        {"waiting": waiting, "emergencies": emergencies_noticed(scope, limit=SHOWN)},
    )
