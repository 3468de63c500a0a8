"""What is meant by what somebody is typing: people by part of a name, and compartments, tracks and groups likewise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.access.scopes import Scope
from governance.access.things import matches
from kaas.portal.administration.fields import BETWEEN
from kaas.portal.administration.finding import MOST
from kaas.portal.administration.paging import asked
from kaas.portal.session import signed_in


@require_safe
@signed_in
def find(request: HttpRequest, scope: Scope, kind: str) -> HttpResponse:
    """What could be meant by what is being typed into the field that `field` names, as options to choose from."""
    said = request.GET.get(request.GET.get("field", ""), "")
    before, last = "", said
    if "several" in request.GET:
        parts = BETWEEN.split(said)
        last = parts[-1]
        before = "".join(f"{one}, " for one in parts[:-1] if one)
    found = matches(scope, kind, asked(last), limit=MOST)
    response = render(request, "portal/administration/_options.html", {"found": found, "before": before})
    response["Cache-Control"] = "no-store"
    return response
