"""What is relied on of a model server: asked of the double always, and of a real vLLM when KAAS_CHAT_ENDPOINTS names one.

The real one may have random weights, so nothing is expected of what a reply says. KAAS_CHAT_MODEL is its served name.
"""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from kaas.inference import harmony
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import Waiting
from kaas.inference.completions import CompletionExchange
from kaas.inference.endpoints import Endpoints
from kaas.inference.engine_room import close_engine_room
from kaas.inference.prompts import Prompt, Schema
from kaas.inference.replies import Ending, Reply, TokenReader
from kaas.inference.served_models import HarmonyModel, OpenAIChatModel
from kaas.inference.writing import Deadlines, write
from tests.doubles.asking import CARD, PROMPT, SALT, read
from tests.doubles.model_server import GPT_OSS, ModelServer

NAMED = [url for url in os.environ.get("KAAS_CHAT_ENDPOINTS", "").split(",") if url.strip()]
SERVED_NAME = os.environ.get("KAAS_CHAT_MODEL", GPT_OSS) if NAMED else GPT_OSS
HOSTS = ["127.0.0.1", *(urlsplit(url).hostname or "" for url in NAMED)]
PATIENT = Deadlines(first=300.0, between=120.0, whole=600.0)
WELL = {Ending.COMPLETE, Ending.CUT, Ending.EMPTY, Ending.MALFORMED, Ending.CALLED}
SCHEMA = Schema("verdict", {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]})

pytestmark = pytest.mark.allow_hosts(HOSTS)


@pytest.fixture(scope="module")
def endpoints() -> Iterator[Endpoints]:
    if NAMED:
        yield Endpoints(NAMED, key=os.environ.get("KAAS_CHAT_KEY", ""))
    else:
        with ModelServer() as server:
            yield Endpoints([server.url])
    close_engine_room()


@pytest.fixture(scope="module")
def chat(endpoints: Endpoints) -> HarmonyModel:
    return HarmonyModel(endpoints, SERVED_NAME, CARD, deadlines=PATIENT)


class Recorder(TokenReader):
    """Keeps the tokens as they came."""

    def __init__(self) -> None:
        self.tokens: list[int] = []
        self.finish_reason: str | None = None

    def feed(self, token_ids: list[int]) -> str:  # type: ignore[override]
        self.tokens += token_ids
        return ""

    def end(self, finish_reason: str | None) -> Reply:
        self.finish_reason = finish_reason
        return Reply(Ending.EMPTY)


def _tokens(
    endpoints: Endpoints, prompt: Prompt, *, max_tokens: int, salt: str = SALT
) -> tuple[Recorder, Reply]:
    recorder = Recorder()
    exchange = CompletionExchange(
        harmony.render(prompt),
        recorder,
        model=SERVED_NAME,
        salt=salt,
        max_tokens=max_tokens,
        temperature=0.0,
        stop_tokens=harmony.STOP_TOKENS,
    )
    *_, reply = write(endpoints, exchange, PATIENT, Cancellation())
    assert isinstance(reply, Reply)
    assert reply.detail == ""
    return recorder, reply


def test_it_says_what_it_serves_and_how_much_it_can_hold(endpoints: Endpoints, chat: HarmonyModel) -> None:
    assert all(status.reachable and SERVED_NAME in status.models for status in endpoints.status())
    limit = chat.context_tokens()
    assert limit is not None
    assert limit > chat.count(PROMPT)


def test_tokens_go_out_and_come_back(endpoints: Endpoints) -> None:
    recorder, reply = _tokens(endpoints, PROMPT, max_tokens=400)
    assert recorder.tokens
    assert recorder.finish_reason in {"stop", "length"}
    assert reply.usage.completion_tokens == len(recorder.tokens)
    assert reply.usage.prompt_tokens == len(harmony.render(PROMPT))
    assert reply.endpoint in endpoints.addresses


def test_a_stop_token_ends_the_reply_and_is_given_back(endpoints: Endpoints) -> None:
    recorder, _ = _tokens(endpoints, PROMPT, max_tokens=400)
    if recorder.finish_reason == "length":
        pytest.skip("random weights did not end by themselves")
    assert recorder.tokens[-1] in harmony.STOP_TOKENS
    assert not set(recorder.tokens[:-1]) & set(harmony.STOP_TOKENS)


def test_the_limit_of_tokens_is_kept_and_named(endpoints: Endpoints) -> None:
    recorder, _ = _tokens(endpoints, PROMPT, max_tokens=4)
    assert len(recorder.tokens) <= 4
    assert recorder.finish_reason == "length" or recorder.tokens[-1] in harmony.STOP_TOKENS


def test_equal_prompts_under_other_salts_are_answered_alike(endpoints: Endpoints) -> None:
    replies = [_tokens(endpoints, PROMPT, max_tokens=8, salt=salt)[0] for salt in ("ab" * 64, "cd" * 32)]
    assert [bool(recorder.tokens) for recorder in replies] == [True, True]


def test_a_reply_is_read_and_its_ending_has_a_name(chat: HarmonyModel) -> None:
    reply = read(chat.write(PROMPT, salt=SALT, max_tokens=200, cancellation=Cancellation()))
    assert reply.ending in WELL
    assert reply.usage.completion_tokens > 0


def test_a_schema_is_accepted(chat: HarmonyModel) -> None:
    prompt = Prompt("Judge.", "Is it so?", schema=SCHEMA)
    reply = read(chat.write(prompt, salt=SALT, max_tokens=200, cancellation=Cancellation()))
    assert reply.ending in WELL


def test_too_long_a_request_is_refused_in_words(chat: HarmonyModel) -> None:
    limit = chat.context_tokens()
    assert limit is not None
    reply = read(chat.write(PROMPT, salt=SALT, max_tokens=limit, cancellation=Cancellation()))
    assert reply.ending is Ending.REJECTED
    assert "exceed the model's context" in reply.detail


def test_a_salt_with_forbidden_characters_is_refused(chat: HarmonyModel) -> None:
    reply = read(chat.write(PROMPT, salt="a/b@c", max_tokens=8, cancellation=Cancellation()))
    assert reply.ending is Ending.REJECTED


def test_a_model_that_is_not_served_is_refused(endpoints: Endpoints) -> None:
    other = HarmonyModel(endpoints, "no-such-model", CARD, deadlines=PATIENT)
    reply = read(other.write(PROMPT, salt=SALT, max_tokens=8, cancellation=Cancellation()))
    assert reply.ending is Ending.REJECTED
    assert "does not serve this model" in reply.detail
    assert other.context_tokens() is None


def test_a_reader_who_leaves_is_no_trouble_for_the_next(chat: HarmonyModel) -> None:
    for _ in range(3):
        cancellation = Cancellation()
        pieces = chat.write(PROMPT, salt=SALT, max_tokens=2000, cancellation=cancellation)
        first = next(iter(pieces))
        cancellation.cancel()
        if isinstance(first, Waiting):
            assert read(pieces).ending in {Ending.CANCELLED, *WELL}
    assert read(chat.write(PROMPT, salt=SALT, max_tokens=16, cancellation=Cancellation())).ending in WELL


def test_the_chat_dialect(endpoints: Endpoints) -> None:
    chat = OpenAIChatModel(endpoints, SERVED_NAME, CARD, deadlines=PATIENT, vllm=True)
    reply = read(chat.write(PROMPT, salt=SALT, max_tokens=200, cancellation=Cancellation()))
    assert reply.ending in WELL
    assert reply.usage.completion_tokens > 0
    assert harmony.count(PROMPT) <= chat.count(PROMPT)
