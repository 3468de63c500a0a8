"""Every way in which a reply can end over the wire, in both dialects. The double is rude; the reader gets a name for it."""

from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest

from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import Waiting
from kaas.inference.endpoints import Endpoints
from kaas.inference.engine_room import close_engine_room
from kaas.inference.replies import Ending, Reply
from kaas.inference.writing import Deadlines
from tests.doubles.asking import DIALECTS, ask, model, read, wait_until
from tests.doubles.behaviours import Behaviour
from tests.doubles.composed_answers import THOUGHT
from tests.doubles.harmony_tokens import raw_tokens
from tests.doubles.model_server import ModelServer

BOTH = pytest.mark.parametrize("dialect", sorted(DIALECTS))
NEVER = 3600.0
SOON = 0.3


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as started:
        yield started
        wait_until(lambda: started.connections == 0)
        assert started.open == 0
    close_engine_room()


def _reply(server: ModelServer, dialect: str, *behaviours: Behaviour, **settings: Any) -> Reply:
    server.script(*behaviours)
    return read(ask(model(Endpoints([server.url]), dialect, **settings)))


@BOTH
def test_a_good_reply(server: ModelServer, dialect: str) -> None:
    reply = _reply(server, dialect)
    assert reply.ending is Ending.COMPLETE
    assert '3.5 mS/cm at 25 °C [1: "' in reply.final
    assert '[2: "電解質の膜厚は' in reply.final
    assert reply.analysis == THOUGHT
    assert THOUGHT not in reply.final
    assert reply.endpoint == server.url
    assert reply.usage.prompt_tokens > 0
    assert reply.usage.completion_tokens > 0


@BOTH
@pytest.mark.parametrize(
    ("behaviour", "ending"),
    [
        (Behaviour(cut_after=30), Ending.CUT),
        (Behaviour(final=""), Ending.EMPTY),
        (Behaviour(break_after=5), Ending.BROKE_OFF),
        (Behaviour(break_after=0), Ending.UNREACHABLE),
        (Behaviour(error_after=5), Ending.BROKE_OFF),
        (Behaviour(error_after=0), Ending.BROKE_OFF),
        (Behaviour(stop_after=5), Ending.BROKE_OFF),
        (Behaviour(stop_after=0), Ending.BROKE_OFF),
        (Behaviour(done=False), Ending.BROKE_OFF),
        (Behaviour(raw=b"\xff\xfe\x00garbage\r\n\r\n"), Ending.BROKE_OFF),
        (Behaviour(raw=b"data: garbage\n\n"), Ending.BROKE_OFF),
        (Behaviour(raw=b'data: {"choices": 7}\n\n'), Ending.BROKE_OFF),
        (Behaviour(raw=b"data: [DONE]\n\n"), Ending.BROKE_OFF),
        (Behaviour(content_type="text/html"), Ending.REJECTED),
        (Behaviour(status=301), Ending.REJECTED),
        (
            Behaviour(status=400, error={"message": "maximum context length", "type": "BadRequestError"}),
            Ending.REJECTED,
        ),
        (Behaviour(status=401, error="Unauthorized"), Ending.REJECTED),
        (Behaviour(status=404, error={"message": "The model does not exist."}), Ending.REJECTED),
        (Behaviour(status=429), Ending.BUSY),
        (Behaviour(status=503, error="later"), Ending.BUSY),
        (Behaviour(status=500), Ending.UNREACHABLE),
    ],
    ids=lambda given: given.value if isinstance(given, Ending) else "script",
)
def test_endings(server: ModelServer, dialect: str, behaviour: Behaviour, ending: Ending) -> None:
    assert _reply(server, dialect, behaviour).ending is ending


@BOTH
def test_a_server_that_is_not_there(dialect: str, server: ModelServer) -> None:
    server.kill()
    reply = _reply(server, dialect)
    assert (reply.ending, reply.endpoint, reply.final) == (Ending.UNREACHABLE, "", "")
    server.start()
    assert _reply(server, dialect).ending is Ending.COMPLETE


@BOTH
def test_no_first_token_in_time(server: ModelServer, dialect: str) -> None:
    reply = _reply(server, dialect, Behaviour(before_first=NEVER), deadlines=Deadlines(first=SOON))
    assert (reply.ending, reply.final) == (Ending.LATE, "")
    assert server.counts["finished"] == 0


@BOTH
def test_no_next_token_in_time(server: ModelServer, dialect: str) -> None:
    reply = _reply(server, dialect, Behaviour(between=NEVER, per_event=20), deadlines=Deadlines(between=SOON))
    assert reply.ending is Ending.LATE
    wait_until(lambda: server.counts["aborted"] == 1)


@BOTH
def test_a_reply_without_end(server: ModelServer, dialect: str) -> None:
    endless = Behaviour(final="word " * 20, endless=True, between=0.02)
    reply = _reply(server, dialect, endless, deadlines=Deadlines(whole=1.0))
    assert reply.ending is Ending.LATE
    assert server.counts["finished"] == 0


def test_more_tokens_than_were_asked_for(server: ModelServer) -> None:
    reply = _reply(server, "harmony", Behaviour(final="word " * 20, endless=True))
    assert reply.ending is Ending.BROKE_OFF
    assert "more tokens" in reply.detail


def test_a_server_without_token_ids_says_what_to_change(server: ModelServer) -> None:
    reply = _reply(server, "harmony", Behaviour(token_ids=False))
    assert reply.ending is Ending.REJECTED
    assert "KAAS_CHAT_DIALECT=chat" in reply.detail


def test_a_server_that_changes_the_prompt(server: ModelServer) -> None:
    assert _reply(server, "harmony", Behaviour(prompt_changes=True)).ending is Ending.REJECTED


def test_a_reply_that_leaves_the_format(server: ModelServer) -> None:
    tokens = raw_tokens("no header at all<|return|>")
    assert _reply(server, "harmony", Behaviour(tokens=tokens)).ending is Ending.MALFORMED


def test_a_reason_that_no_reply_ends_with(server: ModelServer) -> None:
    assert _reply(server, "harmony", Behaviour(reason="abort")).ending is Ending.BROKE_OFF


@BOTH
def test_what_came_before_the_fault_is_kept(server: ModelServer, dialect: str) -> None:
    reply = _reply(server, dialect, Behaviour(done=False))
    assert reply.ending is Ending.BROKE_OFF
    assert "3.5 mS/cm" in reply.final


@BOTH
@pytest.mark.parametrize("before_first", [0.0, NEVER], ids=["in the middle", "before the first token"])
def test_a_reader_who_leaves_ends_the_work_on_the_server(
    server: ModelServer, dialect: str, before_first: float
) -> None:
    server.script(Behaviour(before_first=before_first, between=NEVER))
    pieces = iter(ask(model(Endpoints([server.url]), dialect)))
    assert next(pieces) == Waiting()
    wait_until(lambda: server.open == 1)
    pieces.close()  # type: ignore[attr-defined]
    wait_until(lambda: server.counts["aborted"] == 1)


@BOTH
@pytest.mark.parametrize("before_first", [0.0, NEVER], ids=["in the middle", "before the first token"])
def test_a_cancellation_ends_the_work_on_the_server(
    server: ModelServer, dialect: str, before_first: float
) -> None:
    cancellation = Cancellation()
    server.script(Behaviour(before_first=before_first, between=NEVER))
    pieces = iter(ask(model(Endpoints([server.url]), dialect), cancellation=cancellation))
    assert next(pieces) == Waiting()
    wait_until(lambda: server.open == 1)
    cancellation.cancel()
    assert read(pieces).ending is Ending.CANCELLED
    wait_until(lambda: server.counts["aborted"] == 1)


@BOTH
def test_who_left_before_it_began_asks_nothing(server: ModelServer, dialect: str) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    reply = read(ask(model(Endpoints([server.url]), dialect), cancellation=cancellation))
    assert reply.ending is Ending.CANCELLED
    assert server.received == deque()


class TestTwoServers:
    """Failover: before the first token to the other one, after it never."""

    @pytest.fixture
    def other(self) -> Iterator[ModelServer]:
        with ModelServer() as started:
            yield started

    @BOTH
    @pytest.mark.parametrize(
        "behaviour",
        [
            Behaviour(status=429),
            Behaviour(status=503),
            Behaviour(status=500),
            Behaviour(error_after=0),
            Behaviour(break_after=0),
            Behaviour(stop_after=0),
            Behaviour(content_type="text/html"),
        ],
        ids=lambda given: "script",
    )
    def test_before_the_first_token(
        self, server: ModelServer, other: ModelServer, dialect: str, behaviour: Behaviour
    ) -> None:
        server.usual = behaviour
        chat = model(Endpoints([server.url, other.url]), dialect)
        replies = [read(ask(chat)) for _ in range(3)]
        assert {(reply.ending, reply.endpoint) for reply in replies} == {(Ending.COMPLETE, other.url)}

    @BOTH
    @pytest.mark.parametrize(
        "behaviour",
        [Behaviour(break_after=5), Behaviour(error_after=5), Behaviour(stop_after=5)],
        ids=lambda given: "script",
    )
    def test_after_the_first_token(
        self, server: ModelServer, other: ModelServer, dialect: str, behaviour: Behaviour
    ) -> None:
        server.usual = behaviour
        reply = read(ask(model(Endpoints([server.url, other.url]), dialect)))
        assert (reply.ending, reply.endpoint) == (Ending.BROKE_OFF, server.url)
        assert other.counts["opened"] == 0

    @BOTH
    def test_a_wrong_request_is_asked_once(
        self, server: ModelServer, other: ModelServer, dialect: str
    ) -> None:
        server.usual = Behaviour(status=400)
        assert read(ask(model(Endpoints([server.url, other.url]), dialect))).ending is Ending.REJECTED
        assert other.counts["opened"] == 0

    def test_when_one_is_busy_and_one_is_gone(self, server: ModelServer, other: ModelServer) -> None:
        server.usual = Behaviour(status=429)
        other.kill()
        assert read(ask(model(Endpoints([server.url, other.url])))).ending is Ending.BUSY

    def test_a_server_that_was_gone_is_asked_again(self, server: ModelServer, other: ModelServer) -> None:
        chat = model(Endpoints([server.url, other.url]))
        server.kill()
        assert {read(ask(chat)).endpoint for _ in range(3)} == {other.url}
        server.start()
        wait_until(lambda: read(ask(chat)).endpoint == server.url)
