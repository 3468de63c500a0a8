"""A stretch of a text."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Offsets into a text, `text[start:end]`."""

    start: int
    end: int


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters in the fewest spans, in order."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return result
