"""The front page of a publication as a passage: what is held of its bibliographic data, by the INID codes of WIPO ST.9.

It is made of what was read from the publication when it was taken in, and stands beside its passages, not among them.
"""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from kaas.retrieval.search import Hit
from portfolios.catalogue import Bibliography, DocumentView
from portfolios.identifiers import kind_meaning

PLACE = {"en": "Bibliographic data", "ja": "書誌事項"}
SECTION = "front page"
# Where a patent is granted on the day on which it is published: 35 U.S.C. 153 and 251, Article 97(3) EPC. A Japanese one is
# registered before that (Patent Act, section 66).
GRANTED_WHEN_PUBLISHED = {
    "US": {"B", "B1", "B2", "E", "E1", "P", "P2", "P3", "S", "S1"},
    "EP": {"B1"},
}
# The United States took the codes of ST.16 on this day: before it a patent was an A, and a B1 certified a re-examination.
NEW_CODES = date(2001, 1, 2)


class Line(StrEnum):
    """A line of a front page, in the order in which they stand."""

    NUMBER = "11"
    KIND = "12"
    TITLE = "54"
    INVENTORS = "72"
    APPLICANTS = "71"
    APPLICATION = "21"
    FILED = "22"
    PUBLISHED = "43"
    GRANTED = "45"
    CLASSES = "51"


_NAMES = {
    "en": {
        Line.NUMBER: "Publication number",
        Line.KIND: "Kind of document",
        Line.TITLE: "Title",
        Line.INVENTORS: "Inventors",
        Line.APPLICANTS: "Applicant",
        Line.APPLICATION: "Application number",
        Line.FILED: "Filing date",
        Line.PUBLISHED: "Publication date",
        Line.GRANTED: "Date of publication and of grant",
        Line.CLASSES: "Classification",
    },
    "ja": {
        Line.NUMBER: "公報番号",
        Line.KIND: "公報種別",
        Line.TITLE: "発明の名称",
        Line.INVENTORS: "発明者",
        Line.APPLICANTS: "出願人",
        Line.APPLICATION: "出願番号",
        Line.FILED: "出願日",
        Line.PUBLISHED: "発行日",
        Line.GRANTED: "発行日(特許付与の日)",
        Line.CLASSES: "分類",
    },
}


def front_page(document: DocumentView) -> Hit | None:
    """The front page, in the document's language; None of what is no publication, or of which nothing can be read."""
    bibliography, summary = document.bibliography, document.summary
    if bibliography is None or not document.passages:
        return None
    language = "ja" if summary.language == "ja" else "en"
    text = "\n".join(
        f"({line.value}) {_NAMES[language][line]}: {said}"
        for line, said in _said(bibliography, summary.title, language)
        if said
    )
    place = PLACE[language]
    passage = replace(
        document.passages[0],
        id=id_of(summary.id),
        section=SECTION,
        locator_kind="heading",
        locator_value=place,
        headings=(),
        text=text,
        language=language,
    )
    return Hit(1, 0.0, passage, summary)


def id_of(document: uuid.UUID) -> uuid.UUID:
    """Under which the front page of a document is cited."""
    return uuid.uuid5(document, SECTION)


def lines_of(page: Hit, wanted: Iterable[Line]) -> str:
    """The lines of a front page from the first to the last of these; empty where it has none of them."""
    codes = tuple(f"({line.value})" for line in wanted)
    lines = page.passage.text.split("\n")
    at = [place for place, line in enumerate(lines) if line.startswith(codes)]
    return "\n".join(lines[at[0] : at[-1] + 1]) if at else ""


def says_who_invented(lines: str) -> bool:
    """Whether lines of a front page name inventors."""
    return any(line.startswith(f"({Line.INVENTORS.value})") for line in lines.split("\n"))


def _said(page: Bibliography, title: str, language: str) -> list[tuple[Line, str]]:
    published = page.publication_date.isoformat() if page.publication_date else ""
    return [
        (Line.NUMBER, page.publication_number),
        (Line.KIND, ", ".join(filter(None, (page.kind_code, _meaning(page, language))))),
        (Line.TITLE, title),
        (Line.INVENTORS, "; ".join(page.inventors)),
        (Line.APPLICANTS, "; ".join(page.applicants)),
        (Line.APPLICATION, page.application_number),
        (Line.FILED, page.filing_date.isoformat() if page.filing_date else ""),
        (Line.GRANTED if _is_granted(page) else Line.PUBLISHED, published),
        (Line.CLASSES, "; ".join(page.classifications)),
    ]


def _has_old_code(page: Bibliography) -> bool:
    return page.office == "US" and page.publication_date is not None and page.publication_date < NEW_CODES


def _is_granted(page: Bibliography) -> bool:
    """Whether the day of publication is that of grant."""
    if _has_old_code(page):
        return page.kind_code in {"A", "E", "E1", "P", "S", "S1"}
    return page.kind_code in GRANTED_WHEN_PUBLISHED.get(page.office, ())


def _meaning(page: Bibliography, language: str) -> str:
    code = page.kind_code
    if _has_old_code(page) and code in {"B1", "B2", "B3"}:
        code = f"C{code[1]}"  # what is a C today
    kind = kind_meaning(page.office, code)
    return (kind.ja if language == "ja" else kind.en) if kind else ""
