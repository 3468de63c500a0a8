"""Words that are spelled nearly as one that nothing permitted holds. They come from permitted passages only.

A word that only hidden documents have is unknown here, and costs what any unknown word costs.
"""

import re
from collections.abc import Sequence
from typing import Final

from governance.access.scopes import Scope
from kaas.retrieval.matches import vocabulary
from kaas.retrieval.results import Variant
from kaas.retrieval.understanding import Understood
from portfolios.analysis import matching_spans
from portfolios.passages import read_passages, search_index

UNKNOWN: Final = "?"  # no lexeme: it has no field
MOST_WORDS: Final = 3  # of a query for which others are sought
MOST_VOCABULARY: Final = 3_000
BEGINNING: Final = 2  # characters that must be right
SHORTEST_STEM: Final = 5
LONGEST_ENDING: Final = 4
SHORTEST: Final = {"e": 4, "j": 3}
_HAS_FIGURE = re.compile(r"\d").search


def variants(understood: Understood, unknown: Sequence[str], *, scope: Scope) -> tuple[Variant, ...]:
    """For each word that nobody permitted wrote, the nearest of those that somebody did; none where none is near."""
    asked = [one for one in unknown if _is_word(one)][:MOST_WORDS]
    if not asked:
        return ()
    known = vocabulary(
        list(dict.fromkeys(one[: 2 + BEGINNING] for one in asked)), MOST_VOCABULARY, scope=scope
    )
    found = []
    for lexeme in asked:
        near = nearest(lexeme, known)
        variant = near and _variant(understood, lexeme, near, scope)
        if variant:
            found.append(variant)
    return tuple(found)


def _is_word(lexeme: str) -> bool:
    return len(lexeme) - 2 >= SHORTEST.get(lexeme[0], 1000) and not _HAS_FIGURE(lexeme)


def nearest(lexeme: str, known: Sequence[tuple[str, int]]) -> str:
    """The known lexeme with the fewest slips; of equally near ones the more frequent, then the first."""
    allowed = 1 if len(lexeme) - 2 < 6 else 2
    best = min(
        (
            (slips, -passages, other)
            for other, passages in known
            if other[:2] == lexeme[:2] and (slips := _slips(lexeme, other, allowed)) <= allowed
        ),
        default=None,
    )
    return best[2] if best else ""


def _slips(lexeme: str, other: str, allowed: int) -> int:
    """The distance; a stem under an ending that the stemmer did not know counts as two slips."""
    ending = lexeme.removeprefix(other)
    if (
        lexeme[0] == "e"
        and ending != lexeme
        and len(other) - 2 >= SHORTEST_STEM
        and len(ending) <= LONGEST_ENDING
    ):
        return 2
    return distance(lexeme, other, allowed) if abs(len(other) - len(lexeme)) <= allowed else allowed + 1


def distance(one: str, other: str, most: int) -> int:
    """How many slips lie between two words: a letter more, less, another, or two exchanged. Above `most`: most + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for index, there in enumerate(other, start=1):
            cost = min(before[index] + 1, row[index - 1] + 1, before[index - 1] + (letter != there))
            if place > 1 and index > 1 and letter == other[index - 2] and there == one[place - 2]:
                cost = min(cost, earlier[index - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _variant(understood: Understood, lexeme: str, near: str, scope: Scope) -> Variant | None:
    """As the words are written: the one in the query, the other in a passage that may be read."""
    unread = understood.unread  # of these it is said which values there are
    spans = [
        (start, end)
        for start, end in matching_spans(understood.text, {lexeme})
        if not any(one.start <= start and end <= one.end for one in unread)
    ]
    instead = _as_written(near, scope)
    if not spans or not instead:
        return None
    start, end = spans[0]
    text = understood.text
    return Variant(text[start:end], instead, text[:start] + instead + text[end:])


def _as_written(lexeme: str, scope: Scope) -> str:
    found = search_index([(lexeme, 16)], scope=scope, within=None, limit=1)
    for passage in read_passages([one for one, _ in found], scope=scope).values():
        for start, end in matching_spans(passage.text, {lexeme}):
            written = passage.text[start:end]
            return written if written.isupper() or not written.isascii() else written.lower()
    return ""
