"""What came back from a chat model: the final text, what it thought, and how it ended. Every ending has a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Ending(StrEnum):
    """How a reply ended."""

    COMPLETE = "complete"  # a final text, ended by the model
    CUT = "cut"  # the server's token limit came first
    EMPTY = "empty"  # it ended without any final text
    MALFORMED = "malformed"  # not what the format allows; nothing after the fault is believed
    CALLED = "called"  # it called a tool; `Reply.calls` has what can be answered
    SCHEMA_FAILED = "schema_failed"  # the final text is not the JSON that was asked for
    UNREACHABLE = "unreachable"  # no endpoint took the request
    BUSY = "busy"  # every endpoint said: later (429, 503)
    REJECTED = "rejected"  # the server said the request is wrong (other 4xx)
    BROKE_OFF = "broke_off"  # an error, or the end of the connection, in the middle
    LATE = "late"  # a deadline passed
    CANCELLED = "cancelled"  # the reader went away, or may no longer read


class Flag(StrEnum):
    """What was odd about a reply that could be read all the same."""

    MULTIPLE_FINAL = "multiple_final"  # more than one final message; only the first was used
    TOKEN_LEAK = "token_leak"  # noqa: S105 – control tokens written out in the final text, and taken out
    HEADER_REPAIRED = "header_repaired"  # a header not quite in the format
    INVALID_TEXT = "invalid_text"  # bytes that are no UTF-8


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as the server counted them; zero where it did not say."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool, as the model wrote it: nothing in it is checked yet.

    thought: what the model thought before it. It is never shown, and goes back to the model with the call alone.
    """

    recipient: str
    arguments: str
    thought: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished reply. `analysis` is for restricted storage only; `final` is what was handed out piece by piece, whole.

    calls: those that came whole.
    """

    ending: Ending
    final: str = ""
    analysis: str = ""
    flags: frozenset[Flag] = frozenset()
    usage: Usage = Usage()
    endpoint: str = ""  # scheme, host and port of the server that answered; empty when none did
    calls: tuple[Call, ...] = ()
    detail: str = ""  # for the operator's log: what the server said; never text of the prompt or the reply


class TokenReader(Protocol):
    """Turns the tokens of one reply into its final text, as they come. One per reply."""

    def feed(self, token_ids: Sequence[int]) -> str:
        """What these tokens add to the first final text; empty while the model thinks. Never raises."""
        ...

    def end(self, finish_reason: str | None) -> Reply:
        """The reply so far. `finish_reason` as the server gave it: stop, length, or None if it gave none."""
        ...
