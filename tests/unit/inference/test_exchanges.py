"""What is sent in the two dialects."""

import json
from typing import Any

import pytest

from kaas.inference import harmony
from kaas.inference.chat_completions import ChatExchange
from kaas.inference.chat_replies import ChatReader, render_messages
from kaas.inference.completions import CompletionExchange
from kaas.inference.endpoints import Endpoints
from kaas.inference.engine_room import close_engine_room
from kaas.inference.harmony_reading import HarmonyReader
from kaas.inference.prompts import Effort, Schema
from kaas.inference.replies import Ending
from kaas.inference.served_models import OpenAIChatModel
from kaas.inference.wire import WireError
from tests.doubles.asking import CARD, PROMPT, SALT, ask, model, read
from tests.doubles.model_server import GPT_OSS, ModelServer

SCHEMA = Schema("verdict", {"type": "object"})
SENT = {
    "model": GPT_OSS,
    "stream": True,
    "stream_options": {"include_usage": True},
    "max_tokens": 64,
    "temperature": 0.2,
}


def _completion(schema: Schema | None = None, max_tokens: int = 64) -> CompletionExchange:
    return CompletionExchange(
        [1, 2, 3],
        HarmonyReader(),
        model=GPT_OSS,
        salt=SALT,
        max_tokens=max_tokens,
        temperature=0.2,
        stop_tokens=harmony.STOP_TOKENS,
        schema=schema,
    )


def _chat(schema: Schema | None = None, *, vllm: bool = False) -> ChatExchange:
    return ChatExchange(
        render_messages(PROMPT),
        ChatReader(),
        model=GPT_OSS,
        salt=SALT,
        max_tokens=64,
        temperature=0.2,
        effort=Effort.LOW,
        schema=schema,
        vllm=vllm,
    )


def test_a_completion_is_asked_for_in_tokens() -> None:
    assert json.loads(_completion().body) == SENT | {
        "prompt": [1, 2, 3],
        "return_token_ids": True,
        "stop_token_ids": [200002, 200012],
        "skip_special_tokens": False,
        "add_special_tokens": False,
        "cache_salt": SALT,
    }
    assert json.loads(_completion(SCHEMA).body)["structured_outputs"] == {"json": {"type": "object"}}


def test_a_chat_message_is_asked_for_in_words_every_server_knows() -> None:
    assert json.loads(_chat().body) == SENT | {"messages": render_messages(PROMPT)}
    asked = json.loads(_chat(SCHEMA).body)
    assert asked["response_format"]["json_schema"] == {
        "name": "verdict",
        "schema": {"type": "object"},
        "strict": True,
    }


def test_only_vllm_is_given_its_own_fields() -> None:
    asked = json.loads(_chat(vllm=True).body)
    assert (asked["cache_salt"], asked["reasoning_effort"]) == (SALT, "low")


@pytest.mark.parametrize(
    ("choice", "ending"),
    [
        ({"token_ids": "x"}, Ending.BROKE_OFF),
        ({"token_ids": [1, "x"]}, Ending.BROKE_OFF),
        ({"token_ids": [True]}, Ending.BROKE_OFF),
        ({"token_ids": [-1]}, Ending.BROKE_OFF),
        ({"token_ids": [1] * 65}, Ending.BROKE_OFF),
        ({"text": "words"}, Ending.REJECTED),
        ({"text": "words", "token_ids": None}, Ending.REJECTED),
        ({"prompt_token_ids": [1, 2], "token_ids": [3]}, Ending.REJECTED),
    ],
    ids=["text", "mixed", "bool", "negative", "many", "none", "null", "changed"],
)
def test_events_that_cannot_be_believed(choice: dict[str, Any], ending: Ending) -> None:
    with pytest.raises(WireError) as fault:
        _completion().take({"choices": [choice]})
    assert fault.value.ending is ending


def test_events_without_a_token_are_no_progress() -> None:
    completion, chat = _completion(), _chat()
    for choice in ({"token_ids": []}, {"text": ""}, {"prompt_token_ids": [1, 2, 3]}):
        assert completion.take({"choices": [choice]}) is None
    for choice in ({"delta": {}}, {"delta": {"role": "assistant", "content": ""}}, {"delta": 3}, {}):
        assert chat.take({"choices": [choice]}) is None
    assert completion.take({"choices": [], "usage": {"prompt_tokens": 3}}) is None


def test_requests_carry_key_and_number_and_no_cookie() -> None:
    with ModelServer(key="sk-1") as server:
        chat = model(Endpoints([server.url], key="sk-1"))
        assert {read(ask(chat)).ending for _ in range(2)} == {Ending.COMPLETE}
        first, second = (received.headers for received in server.received)
        assert first["Authorization"] == "Bearer sk-1"
        assert first["X-Request-Id"] != second["X-Request-Id"]
        assert "Cookie" not in second
    close_engine_room()


def test_the_limit_is_asked_for_once_a_minute() -> None:
    with ModelServer(max_model_len=4096) as one, ModelServer(max_model_len=8192) as other:
        chat = model(Endpoints([one.url, other.url]))
        assert chat.context_tokens() == 4096
        one.kill()
        assert chat.context_tokens() == 4096
    assert model(Endpoints([one.url])).context_tokens() is None
    close_engine_room()


def test_the_estimate_of_the_chat_dialect_is_never_below_the_count() -> None:
    chat = OpenAIChatModel(Endpoints(["http://127.0.0.1:1"]), GPT_OSS, CARD)
    assert harmony.count(PROMPT) <= chat.count(PROMPT) <= 4 * harmony.count(PROMPT)
