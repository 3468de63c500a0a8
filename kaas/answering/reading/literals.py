"""What a pattern cannot match without, so that most patterns are never tried on a sentence. Plain Python.

A pattern is read as Python itself reads it. Of each part that must be there, the letters that stand for themselves are kept:
"one of these, and one of those". A sentence that lacks them is no match, whatever else it says.
"""

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

# There is no public way to read a pattern; a test holds what is kept against the patterns themselves.
_parser: Any = importlib.import_module("re._parser")

Literals = frozenset[str]
_Found = tuple[list[Literals], str | None]  # what must be there, and the whole text where it is but one

MOST = 96  # literals of which one must be there; more of them tell nothing
_KEY = 2  # letters by which literals are looked up
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_PLAIN = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})  # what `re.IGNORECASE` takes for these letters


def folded(text: str) -> str:
    """The text as its literals are looked for: without regard to case, as `re.IGNORECASE` reads it."""
    return text.translate(_PLAIN).lower()


def literals_of(pattern: str) -> tuple[Literals, ...]:
    """Sets of literals, folded: a match contains one of each. Empty where nothing is sure."""
    must, whole = _of_sequence(_parser.parse(pattern))
    if whole:
        must = [frozenset({whole})]
    known = {one for one in must if all(len(literal) >= _KEY or not literal.isascii() for literal in one)}
    return tuple(sorted(known, key=lambda one: (-min(map(len, one)), len(one))))


class Finder:
    """Finds literals in a text in one pass over it."""

    def __init__(self, literals: Iterable[str]) -> None:
        by_key: dict[str, list[str]] = {}
        for literal in sorted(set(literals)):
            by_key.setdefault(literal[:_KEY], []).append(literal)
        self._by_key: Mapping[str, Sequence[str]] = by_key

    def found(self, text: str) -> set[str]:
        """Those in a folded text."""
        pairs = {text[at : at + _KEY] for at in range(len(text) - 1)}
        keys = pairs.union(text) & self._by_key.keys()
        return {literal for key in keys for literal in self._by_key[key] if literal in text}


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> _Found:
    """Of parts behind one another; letters side by side are one literal."""
    must: list[Literals] = []
    run, is_whole = "", True
    for kind, value in parts:
        if str(kind) in {"AT", "ASSERT", "ASSERT_NOT"}:
            continue
        inner, text = _of_part(str(kind), value)
        if text is not None:
            run += text
            continue
        is_whole = False
        must += [*_kept(run), *inner]
        run = ""
    return ([], run) if is_whole else ([*must, *_kept(run)], None)


def _of_part(kind: str, value: Any) -> _Found:
    if kind == "LITERAL":
        letter = folded(chr(value))
        return ([], letter) if len(letter) == 1 else ([], None)
    if kind == "SUBPATTERN":
        return _of_sequence(value[-1])
    if kind == "ATOMIC_GROUP":
        return _of_sequence(value)
    if kind in _REPEATS:
        least, most, repeated = value
        must, whole = _of_sequence(repeated)
        if least == most == 1:
            return must, whole
        return ([*must, *_kept(whole or "")], None) if least else ([], None)
    if kind == "BRANCH":
        return _of_branches([_of_sequence(one) for one in value[1]])
    if kind == "IN":
        return _of_branches([_of_part(str(one), given) for one, given in value])
    return [], None


def _of_branches(branches: Sequence[_Found]) -> _Found:
    """One of each branch: the set of it whose shortest literal is the longest."""
    best: list[Literals] = []
    for must, whole in branches:
        sets = [*must, *_kept(whole or "")]
        if not sets:
            return [], None
        best.append(max(sets, key=lambda one: (min(map(len, one)), -len(one))))
    joined = frozenset[str]().union(*best)
    return ([joined] if len(joined) <= MOST else []), None


def _kept(run: str) -> Iterator[Literals]:
    if run:
        yield frozenset({run})
