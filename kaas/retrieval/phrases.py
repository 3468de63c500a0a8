"""What a passage must say as it stands, and what it must not have."""

import re
import uuid
from collections.abc import Collection, Sequence

from governance.access.scopes import Scope
from kaas.retrieval.matches import matches
from kaas.retrieval.parts import Part
from portfolios.analysis import Span, fold, query_terms
from portfolios.passages import read_passages

_LATIN = re.compile(r"[a-z0-9]")


def says(text: str, phrase: str) -> bool:
    """Whether a text says the phrase: alike once folded, whole words, whatever breaks its lines."""
    return bool(phrase.strip()) and _pattern(phrase).search(fold(text)) is not None


def phrase_spans(text: str, phrase: str) -> list[Span]:
    """Where it says it, as far as folding keeps the length of the text; else nowhere."""
    folded = fold(text)
    if len(folded) != len(text) or not phrase.strip():
        return []
    return [Span(match.start(), match.end()) for match in _pattern(phrase).finditer(folded)]


def _pattern(phrase: str) -> re.Pattern[str]:
    """Between characters of Japanese a line may break, between words any space may stand."""
    folded = " ".join(fold(phrase).split())
    pieces = [r"\s+" if one == " " else re.escape(one) for one in folded]
    joined = "".join(
        piece + (r"\s?" if not one.isascii() and following and not following.isascii() else "")
        for piece, one, following in zip(pieces, folded, [*folded[1:], ""], strict=True)
    )
    before = r"(?<![a-z0-9])" if _LATIN.match(folded[0]) else ""
    after = r"(?![a-z0-9])" if _LATIN.match(folded[-1]) else ""
    return re.compile(f"{before}{joined}{after}")


def held_against(
    passages: Sequence[uuid.UUID], parts: Sequence[Part], *, scope: Scope
) -> Collection[uuid.UUID]:
    """The passages with every phrase and nothing excluded: words by the index, phrases by the text, read again."""
    left = list(passages)
    if words := [part.value for part in parts if part.field == "word"]:
        barred = holding(left, words, scope=scope)
        left = [one for one in left if one not in barred]
    phrases = [part for part in parts if part.field == "phrase"]
    if not phrases:
        return left
    return {
        key
        for key, passage in read_passages(left, scope=scope).items()
        if all(says(passage.text, phrase.value) != phrase.is_excluded for phrase in phrases)
    }


def holding(passages: Sequence[uuid.UUID], words: Sequence[str], *, scope: Scope) -> set[uuid.UUID]:
    """The permitted passages among these that hold one of the words, in whatever form it is written."""
    units = [_units(word) for word in words]
    lexemes = list(dict.fromkeys(lexeme for of in units for lexeme in of))
    if not lexemes or not passages:
        return set()
    at = {lexeme: place for place, lexeme in enumerate(lexemes)}
    return {
        key
        for key, impacts in matches(passages, lexemes, scope=scope).items()
        if any(of and all(impacts[at[lexeme]] for lexeme in of) for of in units)
    }


def _units(word: str) -> list[str]:
    """The lexemes that make the word; pairs of characters only where there is nothing else."""
    lexemes = [term.lexeme for term in query_terms(word)]
    return [one for one in lexemes if not one.startswith("b:")] or lexemes
