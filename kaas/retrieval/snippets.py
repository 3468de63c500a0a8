"""Marked stretches of text, as pieces a template can escape and wrap one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portfolios.analysis import Span, language_of

WIDTHS = {"ja": 170, "en": 340}
LEAD = {"ja": 24, "en": 60}
LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    marked: bool


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """The text cut at the spans' edges, in order and complete; spans that touch or overlap become one marked piece."""
    pieces: list[Segment] = []
    at = 0
    for start, end in _merged(spans, len(text)):
        pieces += [Segment(text[at:start], marked=False), Segment(text[start:end], marked=True)]
        at = end
    pieces.append(Segment(text[at:], marked=False))
    return [piece for piece in pieces if piece.text]


def excerpt(text: str, spans: Sequence[Span]) -> list[Segment]:
    """The part of the text in which most spans lie, about three lines long, with an ellipsis where it was cut."""
    language = language_of(text)
    begin, end = _window(spans, len(text), WIDTHS[language], LEAD[language])
    start = _at_word(text, begin) if language == "en" else begin
    inside = [Span(s.start - start, s.end - start) for s in spans if s.start >= start and s.end <= end]
    pieces = segments(text[start:end].strip("\n"), inside)
    before = [Segment("… ", marked=False)] if start else []
    after = [Segment(" …", marked=False)] if end < len(text) else []
    return [*before, *pieces, *after]


def _window(spans: Sequence[Span], length: int, width: int, lead: int) -> tuple[int, int]:
    if length <= width:
        return 0, length
    starts = [max(0, span.start - lead) for span in spans] or [0]
    best = max(
        starts, key=lambda start: (sum(start <= s.start and s.end <= start + width for s in spans), -start)
    )
    best = min(best, length - width)
    return best, best + width


def _at_word(text: str, start: int) -> int:
    """The next beginning of a word, when one is near; Japanese has none, and is cut anywhere."""
    space = text.find(" ", start, start + LONGEST_WORD)
    return space + 1 if start and space >= 0 else start


def _merged(spans: Iterable[Span], length: int) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(0, span.start), min(length, span.end)
        if start >= end:
            continue
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current
