"""Who is at the browser: guarding pages for signed-in people, beginning and ending a portal session."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.urls import reverse

from governance.access.middleware import COOKIE_KEY
from governance.access.scopes import Denied, NotFound, Scope, SessionEnded, record_denial
from governance.access.sessions import sign_out
from kaas.answering.crowds import TooManyQuestions
from kaas.portal import errors

P = ParamSpec("P")


def scope_of(request: HttpRequest) -> Scope | None:
    """The scope the middleware opened around this request, or None for somebody who has not signed in.

    An API key opens no pages: it was made for programs, and its owner did not sign in here.
    """
    scope = getattr(request, "acting", None)
    return scope if isinstance(scope, Scope) and not getattr(request, "by_key", False) else None


def signed_in(
    view: Callable[Concatenate[HttpRequest, Scope, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Lets a view run for signed-in people only, hands it their scope, and turns the doors' refusals into pages.

    A hidden object and a missing one raise the same NotFound and get the same page; Denied speaks of role or
    session only.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        scope = scope_of(request)
        if scope is None:
            return to_sign_in(request)
        try:
            return view(request, scope, *args, **kwargs)
        except NotFound:
            return errors.not_found(request)
        except SessionEnded:
            return to_sign_in(request)
        except TooManyQuestions:
            return errors.too_many_questions(request)
        except Denied as denied:
            if scope.is_open:  # one that was closed before it was denied has recorded that itself
                record_denial(denied)
            return errors.denied(request)

    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sends the browser to the sign-in page and back; scripts are told where to go, as they cannot follow a page."""
    back = request.get_full_path() if request.method == "GET" else "/"
    address = reverse("portal:sign_in") + (f"?{urlencode({'next': back})}" if back != "/" else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("portal:sign_in")})
    if request.headers.get("Accept", "").startswith("text/event-stream"):
        return JsonResponse({"location": address}, status=403)
    return HttpResponseRedirect(address)


def begin(request: HttpRequest, session_id: UUID) -> None:
    """Starts a fresh portal session. Nothing of the one before survives: not its row, its cookie or its CSRF secret."""
    end(request)
    request.session[COOKIE_KEY] = str(session_id)
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Closes the session in the database and forgets it in the browser; harmless when there is none."""
    session_id = request.session.get(COOKIE_KEY)
    if session_id:
        sign_out(UUID(session_id))
    request.session.flush()
