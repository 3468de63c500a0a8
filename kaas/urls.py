"""Every address of the platform, and what answers where none is or something broke."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kaas.api.health import healthz, readyz
from kaas.api.problems import plain_problem
from kaas.portal import errors


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _is_api(request):
        return plain_problem(400, "bad_request", "The request cannot be read.")
    return errors.bad_request(request, exception)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return (
        plain_problem(403, "denied", "Not permitted.")
        if _is_api(request)
        else errors.denied(request, exception)
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _is_api(request):
        return plain_problem(404, "not_found", "There is no such thing.")
    return errors.not_found(request, exception)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away. What answers must not need it."""
    if not _is_api(request):
        return errors.unavailable(request)
    response = plain_problem(
        503, "unavailable", "The database cannot be reached just now; ask again in a moment."
    )
    response["Retry-After"] = "10"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return plain_problem(500, "failed", "Something broke; the operator's log says what.")
    return errors.failed(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


handler400, handler403, handler404, handler500 = bad_request, denied, not_found, failed

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("kaas.api.urls")),
    path("", include("kaas.portal.urls")),
]
