"""Emergencies: opened by security with a reason, told to counsel and the owners, ended early or by the clock."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from governance.access import emergencies as verbs
from governance.access.changes import Kind
from governance.access.permissions import Permission
from governance.access.refusals import ChangeRefused
from governance.access.scopes import NotFound, Scope, can, check_permission
from kaas.portal.administration.forms import EmergencyForm
from kaas.portal.session import signed_in
from kaas.portal.views.administration.office import office_page

HOURS = (1, 2, 3, 4)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def emergencies(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The notices for whoever is told of them, and the form for those who may open one."""
    may_open = can(scope, Permission.ACCESS_BREAK_GLASS)
    if not may_open:
        check_permission(scope, Permission.EMERGENCY_READ)
    form = _form(request, scope) if may_open else None
    if request.method == "POST":
        check_permission(scope, Permission.ACCESS_BREAK_GLASS)
    if request.method == "POST" and form and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.open_emergency(
                scope, compartment_id=said["compartment"], reason=said["reason"], hours=said["hours"]
            )
            return HttpResponseRedirect(reverse("portal:emergencies"))
        except ChangeRefused as refused:
            twice = _("Emergency access to this compartment is open already; it is shown below.")
            form.add_error(None, twice if refused.code == "already_held" else refused.sentence)
    found = verbs.emergencies_noticed(scope)
    context = {
        "form": form,
        "open": [one for one in found if one.is_open],
        "past": [one for one in found if not one.is_open],
        "ends_all": can(scope, Permission.ACCESS_MANAGE),
    }
    return office_page(request, scope, "emergencies", context, status=400 if form and form.errors else 200)


@require_POST
@signed_in
def end_emergency(request: HttpRequest, scope: Scope, emergency_id: UUID) -> HttpResponse:  # noqa: ARG001
    try:
        verbs.end_emergency(scope, emergency_id)
    except ChangeRefused:
        raise NotFound from None
    return HttpResponseRedirect(reverse("portal:emergencies"))


def _form(request: HttpRequest, scope: Scope) -> EmergencyForm:
    hours = [(str(some), ngettext("%(n)d hour", "%(n)d hours", some) % {"n": some}) for some in HOURS]
    return EmergencyForm(
        request.POST or None,
        acting=scope,
        choices={"hours": hours},
        named={"compartment": Kind.COMPARTMENT},
    )
