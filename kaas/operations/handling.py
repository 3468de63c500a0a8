"""Requests are answered in one turn of their thread, and none is read beyond what any may hold.

All our middleware and views are synchronous. Documents come in by `kaas ingest`; what comes over HTTP is short.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
FORM = b"application/x-www-form-urlencoded"


class InOneTurn(ASGIHandler):
    """Django's handler, which by itself goes between the event loop and the request's thread for the middleware, for each
    that looks at the view, and for the view: every time both wait for the interpreter, which others hold.
    """

    async def handle(
        self, scope: dict[str, Any], receive: "Receive", send: Callable[[Mapping[str, Any]], Awaitable[None]]
    ) -> None:
        """Django would write the whole of a body into a file before it asks how long it may be, and who sent it."""
        await super().handle(scope, _bounded(scope, receive), send)

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002 - Django asks for asynchronous
        """All of it synchronous."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Middleware and view in the request's thread. What a streaming response yields is taken from it later."""
        respond: Any = sync_to_async(self.get_response, thread_sensitive=True)
        response: HttpResponseBase = await respond(request)
        return response


def _bounded(scope: dict[str, Any], receive: Receive) -> Receive:
    """The messages of a request, of whose body nothing is handed on where it is too long.

    Its headers then say how long it is, by which Django refuses it wherever it is read: whatever they said before, and as one
    form and not as its parts, of which Django takes as many as there are.
    """
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    told = max((int(value) for name, value in scope["headers"] if name == b"content-length"), default=0)
    length, ended = 0, False

    async def bounded() -> Mapping[str, Any]:
        nonlocal length, ended
        message = await receive()
        while ended and message["type"] == "http.request":  # the rest, of which nobody asks
            message = await receive()
        if message["type"] != "http.request":
            return message
        length += len(message.get("body", b""))
        ended = not message.get("more_body", False)
        if max(length, told) <= most:
            return message
        ended = True
        kept = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
        scope["headers"] = [
            (name, FORM if name == b"content-type" and value.lower().startswith(b"multipart/") else value)
            for name, value in (*kept, (b"content-length", str(max(length, told)).encode()))
        ]
        return {"type": "http.request", "body": b"", "more_body": False}

    return bounded
