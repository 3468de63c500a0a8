"""A hundred readers at once, of whom two in five leave, and one of two servers killed: every reply has a name."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import ChatModel, FinalText
from kaas.inference.endpoints import Endpoints
from kaas.inference.engine_room import close_engine_room
from kaas.inference.replies import Ending, Reply
from kaas.inference.writing import Deadlines
from tests.doubles.asking import ask, model, wait_until
from tests.doubles.behaviours import Behaviour
from tests.doubles.model_server import ModelServer

READERS = 100
PATIENCE = 120.0
PATIENT = Deadlines(first=PATIENCE, between=PATIENCE, whole=5 * PATIENCE)
HELD = Behaviour(final="The film conducts well at room temperature. " * 12, analysis="", held_after=30)
LEAVE_BY_CLOSING, LEAVE_BY_CANCELLING = 1, 2  # of every five readers


class Crowd:
    """Readers who wait for each other at the first sentence, when one server is killed, and again when some have left."""

    def __init__(self, chat: ChatModel, one: ModelServer, other: ModelServer) -> None:
        self._chat = chat
        self._all_reading = threading.Barrier(READERS, action=other.kill)
        self._some_left = threading.Barrier(READERS, action=one.release)

    def read(self, reader: int) -> str:
        """How the reply ended for this reader."""
        cancellation = Cancellation()
        pieces = iter(ask(self._chat, cancellation=cancellation))
        assert any(isinstance(piece, FinalText) for piece in pieces)  # and not one piece further
        self._all_reading.wait(PATIENCE)
        if reader % 5 == LEAVE_BY_CLOSING:
            pieces.close()  # type: ignore[attr-defined]
        if reader % 5 == LEAVE_BY_CANCELLING:
            cancellation.cancel()
        self._some_left.wait(PATIENCE)
        rest = list(pieces)
        assert not rest or isinstance(rest[-1], Reply)
        return rest[-1].ending.value if rest else "closed"


def test_a_crowd_with_leavers_and_a_killed_server() -> None:
    close_engine_room()
    threads_before = threading.active_count()
    with ModelServer(usual=HELD) as one, ModelServer(usual=HELD) as other:
        chat = model(Endpoints([one.url, other.url]), deadlines=PATIENT)
        crowd = Crowd(chat, one, other)
        with ThreadPoolExecutor(READERS) as pool:
            endings = Counter(pool.map(crowd.read, range(READERS)))

        assert sum(endings.values()) == READERS
        assert set(endings) == {"closed", Ending.COMPLETE, Ending.CANCELLED, Ending.BROKE_OFF}
        assert endings["closed"] == len(range(LEAVE_BY_CLOSING, READERS, 5))
        assert endings[Ending.COMPLETE] + endings[Ending.BROKE_OFF] >= READERS * 3 // 5

        after = [reply for reply in ask(chat) if isinstance(reply, Reply)]
        assert [(reply.ending, reply.endpoint) for reply in after] == [(Ending.COMPLETE, one.url)]
        wait_until(lambda: one.connections == 0 and one.open == 0 and other.open == 0)
        assert one.counts["opened"] + other.counts["opened"] == READERS + 1
    close_engine_room()
    wait_until(lambda: threading.active_count() <= threads_before)
