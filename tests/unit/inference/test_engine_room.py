"""The loop thread: what is waited for, streamed and cancelled, from any thread."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from kaas.inference.cancellation import Cancellation
from kaas.inference.engine_room import EngineRoom, close_engine_room, engine_room
from tests.databases import ROOT
from tests.doubles.asking import wait_until


@pytest.fixture
def room() -> Iterator[EngineRoom]:
    made = EngineRoom()
    yield made
    made.close()


async def _three(post: Callable[[int], None]) -> None:
    for number in range(3):
        await asyncio.sleep(0)
        post(number)


def test_what_is_posted_comes_in_order_and_ends(room: EngineRoom) -> None:
    assert [piece for piece in room.stream(_three, cancellation=Cancellation()) if piece is not None] == [
        0,
        1,
        2,
    ]


def test_the_work_begins_with_the_first_piece_asked_for(room: EngineRoom) -> None:
    begun = threading.Event()

    async def work(post: Callable[[int], None]) -> None:
        begun.set()
        post(1)

    stream = room.stream(work, cancellation=Cancellation())
    assert not begun.is_set()
    assert 1 in list(stream)


def test_a_long_silence_is_told(room: EngineRoom) -> None:
    released = threading.Event()

    async def work(post: Callable[[int], None]) -> None:
        while not released.is_set():
            await asyncio.sleep(0.01)
        post(1)

    stream = room.stream(work, cancellation=Cancellation())
    assert next(stream) is None
    released.set()
    assert list(stream)[-1] == 1


class Endless:
    """Work that never ends by itself, and says how it ended."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()

    async def work(self, post: Callable[[str], None]) -> None:
        post("begun")
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            self.cancelled.set()
            post("ended")


def test_closing_the_iterator_cancels_the_work(room: EngineRoom) -> None:
    endless, cancellation = Endless(), Cancellation()
    stream = room.stream(endless.work, cancellation=cancellation)
    assert next(stream) == "begun"
    stream.close()  # type: ignore[attr-defined]
    assert endless.cancelled.wait(60)
    assert cancellation._wakes == []


def test_what_is_posted_while_it_is_cancelled_still_comes(room: EngineRoom) -> None:
    endless, cancellation = Endless(), Cancellation()
    stream = room.stream(endless.work, cancellation=cancellation)
    assert next(stream) == "begun"
    threading.Thread(target=cancellation.cancel).start()
    assert list(filter(None, stream)) == ["ended"]


def test_work_cancelled_before_it_began_never_begins(room: EngineRoom) -> None:
    endless, cancellation = Endless(), Cancellation()
    cancellation.cancel()
    assert list(room.stream(endless.work, cancellation=cancellation)) == []


def test_what_the_work_raises_is_raised_where_it_is_awaited(room: EngineRoom) -> None:
    async def work(post: Callable[[int], None]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(room.stream(work, cancellation=Cancellation()))


def test_one_shot_calls(room: EngineRoom) -> None:
    async def answer() -> int:
        return 42

    assert room.run(answer(), 60) == 42
    with pytest.raises(TimeoutError):
        room.run(asyncio.sleep(3600), 0.01)


def test_the_loop_never_waits_for_itself(room: EngineRoom) -> None:
    async def inner() -> None: ...

    async def outer() -> None:
        room.run(inner(), 1)

    with pytest.raises(RuntimeError, match="wait for itself"):
        room.run(outer(), 60)


def test_closing_ends_everything_that_runs(room: EngineRoom) -> None:
    endless = Endless()
    stream = room.stream(endless.work, cancellation=Cancellation())
    assert next(stream) == "begun"
    room.close()
    room.close()
    assert list(filter(None, stream)) == ["ended"]
    assert not room.is_open


def test_a_process_has_one_room_until_it_is_closed() -> None:
    close_engine_room()
    assert not _room_threads()
    first = engine_room()
    assert engine_room() is first
    assert len(_room_threads()) == 1
    close_engine_room()
    assert engine_room() is not first
    close_engine_room()
    wait_until(lambda: not _room_threads())


def _room_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "kaas-engine-room"]


FORKING = """
import os, warnings
from kaas.inference.engine_room import engine_room
warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of every fork beside a thread
async def answer(): return os.getpid()
assert engine_room().run(answer(), 60) == os.getpid()
child = os.fork()
assert engine_room().run(answer(), 60) == os.getpid()
if child:
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


def test_a_forked_process_has_a_room_of_its_own() -> None:
    subprocess.run([sys.executable, "-c", FORKING], check=True, timeout=120, cwd=ROOT)
