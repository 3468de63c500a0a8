"""The copy of a text in which dates are looked for: half width, plain dashes, as long as the text itself."""

import unicodedata

_DASHES = "‐‑‒–—―−─－"


class _Table(dict[int, str]):
    """NFKC of each character where that is one character; looked up once per character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = " " if character.isspace() else unicodedata.normalize("NFKC", character)
        self[code] = result = plain if len(plain) == 1 else character
        return result


_TABLE = _Table({**{ord(dash): "-" for dash in _DASHES}, ord("\n"): "\n", ord("･"): "・"})


def matching_copy(text: str) -> str:
    """The text in plain characters; an offset in the copy is the offset in the text."""
    return text if text.isascii() else text.translate(_TABLE)
