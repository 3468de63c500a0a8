"""Locating a quote in the passage it claims to come from. Plain Python.

Width, composition and white space are forgiven, nothing else: a digit more or less, a sign, a power, a number or a word cut
in two is another quote.
"""

import re
import unicodedata
from bisect import bisect_right
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
# What stands in one beside figures: of words it is their first letter, as between two letters no number begins or ends.
IN_NUMBERS = frozenset(f"{SIGNS}{RAISED}+±×x*·⋅^eE/., ½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞千百万億兆tmb")
# White space means nothing but between letters, between figures, and before a sign that belongs to a number: 5 -1, not
# 5 - 1. Neither does it in scripts that do not part their words: those of CJK begin at U+2E80.
FIGURE = r"\d²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒"
NUMERIC = rf"[.,{FIGURE}]"
LETTER = rf"[^\W_½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞{FIGURE}\u2e80-\U0010ffff]"
DROPPED = re.compile(rf" (?!(?<={LETTER} ){LETTER}|(?<={NUMERIC} ){NUMERIC}|[{SIGNS}][{FIGURE}])")
BEYOND_ASCII = re.compile("[^\\x00-\\x7f]+")
STRETCH = re.compile(r"\S+")
JOINS = frozenset("-‐‑'’_")
DENYING = frozenset("不非無未")  # prefixes of Japanese words that turn what follows round


class _Table(dict[int, str]):
    """What a character is as folded, looked up once per character; white space is one space."""

    def __missing__(self, code: int) -> str:
        self[code] = found = "".join(" " if piece.isspace() else piece for piece in _pieces(chr(code)))
        return found


class Places:
    """For each character of a folded text the place it came from; found when one of them is asked for."""

    def __init__(self, text: str, plain: str, folded: str) -> None:
        self._text, self._plain, self._folded = text, plain, folded
        self._each: list[int] = []  # the places of all that is not white space
        self._begins: list[
            int
        ] = []  # or, where each character is one as folded, how much stands before a stretch
        self._starts: list[int] = []  # without white space, and where the stretch begins

    def __getitem__(self, at: int) -> int:
        """The place of a character; of a space, that of the one behind it."""
        if not (self._each or self._begins):
            self._look()
        before = at - self._folded.count(" ", 0, at)
        if self._each:
            return self._each[before]
        stretch = bisect_right(self._begins, before) - 1
        return self._starts[stretch] + before - self._begins[stretch]

    def _look(self) -> None:
        if any(len(_TABLE[ord(one)]) != 1 for one in set(self._text)):
            pieces = ((place, piece) for place, one in enumerate(self._text) for piece in _TABLE[ord(one)])
            self._each = [place for place, piece in pieces if piece != " "]
            return
        before = 0
        for start, end in map(re.Match.span, STRETCH.finditer(self._plain)):
            self._begins.append(before)
            self._starts.append(start)
            before += end - start


Fold = Callable[[str], tuple[str, Places]]


def fold(text: str) -> tuple[str, Places]:
    """The text in narrow, decomposed characters, and for each of them the place it came from.

    White space goes, except inside words or numbers of a script that parts its words: there it is one space, as
    "not able" and "3 1.5" are not what they would be without.
    """
    text = SPELLED.sub(r"\1|", text)
    plain = BEYOND_ASCII.sub(lambda stretch: stretch[0].translate(_TABLE), text)
    folded = DROPPED.sub("", " ".join(plain.split()))
    return folded, Places(text, plain, folded)


def locate(quote: str, passage: str, *, fold: Fold = fold) -> tuple[int, int] | None:
    """The span of `passage` that says `quote`, or None if it does not say it, or only with a number or word cut in two."""
    folded, places = fold(passage)
    wanted, _ = fold(quote)
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if not (_cuts_number(folded, at, end) or _cuts_word(folded, at, end)):
            return places[at], places[end - 1] + 1
        at = folded.find(wanted, at + 1)
    return None


@lru_cache(maxsize=256)
def _numbers(folded: str) -> list[tuple[int, int]]:
    """Where the numbers of a passage stand; an answer looks for many quotes in it."""
    return [match.span() for match in NUMBER.finditer(folded)]


def _cuts_number(folded: str, at: int, end: int) -> bool:
    """Whether a span begins or ends inside a number."""
    edges = [edge for edge in (at, end) if _may_be_number(folded[max(edge - 1, 0) : edge + 1])]
    return bool(edges) and any(begin < edge < stop for begin, stop in _numbers(folded) for edge in edges)


def _may_be_number(pair: str) -> bool:
    """Whether two characters may stand side by side in a number."""
    return len(pair) == 2 and all(one in IN_NUMBERS or one.isdigit() for one in pair)


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


def _kind(character: str) -> str:
    if character.isdigit() or character in ".,":
        return "number"
    return "word" if character.isalpha() and character < "\u2e80" else ""  # CJK scripts begin there


_TABLE = _Table()
