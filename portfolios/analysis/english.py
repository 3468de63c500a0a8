"""Words of English and of every script that is not Japanese: stems, compounds, numbers with units, formulas.

Works on folded text. A *compound* is what stands between spaces and punctuation ("lithium-ion",
"6,981,285", "10mm", "lini0.8mn0.1o2"); its *parts* are the lexemes it is found by.
"""

import re
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from portfolios.analysis.characters import JAPANESE
from portfolios.analysis.lexemes import LEXEME_LIMIT, bounded
from portfolios.analysis.spellings import one_spelling
from portfolios.analysis.wordlists import words

STOP_WORDS = words(
    "a an the this that these those it its they them their he she his her we our you your i and or but"
    " nor if of in on at by for from to into with within as is are was were be been being am has have had"
    " do does did will would shall can could may might should not no than then thus so such which who"
    " whom whose what there here also said"
)
_CONTRACTED = frozenset({"t", "re", "ve", "ll", "d", "m"})
_UNITS = words(
    "nm um mm cm m km mg ug kg g l ml ul s ms us ns min h hr hz khz mhz ghz v mv kv a ma ua w mw kw wh"
    " mah ah k c f pa kpa mpa gpa bar psi mol mmol umol mm2 m2 cm2 cm3 m3 wt vol rpm ppm ppb db dpi px kb"
    " mb gb tb bit bits byte ev kev mev j kj mj n kn ohm lm lx t in ft lb oz"
)
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega"
)
_GREEK = dict(zip("αβγδεζηθκλμνξπρστφχψω", _GREEK_NAMES.split(), strict=True))

_LETTER = f"[^\\W_{JAPANESE}]"
# Joined: hyphens and apostrophes between letters, points and thousands commas between figures.
_COMPOUND = re.compile(f"{_LETTER}+(?:(?:[-'’‐‑]|(?<=\\d)(?:\\.(?=\\d)|,(?=\\d{{3}}(?!\\d)))){_LETTER}+)*")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)([^\W\d_][^\W_]{0,4})")
_PIECE = re.compile(r"[^-'’‐‑]+")


class Part(NamedTuple):
    """A lexeme of a compound and where it stands in it; `joined` ones repeat the other parts and add no
    length.
    """

    lexeme: str
    start: int
    end: int
    joined: bool


def find_compounds(folded: str) -> list[str]:
    """Every compound of the text, in order, repeats included."""
    return _COMPOUND.findall(folded)


def locate_compounds(folded: str) -> Iterator[tuple[int, str]]:
    """(offset, compound) of every compound of the text."""
    return ((match.start(), match[0]) for match in _COMPOUND.finditer(folded))


def parts_of(compound: str) -> tuple[Part, ...]:
    """The lexemes of a compound, stop words left out; a hyphenated word also gives its joined form."""
    return _known_parts(compound) if len(compound) <= LEXEME_LIMIT else _parts(compound)


@lru_cache(maxsize=1 << 16)
def _known_parts(compound: str) -> tuple[Part, ...]:
    return _parts(compound)


def _parts(compound: str) -> tuple[Part, ...]:
    pieces = [(match.start(), match[0]) for match in _PIECE.finditer(compound)]
    if _has_apostrophe(compound):
        return _without_apostrophes(compound, pieces)
    found = [Part(*word, joined=False) for start, piece in pieces for word in _words_of(piece, start)]
    if len(pieces) > 1:
        joined = "".join(_GREEK.get(piece, piece) for _, piece in pieces)
        found.append(Part(_lexeme(joined), 0, len(compound), joined=True))
    return tuple(found)


def _without_apostrophes(compound: str, pieces: list[tuple[int, str]]) -> tuple[Part, ...]:
    """inventor's is the inventor, don't is grammar, o'brien is one word."""
    count = len(pieces)
    while count > 1 and pieces[count - 1][1] == "s":
        count -= 1
    kept = pieces[:count]
    if len(kept) > 1 and kept[-1][1] in _CONTRACTED:
        return ()
    end = kept[-1][0] + len(kept[-1][1])
    if not _has_apostrophe(compound[:end]):
        return _parts(compound[:end])
    return (Part(_lexeme("".join(piece for _, piece in kept)), 0, end, joined=False),)


def _has_apostrophe(compound: str) -> bool:
    return "'" in compound or "’" in compound


def _words_of(piece: str, start: int) -> Iterator[tuple[str, int, int]]:
    quantity = _QUANTITY.fullmatch(piece)
    if quantity and _unit(quantity[2]) in _UNITS:
        middle = start + quantity.end(1)
        yield bounded("e:" + quantity[1]), start, middle
        yield _lexeme(_unit(quantity[2])), middle, start + len(piece)
    elif piece not in STOP_WORDS:
        yield _lexeme(_unit(_GREEK.get(piece, piece))), start, start + len(piece)


def _unit(word: str) -> str:
    """μm and um are one unit."""
    return "u" + word[1:] if word[0] == "μ" and len(word) <= 3 else word


def _lexeme(word: str) -> str:
    word = word.replace(",", "")
    is_word = word.isalpha() and len(word) <= LEXEME_LIMIT
    return bounded("e:" + (_stemmer()(one_spelling(word)) if is_word else word))


_local = threading.local()


def _stemmer() -> Callable[[str], str]:
    """The Snowball stemmer of this thread (the object keeps the word it works on)."""
    if not hasattr(_local, "stem"):
        _local.stem = snowballstemmer.stemmer("english").stemWord
    stem: Callable[[str], str] = _local.stem
    return stem
