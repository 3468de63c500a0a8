"""What the forms of all offices share: gaps, dashes, boundaries, kind codes, and how a form is declared.

Every repetition is bounded, so that a form costs a constant at each place of the text.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from portfolios.identifiers.number import Number

GAP = r" {0,3}+(?:\n {0,8}+)?+"  # what may stand inside a number: spaces and one line break; kept once taken
DASH = r"[-ー]"  # the long vowel mark is a common slip for a dash among digits
LEFT = r"(?<![A-Za-z0-9])"
RIGHT = r"(?![0-9A-Za-z]|[,.][0-9]|[-/][0-9])"
KIND = rf"(?:{GAP}[-_]?{GAP}(?P<open>\()?(?P<kind>[A-Za-z][0-9]?)(?(open)\))(?![A-Za-z0-9]))?"
SUFFIX = rf"(?:{GAP}号)?(?:の?(?:特許)?(?:公報|明細書|パンフレット))?"
NUMBER_WORD = rf"(?:(?:[Nn][Oo][Ss]?|NR|[Nn]r|№)\.?{GAP}:?{GAP}|#{GAP}|第{GAP}|番号{GAP}:?{GAP}第?{GAP})"

# What is counted: a number before it is an amount, and the letters before that a country, a currency or a state.
AMOUNT = re.compile(
    r" {0,2}(?:(?:dollars?|USD|US\$|[mb]illion|people|persons|employees|workers|users|units|patients|households|residents"
    r"|tons|tonnes|barrels|copies|[Ee]uros?|EUR|[Yy]en|JPY|[Yy]uan|RMB|CNY|KRW|GBP|CHF|DEM|D-Mark|Deutsche Mark"
    r"|Delaware)(?![0-9A-Za-z])|shares(?= of | in |[.,;)]|$)|won(?=[.,;)]|$)|[%€£¥￥円元](?![件素組组器])|ドル|ユーロ|ウォン"
    r"|人民元|万[円元人]|億[円元])"
)
_NOUN_AFTER = re.compile(  # a word that an article may stand before
    r" (?!(?:and|or|in|by|to|is|are|was|were|as|of|with|for|from|at|the|that|which|also|discloses|teaches|describes|shows)"
    r"(?![A-Za-z]))[a-z]"
)
_NO_DIGITS = re.compile("[^0-9]+")


class Form(NamedTuple):
    """One way of writing a number. `read` gives the number a match says, or None where it says none; `figures` is
    how its figures begin, for a form whose first figures are those of the number; `openings` are the one or two
    characters it may begin with, and `words` how many characters stand before its figures at least.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Number | None]
    figures: re.Pattern[str] | None
    openings: tuple[str, ...]
    words: int


def form(
    pattern: str,
    read: Callable[[re.Match[str]], Number | None],
    *,
    opens: str,
    figures: str = "",
    words: int = 0,
) -> Form:
    """A form with its patterns compiled; `opens` are its openings with a space between them."""
    return Form(
        re.compile(pattern), read, re.compile(figures) if figures else None, tuple(opens.split()), words
    )


def kind_of(match: re.Match[str]) -> str | None:
    """The letters after the number as written; None or "" where there are none. Every form has a place for them."""
    return match["kind"]


def given_kind(match: re.Match[str], allowed: Iterable[str]) -> str:
    """The kind code written after the number, if it is one that may stand there; else "".

    A single letter before a lower-case word is taken for a word ("A method"; not "A and", which no article stands
    before), and a lower-case letter only where it is glued to a digit ("a1").
    """
    kind = match["kind"]
    if not kind or kind.upper() not in allowed:
        return ""
    glued = match.string[match.start("kind") - 1].isdigit()
    apart = len(kind) == 1 and not (match["open"] or glued)
    if apart and kind == "A" and _NOUN_AFTER.match(match.string, match.end("kind")):
        return ""
    return "" if kind.islower() and (apart or not glued) else kind.upper()


def digits_of(written: str) -> str:
    """The digits of a written number, without what groups them."""
    return written if written.isdecimal() and written.isascii() else _NO_DIGITS.sub("", written)


def is_date_like(digits: str) -> bool:
    """Whether eight digits are a plausible YYYYMMDD."""
    return (
        len(digits) == 8
        and digits[:2] in ("19", "20")
        and "01" <= digits[4:6] <= "12"
        and "01" <= digits[6:] <= "31"
    )
