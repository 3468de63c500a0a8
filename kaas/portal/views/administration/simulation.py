"""This person, this document: every condition of the decision with its verdict, now or at a past moment."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.access import holdings
from governance.access.explaining import Conjunct, Explanation, explain
from governance.access.holdings import PersonRow
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from kaas.portal.administration.forms import SimulationForm
from kaas.portal.administration.words import condition_words
from kaas.portal.session import signed_in
from kaas.portal.views.administration.office import office_page


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in words. is_first: the first that fails, which is the reason that the trail is told."""

    name: str
    verdict: str
    sentence: str
    detail: str
    is_first: bool


@require_safe
@signed_in
def simulate(request: HttpRequest, scope: Scope) -> HttpResponse:
    check_permission(scope, Permission.ACCESS_EXPLAIN)
    asks = "document" in request.GET  # the person alone comes with the link from their page
    form = SimulationForm(request.GET if asks else None, acting=scope, initial=request.GET.dict())
    found = _explain(form, scope) if asks and form.is_valid() else {}
    return office_page(
        request, scope, "simulate", {"form": form, **found}, status=400 if asks and form.errors else 200
    )


def _explain(form: SimulationForm, scope: Scope) -> dict[str, Any]:
    said = form.cleaned_data
    person = holdings.person(scope, said["person"])
    try:
        found = explain(scope, person_id=person.id, document_id=said["document"], at=said["at"])
    except NotFound:
        form.add_error("document", _("There is no such document, or there was none at that moment."))
        return {}
    return {
        "who": person,
        "decision": found,
        "conditions": _conditions(found),
        "heading": _heading(person, found),
    }


def _heading(person: PersonRow, found: Explanation) -> str:
    told = {"person": person.called}
    if found.decision == "permitted":
        return _("%(person)s may read it") % told
    return _("%(person)s may not read it") % told


def _conditions(found: Explanation) -> list[Condition]:
    return [_condition(one, is_first=one.name == found.reason) for one in found.conjuncts]


def _condition(one: Conjunct, *, is_first: bool) -> Condition:
    name, holds, fails = condition_words(one.name)
    if one.name == "session":  # nobody need be signed in to be asked about
        was_none = _("Not signed in then; taken as signed in with a password.")
        return Condition(name, "permitted", was_none if one.detail == "none" else holds, "", is_first=False)
    return Condition(
        name, "permitted" if one.holds else "denied", holds if one.holds else fails, one.detail, is_first
    )
