"""What people write beside answers, as it is kept. Plain Python."""

import unicodedata
from collections.abc import Collection

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")
_PRINT = frozenset("LNPS")  # letters, numbers, punctuation, symbols: a mark alone is none
# By their category they print, and yet do not: the fillers of Hangul, Braille without a dot, a note without a head.
_BLANKS = "\u115f\u1160\u3164\uffa0\u2800\U0001d159"


def is_readable(text: str) -> bool:
    """Whether a letter or a figure in it can be seen."""
    return _shows(text, "LN")


def _shows(text: str, kinds: Collection[str]) -> bool:
    return any(unicodedata.category(one)[0] in kinds and one not in _BLANKS for one in text)


def clean_note(note: str) -> str:
    """The note without what prints nothing or turns the order of what follows: controls, directions and halves of characters.

    Line breaks and tabs stay, and so do joiners, which some scripts are spelled with. Empty where nothing would be seen.
    """
    text = "".join(
        one
        for one in note.replace("\r\n", "\n").replace("\r", "\n")
        if one in "\n\t" or one in _JOINERS or unicodedata.category(one) not in _UNSEEN
    ).strip()
    return text if _shows(text, _PRINT) else ""
