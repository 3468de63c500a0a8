"""Antecedents: what a claim takes up ("the X", 「前記X」) without having introduced it, there or in a claim
it rests on.

Careful rather than complete: only what is taken up by a word that nothing before contains is named.
Inherent parts ("the surface of the lens"), superlatives and the claim's own subject are left alone.
"""

import re
from collections.abc import Sequence

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
    known: dict[int, frozenset[str]] = {}
    lacking: dict[int, list[Part]] = {}
    for claim in sorted(claims, key=lambda one: one.number):
        inherited = frozenset[str]().union(*(known.get(parent, frozenset()) for parent in claim.parents))
        folded = fold(claim.text)
        apart = _japanese if language_of(folded.text) == "ja" else _western
        spans, seen = apart(folded.text, set(inherited))
        if any(parent not in known for parent in claim.parents):
            spans = []  # what the claim rests on is not at hand
        known[claim.number] = frozenset(seen)
        parts = [(folded.start(start), folded.end(end)) for start, end in spans]
        lacking[claim.number] = [Part(claim.text[start:end], start, end) for start, end in parts]
    return lacking


def _western(text: str, seen: set[str]) -> tuple[list[tuple[int, int]], set[str]]:
    found: list[tuple[int, int]] = []
    position = 0
    for taken in _TAKEN_UP.finditer(text):
        seen.update(_stem(word) for word in _WORD.findall(text, position, taken.start()))
        position = taken.start()
        noun = taken[2]
        opening = not text[: min(taken.start(), 20)].strip(" 0123456789.)")
        if not (opening or taken[3] or _EXEMPT.match(noun) or _stem(noun) in seen):
            found.append((taken.start(), taken.end(2)))
    seen.update(_stem(word) for word in _WORD.findall(text, position))
    return found, seen


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s|ing|ed|e)$", "", word)


def _japanese(text: str, seen: set[str]) -> tuple[list[tuple[int, int]], set[str]]:
    found: list[tuple[int, int]] = []
    position = 0
    for taken in _JAPANESE.finditer(text):
        seen.update(_pairs(text[position : taken.start()]))
        position = taken.end()
        if not _pairs(taken[2][:4]) & seen:
            found.append((taken.start(), taken.end()))
        seen.update(_pairs(taken[2]))
    seen.update(_pairs(text[position:]))
    return found, seen


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
