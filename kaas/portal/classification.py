"""Sensitivity levels as people read them: on badges, and on the bar that says how secret the page on screen is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from kaas.answering.labelling import WholeLabel


@dataclass(frozen=True, slots=True)
class Level:
    """One sensitivity level, named in both languages because a printed page travels between readers of either."""

    number: int
    english: str
    japanese: str

    @property
    def code(self) -> str:
        return f"L{self.number}"

    def name(self, language: str) -> str:
        return self.japanese if language.startswith("ja") else self.english.capitalize()


LEVELS = (
    Level(0, "PUBLIC", "公開"),
    Level(1, "INTERNAL", "社内"),
    Level(2, "CONFIDENTIAL", "秘"),
    Level(3, "SECRET", "極秘"),
    Level(4, "RESTRICTED", "特別管理"),
)


def level_of(number: int) -> Level:
    """The level of that number; anything outside the scale counts as the strictest, never as public."""
    return LEVELS[number] if 0 <= number < len(LEVELS) else LEVELS[-1]


def highest(numbers: Iterable[int]) -> Level | None:
    """The level a page with these things on it has, or None for a page that shows nothing."""
    return max((level_of(number) for number in numbers), key=lambda level: level.number, default=None)


def level_words(number: int, language: str, marking: str = "") -> dict[str, Any]:
    """A level as the badge of a thing says it, and as the bar of the page does."""
    level = level_of(number)
    named = f" · {marking}" if marking and level.number else ""
    return {
        "level": level.number,
        "level_text": f"{level.code} {level.name(language)}{named}",
        "level_bar": f"{level.code} {level.english} / {level.japanese}",
    }


def marking_name(name: str, number: int) -> str:
    """A marking to choose: its level, and its own name where that says more."""
    level = level_of(number)
    shown = f"{level.code} {level.name(get_language() or 'en')}"
    return f"{shown} · {name}" if number else shown


def whole_words(label: WholeLabel, language: str) -> str:
    """The compartments and tracks of a label by their names in a language; nothing of what is public."""
    in_english = language.startswith("en")
    named = (label.compartments_en, label.tracks_en) if in_english else (label.compartments, label.tracks)
    parts = [", ".join(names) for names in named] if label.level else []
    return " · ".join(part for part in parts if part)


def own_words(label: WholeLabel, language: str) -> dict[str, Any]:
    """What the question itself is classified as; its marking where it is one."""
    words = level_words(label.level, language, label.markings[0] if len(label.markings) == 1 else "")
    return {"own_level": words["level"], "own_level_text": words["level_text"]}
