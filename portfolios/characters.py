"""What every reader of text stands on: the copy in which numbers and dates are looked for, and what found things are.

The copy is in half width, with plain dashes and plain spaces. Every character becomes exactly one character, so an
offset in the copy is the offset in the text.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")

_DASHES = "‐‑‒–—―−─━﹣－⁃﹘"
_TILDES = "〜∼～˜"


class _Table(dict[int, str]):
    """NFKC of each character where that is one character; looked up once per character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if character.isspace() or unicodedata.category(character) == "Cf":
            plain = "\n" if character in "\x0b\x0c\x85\u2028\u2029" else " "
        self[code] = result = plain if len(plain) == 1 else character
        return result


_TABLE = _Table(
    {
        **{ord(dash): "-" for dash in _DASHES},
        **{ord(tilde): "~" for tilde in _TILDES},
        **{ord(mark): "'" for mark in "‘’ʼ′＇"},
        ord("\n"): "\n",
        ord("\r"): " ",
        ord("\t"): " ",
    }
)
_MANY = 40  # characters that differ in the copy: fewer are replaced one after the other, which is quicker


def matching_copy(text: str) -> str:
    """The text in plain characters, as long as the text itself."""
    if text.isascii() and "\r" not in text and "\t" not in text:
        return text
    plain = {one: _TABLE[ord(one)] for one in set(text)}
    changed = {one: new for one, new in plain.items() if new != one}
    if len(changed) > _MANY or not changed.keys().isdisjoint(changed.values()):
        return text.translate(_TABLE)
    for one, new in changed.items():
        text = text.replace(one, new)
    return text


def in_any_case(*words: str) -> str:
    """The pattern of these words in small letters or capitals. The first letter of each stands alone, so that a
    search runs from one such letter to the next; no word says what stands before it.
    """
    firsts = ((word, {word[0], word[0].upper(), *("ıİ" if word[0] == "i" else "")}) for word in words)
    return "|".join(f"{letter}(?i:{word[1:]})" for word, letters in firsts for letter in sorted(letters))


def by_first(patterns: Iterable[str], *, ahead: bool = False) -> str:
    """One pattern of those given, each of which begins with one certain character: a search that stops at a character
    asks only the patterns that begin with it, and finds figures and plain letters, which texts hold most of, first.
    With `ahead` it takes that character alone and looks at the rest.
    """
    behind: dict[str, list[str]] = {}
    for pattern in patterns:
        behind.setdefault(pattern[0], []).append(pattern[1:])
    firsts = sorted(behind, key=lambda first: (not first.isdecimal(), not first.isascii()))
    opening = "(?=" if ahead else "(?:"
    return "|".join(f"{first}{opening}{'|'.join(behind[first])})" for first in firsts)


@dataclass_transform(frozen_default=True)
def record(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
    """A data class with slots that nobody changes. That is checked by types and not when it runs: to make a frozen
    one takes five times as long, and a text made to be slow holds thousands.
    """
    return dataclass(slots=True, unsafe_hash=True, kw_only=kw_only)
