"""Brackets and quotation marks that hold a part of a sentence."""

import re

_PAIRS = {
    pair[0]: pair[1]
    for pair in ("「」", "『』", "（）", "()", "［］", "[]", "〔〕", "【】", "〈〉", "《》", "“”", "｢｣")
}
CLOSING = "".join(_PAIRS.values()) + "\"'’"
_OPENING_OF = {closing: opening for opening, closing in _PAIRS.items()}
_BRACKET = re.compile(f"[{re.escape(''.join([*_PAIRS, *_OPENING_OF]))}]")
# Longer ones hold sentences of their own.
_SHORT = 120


def short_brackets(text: str) -> bytearray:
    """One byte a character of `text`: 1 where a cut after it would fall inside a bracket of at most 120
    characters.
    """
    inside = bytearray(len(text))
    open_at: list[int] = []
    for match in _BRACKET.finditer(text):
        index, character = match.start(), match[0]
        if character in _PAIRS:
            open_at.append(index)
        else:
            start = _matching(text, open_at, _OPENING_OF[character])
            if start is not None and index - start <= _SHORT:
                inside[start:index] = b"\x01" * (index - start)
    return inside


def _matching(text: str, open_at: list[int], opening: str) -> int | None:
    """The last open bracket of this kind; what was opened after it and never closed is forgotten."""
    for depth in range(1, min(len(open_at), 8) + 1):
        if text[open_at[-depth]] == opening:
            start = open_at[-depth]
            del open_at[-depth:]
            return start
    return None
