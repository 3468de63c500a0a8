"""The Harmony dialect: tokens in and tokens out over `/v1/completions` of vLLM."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kaas.inference.prompts import Schema
from kaas.inference.replies import Ending, Reply, TokenReader, Usage
from kaas.inference.wire import WireError, first_choice, read_usage, unreadable

WITHOUT_IDS = (
    "it sends no token_ids: it ignores return_token_ids, so it is no vLLM or too old a one; "
    "update it, or set KAAS_CHAT_DIALECT=chat"
)


class CompletionExchange:
    """One request for a completion of these tokens. The text a server sends beside its tokens is ignored."""

    path = "/v1/completions"

    def __init__(
        self,
        prompt_tokens: Sequence[int],
        reader: TokenReader,
        *,
        model: str,
        salt: str,
        max_tokens: int,
        temperature: float,
        stop_tokens: Sequence[int],
        schema: Schema | None = None,
    ) -> None:
        self._prompt_tokens = list(prompt_tokens)
        self._reader = reader
        self._max_tokens = max_tokens
        self._finish_reason: str | None = None
        self._token_count = 0
        self._usage = Usage()
        asked: dict[str, Any] = {
            "model": model,
            "prompt": self._prompt_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_token_ids": True,
            "max_tokens": max_tokens,  # the server's own default is 16
            "temperature": temperature,
            "stop_token_ids": list(
                stop_tokens
            ),  # what the model's files say of it can be overridden on the server
            "skip_special_tokens": False,
            "add_special_tokens": False,
            "cache_salt": salt,
        }
        if schema is not None:
            asked["structured_outputs"] = {"json": schema.schema}
        self.body = json.dumps(asked, separators=(",", ":")).encode("ascii")

    def take(self, event: dict[str, Any]) -> str | None:
        """What an event adds to the final text; None when it brought no token. Raises WireError."""
        self._usage = read_usage(event) or self._usage
        choice = first_choice(event)
        if choice is None:
            return None
        self._check_prompt(choice.get("prompt_token_ids"))
        self._finish_reason = choice.get("finish_reason") or self._finish_reason
        tokens = choice.get("token_ids")
        if not tokens:
            if choice.get("text") and not self._token_count:
                raise WireError(Ending.REJECTED, WITHOUT_IDS)
            return None
        return self._reader.feed(self._checked(tokens))

    def _check_prompt(self, tokens: object) -> None:
        """The server says in its first event which tokens it took the prompt to be."""
        if tokens is not None and tokens != self._prompt_tokens:
            raise WireError(Ending.REJECTED, "it changed the prompt's tokens")

    def _checked(self, tokens: object) -> list[int]:
        if not isinstance(tokens, list) or not all(type(token) is int and token >= 0 for token in tokens):
            raise unreadable("it sends token_ids that are no list of numbers")
        self._token_count += len(tokens)
        if self._token_count > self._max_tokens:
            raise unreadable("it sends more tokens than were asked for")
        return tokens

    def check_end(self) -> None:
        """Raises WireError when the reply ended without tokens, or in another way than by itself or the limit."""
        if self._finish_reason not in {"stop", "length"}:
            raise unreadable("it ended the reply without a reason")
        if not self._token_count:
            raise WireError(Ending.REJECTED, WITHOUT_IDS)

    def reply(self) -> Reply:
        """What has come, as its reader sees it."""
        return replace(self._reader.end(self._finish_reason), usage=self._usage)
