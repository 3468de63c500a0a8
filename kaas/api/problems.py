"""Errors as RFC 9457 problems. An object that is hidden and one that is missing give the same bytes."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from governance.access.scopes import Denied, NotFound, SessionEnded
from governance.audit.trail import request_id
from kaas.retrieval.queries import QueryError

DETAILS = {
    "empty": "Write a question with at least one letter or digit.",
    "too_long": "A question has 4,000 characters at most.",
    "control_characters": "The question holds control characters; send plain text.",
}


def problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler."""
    match error:
        case SessionEnded():
            return _problem(401, "session_ended", "Sign in, or send a key that is still good.")
        case Denied():
            return _problem(403, error.code, "Your role does not include this.")
        case NotFound() | Http404():
            return _problem(404, "not_found", "There is no such thing.")
        case QueryError():
            return _problem(400, f"question_{error.code}", DETAILS[error.code])
    response = exception_handler(error, context)
    if response is None or not isinstance(error, APIException):
        return None
    converted = _problem(response.status_code, str(error.default_code), error.detail)
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if header in response:
            converted[header] = response[header]
    return converted


def _problem(status: int, code: str, detail: Any) -> Response:
    body = {
        "type": f"urn:kaas:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
        "request_id": request_id.get(),
    }
    return Response(body, status=status, content_type="application/problem+json")
