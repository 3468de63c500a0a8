"""How a request gets to its view."""

import asyncio
import threading
from typing import Any

import pytest
from asgiref.sync import AsyncToSync
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from kaas.operations.handling import InOneTurn

threads: list[int] = []
MOST = 1_000_000


class Looking:
    """Middleware that looks at the view as well."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        threads.append(threading.get_ident())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> None:
        threads.append(threading.get_ident())


def view(request: HttpRequest) -> HttpResponse:
    threads.append(threading.get_ident())
    return HttpResponse(b"said")


async def _three() -> Any:
    for part in (b"one ", b"two ", b"three"):
        yield part


def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_three())


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("broken")


def heard(request: HttpRequest) -> HttpResponse:
    try:
        return HttpResponse(str(len(request.body)))
    except RequestDataTooBig:
        return HttpResponse(b"too much", status=413)


urlpatterns = [
    path("said", view),
    path("streamed", stream),
    path("broken", broken),
    path("heard", heard),
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask for a path; its status and body."""
    monkeypatch.setattr(AsyncToSync, "__call__", lambda *_: pytest.fail("the thread goes back to the loop"))

    async def ask(where: str, *body: bytes, length: int = 0) -> tuple[int, bytes]:
        sent: list[dict[str, Any]] = []
        headers = [(b"content-length", str(length).encode())] if length else []
        scope = {"type": "http", "method": "POST", "path": where, "headers": headers, "query_string": b""}
        waiting = [{"type": "http.request", "body": part, "more_body": True} for part in body]
        waiting.append({"type": "http.request", "body": b""})

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop(0)
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await InOneTurn()(scope, receive, send)
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)

    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[f"{__name__}.Looking", f"{__name__}.Looking"]):
        yield lambda where, *body, length=0: asyncio.run(ask(where, *body, length=length))


def test_middleware_and_view_run_in_one_turn(asked: Any) -> None:
    threads.clear()
    assert asked("/said") == (200, b"said")
    assert len(threads) == 5
    assert len(set(threads)) == 1
    assert threading.get_ident() not in threads  # the loop's own


def test_what_is_streamed_comes_whole(asked: Any) -> None:
    assert asked("/streamed") == (200, b"one two three")


def test_a_view_that_breaks_is_an_answer(asked: Any) -> None:
    assert asked("/broken")[0] == 500


def test_a_body_is_read_as_far_as_one_may_be_long(asked: Any) -> None:
    assert asked("/heard", b"a" * 400_000, b"b" * 600_000) == (200, b"1000000")
    assert asked("/heard", b"a" * MOST, length=MOST) == (200, b"1000000")


def test_what_says_that_it_is_longer_is_not_read(asked: Any) -> None:
    assert asked("/heard", *[b"a" * 500_000] * 8, length=4_000_000) == (413, b"too much")
    assert asked("/said", *[b"a" * 500_000] * 8, length=4_000_000) == (200, b"said")


def test_what_does_not_say_it_is_refused_as_well(asked: Any) -> None:
    assert asked("/heard", *[b"a" * 500_000] * 8) == (413, b"too much")
