"""Notes as they are kept: what shows nothing is none."""

import pytest

from kaas.answering.notes import clean_note


@pytest.mark.parametrize(
    "note",
    ["\u3164", "\u2800 \u2800", "\u115f\u1160", "\uffa0", "\u200d", "\ufe0f", "\u034f", " \t\n", "\u202e"],
    ids=["filler", "braille", "jamo", "half", "joiner", "selector", "grapheme", "blank", "turned"],
)
def test_what_shows_nothing_is_empty(note: str) -> None:
    assert clean_note(note) == ""


@pytest.mark.parametrize("note", ["?", "いいえ", "한\u3164", "see 3"], ids=["sign", "ja", "ko", "en"])
def test_what_shows_something_stays(note: str) -> None:
    assert clean_note(f" {note}\u202e ") == note
