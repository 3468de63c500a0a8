"""One event loop on one thread per process, on which everything with a model server happens.

Callers are ordinary threads, one per web request; they wait on a queue and never touch a socket. The loop starts with the
first request, so that a worker process which is forked off begins with its own.
"""

import asyncio
import atexit
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

import aiohttp

from kaas.inference.cancellation import Cancellation

T = TypeVar("T")
Post = Callable[[T], None]
Work = Callable[[Post[T]], Coroutine[Any, Any, None]]

PATIENCE_SECONDS = 1.0  # after which a waiting caller is told that nothing new has come
CLOSING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


class _Carried(Generic[T]):
    """Work on the loop, and the queue through which what it posts comes back to a thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, work: Work[T]) -> None:
        self.posted: SimpleQueue[T | _End] = SimpleQueue()
        self._loop = loop
        self._work = work
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin. On the loop only."""
        self._task = self._loop.create_task(self._work(self.posted.put))
        self._task.add_done_callback(self._ended)

    def stop(self) -> None:
        """Cancel the work, which closes its connection. From any thread, any number of times."""
        with suppress(RuntimeError):  # the loop is closed, and the work with it
            self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.posted.put(_End(None if task.cancelled() else task.exception()))


class EngineRoom:
    """The loop, its thread, and the HTTP session that lives there."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._session: aiohttp.ClientSession | None = None
        self._thread = threading.Thread(target=self._keep_running, name="kaas-engine-room", daemon=True)
        self._thread.start()

    def _keep_running(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    @property
    def is_open(self) -> bool:
        """Whether work is taken."""
        return self._thread.is_alive() and not self._loop.is_closed()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The HTTP session. On the loop only.

        A connection serves one request: a kept one that the server is just closing would look like a server that is down. No
        cookies are kept, and no proxy is taken from the environment.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept-Encoding": "identity", "User-Agent": "kaas"},
                trust_env=False,
                auto_decompress=False,  # a little that is compressed can be very much
                timeout=aiohttp.ClientTimeout(total=None),
            )
        return self._session

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float) -> T:
        """Wait for a coroutine. Raises what it raises, and TimeoutError after `timeout` seconds."""
        if threading.current_thread() is self._thread:
            coroutine.close()
            raise RuntimeError("the engine room cannot wait for itself")
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(coroutine, timeout), self._loop)
        try:
            return future.result(timeout + CLOSING_SECONDS)
        finally:
            future.cancel()

    def stream(self, work: Work[T], *, cancellation: Cancellation) -> Iterator[T | None]:
        """What `work` posts, as it comes; None whenever nothing has come for a second.

        The work begins with the first piece that is asked for. Closing the iterator or `cancellation` cancels it at once;
        what it posts while it ends still comes. Raises what the work raises.
        """
        if cancellation.cancelled:
            return
        carried = _Carried(self._loop, work)
        self._loop.call_soon_threadsafe(carried.start)
        cancellation.on_cancel(carried.stop)
        try:
            while True:
                try:
                    piece = carried.posted.get(timeout=PATIENCE_SECONDS)
                except Empty:
                    if not self.is_open:
                        raise RuntimeError("the engine room was closed") from None
                    yield None
                    continue
                if isinstance(piece, _End):
                    if piece.error is not None:
                        raise piece.error
                    return
                yield piece
        finally:
            cancellation.forget(carried.stop)
            carried.stop()

    def close(self) -> None:
        """Cancel all work, close the session and end the thread. Further calls do nothing."""
        if not self.is_open:
            return
        asyncio.run_coroutine_threadsafe(self._end_everything(), self._loop).result(CLOSING_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSING_SECONDS)
        self._loop.close()

    async def _end_everything(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._session is not None:
            await self._session.close()


_lock = threading.Lock()
_room: EngineRoom | None = None
_parents_rooms: list[EngineRoom | None] = []


def engine_room() -> EngineRoom:
    """The engine room of this process."""
    global _room
    with _lock:
        if _room is None or not _room.is_open:
            _room = EngineRoom()
        return _room


def close_engine_room() -> None:
    """End what runs. The next request starts a new room."""
    global _room
    with _lock:
        room, _room = _room, None
    if room is not None:
        room.close()


def _begin_anew() -> None:
    """A forked process has the parent's loop but not its thread: keep it unused, as ending it would disturb the parent's."""
    global _lock, _room
    _parents_rooms.append(_room)
    _lock, _room = threading.Lock(), None


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(close_engine_room)
