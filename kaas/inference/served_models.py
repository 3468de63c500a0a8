"""Chat models behind servers, in the two dialects."""

import json
import math
import threading
import time
from collections.abc import Iterator

from kaas.inference import harmony
from kaas.inference.cancellation import Cancellation
from kaas.inference.cards import ModelCard
from kaas.inference.chat_completions import ChatExchange
from kaas.inference.chat_model import Piece
from kaas.inference.chat_replies import ChatReader, render_messages, render_tools
from kaas.inference.completions import CompletionExchange
from kaas.inference.endpoints import Endpoints
from kaas.inference.harmony_reading import HarmonyReader
from kaas.inference.prompts import Prompt
from kaas.inference.writing import Deadlines, write

KNOWN_SECONDS = 60.0
UNKNOWN_SECONDS = 5.0
TEMPERATURE = 0.2
TOKENS_AROUND_A_MESSAGE = 16
BYTES_A_TOKEN = 2.0


class ContextLimit:
    """The smallest limit any of the servers gives for a model, asked for at most once a minute."""

    def __init__(self, endpoints: Endpoints, served_name: str) -> None:
        self._endpoints = endpoints
        self._served_name = served_name
        self._lock = threading.Lock()
        self._limit: int | None = None
        self._good_until = -math.inf

    def tokens(self) -> int | None:
        """The limit; None when no server says one, which is asked again after five seconds."""
        with self._lock:
            if time.monotonic() > self._good_until:
                models = [status.models for status in self._endpoints.status()]
                known = [limit for served in models if (limit := served.get(self._served_name)) is not None]
                self._limit = min(known, default=None)
                self._good_until = time.monotonic() + (KNOWN_SECONDS if known else UNKNOWN_SECONDS)
            return self._limit


class _Served:
    """What both dialects have: the servers of one model, its card and its limit."""

    def __init__(
        self,
        endpoints: Endpoints,
        served_name: str,
        card: ModelCard,
        *,
        deadlines: Deadlines = Deadlines(),  # noqa: B008 – frozen
        temperature: float = TEMPERATURE,
    ) -> None:
        self.card = card
        self._endpoints = endpoints
        self._served_name = served_name
        self._deadlines = deadlines
        self._temperature = temperature
        self._limit = ContextLimit(endpoints, served_name)

    def context_tokens(self) -> int | None:
        """The servers' limit for prompt and reply together; None where none says one, as most but vLLM do not."""
        return self._limit.tokens()

    def _temperature_for(self, prompt: Prompt) -> float:
        return self._temperature if prompt.temperature is None else prompt.temperature


class HarmonyModel(_Served):
    """A gpt-oss model behind vLLM: tokens out, tokens in. A ChatModel."""

    def count(self, prompt: Prompt) -> int:
        """How many tokens the prompt takes, exactly."""
        return harmony.count(prompt)

    def write(
        self, prompt: Prompt, *, salt: str, max_tokens: int, cancellation: Cancellation
    ) -> Iterator[Piece]:
        """The reply piece by piece, as ChatModel has it."""
        exchange = CompletionExchange(
            harmony.render(prompt),
            HarmonyReader(),
            model=self._served_name,
            salt=salt,
            max_tokens=max_tokens,
            temperature=self._temperature_for(prompt),
            stop_tokens=harmony.STOP_TOKENS,
            schema=prompt.schema,
        )
        return write(self._endpoints, exchange, self._deadlines, cancellation)


class OpenAIChatModel(_Served):
    """Any model behind an OpenAI-compatible server: messages out, text in. A ChatModel."""

    def __init__(
        self,
        endpoints: Endpoints,
        served_name: str,
        card: ModelCard,
        *,
        deadlines: Deadlines = Deadlines(),  # noqa: B008 – frozen
        temperature: float = TEMPERATURE,
        vllm: bool = False,
    ) -> None:
        super().__init__(endpoints, served_name, card, deadlines=deadlines, temperature=temperature)
        self._vllm = vllm

    def count(self, prompt: Prompt) -> int:
        """At least as many tokens as the prompt takes with any usual vocabulary, since its own is not known here.

        A token for every two bytes of UTF-8 and some around each message: English takes a token for about four bytes,
        Japanese one for two to three, formulas and numbers one for about two.
        """
        messages = render_messages(prompt)
        called = [message["tool_calls"] for message in messages if "tool_calls" in message]
        texts = [message["content"] for message in messages]
        if prompt.tools or called:
            texts.append(json.dumps([render_tools(prompt), called], ensure_ascii=False))
        letters = sum(len(text.encode("utf-8", "replace")) for text in texts)
        return math.ceil(letters / BYTES_A_TOKEN) + TOKENS_AROUND_A_MESSAGE * len(messages)

    def write(
        self, prompt: Prompt, *, salt: str, max_tokens: int, cancellation: Cancellation
    ) -> Iterator[Piece]:
        """The reply piece by piece, as ChatModel has it."""
        exchange = ChatExchange(
            render_messages(prompt),
            ChatReader(),
            model=self._served_name,
            salt=salt,
            max_tokens=max_tokens,
            temperature=self._temperature_for(prompt),
            effort=prompt.effort,
            schema=prompt.schema,
            tools=render_tools(prompt),
            vllm=self._vllm,
        )
        return write(self._endpoints, exchange, self._deadlines, cancellation)
