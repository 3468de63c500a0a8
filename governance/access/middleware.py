"""One scope around one response, its rendering included, so that no page can read outside it."""

import uuid
from collections.abc import Callable
from contextlib import ExitStack

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from psycopg_pool import PoolTimeout

from governance.access.scopes import Scope, SessionEnded, give_connection_back, scope
from governance.access.sessions import read_key

COOKIE_KEY = "access_session"


class ScopeAroundResponse:
    """Sets `request.acting` to the scope of whoever sent the request, or to None.

    A view that will wait for something else than the database calls `request.close_scope()` first: what was done until then
    is committed, and no transaction is held while it waits.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            with ExitStack() as stack:
                request.acting = self._enter(request, stack)  # type: ignore[attr-defined]
                request.close_scope = stack.close  # type: ignore[attr-defined]
                response = self._respond(request)
            if response.streaming:
                give_connection_back()  # what it streams may wait long for something else
            return response
        except (OperationalError, InterfaceError, PoolTimeout):
            # The database is away. The page that says so must not need it.
            unavailable: HttpResponse = import_string(settings.UNAVAILABLE_VIEW)(request)
            return unavailable

    def _enter(self, request: HttpRequest, stack: ExitStack) -> Scope | None:
        request.by_key = False  # type: ignore[attr-defined]
        try:
            named = _session_named(request)
            if named is None:
                return None
            session_id, request.key_secret = named  # type: ignore[attr-defined]
            return stack.enter_context(scope(session_id, secret=request.key_secret))  # type: ignore[attr-defined]
        except SessionEnded:
            request.session.flush()
            return None

    def _respond(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "render") and not getattr(response, "is_rendered", True):
            response = response.render()
        if response.status_code >= 500 and transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        response.setdefault("Cache-Control", "no-store")
        return response


def _session_named(request: HttpRequest) -> tuple[uuid.UUID, str | None] | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        request.by_key = True  # type: ignore[attr-defined]
        return read_key(key.strip())
    kept = request.session.get(COOKIE_KEY)
    return (uuid.UUID(kept), None) if kept else None
