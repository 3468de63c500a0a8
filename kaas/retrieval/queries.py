"""What may be asked for: bounds and characters, checked before anything is searched."""

import unicodedata

MAX_CHARACTERS = 4_000
ALLOWED_CONTROLS = frozenset("\n\r\t")


class QueryError(ValueError):
    """A question or query that cannot be searched. `code` is empty, too_long or control_characters."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_query(text: str) -> str:
    """The text as it will be searched and kept. Raises QueryError."""
    if len(text) > MAX_CHARACTERS:
        raise QueryError("too_long")
    if any(_is_control(character) for character in text):
        raise QueryError("control_characters")
    stripped = text.strip()
    if not any(unicodedata.category(character)[0] in "LN" for character in stripped):
        raise QueryError("empty")
    return stripped


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in ALLOWED_CONTROLS
