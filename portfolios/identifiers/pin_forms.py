"""How pin-cites are written: the words and figures of paragraphs, columns, pages, figures and claims.

Every repetition is bounded, so that a form costs a constant at each place of the text.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from string import ascii_letters
from typing import NamedTuple


class PinKind(StrEnum):
    """What part of a document is pointed to."""

    PARAGRAPH = "paragraph"
    COLUMN = "column"
    PAGE = "page"
    FIGURE = "figure"
    CLAIM = "claim"


class Pin(NamedTuple):
    """What part of a document, from where to where."""

    kind: PinKind
    first: str
    last: str


_Read = Callable[[re.Match[str]], tuple[str, str]]
_TO = r" {0,2}(?:~|-|から|乃至|ないし|至|到|to|through) {0,2}"
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
    first, last = match["first"], match["last"]
    plain = first if first.isalnum() else first.translate(_NO_BRACKETS)
    if match["part"]:
        return plain, f"{plain.rstrip(ascii_letters)}{match['part']}"
    return plain, last.translate(_NO_BRACKETS) if last else plain


def _column(match: re.Match[str]) -> tuple[str, str]:
    column, line = match["column"], match["line"]
    last = match["last_line"] or line
    return f"{column}:{line}", f"{match['last_column'] or column}:{last}"


def _page(match: re.Match[str]) -> tuple[str, str]:
    place = _side(match["page"], match["side"])
    line = match["line"]
    if not line:
        return place, match["until"] or place
    last = _side(match["last_page"] or match["page"], match["last_side"] or match["side"])
    return f"{place}:{line}", f"{last}:{match['last'] or match['last_bare'] or line}"


def _side(page: str, side: str | None) -> str:
    return f"{page} {_COLUMNS.get(side or '', '')}".rstrip()


def _english_page(match: re.Match[str]) -> tuple[str, str]:
    page, line = match["page"], match["line"]
    if not line:
        return page, match["last_page"] or page
    return f"{page}:{line}", f"{match['last_page'] or page}:{match['last'] or line}"


_FIGURE_NUMBER = r"[0-9]{1,3}(?: ?\([A-Za-z]\)|[A-Za-z](?![A-Za-z]))?"
_FIGURES = (  # 3, 3(a), 3A-3C, 3(a)~(c)
    rf"(?P<first>{_FIGURE_NUMBER})(?:{_TO}[図图]?(?:(?P<last>{_FIGURE_NUMBER})|(?<=\)-|\)~)\((?P<part>[A-Za-z])\)))?"
)
DIGITS = "0123456789"
# The kind of a form, the characters it may begin with, and how it is read; only pages and columns begin with figures.
_FORMS: tuple[tuple[PinKind, str, re.Pattern[str], _Read], ...] = (
    (
        PinKind.PARAGRAPH,
        "段【",
        re.compile(
            rf"(?:段落(?:番号)?)? ?(?:【(?P<first>[0-9]{{4}})】(?:(?:{_TO}) ?(?:段落)?【(?P<last>[0-9]{{4}})】)?)"
        ),
        _plain,
    ),
    (
        PinKind.PARAGRAPH,
        "段",
        re.compile(rf"段落(?:番号)? ?\[?(?P<first>[0-9]{{1,4}})\]?(?:{_TO}\[?(?P<last>[0-9]{{1,4}})\]?)?"),
        _plain,
    ),
    (
        PinKind.PARAGRAPH,
        "Pp¶[",
        re.compile(
            rf"(?:[Pp]ara(?:graph)?s?\.? |¶{{1,2}} ?)?\[(?P<first>[0-9]{{4}})\](?:{_TO}\[(?P<last>[0-9]{{4}})\])?"
        ),
        _plain,
    ),
    (
        PinKind.PARAGRAPH,
        "Pp¶",
        re.compile(
            rf"(?:[Pp]ara(?:graph)?s?\.? |¶{{1,2}} ?)(?P<first>[0-9]{{1,4}})(?:{_TO}(?P<last>[0-9]{{1,4}}))?(?![0-9])"
        ),
        _plain,
    ),
    (
        PinKind.COLUMN,
        "Cc",
        re.compile(
            rf"[Cc]ol(?:umn|\.)? ?(?P<column>[0-9]{{1,3}}){_LINE}(?P<line>[0-9]{{1,2}})"
            rf"(?:{_TO}(?:[Cc]ol(?:umn|\.)? ?(?P<last_column>[0-9]{{1,3}}){_LINE})?(?P<last_line>[0-9]{{1,2}}))?"
        ),
        _column,
    ),
    (
        PinKind.PAGE,
        f"第{DIGITS}",
        re.compile(
            rf"第?(?P<page>[0-9]{{1,4}})(?:{_TO}第?(?P<until>[0-9]{{1,4}}))?(?:頁|ページ)(?:(?P<side>[左右][上下]?)(?:側)?欄)?"
            rf"(?:第?(?P<line>[0-9]{{1,3}})(?:行(?:目)?(?:{_TO}(?:(?:第?(?P<last_page>[0-9]{{1,4}})(?:頁|ページ))?"
            rf"(?:(?P<last_side>[左右][上下]?)(?:側)?欄)?)?第?(?P<last>[0-9]{{1,3}})行(?:目)?)?"
            rf"|{_TO}(?P<last_bare>[0-9]{{1,3}})行))?"
        ),
        _page,
    ),
    (
        PinKind.PAGE,
        "Pp",
        re.compile(
            rf"(?:[Pp]ages? |[Pp]p?\. ?)(?P<page>[0-9]{{1,4}}){_LINE}(?P<line>[0-9]{{1,3}})"
            rf"(?:{_TO}(?:(?:page |p\. ?)(?P<last_page>[0-9]{{1,4}}){_LINE}|(?:ll?\. ?|lines? )?)"
            r"(?P<last>[0-9]{1,3}))?(?![0-9])"
        ),
        _english_page,
    ),
    (
        PinKind.PAGE,
        "Pp",
        re.compile(
            rf"(?:[Pp]ages? |[Pp]p?\. ?)(?P<page>[0-9]{{1,4}})(?:{_TO}(?P<last_page>[0-9]{{1,4}}))?(?P<line>(?!))?(?![0-9])"
        ),
        _english_page,
    ),
    (
        PinKind.FIGURE,
        "図图附Ff",
        re.compile(rf"(?:図|附?图|[Ff]igs?\.? ?|FIGS?\.? ?|[Ff]igures? ){_FIGURES}"),
        _figure,
    ),
    (
        PinKind.CLAIM,
        "請权Cc",
        re.compile(
            rf"(?:請求項|权利要求|[Cc]laims? )(?P<first>[0-9]{{1,3}})(?:{_TO}(?P<last>[0-9]{{1,3}}))?"
        ),
        _plain,
    ),
    (
        PinKind.PARAGRAPH,
        "第",
        re.compile(rf"第(?P<first>[0-9]{{1,4}})(?:{_TO}第?(?P<last>[0-9]{{1,4}}))?段落"),
        _plain,
    ),
    (
        PinKind.COLUMN,  # 第3欄第10行～第4欄第5行, of an American patent
        f"第{DIGITS}",
        re.compile(
            rf"第?(?P<column>[0-9]{{1,3}})欄第?(?P<line>[0-9]{{1,3}})(?:行(?:目)?)?"
            rf"(?:{_TO}(?:第?(?P<last_column>[0-9]{{1,3}})欄)?第?(?P<last_line>[0-9]{{1,3}})行|(?<=[行目]))"
        ),
        _column,
    ),
    (
        PinKind.COLUMN,  # col. 3:15-20
        "Cc",
        re.compile(
            r"[Cc]ol(?:umn|\.)? ?(?P<column>[0-9]{1,3}):(?P<line>[0-9]{1,2})"
            r"(?: ?- ?(?:(?P<last_column>[0-9]{1,3}):)?(?P<last_line>[0-9]{1,2}))?"
        ),
        _column,
    ),
)
BY_CHARACTER = {
    character: tuple((kind, pattern, read) for kind, starts, pattern, read in _FORMS if character in starts)
    for character in {character for _, starts, _, _ in _FORMS for character in starts}
}
# Every alternative starts with one certain character, so that the search runs from candidate to candidate.
_OPENING = (
    r"段(?=落)|【(?=[0-9])|\[(?=[0-9])|P(?=ara|age|p?\. ?[0-9])|p(?=ara|age|p?\. ?[0-9])|¶(?<!¶¶)|C(?=ol|laim)"
    r"|c(?=ol|laim)|F(?=ig|IG)|f(?=ig)|図(?=[0-9])|图(?=[0-9])(?<!附图)|附(?=图[0-9])|請(?=求項)|权(?=利要求)|第(?=[0-9])"
)
_PAGE = "|".join(f"{digit}(?<![0-9]{digit})(?=[0-9 \\n~-]{{0,40}}(?:頁|ペ|欄))" for digit in DIGITS)
_OPENINGS = {True: re.compile(f"{_OPENING}|{_PAGE}"), False: re.compile(_OPENING)}


def opening_of(copy: str) -> re.Pattern[str]:
    """Where a pin-cite may begin; at figures only in a text that has the words for a page behind them."""
    return _OPENINGS["頁" in copy or "ペ" in copy or "欄" in copy]


# What goes on counting: 段落0012、0013; paragraphs 12, 15 and 20; FIGS. 1, 2 and 5; 図1、2参照.
_AND = r" {0,2}(?:、|・|及び|および|並びに|と|[,;] (?:and |or )?|and |or )"
_NO_MORE = r"(?![0-9A-Za-z]|[.,:/][0-9]| {0,3}\n {0,8}[0-9])"
_FURTHER = (
    (
        PinKind.PARAGRAPH,
        re.compile("段"),
        rf"\[?(?P<first>[0-9]{{4}})\]?(?:{_TO}\[?(?P<last>[0-9]{{4}})\]?)?(?![0-9年])",
    ),
    (
        PinKind.PARAGRAPH,
        re.compile("[Pp]ara(?:graph)?s"),
        rf"(?P<first>[0-9]{{1,4}})(?:{_TO}(?P<last>[0-9]{{1,4}}))?{_NO_MORE}",
    ),
    (
        PinKind.FIGURE,
        re.compile("F(?i:ig(?:ure)?s)|figs|figures"),
        rf"{_FIGURES}{_NO_MORE}",
    ),
    (
        PinKind.FIGURE,
        re.compile("図"),
        rf"{_FIGURES}(?=[、,)。]|参照|及び|および|に示|$)",
    ),
    (
        PinKind.CLAIM,
        re.compile("請求項"),
        rf"(?:請求項)?(?P<first>[0-9]{{1,3}})(?:{_TO}(?:請求項)?(?P<last>[0-9]{{1,3}}))?(?=[、,)。・のにを]|及び|および|並びに|又は|$)",
    ),
)
_LISTS = tuple(
    (kind, heads, re.compile(rf"{_AND}(?P<pin>{pattern})"), _figure if kind is PinKind.FIGURE else _plain)
    for kind, heads, pattern in _FURTHER
)
# By the characters their words may begin with.
LISTS = {
    character: one
    for characters, one in zip(("段", "Pp", "Ff", "図", "請"), _LISTS, strict=True)
    for character in characters
}
