"""The plain chat dialect over `/v1/chat/completions`: messages in and text out, as Ollama, llama.cpp and others have it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from kaas.inference.prompts import Effort, Schema
from kaas.inference.replies import Reply, Usage
from kaas.inference.wire import first_choice, read_usage, unreadable


class DeltaReader(Protocol):
    """Turns the deltas of one reply into its final text. One per reply."""

    def feed(self, delta: Mapping[str, Any]) -> str:
        """What a delta, as the server sent it, adds to the final text. Never raises."""
        ...

    def end(self, finish_reason: str | None) -> Reply:
        """The reply so far."""
        ...


class ChatExchange:
    """One request for a chat message.

    vllm: whether the server takes vLLM's own fields. Others may refuse what they do not know, and have no cache to salt.
    """

    path = "/v1/chat/completions"

    def __init__(
        self,
        messages: Sequence[Mapping[str, Any]],
        reader: DeltaReader,
        *,
        model: str,
        salt: str,
        max_tokens: int,
        temperature: float,
        effort: Effort,
        schema: Schema | None = None,
        tools: Sequence[Mapping[str, Any]] = (),
        vllm: bool = False,
    ) -> None:
        self._reader = reader
        self._finish_reason: str | None = None
        self._usage = Usage()
        asked: dict[str, Any] = {
            "model": model,
            "messages": list(messages),
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": max_tokens,
            "temperature": temperature,
        }
        if schema is not None:
            form = {"name": schema.name, "schema": schema.schema, "strict": True}
            asked["response_format"] = {"type": "json_schema", "json_schema": form}
        if tools:
            asked["tools"] = list(tools)
        if vllm:
            asked |= {"cache_salt": salt, "reasoning_effort": effort.value}
        self.body = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    def take(self, event: dict[str, Any]) -> str | None:
        """What an event adds to the final text; None when it brought no token. Raises WireError."""
        self._usage = read_usage(event) or self._usage
        choice = first_choice(event)
        if choice is None:
            return None
        self._finish_reason = choice.get("finish_reason") or self._finish_reason
        delta = choice.get("delta")
        if not isinstance(delta, Mapping) or not any(delta.get(name) for name in delta if name != "role"):
            return None
        return self._reader.feed(delta)

    def check_end(self) -> None:
        """Raises WireError when the reply ended without a reason."""
        if not self._finish_reason:
            raise unreadable("it ended the reply without a reason")

    def reply(self) -> Reply:
        """What has come, as its reader sees it."""
        return replace(self._reader.end(self._finish_reason), usage=self._usage)
