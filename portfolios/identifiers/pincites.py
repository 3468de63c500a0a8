"""Pin-cites: the paragraph, column, page, figure or claim of a cited document that a text points to.

The document is the label or the number said last before in the same sentence ("引用文献１の段落0021、図2").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from portfolios.characters import matching_copy, record
from portfolios.identifiers.labels import label_places
from portfolios.identifiers.line_breaks import Lines
from portfolios.identifiers.number import Identifier
from portfolios.identifiers.pin_forms import BY_CHARACTER, DIGITS, LISTS, Pin, PinKind, opening_of
from portfolios.identifiers.reading import identify


@record(kw_only=True)
class PinCite:
    """A place in a document: `first` to `last`, equal where it is one place.

    Paragraphs, figures and claims are numbers ("32", "3A"); columns and pages carry their lines ("3:15",
    "3 lower right:5"). `document` is a label ("D1") or a canonical number, "" where the text names none.
    """

    document: str
    kind: PinKind
    first: str
    last: str
    text: str
    start: int
    end: int


class _Place(NamedTuple):
    """Where a pin-cite ends; `pin` is None where a break between lines leaves open which place is meant."""

    end: int
    pin: Pin | None


_CUT_SHORT = re.compile("(?<![0-9])0[0-9]{0,2}$")  # paragraph numbers that begin with 0 have four digits
_LONGEST = 100  # characters of a pin-cite, at most
_LAST = re.compile("[,; ]*(?:and|or)")
_REACH = 40  # characters between a document and its pin-cite
_SENTENCE_END = re.compile(r"[。\n]|\. [A-Z]")


def find_pin_cites(text: str, *, numbers: Iterable[Identifier] | None = None) -> list[PinCite]:
    """Every pin-cite of the text in reading order. A claim counts only after a document is named ("引用文献1の
    請求項1"): a claim alone is a dependency, not a citation. `numbers` are those of the text where they have been
    looked for before. Never raises; linear.
    """
    lines = Lines(matching_copy(text))
    copy = lines.copy
    documents = _documents(copy, identify(text) if numbers is None else numbers)
    found: list[PinCite] = []
    at, reached, here = 0, 0, 0
    pattern = opening_of(copy)
    while opening := pattern.search(copy, at):
        start = opening.start()
        at = start + 1
        while here < len(documents) and documents[here][1] <= start:
            here, reached = here + 1, documents[here][1]
        if here < len(documents) and documents[here][0] <= start:
            continue  # inside a number or a label
        document = documents[here - 1][2] if here and _is_near(copy, reached, start) else ""
        place = _place_at(lines, start, document)
        at = max(at, place.end if place else 0)
        if place and place.pin:
            found.append(_cite(text, (start, place.end, place.pin), document))
            if copy[start] in LISTS:
                found += [_cite(text, one, document) for one in _listed(copy, start, place.end, place.pin)]
            at = reached = found[-1].end
    return found


def _listed(copy: str, start: int, end: int, pin: Pin) -> Iterator[tuple[int, int, Pin]]:
    """The further numbers of the list that the words of a pin-cite began: the words are said once, and "and" leads to
    the last number.
    """
    kind, words, further, read = LISTS[copy[start]]
    match = further.match(copy, end)
    if match is None or pin.kind is not kind or not words.match(copy, start):
        return
    while match:
        end = match.end()
        yield match.start("pin"), end, Pin(kind, *read(match))
        match = None if _LAST.match(match.group()) else further.match(copy, end)


def _documents(copy: str, numbers: Iterable[Identifier]) -> Sequence[tuple[int, int, str]]:
    """Where each document is named, by number or by label, and how."""
    return sorted([*((one.start, one.end, one.canonical) for one in numbers), *label_places(copy)])


def _is_near(copy: str, end: int, start: int) -> bool:
    return start - end <= _REACH and not _SENTENCE_END.search(copy, end, start)


def _place_at(lines: Lines, start: int, document: str) -> _Place | None:
    """The pin-cite at that place, read with and without breaks between digits; without a pin where the two say
    different places and nothing shows which.
    """
    plain = _match(lines.copy, start, document)
    if not lines.is_broken(start, start + _LONGEST):
        return plain
    joined = _match(lines.joined, lines.place(start), document)
    whole = joined and joined._replace(end=lines.origin(joined.end, is_end=True))
    if whole is None or not lines.is_broken(start, whole.end) or plain == whole:
        return plain
    if plain is None:
        return whole if lines.copy[start] not in DIGITS else whole._replace(pin=None)
    if plain.end >= whole.end or plain.pin == whole.pin:
        return plain
    return whole if _CUT_SHORT.search(lines.copy, start, plain.end) else whole._replace(pin=None)


def _match(copy: str, start: int, document: str) -> _Place | None:
    for kind, pattern, read in BY_CHARACTER[copy[start]]:
        match = pattern.match(copy, start)
        if match and (document or not _only_cited(kind, match)):
            return _Place(match.end(), Pin(kind, *read(match)))
    return None


def _only_cited(kind: PinKind, match: re.Match[str]) -> bool:
    """Whether the words say a place in a document only where one is named: a claim, an English page without lines."""
    return kind is PinKind.CLAIM or (
        kind is PinKind.PAGE and match["line"] is None and match.string[match.start()] in "Pp"
    )


def _cite(text: str, place: tuple[int, int, Pin], document: str) -> PinCite:
    start, end, pin = place
    return PinCite(
        document=document,
        kind=pin.kind,
        first=pin.first,
        last=pin.last,
        text=text[start:end],
        start=start,
        end=end,
    )
