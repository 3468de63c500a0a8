"""For counsel and auditors: the events of a day, and with a reason the texts behind one."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.access.oversight import read_day
from governance.access.permissions import Permission
from governance.access.scopes import Scope, can, check_permission
from governance.audit.trail import EventRow
from kaas.answering.answers import ReasonMissing, open_answer
from kaas.portal.actors import person_name
from kaas.portal.events import action_name, lines, names_in
from kaas.portal.forms import DayForm, ReasonForm
from kaas.portal.pages import page
from kaas.portal.presentation import levels_of, present
from kaas.portal.session import signed_in
from kaas.portal.whereabouts import CHANGES, leads_to, things_in

PAGE = 100
MOST = 10_000
CHANGING = "changing"


@require_safe
@signed_in
def day(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One day's events, newest first. The filters offer what happened that day, so no choice leads nowhere."""
    form = DayForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown_day = chosen.get("day") or timezone.localdate()
    events = read_day(shown_day, scope=scope, limit=MOST)
    actor, action = chosen.get("actor", ""), chosen.get("action", "")
    context = {"form": form, "actor": actor, "action": action, "total": len(events), **_days(shown_day)}
    context |= _filters(events)
    matching = [e for e in events if actor in {"", e.actor, e.on_behalf_of} and _is_of(e, action)]
    context["matching"] = len(matching)
    shown = Paginator(matching, PAGE).get_page(request.GET.get("page"))
    may_open = can(scope, Permission.TEXT_OPEN)
    context["shown"] = shown
    context["lines"] = lines(
        shown.object_list,
        names=names_in(events),
        may_open=may_open,
        things=things_in(shown.object_list, scope),
        leads_to=lambda event: leads_to(event, scope),
    )
    return page(request, "trail", context, status=400 if form.errors else 200)


def _is_of(event: EventRow, action: str) -> bool:
    return action in {"", event.action} or (action == CHANGING and event.action in CHANGES)


def _days(shown_day: date) -> dict[str, Any]:
    today = timezone.localdate()
    one = timedelta(days=1)
    return {"day": shown_day, "today": today, "before": shown_day - one, "after": shown_day + one}


def _filters(events: list[EventRow]) -> dict[str, Any]:
    names = names_in(events)
    actors = {who for event in events for who in (event.actor, event.on_behalf_of) if who}
    return {
        "changing": CHANGING if any(event.action in CHANGES for event in events) else "",
        "people": sorted(((who, person_name(who, names)) for who in actors), key=lambda pair: pair[1]),
        "actions": sorted({(str(e.action), action_name(e.action)) for e in events}, key=lambda pair: pair[1]),
    }


def open_texts(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:trail"))
    return _open_texts(request, event_id)


@signed_in
def _open_texts(request: HttpRequest, scope: Scope, event_id: UUID) -> HttpResponse:
    """Question and answer of an event, for who may open texts and says why; the verb records both."""
    check_permission(scope, Permission.TEXT_OPEN)
    form = ReasonForm(request.POST)
    fragment = bool(request.headers.get("HX-Request"))
    template = "_open" if fragment else "open"
    context: dict[str, Any] = {"form": form, "event_id": event_id, "fragment": fragment}
    if not form.is_valid():
        return page(request, template, context, status=400)
    try:
        answer = open_answer(event_id, scope=scope, reason=form.cleaned_data["reason"])
    except ReasonMissing:
        form.add_error("reason", _("Give the reason for opening these texts; it is recorded with your name."))
        return page(request, template, context, status=400)
    context |= {"answer": present(answer, get_language() or "en"), "reason": form.cleaned_data["reason"]}
    return page(request, template, context, levels=levels_of(answer))
