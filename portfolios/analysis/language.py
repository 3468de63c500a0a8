"""Which of the two languages a text is written in."""

import re
from typing import Literal

from portfolios.analysis.characters import HIRAGANA, JAPANESE

_HALF_WIDTH_KATAKANA = "\uff66-\uff9f"
_japanese = re.compile(f"[{JAPANESE}{_HALF_WIDTH_KATAKANA}]").findall
_other_letters = re.compile(f"[^\\W\\d_{JAPANESE}{_HALF_WIDTH_KATAKANA}]").findall
_hiragana = re.compile(f"[{HIRAGANA}]").search
_english_grammar = re.compile(
    r"(?i)\b(?:the|an?|of|is|are|was|what|which|who|how|does|do|in|to|and|for)\b"
).search
# A Japanese character says about as much as three Latin letters; hiragana without English grammar around
# it is the grammar of the sentence, however many product names stand in it.
_LETTERS_PER_CHARACTER = 3
_LETTERS_PER_CHARACTER_OF_JAPANESE_GRAMMAR = 16


def language_of(text: str) -> Literal["ja", "en"]:
    """ "ja" where Japanese says the larger part of the text, "en" for everything else, the empty text
    included.
    """
    japanese = len(_japanese(text))
    if not japanese:
        return "en"
    grammar = _hiragana(text) and not _english_grammar(text)
    worth = _LETTERS_PER_CHARACTER_OF_JAPANESE_GRAMMAR if grammar else _LETTERS_PER_CHARACTER
    return "ja" if japanese * worth >= len(_other_letters(text)) else "en"
