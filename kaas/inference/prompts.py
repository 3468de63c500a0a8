"""What a chat model is given, in words. The dialect turns it into tokens or messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kaas.inference.replies import Call


class Effort(StrEnum):
    """How long the model may think (Harmony's reasoning effort)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and the answer as it was shown. What the model thought is not part of it."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON schema a reply must follow, under a name (letters, digits, `_`)."""

    name: str
    schema: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Tool:
    """A function the model may call. `parameters` is the JSON schema of its arguments, plain enough for every template."""

    name: str
    description: str
    parameters: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Step:
    """A call that the model made for this question, and what it is told. The result is text from outside, as evidence is."""

    call: Call
    result: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a chat model.

    instructions: our own text, the developer's message; nothing that came from outside ever stands in it.
    evidence: the marked passages, given as what a search returned (role tool), the lowest rank in the model's eyes.
    turns: earlier turns, oldest first.
    tools: what the model may call; none is the same as before there were any. steps: its calls so far, oldest first.
    conversation_date: the day the system message names; fixed per request, so that equal prompts are equal tokens.
    temperature: None for the model's usual one.
    """

    instructions: str
    question: str
    evidence: str = ""
    turns: tuple[Turn, ...] = ()
    effort: Effort = Effort.LOW
    conversation_date: date | None = None
    schema: Schema | None = None
    tools: tuple[Tool, ...] = ()
    steps: tuple[Step, ...] = ()
    temperature: float | None = None
