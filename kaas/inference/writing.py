"""One streamed reply: servers are tried until one gives a token; from then on it is that server or nothing."""

import asyncio
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import aiohttp

from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import Piece, Waiting
from kaas.inference.endpoints import Endpoint, Endpoints
from kaas.inference.engine_room import engine_room
from kaas.inference.event_lines import DONE, EventLines, LineTooLong
from kaas.inference.handing_over import SentenceBuffer
from kaas.inference.replies import Ending, Reply
from kaas.inference.wire import WireError, broken, check_answer, described, parsed, unreadable

EVENT_STREAM = "text/event-stream"
PUT_OFF_SECONDS = 0.25  # so often a deadline is put off, and not at every token


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds to the first token, between tokens, and for the whole reply, however many servers are tried."""

    first: float = 60.0
    between: float = 20.0
    whole: float = 300.0


class Exchange(Protocol):
    """One request in one dialect, and what the events mean that come back."""

    path: str
    body: bytes

    def take(self, event: dict[str, Any]) -> str | None:
        """What an event adds to the final text; None when it brought no token at all. Raises WireError."""
        ...

    def check_end(self) -> None:
        """Nothing when the reply ended as one does. Raises WireError."""
        ...

    def reply(self) -> Reply:
        """What has come, as the dialect reads it."""
        ...


def write(
    endpoints: Endpoints, exchange: Exchange, deadlines: Deadlines, cancellation: Cancellation
) -> Iterator[Piece]:
    """The reply piece by piece, as ChatModel.write() has it."""
    pieces = engine_room().stream(_Writing(endpoints, exchange, deadlines).work, cancellation=cancellation)
    for piece in pieces:
        yield Waiting() if piece is None else piece
        if isinstance(piece, Reply):
            return
    yield Reply(Ending.CANCELLED)  # before it began


class _Writing:
    """The work on the loop for one reply."""

    def __init__(self, endpoints: Endpoints, exchange: Exchange, deadlines: Deadlines) -> None:
        self._endpoints = endpoints
        self._exchange = exchange
        self._deadlines = deadlines
        self._request_id = uuid.uuid4().hex
        self._asked: Endpoint | None = None
        self._answered = ""
        self._begun = False
        self._put_off_at = float("-inf")

    async def work(self, post: Callable[[Piece], None]) -> None:
        """Post the final text as it comes, and then the Reply, whatever happens."""
        self._sentences = SentenceBuffer(post)
        fault = await self._fault()
        reply = self._exchange.reply()
        if fault is not None:
            reply = replace(reply, ending=fault.ending, detail=fault.detail)
        self._sentences.finish(reply.final)
        post(replace(reply, endpoint=self._answered))

    async def _fault(self) -> WireError | None:
        """Get the reply; what kept it from being whole, or None."""
        self._ends_at = asyncio.get_running_loop().time() + self._deadlines.whole
        try:
            async with asyncio.timeout(min(self._deadlines.first, self._deadlines.whole)) as self._limit:
                await self._try_servers()
        except asyncio.CancelledError:  # nobody waits for this task but the reader who gets the Reply
            return WireError(Ending.CANCELLED, "nobody reads it any more")
        except TimeoutError:
            if self._asked is not None:
                self._endpoints.failed(self._asked)
            return WireError(Ending.LATE, "too slow to go on" if self._begun else "no token in time")
        except WireError as error:
            return error
        return None

    async def _try_servers(self) -> None:
        faults: dict[Endpoint, WireError] = {}
        while (endpoint := await self._endpoints.choose(faults)) is not None:
            self._asked = endpoint
            try:
                with self._endpoints.working(endpoint):
                    await self._ask(endpoint)
            except WireError as error:
                self._endpoints.note(endpoint, error)
                if self._begun or not error.elsewhere:
                    raise
                faults[endpoint] = error
            else:
                return
        raise _which_tells_most(faults.values())

    async def _ask(self, endpoint: Endpoint) -> None:
        try:
            async with self._endpoints.request(
                "POST",
                endpoint,
                self._exchange.path,
                body=self._exchange.body,
                headers={"Accept": EVENT_STREAM, "X-Request-Id": self._request_id},
            ) as response:
                self._answered = endpoint.address
                try:
                    await check_answer(response, EVENT_STREAM)
                    await self._read(endpoint, response)
                finally:
                    response.close()  # whatever the server still sends, it is told at once that nobody listens
        except (aiohttp.ClientError, OSError) as error:
            fault = broken(error)
            fault.ending = Ending.BROKE_OFF if self._begun else fault.ending
            raise fault from None

    async def _read(self, endpoint: Endpoint, response: aiohttp.ClientResponse) -> None:
        lines = EventLines()
        try:
            async for data in response.content.iter_any():
                for value in lines.feed(data):
                    if value == DONE:
                        return self._exchange.check_end()
                    self._take(endpoint, parsed(value))
        except LineTooLong:
            raise unreadable("it sends a line without an end") from None
        raise unreadable("the connection ended before the reply")

    def _take(self, endpoint: Endpoint, event: dict[str, Any]) -> None:
        if "error" in event:
            raise unreadable("it failed while it wrote" + described(event["error"]))
        text = self._exchange.take(event)
        if text is None:
            return
        if not self._begun:
            self._begun = True
            self._endpoints.worked(endpoint)
        now = asyncio.get_running_loop().time()
        if now - self._put_off_at >= PUT_OFF_SECONDS:
            self._put_off_at = now
            self._limit.reschedule(min(now + PUT_OFF_SECONDS + self._deadlines.between, self._ends_at))
        self._sentences.add(text)


def _which_tells_most(faults: Collection[WireError]) -> WireError:
    """Why no server gave a token: one that is busy will be free again, which none of the others promises."""
    if not faults:
        return WireError(Ending.UNREACHABLE, "no server is well")
    return next((fault for fault in faults if fault.ending is Ending.BUSY), list(faults)[-1])
