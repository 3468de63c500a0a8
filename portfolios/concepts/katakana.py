"""English words that a katakana word may be, by rule: the last resort where no dictionary knows it.

Both become the consonants that survive the way into katakana: l and r are one, b and v, f and h; an r that closes a syllable
is gone, and so are vowels. What has the same ones and looks alike is a candidate. Wrong ones are to be expected (スパース is
no space), so that they count half and only where nothing else is known. Plain Python.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

LEAST: Final = 3  # consonants that a word must have
ALIKE: Final = 0.6  # of the letters, by difflib
MOST: Final = 2  # candidates
LEFT_OVER: Final = 2  # consonants of an ending that the stem has lost: -ation, -ator, -ing

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
_MORA: Final = {
    mora: consonant + vowel
    for consonant, row in _ROWS.items()
    for mora, vowel in zip(row, "aiueo", strict=True)
} | {
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "vu", "シ": "shi", "チ": "chi",
    "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji",
}  # fmt: skip
_SMALL: Final = {
    "ァ": "a",
    "ィ": "i",
    "ゥ": "u",
    "ェ": "e",
    "ォ": "o",
    "ャ": "a",
    "ュ": "u",
    "ョ": "o",
    "ヮ": "a",
}
# Before consonants are compared: what is written otherwise and said alike.
_ENGLISH: Final = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|sh", "s"), (r"tch|ch", "C"), (r"ph", "h"), (r"th", "s"), (r"ck|q", "k"), (r"x", "ks"),
        (r"(?<=[aeiou])r(?![aeiouy])", ""), (r"gh", ""),
        (r"dg", "z"), (r"g(?=[eiy])", "z"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"kn", "n"), (r"wr", "r"),
    )
]  # fmt: skip
_SAME: Final = str.maketrans({"l": "r", "v": "b", "f": "h", "j": "z", "m": "n"})
_SILENT: Final = re.compile(r"[aeiouyw'’-]")
_TWICE: Final = re.compile(r"(.)\1+")


def romanised(word: str) -> str:
    """A katakana word in Latin letters, nearly as Hepburn has it; long vowels and doubled consonants are written once."""
    letters = ""
    for character in word:
        if character in _SMALL:
            letters = letters[:-1] + _SMALL[character]
        else:
            letters += _MORA.get(character, "")
    return letters


def beginnings(word: str) -> list[str]:
    """How English words may begin that the word may be."""
    letters = romanised(word)
    first = {
        "r": "rl",
        "b": "bv",
        "h": "h",
        "f": "fph",
        "s": "sct",
        "z": "zsjg",
        "j": "jgd",
        "k": "kcq",
        "c": "ct",
        "t": "t",
    }
    return list(dict.fromkeys(first.get(letters[:1], letters[:1])))


def sounds_like(word: str, stems: Iterable[str]) -> list[str]:
    """The stems that the word may be, the most alike first; none for a word of few consonants."""
    sounds = [_same(one) for one in _said(word)]
    if not all(len(_consonants(one)) >= LEAST for one in sounds):
        return []
    alike = []
    for stem in stems:
        written = _same(_as_said(stem))
        likeness = max(_likeness(one, written) for one in sounds)
        if likeness >= ALIKE:
            alike.append((-likeness, stem))
    return [stem for _, stem in sorted(alike)[:MOST]]


def _likeness(said: str, written: str) -> float:
    """How alike they look, where the consonants of what is written begin those of what is said; else 0."""
    whole, stem = _consonants(said), _consonants(written)
    if len(stem) < LEAST or not whole.startswith(stem) or len(whole) - len(stem) > LEFT_OVER:
        return 0.0
    return SequenceMatcher(None, said[: len(written) + 2], written, autojunk=False).ratio()


def _said(word: str) -> list[str]:
    """The sounds of the word; ション is mostly -tion, of which a stem keeps the t, and チ a t as well as a ch."""
    found = []
    for one in dict.fromkeys((word, word.replace("ション", "ト"))):
        sounds = romanised(one).replace("sh", "s").replace("ch", "C").replace("ts", "t")
        found += [sounds, sounds.replace("C", "t")]
    return list(dict.fromkeys(found))


def _as_said(stem: str) -> str:
    for pattern, sound in _ENGLISH:
        stem = pattern.sub(sound, stem)
    return stem


def _same(sounds: str) -> str:
    return _TWICE.sub(r"\1", sounds.translate(_SAME))


def _consonants(sounds: str) -> str:
    return _SILENT.sub("", sounds)
