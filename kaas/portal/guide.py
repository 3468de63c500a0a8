"""The guide to the demo company, from its text to what a page shows: steps of paragraphs and questions to copy."""

import functools
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a paragraph; `is_name` for what is to be typed as it stands."""

    text: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a question to ask."""

    words: tuple[Words, ...]
    question: str = ""


@dataclass(slots=True)
class Step:
    """A heading and what stands under it."""

    title: str
    blocks: list[Block] = field(default_factory=list)


def is_demo() -> bool:
    """Whether the demo company is loaded here: its accounts are listed in the state folder."""
    return (settings.STATE_DIR / "demo-accounts.txt").exists()


@functools.cache
def read_guide(language: str) -> tuple[Step, ...]:
    """The guide in a language; the first step is its title with what stands before the others. Empty where there is none."""
    path: Path = settings.BASE_DIR / "deploy" / "demo" / f"guide.{language}.md"
    if not path.exists():
        return ()
    steps: list[Step] = []
    for part in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        text = " ".join(line.strip() for line in part.splitlines())
        if text.startswith("#"):
            steps.append(Step(text.lstrip("# ")))
        elif steps:
            steps[-1].blocks.append(_block(text))
    return tuple(steps)


def _block(text: str) -> Block:
    if text.startswith(">"):
        question = text.lstrip("> ")
        return Block((Words(question),), question)
    pieces = CODE.split(text)
    return Block(tuple(Words(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece))
