"""The one spelling in which sentence and passage are compared: narrow, composed, single spaces. Plain Python."""

import re
import unicodedata
from functools import lru_cache

SQUARED = {"㎟": "mm²", "㎠": "cm²", "㎡": "m²", "㎢": "km²", "㎣": "mm³", "㎤": "cm³", "㎥": "m³"}
DASHES = "‐‑‒–—―−－﹣"
TILDES = "〜～∼˜"
SAME_LOOK = {"µ": "μ", "Ω": "Ω", "⋅": "·", "∙": "·", "・": "·", "×": "×", "≦": "≤", "≧": "≥", "’": "'"}
# Powers, fractions and circled numbers mean something else than the figures they are made of.
PLAINER = frozenset({"<wide>", "<narrow>", "<small>", "<compat>", "<square>", "<noBreak>"})
DEGREES = re.compile(r"° (?=[CF]\b)")
# What a question supposes and an answer corrects: not 3 MPa but 5 MPa, 3 MPaではなく.
PREMISES = re.compile(
    r"(?i)\bnot (?P<but>[^,;.]{1,40}?),? but (?:rather )?|(?:, (?:and )?not|,? (?:rather than|instead of))"
    r" (?P<not>[^,;]{1,40}?)(?=[,;]|\.?$)"
    r"|(?:^|(?<=[は、]))(?P<ja>[^、。は]{1,24})ではなく、?"
)
FIGURES = re.compile(r"\d[\d.,]*")
BEYOND_ASCII = re.compile("[^\\x00-\\x7f]+")
SPACES = re.compile(r"[^\S\n]+")


class _Table(dict[int, str]):
    """What a character is here; looked up once per character."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _narrow(chr(code))
        return found


def _narrow(character: str) -> str:
    if unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if character.isspace():
        return "\n" if character == "\n" else " "
    form = unicodedata.decomposition(character).partition(" ")[0]
    narrowed = unicodedata.normalize("NFKC", character) if form in PLAINER else character
    if form in {"<compat>", "<square>"} and any(piece.isdigit() for piece in narrowed):
        return character
    return narrowed


_TABLE = _Table(
    {
        **{ord(dash): "-" for dash in DASHES},
        **{ord(tilde): "~" for tilde in TILDES},
        **{ord(spelled): plain for spelled, plain in (SAME_LOOK | SQUARED).items()},
    }
)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The text with everything that only looks different made one."""
    if text.isascii():
        return SPACES.sub(" ", text)
    narrow = BEYOND_ASCII.sub(lambda stretch: stretch[0].translate(_TABLE), text)
    return DEGREES.sub("°", SPACES.sub(" ", unicodedata.normalize("NFC", narrow)))


def without_premise(sentence: str, asked: str) -> str:
    """A sentence, in its plain spelling, without what it says is not so of figures that the question alone names."""
    return (
        PREMISES.sub(lambda found: "" if _is_asked(found, asked) else found[0], sentence)
        if asked
        else sentence
    )


def _is_asked(found: re.Match[str], asked: str) -> bool:
    supposed = FIGURES.findall(found["but"] or found["not"] or found["ja"] or "")
    return bool(supposed) and set(supposed) <= set(FIGURES.findall(asked))
