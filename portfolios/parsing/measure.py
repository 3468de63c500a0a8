"""How much text one passage holds: what search and quoting work well with, in Japanese and in English."""

import re

ENGLISH_WORDS = 250
JAPANESE_CHARACTERS = 600
LONGEST_WORD = 12  # letters; what runs on without a space (sequences, addresses) counts as several words

_JAPANESE = re.compile(
    "[\u3001-\u301f\u3041-\u3096\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef]"
)
_WORD = re.compile(r"[^\W_]+")


def share_of_passage(text: str) -> float:
    """The size of a text as a share of what one passage may hold; mixed text counts by both measures."""
    japanese = len(_JAPANESE.findall(text))
    words = sum(-(-len(word) // LONGEST_WORD) for word in _WORD.findall(_JAPANESE.sub(" ", text)))
    return max(
        japanese / JAPANESE_CHARACTERS + words / ENGLISH_WORDS, len(text) / (ENGLISH_WORDS * LONGEST_WORD)
    )
