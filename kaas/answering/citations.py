"""Locating a quote in the passage it claims to come from. Plain Python.

Width, composition and white space are forgiven, nothing else: a digit more or less, a sign, a power, a number or a word cut
in two is another quote.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Compatibility forms that only look different. Powers, fractions and circled numbers mean something else.
SAME_MEANING = frozenset({"<wide>", "<narrow>", "<small>", "<compat>", "<square>"})
SAME_DIGITS = frozenset({"<wide>", "<narrow>", "<small>"})
# A model is shown `<¦` where a text spells a control token.
SPELLED = re.compile("([<＜])¦")
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
SIGNS = "-−‐‑‒–—△▲"  # what stands for minus; a hyphen after a letter or a figure joins or means "to"
# As folded: white space stands in it only where it groups digits.
NUMBER = re.compile(
    rf"(?:(?<![0-9A-Za-z.,)])[{SIGNS}+]|±)?\d+(?:[.,]\d+| \d{{3}}(?!\d))*"
    rf"(?:(?:[×x*·⋅]10\^?[{SIGNS}]?[\d{RAISED}]*|[eE][+{SIGNS}]?\d+|[{RAISED}]+|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|/\d+)"
    r"|[千百万億兆]+|(?:thousand|million|billion)\b)?"
)
JOINS = frozenset("-‐‑'’_")
DENYING = frozenset("不非無未")  # prefixes of Japanese words that turn what follows round

Fold = Callable[[str], tuple[str, list[int]]]


def fold(text: str) -> tuple[str, list[int]]:
    """The text in narrow, decomposed characters, and for each of them the place it came from.

    White space goes, except inside words or numbers of a script that parts its words: there it is one space, as
    "not able" and "3 1.5" are not what they would be without.
    """
    folded: list[str] = []
    places: list[int] = []
    gap = False
    for place, character in enumerate(SPELLED.sub(r"\1|", text)):
        for piece in _pieces(character):
            if piece.isspace():
                gap = True
                continue
            if (
                gap
                and folded
                and (_parted(folded[-1], piece) or _is_sign(piece, text[place + 1 : place + 2]))
            ):
                folded.append(" ")
                places.append(place)
            folded.append(piece)
            places.append(place)
            gap = False
    return "".join(folded), places


def locate(quote: str, passage: str, *, fold: Fold = fold) -> tuple[int, int] | None:
    """The span of `passage` that says `quote`, or None if it does not say it, or only with a number or word cut in two."""
    folded, places = fold(passage)
    wanted, _ = fold(quote)
    numbers = [match.span() for match in NUMBER.finditer(folded)]
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if not (_cuts(numbers, at, end) or _cuts_word(folded, at, end)):
            return places[at], places[end - 1] + 1
        at = folded.find(wanted, at + 1)
    return None


def _cuts(numbers: list[tuple[int, int]], at: int, end: int) -> bool:
    """Whether a span begins or ends inside a number."""
    return any(begin < edge < stop for begin, stop in numbers for edge in (at, end))


def _cuts_word(folded: str, at: int, end: int) -> bool:
    """Whether a span begins or ends inside a word, or leaves out what turns the Japanese word at its edge round."""
    before, first = folded[at - 1 : at], folded[at]
    if before in DENYING and "\u3400" <= first <= "\u9fff":
        return True
    if before in JOINS and _is_letter(first) and _is_letter(folded[at - 2 : at - 1]):
        return True
    after = folded[end : end + 1]
    if after in JOINS and _is_letter(folded[end - 1]) and _is_letter(folded[end + 1 : end + 2]):
        return True
    return _runs_on(before, first) or _runs_on(folded[end - 1], after)


def _runs_on(left: str, right: str) -> bool:
    return bool(right) and (unicodedata.combining(right) > 0 or (_is_letter(left) and _is_letter(right)))


def _is_letter(character: str) -> bool:
    """A letter of a script that parts its words, or a mark on one."""
    return _kind(character) == "word" if character else False


@lru_cache(maxsize=4096)
def _pieces(character: str) -> str:
    """What the character is as folded, white space included."""
    return "" if _is_invisible(character) else unicodedata.normalize("NFD", _plain(character))


def _is_sign(piece: str, following: str) -> bool:
    """Whether this stands before a number and belongs to it: 5 -1, not 5 - 1."""
    return piece in SIGNS and following.isdigit()


def _is_invisible(character: str) -> bool:
    """Whether it prints nothing: format characters and selectors of variants, which a model is not shown either."""
    return (
        unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def _plain(character: str) -> str:
    """The character itself, or what it stands for where that means the same."""
    form = unicodedata.decomposition(character).partition(" ")[0]
    if form not in SAME_MEANING:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain[:1].isspace() and not character.isspace():
        return character  # an accent that stands alone, not a space with one
    return plain if form in SAME_DIGITS or not any(piece.isdigit() for piece in plain) else character


def _parted(before: str, after: str) -> bool:
    """Whether white space between these means something: not between a number and its unit, nor in Japanese."""
    return _kind(before) == _kind(after) != ""


def _kind(character: str) -> str:
    if character.isdigit() or character in ".,":
        return "number"
    return "word" if character.isalpha() and character < "\u2e80" else ""  # CJK scripts begin there
