"""One's own API keys: made and shown once, listed, ended."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from governance.access.keys import end_key, list_keys
from governance.access.permissions import Permission
from governance.access.scopes import Scope
from governance.access.sessions import KEY_FOR, issue_key
from kaas.portal.administration.forms import KeyForm
from kaas.portal.administration.words import permission_words
from kaas.portal.pages import page
from kaas.portal.session import signed_in

# What the API has a use for; the pages of the administrators have no counterpart there.
USUAL = (Permission.QUESTION_ASK, Permission.DOCUMENT_READ, Permission.ANSWER_READ_OWN)
OF_USE = (*USUAL, Permission.TRAIL_READ)


@sensitive_variables("made")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def keys(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The keys there are and a form for one more. A new key stands on this one response and nowhere else."""
    offered = _offered(scope)
    form = KeyForm(
        request.POST or None,
        acting=scope,
        choices={"scopes": offered},
        initial={"scopes": USUAL},
        latest=_latest(),
    )
    context: dict[str, Any] = {"form": form, "offers": bool(offered)}
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["ends"]
        scopes = [Permission(name) for name in form.cleaned_data["scopes"]]
        context["made"] = issue_key(
            scope, name=form.cleaned_data["name"], scopes=scopes, ends_at=_end_of(last) if last else None
        )
    context["keys"] = [(one, [permission_words(name) for name in one.scopes]) for one in list_keys(scope)]
    return page(request, "administration/keys", context, status=400 if form.errors else 200)


@require_POST
@signed_in
def ended_key(request: HttpRequest, scope: Scope, key_id: UUID) -> HttpResponse:  # noqa: ARG001
    end_key(scope, key_id)
    return HttpResponseRedirect(reverse("portal:keys"))


def _offered(scope: Scope) -> list[tuple[str, str]]:
    """No key can do more than the person who makes it, nor than the API does, so nothing else is offered."""
    held = [permission for permission in OF_USE if permission in scope.permissions]
    return [(permission.value, permission_words(permission)) for permission in held]


def _latest() -> date:
    """The last whole day that a key made now can have."""
    return timezone.localdate(timezone.now() + KEY_FOR) - timedelta(days=1)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_current_timezone())
