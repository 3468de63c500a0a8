"""Streams of answers: what is sent together, and what is under way when the process ends."""

import asyncio
import threading
from collections.abc import Iterator

from kaas.answering.streams import Event, encoded, end_all, unblocked
from kaas.inference.cancellation import Cancellation


def test_what_is_under_way_is_kept_before_the_process_ends() -> None:
    leaving, is_ended, kept = Cancellation(), threading.Event(), []
    leaving.on_cancel(is_ended.set)

    def pieces() -> Iterator[str]:
        yield "begin"
        assert is_ended.wait(60)
        yield "end"

    async def serve() -> list[str]:
        stream = unblocked(pieces(), leaving, lambda: kept.append("what was released"))
        began = await anext(stream)

        async def rest() -> list[str]:
            return [began, *[piece async for piece in stream]]

        reading = asyncio.create_task(rest())
        await asyncio.sleep(0)
        await end_all()
        assert kept == ["what was released"]
        return await reading

    assert asyncio.run(serve()) == ["begin", "end"]


def test_where_nothing_is_under_way_the_process_ends_at_once() -> None:
    asyncio.run(end_all())


def test_a_citation_goes_with_its_statement_or_not_at_all() -> None:
    events: list[Event] = [
        ("begin", {}),
        ("citation", {"marker": 1}),
        ("citation", {"marker": 2}),
        ("statement", {"ordinal": 1}),
        ("citation", {"marker": 3}),
        ("end", {"outcome": "denied_access_changed"}),
    ]
    sent = [data.decode().count("event: ") for data in encoded(iter(events))]
    assert sent == [1, 3, 1]
    assert b'"marker": 3' not in b"".join(encoded(iter(events)))
