"""Errors as RFC 9457 problems. An object that is hidden and one that is missing give the same bytes."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from governance.access.scopes import Denied, NotFound, SessionEnded, record_denial
from governance.audit.trail import request_id
from kaas.answering.crowds import TooManyQuestions
from kaas.api.authentication import acting_of
from kaas.retrieval.queries import QueryError

DETAILS = {
    "empty": "Write a question with at least one letter or digit.",
    "too_long": "A question has 4,000 characters at most.",
    "control_characters": "The question holds control characters; send plain text.",
}


# (kinds of error, status, code, what to do); the first that fits speaks, so the particular stands before the general.
KNOWN: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int, str, str], ...] = (
    (SessionEnded, 401, "session_ended", "Sign in, or send a key that is still good."),
    ((NotFound, Http404), 404, "not_found", "There is no such thing."),
    (
        TooManyQuestions,
        429,
        "too_many_questions",
        "You have as many questions open as you may; wait until one is answered.",
    ),
    (RequestDataTooBig, 413, "body_too_large", "A request has a million bytes at most."),
    (RecursionError, 400, "parse_error", "The JSON is nested too deeply."),
)


def problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler."""
    for kinds, status, code, detail in KNOWN:
        if isinstance(error, kinds):
            return _problem(status, code, detail)
    if isinstance(error, Denied):
        if acting_of(context["request"]).is_open:  # one that was closed before has recorded the denial itself
            record_denial(error)
        return _problem(403, error.code, "Your role does not include this.")
    if isinstance(error, QueryError):
        return _problem(400, f"question_{error.code}", DETAILS[error.code])
    return _converted(error, context)


def _converted(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's own answer to its own errors, as a problem."""
    response = exception_handler(error, context)
    if response is None or not isinstance(error, APIException):
        return None
    converted = _problem(response.status_code, str(error.default_code), error.detail)
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if header in response:
            converted[header] = response[header]
    return converted


def plain_problem(status: int, code: str, detail: str) -> HttpResponse:
    """A problem where no view was reached."""
    return JsonResponse(_body(status, code, detail), status=status, content_type="application/problem+json")


def _problem(status: int, code: str, detail: Any) -> Response:
    return Response(_body(status, code, detail), status=status, content_type="application/problem+json")


def _body(status: int, code: str, detail: Any) -> dict[str, Any]:
    return {
        "type": f"urn:kaas:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
        "request_id": request_id.get(),
    }
