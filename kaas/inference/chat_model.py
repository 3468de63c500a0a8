"""A chat model as the answering room uses it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from kaas.inference.cancellation import Cancellation
from kaas.inference.cards import ModelCard
from kaas.inference.prompts import Prompt
from kaas.inference.replies import Reply


@dataclass(frozen=True, slots=True)
class FinalText:
    """What was added to the final text."""

    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing new within a second. It lets the caller look whether going on is still right."""


Piece = FinalText | Waiting | Reply


class ChatModel(Protocol):
    """A served chat model behind one or more endpoints. Safe to use from many threads."""

    @property
    def card(self) -> ModelCard:
        """What is known of the model and what it may be shown."""
        ...

    def context_tokens(self) -> int | None:
        """The server's own limit for prompt and reply together, or None when no endpoint can say."""
        ...

    def count(self, prompt: Prompt) -> int:
        """How many tokens the prompt takes."""
        ...

    def write(
        self, prompt: Prompt, *, salt: str, max_tokens: int, cancellation: Cancellation
    ) -> Iterator[Piece]:
        """The reply piece by piece; the last piece is the Reply, whatever happened. Never raises for what a server does.

        `salt` separates the server's prefix cache (at most 128 hexadecimal digits). Text is handed over when a sentence may
        have ended in it, and at the end. Closing the iterator, or `cancellation`, ends the work on the server too.
        """
        ...
