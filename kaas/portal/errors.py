"""Pages for what went wrong. Each says what happened and what to do next; none says more than the reader may know."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaas.answering.endings import DATABASE_AWAY
from kaas.portal.display import theme_of
from kaas.portal.pages import page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _whole_page(request, page(request, "errors/400", status=400))


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _whole_page(request, page(request, "errors/403", status=403))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """For addresses that lead nowhere, objects that never were, and objects the person may not see: one page."""
    return _whole_page(request, page(request, "errors/404", status=404))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _whole_page(request, page(request, "errors/csrf", status=403))


def failed(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled; a database that went away is another page."""
    if isinstance(sys.exception(), DATABASE_AWAY):
        return unavailable(request)
    return _static_page(request, "errors/500", status=500)


def too_many_questions(request: HttpRequest) -> HttpResponse:
    """The person has as many questions open as they may; where a script asked, it says so in place."""
    if request.headers.get("Accept", "").startswith("text/event-stream"):
        sentence = _("You have several questions open. Wait until one of them is answered, then ask again.")
        return JsonResponse({"errors": [sentence]}, status=429)
    return _static_page(request, "errors/429", status=429)


def unavailable(request: HttpRequest) -> HttpResponse:
    """For when the database cannot be reached: rendered without it, and honest about coming back."""
    response = _static_page(request, "errors/503", status=503)
    response["Retry-After"] = "10"
    return response


def _static_page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """A page without context processors: what failed may be what they need."""
    text = render_to_string(
        f"portal/{template}.html", {"language": get_language() or "en", "theme": theme_of(request)}
    )
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An error that answers a partial request replaces the page instead of a corner of it."""
    if request.headers.get("HX-Request"):
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
        response["HX-Reselect"] = "body > *"
    return response
