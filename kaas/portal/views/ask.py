"""Asking: with the answer streamed statement by statement, or after a redirect where there is no script."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from governance.access.scopes import NotFound, Scope
from kaas.answering import ask as answering
from kaas.answering.labelling import list_markings
from kaas.inference.cancellation import Cancellation
from kaas.portal import streaming
from kaas.portal.forms import FollowForm, QuestionForm
from kaas.portal.session import signed_in
from kaas.portal.views.answers import answer_page
from kaas.portal.views.home import home_page
from kaas.wiring import desk
from portfolios.catalogue import list_portfolios


def ask(request: HttpRequest) -> HttpResponseBase:
    """Without script: ask, then go to the answer's own page."""
    return _ask(request) if request.method == "POST" else HttpResponseRedirect(reverse("portal:home"))


@signed_in
def _ask(request: HttpRequest, scope: Scope) -> HttpResponse:
    follows = followed(request)
    form = _form(FollowForm if follows else QuestionForm, request, scope)
    if not form.is_valid():
        if follows and isinstance(form, FollowForm):
            return answer_page(request, scope, follows, form)
        return home_page(request, scope, form, status=400)
    given = _given(request, scope, form)
    request.close_scope()  # type: ignore[attr-defined]
    answer = answering.ask(**given)
    return HttpResponseRedirect(reverse("portal:answer", args=[answer.id]))


@require_POST
@signed_in
def ask_stream(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The same question as an event stream: `citation` and `statement` as they are released, then `end`."""
    form = _form(QuestionForm, request, scope)
    if not form.is_valid():
        return JsonResponse(
            {"errors": [error for found in form.errors.values() for error in found]}, status=400
        )
    given = _given(request, scope, form)
    request.close_scope()  # type: ignore[attr-defined]
    leaving, chat = Cancellation(), given["desk"].chat
    released = answering.ask_stream(**given, leaving=leaving)
    return streaming.respond(
        request,
        released,
        leaving,
        openness=chat.card.openness if chat else "",
        language=get_language() or "en",
    )


def _form(kind: type[QuestionForm], request: HttpRequest, scope: Scope) -> QuestionForm:
    return kind(request.POST, portfolios=list_portfolios(scope=scope), markings=list_markings(scope=scope))


def _given(request: HttpRequest, scope: Scope, form: QuestionForm) -> dict[str, Any]:
    """What is asked, and by whom. The scope can be closed then: whoever waits for a model holds no transaction."""
    return {
        "question": form.cleaned_data["question"],
        "portfolio": form.cleaned_data["portfolio"],
        "marking": form.cleaned_data["marking"],
        "follows": followed(request),
        "session_id": scope.session_id,
        "desk": desk(),
    }


def followed(request: HttpRequest) -> UUID | None:
    """The answer that the question follows. One that cannot be is as missing as one that never was."""
    named = request.POST.get("follows", "")
    try:
        return UUID(named) if named else None
    except ValueError:
        raise NotFound from None
