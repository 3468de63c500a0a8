"""Alive, and able to work."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from psycopg_pool import PoolTimeout


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """The process answers."""
    return JsonResponse({"ok": True})


def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """The database answers, and this process's role cannot see through the walls."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select not (rolsuper or rolbypassrls) from pg_roles where rolname = current_user")
            ready = bool(cursor.fetchone()[0])
    except (Error, PoolTimeout):
        ready = False
    return JsonResponse({"ok": ready}, status=200 if ready else 503)
