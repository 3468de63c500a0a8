"""The shapes that reading a file yields: documents of located blocks, or the reason why there is none."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LocatorKind(StrEnum):
    CLAIM = "claim"
    PARAGRAPH = "paragraph"
    PAGE = "page"
    HEADING = "heading"
    SHEET = "sheet"
    SLIDE = "slide"
    LINE = "line"


class Section(StrEnum):
    TITLE = "title"
    ABSTRACT = "abstract"
    CLAIMS = "claims"
    TRANSLATION = "translation"  # of claims, into another language than that of the proceedings
    DESCRIPTION = "description"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a block stands in its document: claim "12", paragraph "0032", page "3", heading "2.1
    Separator".
    """

    kind: LocatorKind
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text with one locator; headings is the path above it, outermost first."""

    section: Section
    locator: Locator
    text: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The front page of a publication; publication_number is office, number and kind, "US6981285B2"."""

    office: str
    publication_number: str
    kind_code: str
    publication_date: date | None = None
    application_number: str | None = None
    filing_date: date | None = None
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    classifications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One document; member is its place in a bulk file ("3"), empty in a file of one document."""

    format: str
    kind: str
    member: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    bibliography: Bibliography | None = None
    warnings: tuple[str, ...] = ()


class FailureReason(StrEnum):
    ABSENT = "absent"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    NO_TEXT_LAYER = "no_text_layer"
    UNSUPPORTED = "unsupported"
    MISLABELLED = "mislabelled"
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """Why a file, or one member of a bulk file, was not read; detail says what was wrong, where, and what
    to do.
    """

    member: str
    reason: FailureReason
    detail: str


class Unreadable(Exception):
    """Raised by the readers of single formats; parse() turns it into a ParseFailure."""

    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
