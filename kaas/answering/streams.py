"""Server-sent events out of a plain generator: taken without blocking the event loop, stopped when the reader goes away."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from asgiref.sync import sync_to_async

from kaas.inference.cancellation import Cancellation

Piece = TypeVar("Piece")
Event = tuple[str, Mapping[str, Any]]
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
SILENCE = 10.0  # seconds
ENDING = 5.0  # seconds, after which whoever stops the process is not kept waiting any longer
CONTENT_TYPE = "text/event-stream; charset=utf-8"

_under_way: set[Cancellation] = set()  # touched on the event loop only


async def unblocked(
    pieces: Iterator[Piece],
    leaving: Cancellation,
    close_source: Callable[[], None],
    *,
    in_silence: Piece | None = None,
) -> AsyncIterator[Piece]:
    """Take each piece in the request's thread. `in_silence` is sent when nothing came for a while, so that nobody on the way
    takes the connection for dead.

    When the reader goes away, `leaving` at once wakes what waits in that thread for a model; then `close_source` is called
    there, which ends the work behind it and keeps what was released.
    """
    take = sync_to_async(_take, thread_sensitive=True)
    taking: asyncio.Future[Piece | None] | None = None
    _under_way.add(leaving)
    try:
        while True:
            taking = asyncio.ensure_future(take(pieces))
            while not (await asyncio.wait([taking], timeout=SILENCE))[0]:
                if in_silence is not None:
                    yield in_silence
            piece = taking.result()
            if piece is None:
                return
            yield piece
    finally:
        leaving.cancel()
        try:
            if taking is not None and not taking.done():
                await asyncio.wait([taking])
            await asyncio.shield(sync_to_async(close_source, thread_sensitive=True)())
        finally:
            _under_way.discard(leaving)


async def end_all() -> None:
    """The process ends: let every answer under way keep what was released, as if its reader had gone."""
    for leaving in tuple(_under_way):
        leaving.cancel()
    with suppress(TimeoutError):
        async with asyncio.timeout(ENDING):
            while _under_way:
                await asyncio.sleep(0.05)


def _take(pieces: Iterator[Any]) -> Any:
    return next(pieces, None)


def encoded(events: Iterator[Event]) -> Iterator[bytes]:
    """The events as they are sent: a citation with the statement it is of, as each way to the reader takes two threads.

    One whose statement does not come is not sent.
    """
    held = b""
    for name, data in events:
        event = encode(name, data)
        if name == "citation":
            held += event
        else:
            yield held + event if name == "statement" else event
            held = b""


def encode(name: str, data: Mapping[str, Any]) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, default=str)}\n\n".encode()
