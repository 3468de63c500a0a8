"""A chat model that says what a test scripts, for tests of everything above the engine room."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from kaas.inference.cancellation import Cancellation
from kaas.inference.cards import ModelCard, Openness
from kaas.inference.chat_model import FinalText, Piece
from kaas.inference.prompts import Prompt
from kaas.inference.replies import Call, Ending, Reply
from tests.doubles.composed_answers import screens

CARD = ModelCard(
    served_name="scripted",
    title="Scripted",
    origin="tests",
    licence="none",
    licence_text="",
    openness=Openness.OPEN_WEIGHT,
    digest="d" * 64,
    max_level=4,
    tracks=None,
)
PASSAGE = re.compile(r"^\[(\d+)\] ([0-9a-f]{8}) .*\n((?:(?!\n\n\[\d+\] [0-9a-f]{8} )[\s\S])*)", re.MULTILINE)
Script = Callable[[Prompt, Cancellation], Iterable[Piece]]


def passages(prompt: Prompt) -> dict[int, str]:
    """The passages a prompt shows, by marker."""
    given = [prompt.evidence, *(step.result for step in prompt.steps)]
    found = (one for text in given for one in PASSAGE.findall(text))
    return {int(marker): text.strip() for marker, _, text in found}


def says(text: str, *, analysis: str = "", ending: Ending = Ending.COMPLETE, size: int = 7) -> Script:
    """A script that hands out a text in pieces, then ends."""

    def script(prompt: Prompt, cancellation: Cancellation) -> Iterator[Piece]:
        for start in range(0, len(text), size):
            if cancellation.cancelled:
                yield Reply(Ending.CANCELLED, text[:start], analysis)
                return
            yield FinalText(text[start : start + size])
        yield Reply(ending, text, analysis)

    return script


def calls(*called: tuple[str, object], analysis: str = "", text: str = "") -> Script:
    """A script that calls tools, by recipient and arguments (as JSON, or a text as it is), after saying a text."""

    def script(prompt: Prompt, cancellation: Cancellation) -> Iterator[Piece]:
        if text:
            yield FinalText(text)
        written = (
            (name, given if isinstance(given, str) else json.dumps(given, ensure_ascii=False))
            for name, given in called
        )
        made = tuple(Call(name, arguments, analysis) for name, arguments in written)
        yield Reply(Ending.CALLED, text, analysis, calls=made)

    return script


def in_turn(*scripts: Script, each: int = 1) -> Script:
    """A script for each reply to one question, where each made so many calls; the last one for all that follow."""

    def script(prompt: Prompt, cancellation: Cancellation) -> Iterable[Piece]:
        return scripts[min(len(prompt.steps) // each, len(scripts) - 1)](prompt, cancellation)

    return script


def screening(word: str, otherwise: Script) -> Script:
    """A script that says a word of every question it is to screen, and follows the other one where it is to write."""

    def script(prompt: Prompt, cancellation: Cancellation) -> Iterable[Piece]:
        return (says(word) if screens(prompt.instructions) else otherwise)(prompt, cancellation)

    return script


def quotes_first(words: int = 6, *, analysis: str = "") -> Script:
    """A script that says of the first passage what it says, and quotes its first words."""

    def script(prompt: Prompt, cancellation: Cancellation) -> Iterable[Piece]:
        first = passages(prompt)[1]
        quote = " ".join(first.split()[:words]) if first.isascii() else first[:20]
        return says(f'The first passage speaks of it [1: "{quote}"].', analysis=analysis)(
            prompt, cancellation
        )

    return script


@dataclass
class ScriptedModel:
    """A ChatModel. `asked` keeps what it was given, with the salt."""

    script: Script
    card: ModelCard = CARD
    room: int | None = 131_072
    asked: list[tuple[Prompt, str]] = field(default_factory=list)

    def context_tokens(self) -> int | None:
        return self.room

    def count(self, prompt: Prompt) -> int:
        results = "".join(step.result for step in prompt.steps)
        return len(prompt.instructions + prompt.question + prompt.evidence + results) // 3

    def write(
        self, prompt: Prompt, *, salt: str, max_tokens: int, cancellation: Cancellation
    ) -> Iterator[Piece]:
        assert max_tokens > 0
        self.asked.append((prompt, salt))
        yield from self.script(prompt, cancellation)

    def permitting(self, **limits: object) -> "ScriptedModel":
        """The same model with another card."""
        return replace(self, card=replace(CARD, **limits))  # type: ignore[arg-type]
