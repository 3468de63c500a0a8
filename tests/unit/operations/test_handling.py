"""How a request gets to its view."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest
from asgiref.sync import AsyncToSync
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from kaas.operations.handling import FORM, InOneTurn

threads: list[int] = []


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


def form(request: HttpRequest) -> HttpResponse:
    try:
        return HttpResponse(str(len(request.POST)))
    except RequestDataTooBig:
        return HttpResponse(b"too much", status=413)


urlpatterns = [
    path("form", form),
    path("said", view),
    path("streamed", stream),
    path("broken", broken),
    path("heard", heard),
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask for a path; its status and body."""
    monkeypatch.setattr(AsyncToSync, "__call__", lambda *_: pytest.fail("the thread goes back to the loop"))

    async def ask(where: str, *body: bytes, headers: Sequence[tuple[bytes, bytes]]) -> tuple[int, bytes]:
        sent: list[dict[str, Any]] = []
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
        yield lambda where, *body, headers=(): asyncio.run(ask(where, *body, headers=headers))


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


def long(length: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(length).encode())]


HALF = b"a" * 500_000
PARTS = (b"content-type", b"multipart/form-data; boundary=x")


def test_a_body_is_read_as_far_as_one_may_be_long(asked: Any) -> None:
    assert asked("/heard", b"a" * 400_000, b"b" * 600_000) == (200, b"1000000")
    assert asked("/heard", HALF, HALF, headers=long(1_000_000)) == (200, b"1000000")


@pytest.mark.parametrize(
    "headers", [[], long(4_000_000), long(0), long(5)], ids=["untold", "told", "told none", "told less"]
)
def test_a_longer_one_is_refused_whatever_is_said_of_it(
    asked: Any, headers: list[tuple[bytes, bytes]]
) -> None:
    assert asked("/heard", *[HALF] * 8, headers=headers) == (413, b"too much")
    assert asked("/form", *[HALF] * 8, headers=[*headers, (b"content-type", FORM)])[0] == 413
    assert asked("/form", *[HALF] * 8, headers=[*headers, PARTS])[0] == 413


def test_where_nobody_reads_it_it_does_not_matter(asked: Any) -> None:
    assert asked("/said", *[HALF] * 8, headers=long(4_000_000)) == (200, b"said")
