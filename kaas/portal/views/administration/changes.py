"""Changes: proposed by one person after a dry run, looked at and decided by another."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import changes as verbs
from governance.access.permissions import Permission
from governance.access.refusals import ChangeRefused
from governance.access.scopes import NotFound, Scope, can, check_permission
from kaas.portal.administration.draft import Draft
from kaas.portal.administration.drafts import DRAFTS, FIELDS, ending, fingerprint
from kaas.portal.administration.forms import DecisionForm
from kaas.portal.administration.proposals import Proposal, drawn, ending_of, parts_of, proposals
from kaas.portal.session import signed_in
from kaas.portal.views.administration.office import office_page

LIMIT = 100


@require_safe
@signed_in
def changes(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What waits for a decision first, then what was decided. Owners of a compartment find theirs elsewhere."""
    check_permission(scope, Permission.ACCESS_READ)
    found = proposals(verbs.changes(scope, limit=LIMIT), scope=scope)
    waiting = [one for one in found if one.change.state is verbs.State.PROPOSED]
    decided = [one for one in found if one.change.state is not verbs.State.PROPOSED]
    context = {"waiting": waiting, "decided": decided, "limit": LIMIT, "total": len(found)}
    context["proposes"] = _looks(scope)
    return office_page(request, scope, "changes", context)


@require_safe
@signed_in
def new_change(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What kinds of change this person can propose. `person` goes along to the form."""
    offered = [(code, draft) for code, draft in DRAFTS.items() if can(scope, draft.needs)]
    if not offered:
        check_permission(scope, Permission.ACCESS_MANAGE)
    about_person = [(code, draft) for code, draft in offered if "person" in draft.form.base_fields]
    others = [] if request.GET.get("person") else [one for one in offered if one not in about_person]
    context = {"about_person": about_person, "others": others, "about": request.GET.get("person", "")}
    return office_page(request, scope, "new_change", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def draft_change(request: HttpRequest, scope: Scope, what: str) -> HttpResponse:
    draft = DRAFTS.get(what)
    if draft is None:
        raise NotFound
    return _drafting(request, scope, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end_fact(request: HttpRequest, scope: Scope, kind: str) -> HttpResponse:
    """To let something end that is held; `thing` names it, and without it there is nothing to be seen."""
    draft = ending(kind)
    check_permission(scope, draft.needs)
    what = ending_of(draft.kind, (request.POST or request.GET).get("thing", ""), scope=scope)
    return _drafting(request, scope, draft, about=what)


def _drafting(request: HttpRequest, scope: Scope, draft: Draft, *, about: str = "") -> HttpResponse:
    """The form; with a dry run under it once it can be looked at; gone to the change once it is proposed."""
    check_permission(scope, draft.needs)
    context: dict[str, Any] = {"draft": draft, "about": about}
    if request.method != "POST":
        context["form"] = draft.bind(scope, initial=request.GET.dict())
        return office_page(request, scope, "draft", context)
    form = context["form"] = draft.bind(scope, request.POST)
    if form.is_valid():
        try:
            items = draft.items(form.cleaned_data)
            if any(item.person == scope.person_id for item in items):
                raise ChangeRefused("self_grant")  # the verb says so as well, but only when it is proposed
            seen = fingerprint(items)
            if request.POST.get("seen") == seen:
                made = verbs.propose(scope, items, note=form.cleaned_data["reason"])
                return HttpResponseRedirect(reverse("portal:change", args=[made.id]))
            effect = drawn(verbs.preview(scope, items), scope=scope)
            context |= {"effect": effect, "parts": parts_of(items, scope=scope), "seen": seen}
        except ChangeRefused as refused:
            _tell(form, refused)
    return office_page(request, scope, "draft", context, status=400 if form.errors else 200)


def _tell(form: Form, refused: ChangeRefused) -> None:
    """Say why the verb would not have it, at the field it is about."""
    field = FIELDS.get(refused.code)
    form.add_error(field if field in form.fields else None, refused.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, scope: Scope, change_id: UUID) -> HttpResponse:
    """A change with its dry run as of now, and whatever this person can do about it."""
    form = DecisionForm(request.POST or None)
    try:
        found = verbs.change(scope, change_id)
    except ChangeRefused:
        raise NotFound from None
    if request.method == "POST" and form.is_valid():
        try:
            _decide(scope, found, request.POST.get("do", ""), form.cleaned_data["reason"])
            return HttpResponseRedirect(reverse("portal:change", args=[change_id]))
        except ChangeRefused as refused:
            _tell(form, refused)
    [told] = proposals([found], scope=scope)
    context = {"proposal": told, "form": form, **_can_do(scope, told), **_effect(scope, found)}
    context["approves"] = context["decides"] and not context["is_concerned"] and _can_happen(context)
    return office_page(request, scope, "change", context, status=400 if form.errors else 200)


def _decide(scope: Scope, found: verbs.Change, wanted: str, reason: str) -> None:
    if wanted == "approve":
        verbs.approve(scope, found.id)
    elif wanted == "reject":
        verbs.reject(scope, found.id, reason=reason)
    elif wanted == "withdraw":
        verbs.withdraw(scope, found.id, reason=reason)
    elif wanted == "agree":
        verbs.agree(scope, found.id)


def _can_do(scope: Scope, told: Proposal) -> dict[str, bool]:
    """Which buttons are of use; the verbs have the last word."""
    waits = told.change.state is verbs.State.PROPOSED
    is_own = told.change.proposed_by == scope.person_id
    manages = can(scope, Permission.ACCESS_MANAGE)
    is_concerned = scope.person_id in told.concerned
    has_agreed = scope.person_id in told.change.agreed_by
    return {
        "waits": waits,
        "is_own": is_own,
        "decides": waits and manages and not is_own,
        "is_concerned": waits and is_concerned,
        "withdraws": waits and is_own,
        "agrees": waits
        and not is_own
        and not is_concerned
        and not has_agreed
        and (not manages or can(scope, Permission.EXPORT_CLASSIFY)),
    }


def _effect(scope: Scope, found: verbs.Change) -> dict[str, Any]:
    """The dry run as things stand now, for those who may look at it; what it was based on may have changed since."""
    if found.state is not verbs.State.PROPOSED or not _looks(scope):
        return {}
    try:
        return {"effect": drawn(verbs.preview(scope, found.items), scope=scope)}
    except ChangeRefused as refused:
        return {"no_effect": refused.sentence}


def _can_happen(shown: dict[str, Any]) -> bool:
    """What cannot be tried cannot be approved: it was overtaken, or the reader would gain by it. It can be rejected."""
    return "no_effect" not in shown and not ("effect" in shown and shown["effect"].refusal)


def _looks(scope: Scope) -> bool:
    return can(scope, Permission.ACCESS_MANAGE) or can(scope, Permission.EXPORT_CLASSIFY)
