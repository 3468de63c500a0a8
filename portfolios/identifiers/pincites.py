"""Pin-cites: the paragraph, column, page, figure or claim of a cited document that a text points to.

The document is the label or the number said last before in the same sentence ("引用文献１の段落0021、図2").
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from portfolios.characters import matching_copy
from portfolios.identifiers.labels import label_places
from portfolios.identifiers.line_breaks import Lines
from portfolios.identifiers.number import Identifier
from portfolios.identifiers.reading import identify


class PinKind(StrEnum):
    """What part of a document is pointed to."""

    PARAGRAPH = "paragraph"
    COLUMN = "column"
    PAGE = "page"
    FIGURE = "figure"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
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


_Read = Callable[[re.Match[str]], tuple[str, str]]
_TO = r" {0,2}(?:~|-|から|乃至|ないし|to|through) {0,2}"
_COLUMNS = {
    "右上": "upper right",
    "右下": "lower right",
    "左上": "upper left",
    "左下": "lower left",
    "右": "right",
    "左": "left",
}
_NO_BRACKETS = str.maketrans("", "", "() ")
_LINE = r"(?:,? {0,2}(?:ll?\.|lines?) {0,2})"


def _plain(match: re.Match[str]) -> tuple[str, str]:
    first = match["first"].lstrip("0") or "0"
    last = (match["last"] or first).lstrip("0") or "0"
    return first, last


def _figure(match: re.Match[str]) -> tuple[str, str]:
    first = match["first"].translate(_NO_BRACKETS)
    return first, (match["last"] or first).translate(_NO_BRACKETS)


def _column(match: re.Match[str]) -> tuple[str, str]:
    column, line = match["column"], match["line"]
    last = match["last_line"] or line
    return f"{column}:{line}", f"{match['last_column'] or column}:{last}"


def _page(match: re.Match[str]) -> tuple[str, str]:
    side = _COLUMNS.get(match["side"] or "", "")
    place = f"{match['page']} {side}".rstrip()
    line = match["line"]
    return (f"{place}:{line}", f"{place}:{match['last'] or line}") if line else (place, place)


_FIGURE_NUMBER = r"[0-9]{1,3}(?: ?\([A-Za-z]\)|[A-Za-z](?![A-Za-z]))?"
_FORMS: tuple[tuple[PinKind, re.Pattern[str], _Read], ...] = (
    (
        PinKind.PARAGRAPH,
        re.compile(
            rf"(?:段落(?:番号)?)? ?(?:【(?P<first>[0-9]{{4}})】(?:(?:{_TO}) ?(?:段落)?【(?P<last>[0-9]{{4}})】)?)"
        ),
        _plain,
    ),
    (
        PinKind.PARAGRAPH,
        re.compile(rf"段落(?:番号)? ?\[?(?P<first>[0-9]{{1,4}})\]?(?:{_TO}\[?(?P<last>[0-9]{{1,4}})\]?)?"),
        _plain,
    ),
    (
        PinKind.PARAGRAPH,
        re.compile(
            rf"(?:[Pp]ara(?:graph)?s?\.? )?\[(?P<first>[0-9]{{4}})\](?:{_TO}\[(?P<last>[0-9]{{4}})\])?"
        ),
        _plain,
    ),
    (
        PinKind.PARAGRAPH,
        re.compile(
            rf"[Pp]ara(?:graph)?s?\.? (?P<first>[0-9]{{1,4}})(?:{_TO}(?P<last>[0-9]{{1,4}}))?(?![0-9])"
        ),
        _plain,
    ),
    (
        PinKind.COLUMN,
        re.compile(
            rf"[Cc]ol(?:umn|\.)? ?(?P<column>[0-9]{{1,3}}){_LINE}(?P<line>[0-9]{{1,2}})"
            rf"(?:{_TO}(?:[Cc]ol(?:umn|\.)? ?(?P<last_column>[0-9]{{1,3}}){_LINE})?(?P<last_line>[0-9]{{1,2}}))?"
        ),
        _column,
    ),
    (
        PinKind.PAGE,
        re.compile(
            rf"第?(?P<page>[0-9]{{1,4}})(?:頁|ページ)(?:(?P<side>[左右][上下]?)(?:側)?欄)?"
            rf"(?:第?(?P<line>[0-9]{{1,3}})行(?:目)?(?:{_TO}第?(?P<last>[0-9]{{1,3}})行(?:目)?)?)?"
        ),
        _page,
    ),
    (
        PinKind.FIGURE,
        re.compile(
            rf"(?:図|[Ff]igs?\.? ?|FIGS?\.? ?|[Ff]igures? )(?P<first>{_FIGURE_NUMBER})(?:{_TO}図?(?P<last>{_FIGURE_NUMBER}))?"
        ),
        _figure,
    ),
    (
        PinKind.CLAIM,
        re.compile(rf"(?:請求項|[Cc]laims? )(?P<first>[0-9]{{1,3}})(?:{_TO}(?P<last>[0-9]{{1,3}}))?"),
        _plain,
    ),
)


class _Pin(NamedTuple):
    """What part of a document, from where to where."""

    kind: PinKind
    first: str
    last: str


class _Place(NamedTuple):
    """Where a pin-cite ends; `pin` is None where a break between lines leaves open which place is meant."""

    end: int
    pin: _Pin | None


_DIGITS = "0123456789"
_CUT_SHORT = re.compile("(?<![0-9])0[0-9]{0,2}$")  # paragraph numbers that begin with 0 have four digits
_LONGEST = 100  # characters of a pin-cite, at most
# The kinds whose forms may begin with a character; only a page begins with its figures.
_KINDS = {
    "段【[": (PinKind.PARAGRAPH,),
    "Pp": (PinKind.PARAGRAPH,),
    "Cc": (PinKind.COLUMN, PinKind.CLAIM),
    "Ff図": (PinKind.FIGURE,),
    "請": (PinKind.CLAIM,),
    f"第{_DIGITS}": (PinKind.PAGE,),
}
_BY_CHARACTER = {
    character: tuple(one for one in _FORMS if one[0] in kinds)
    for characters, kinds in _KINDS.items()
    for character in characters
}
# Every alternative starts with one certain character, so that the search runs from candidate to candidate.
_OPENING = re.compile(
    r"段(?=落)|【(?=[0-9])|\[(?=[0-9])|[Pp](?=ara)|[Cc](?=ol|laim)|[Ff](?=ig)|F(?=IG)|図(?=[0-9])|請(?=求項)|第(?=[0-9])"
    r"|[0-9](?<![0-9][0-9])(?=[0-9 \n]{0,40}(?:頁|ペ))"
)
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
    while opening := _OPENING.search(copy, at):
        start = opening.start()
        at = start + 1
        while here < len(documents) and documents[here][1] <= start:
            here, reached = here + 1, documents[here][1]
        if here < len(documents) and documents[here][0] <= start:
            continue  # inside a number or a label
        document = documents[here - 1][2] if here and _is_near(copy, reached, start) else ""
        place = _place_at(lines, start, document)
        if place and place.pin:
            found.append(_cite(text, start, place.end, document, place.pin))
            reached = place.end
        at = max(at, place.end if place else 0)
    return found


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
        return whole if lines.copy[start] not in _DIGITS else whole._replace(pin=None)
    if plain.end >= whole.end or plain.pin == whole.pin:
        return plain
    return whole if _CUT_SHORT.search(lines.copy, start, plain.end) else whole._replace(pin=None)


def _match(copy: str, start: int, document: str) -> _Place | None:
    for kind, pattern, read in _BY_CHARACTER[copy[start]]:
        match = pattern.match(copy, start)
        if match and (kind != PinKind.CLAIM or document):
            return _Place(match.end(), _Pin(kind, *read(match)))
    return None


def _cite(text: str, start: int, end: int, document: str, pin: _Pin) -> PinCite:
    return PinCite(
        document=document,
        kind=pin.kind,
        first=pin.first,
        last=pin.last,
        text=text[start:end],
        start=start,
        end=end,
    )
