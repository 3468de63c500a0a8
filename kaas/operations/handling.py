"""Requests are answered in one turn of their thread. All our middleware and views are synchronous."""

from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class InOneTurn(ASGIHandler):
    """Django's handler, which by itself goes between the event loop and the request's thread for the middleware, for each
    that looks at the view, and for the view: every time both wait for the interpreter, which others hold.
    """

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002 - Django asks for asynchronous
        """All of it synchronous."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Middleware and view in the request's thread. What a streaming response yields is taken from it later."""
        respond: Any = sync_to_async(self.get_response, thread_sensitive=True)
        response: HttpResponseBase = await respond(request)
        return response
