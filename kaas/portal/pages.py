"""Rendering a page, with the bar that names the highest level on it. No page with content is kept by any cache."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaas.portal.classification import highest


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    levels: Iterable[int] = (),
    status: int = 200,
    also: str = "",
) -> HttpResponse:
    """Renders portal/<template>.html at once, inside the request's transaction. levels: of everything the page shows.

    also: what its bar says beside the level.
    """
    values = {**(context or {}), "classification": highest(levels), "classification_also": also}
    response = render(request, f"portal/{template}.html", values, status=status)
    response["Cache-Control"] = "no-store"
    return response
