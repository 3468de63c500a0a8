"""A document laid out for reading: its passages in order, each with the headings and locator that begin there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from kaas.retrieval.snippets import Segment, segments
from portfolios.analysis import Span, matching_spans, query_terms
from portfolios.catalogue import Bibliography
from portfolios.locators import locator_text

DEEPEST = 6

# Headings with which documents themselves begin a section, under which it stands already.
SAME_AS_SECTION = {
    "abstract": ("abstract", "要約", "要約書"),
    "claims": ("claims", "請求の範囲", "特許請求の範囲"),
    "description": ("description", "明細書", "発明の詳細な説明"),
}


class Passage(Protocol):
    """What this page needs of a stored passage; storage itself is another room's."""

    @property
    def id(self) -> UUID: ...
    @property
    def ordinal(self) -> int: ...
    @property
    def section(self) -> str: ...
    @property
    def locator_kind(self) -> str: ...
    @property
    def locator_value(self) -> str: ...
    @property
    def headings(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """What to mark: nothing, a passage, a stretch of it (a quotation), or the words of a query in it; or lines of the front
    page, by their INID codes (WIPO ST.9).
    """

    passage_id: UUID | None = None
    start: int | None = None
    end: int | None = None
    query: str = ""
    lines: frozenset[str] = frozenset()

    def spans(self, passage: Passage) -> list[Span]:
        if passage.id != self.passage_id:
            return []
        if self.start is not None and self.end is not None:
            return [Span(self.start, self.end)] if self.start < self.end <= len(passage.text) else []
        lexemes = {term.lexeme for term in query_terms(self.query)} if self.query else set()
        return list(matching_spans(passage.text, lexemes)) if lexemes else []


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    text: str
    depth: int
    section: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage on the page. locator is empty where it repeats the one above."""

    passage: Passage
    headings: list[Heading]
    locator: str
    segments: list[Segment]
    target: bool


@dataclass(frozen=True, slots=True)
class Reading:
    entries: list[Entry] = field(default_factory=list)

    @property
    def outline(self) -> list[Heading]:
        return [heading for entry in self.entries for heading in entry.headings]

    @property
    def gutter(self) -> bool:
        """Whether there is anything to put beside the text."""
        return any(entry.locator for entry in self.entries)

    @property
    def pages(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.locator and entry.passage.locator_kind == "page"]

    @property
    def target(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.target), None)


def read(passages: Iterable[Passage], *, title: str, place: Place, language: str) -> Reading:
    """Lays a document's passages out; `language` is the reader's, for locators.

    The title stands above the text; where the text repeats it as a heading or a passage, it is left out.
    """
    return Reading(list(_entries(passages, title, place, language)))


def _entries(passages: Iterable[Passage], title: str, place: Place, language: str) -> Iterator[Entry]:
    before: Passage | None = None
    for passage in passages:
        if passage.section == "title" and passage.id != place.passage_id:
            continue
        locator = locator_text(passage.locator_kind, passage.locator_value, language)
        yield Entry(
            passage=passage,
            headings=[heading for heading in _headings(passage, before) if heading.text != title],
            locator="" if _repeats(passage, before) else locator,
            segments=segments(passage.text, place.spans(passage)),
            target=passage.id == place.passage_id,
        )
        before = passage


def _repeats(passage: Passage, before: Passage | None) -> bool:
    """Headings are printed as headings, so as locators they would only repeat themselves."""
    if passage.locator_kind == "heading" or not passage.locator_value:
        return True
    place = (passage.section, passage.locator_kind, passage.locator_value)
    return before is not None and place == (before.section, before.locator_kind, before.locator_value)


def _headings(passage: Passage, before: Passage | None) -> Iterator[Heading]:
    name = section_name(passage.section)
    if name and (before is None or passage.section != before.section):
        yield Heading(anchor=f"s-{passage.ordinal}", text=name, depth=2, section=True)
    above = before.headings if before is not None and before.section == passage.section else ()
    shared = _shared(passage.headings, above)
    for depth, text in enumerate(passage.headings[shared:], start=shared):
        if text.casefold() not in SAME_AS_SECTION.get(passage.section, ()):
            yield Heading(
                anchor=f"h-{passage.ordinal}-{depth}",
                text=text,
                depth=min(depth + (3 if name else 2), DEEPEST),
            )


def _shared(path: tuple[str, ...], above: tuple[str, ...]) -> int:
    for depth, text in enumerate(path):
        if depth >= len(above) or above[depth] != text:
            return depth
    return len(path)


def section_name(section: str) -> str:
    """The reader's word for a section; empty for text that has no such division."""
    names = {
        "abstract": pgettext("section", "Abstract"),
        "claims": pgettext("section", "Claims"),
        "description": pgettext("section", "Description"),
    }
    return names.get(section, "")


class Row(NamedTuple):
    """A line of a front page; target: it is what the reader came for."""

    label: str
    value: str
    target: bool


def bibliography_rows(bibliography: Bibliography | None, place: Place) -> list[Row]:
    """What the publication says about itself, in the order of a front page."""
    if bibliography is None:
        return []
    rows = (
        ({"11"}, gettext("Publication number"), bibliography.publication_number),
        ({"12"}, gettext("Kind code"), bibliography.kind_code),
        ({"43", "45"}, gettext("Publication date"), bibliography.publication_date),
        ({"21"}, gettext("Application number"), bibliography.application_number),
        ({"22"}, gettext("Filing date"), bibliography.filing_date),
        ({"71"}, gettext("Applicant"), "; ".join(bibliography.applicants)),
        ({"72"}, gettext("Inventor"), "; ".join(bibliography.inventors)),
        ({"51"}, pgettext("bibliography", "Classification"), "; ".join(bibliography.classifications)),
    )
    return [Row(label, _printed(value), bool(codes & place.lines)) for codes, label, value in rows if value]


def _printed(value: date | str) -> str:
    return value if isinstance(value, str) else date_format(value, pgettext("date format", "j M Y"))
