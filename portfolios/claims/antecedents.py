"""Antecedents: what a claim takes up ("the X", 「前記X」) without having introduced it, there or in a claim
it rests on.

Careful rather than complete: only what is taken up by a word that nothing before contains is named.
Inherent parts ("the surface of the lens"), superlatives and the claim's own subject are left alone.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from operator import or_

from portfolios.claims.anatomy import language_of
from portfolios.claims.claim import Claim, Part
from portfolios.claims.folding import fold

_TAKEN_UP = re.compile(r"(?<!\w)(the|said)\s+([a-z][\w-]{2,40})(?:\s+[a-z][\w-]{0,40})?(\s+of(?!\w))?")
_WORD = re.compile(r"[a-z][\w-]{2,40}")
_EXEMPT = re.compile(
    r"(?:same|following|group|steps?|claim|claims|other|others|first|second|third|latter|former|respective|method|process|improvement"
    r"|least|most|number|amount|total|one|ones|time|like|presence|absence|case|use|invention|art|rest|remainder|basis|\w+est)$"
)
_JAPANESE = re.compile(r"(前記|上記|当該|該)([一-龥々ァ-ヶーa-z0-9]{2,40})")


def lacking_antecedents(claims: Sequence[Claim]) -> dict[int, list[Part]]:
    """By claim number, the phrases taken up that neither the claim nor its ancestors introduce before."""
    introduced: dict[str, int] = {}  # the claims that hold a word, one bit for each
    resting: dict[int, int] = {}  # a claim and those it rests on, one bit for each
    lacking: dict[int, list[Part]] = {}
    for place, claim in enumerate(sorted(claims, key=lambda one: one.number)):
        above = reduce(or_, (resting.get(parent, 0) for parent in claim.parents), 0)
        folded = fold(claim.text)
        apart = _japanese if language_of(folded.text) == "ja" else _western
        own: set[str] = set()
        spans = apart(folded.text, own, partial(_stands_in, introduced, above))
        if not resting.keys() >= set(claim.parents):
            spans = []  # what the claim rests on is not at hand
        for word in own:
            introduced[word] = introduced.get(word, 0) | 1 << place
        resting[claim.number] = above | 1 << place
        parts = [(folded.start(start), folded.end(end)) for start, end in spans]
        lacking[claim.number] = [Part(claim.text[start:end], start, end) for start, end in parts]
    return lacking


def _stands_in(introduced: Mapping[str, int], claims: int, word: str) -> bool:
    """Whether one of these claims holds the word."""
    return bool(introduced.get(word, 0) & claims)


def _western(text: str, seen: set[str], stands_above: Callable[[str], bool]) -> list[tuple[int, int]]:
    """What is taken up and neither seen before nor above; all words are added to those `seen`."""
    found: list[tuple[int, int]] = []
    position = 0
    for taken in _TAKEN_UP.finditer(text):
        seen.update(_stem(word) for word in _WORD.findall(text, position, taken.start()))
        position = taken.start()
        noun = taken[2]
        opening = not text[: min(taken.start(), 20)].strip(" 0123456789.)")
        known = opening or taken[3] or _EXEMPT.match(noun)
        if not (known or _stem(noun) in seen or stands_above(_stem(noun))):
            found.append((taken.start(), taken.end(2)))
    seen.update(_stem(word) for word in _WORD.findall(text, position))
    return found


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s|ing|ed|e)$", "", word)


def _japanese(text: str, seen: set[str], stands_above: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The same of a Japanese claim, by pairs of characters."""
    found: list[tuple[int, int]] = []
    position = 0
    for taken in _JAPANESE.finditer(text):
        seen.update(_pairs(text[position : taken.start()]))
        position = taken.end()
        pairs = _pairs(taken[2][:4])
        if not pairs & seen and not any(map(stands_above, pairs)):
            found.append((taken.start(), taken.end()))
        seen.update(_pairs(taken[2]))
    seen.update(_pairs(text[position:]))
    return found


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
