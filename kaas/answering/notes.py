"""What people write beside answers, as it is kept. Plain Python."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")


def clean_note(note: str) -> str:
    """The note without what prints nothing or turns the order of what follows: controls, directions and halves of characters.

    Line breaks and tabs stay, and so do joiners, which some scripts are spelled with.
    """
    return "".join(
        one
        for one in note.replace("\r\n", "\n").replace("\r", "\n")
        if one in "\n\t" or one in _JOINERS or unicodedata.category(one) not in _UNSEEN
    ).strip()
