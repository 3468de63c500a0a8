"""From the pages of a gazette to its document."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import pypdfium2

from portfolios.parsing.cleaning import clean, squeeze
from portfolios.parsing.document import Block, Locator, LocatorKind, ParsedDocument, Section
from portfolios.parsing.gazettes.characters import characters, rows
from portfolios.parsing.gazettes.columns import Line, lines_in_order, row_text
from portfolios.parsing.gazettes.front import Front, read_front
from portfolios.parsing.joining import join, starts_item
from portfolios.parsing.languages import document_language
from portfolios.parsing.outline import Outline
from portfolios.parsing.sizes import check_characters

_OFFICE = re.compile(r"\(19\)日本国特許庁\(JP\)")
_GAZETTE = re.compile(r"\(12\)\S{0,12}公報\([ABUY][0-9]?\)")
_RUNNING = re.compile(
    r"(?:\(\d{1,4}\)|JP\s?[\dA-Z][\d -]{4,16}[ABUY]\d?|\d{4}\.\d{1,2}\.\d{1,2}"
    r"|(?:特開|特表|実開|特許|実用新案登録)第?\s?[昭平令]?[\d-]+号?|)"
)
_EDGE = 2  # rows at the top and at the foot of a page that may be running lines
_TEXT_BEGINS = re.compile(r"(?:\([0-9]{2}\))?\s*【(?!(?:発明|考案)の名称)")
_CODE_BEFORE = re.compile(r"[(（][0-9０-９]{2}[)）]\s*(?=【)")
_DRAWING = re.compile(
    r"【図[0-9０-９]{1,3}(?:[(（]?[a-zA-Zａ-ｚＡ-Ｚ][)）]?)?】(?:\s*\|\s*【図[0-9０-９]{1,3}】)*"
)
_DRAWINGS = "図面"
_AFTER = ("フロントページの続き",)
_Numbered = tuple[str, int]


def is_gazette(first_page: Sequence[str]) -> bool:
    """Whether the lines of a first page are those of a gazette of the Japan Patent Office."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", "\n".join(first_page)))
    return _OFFICE.search(text) is not None and _GAZETTE.search(text) is not None


def read_gazette(document: pypdfium2.PdfDocument, *, warnings: tuple[str, ...]) -> ParsedDocument | None:
    """The document of a gazette; None where its front page or its numbered text cannot be made out."""
    pages = [_page(document, number) for number in range(len(document))]
    front_lines = _front_lines(pages[0])
    front = read_front([line.text for line in front_lines])
    if front is None:
        return None
    body = _paragraphs([pages[0][len(front_lines) :], *pages[1:]])
    blocks = (*_front_blocks(front, front_lines), *_body_blocks(body))
    if not any(block.locator.kind in (LocatorKind.CLAIM, LocatorKind.PARAGRAPH) for block in blocks):
        return None
    check_characters(sum(len(block.text) for block in blocks))
    kind = "application" if front.bibliography.kind_code.startswith("A") else "grant"
    return ParsedDocument(
        format=f"jp-{kind}-pdf",
        kind=kind,
        member="",
        title=front.title or front.bibliography.publication_number,
        language=document_language(blocks),
        blocks=blocks,
        bibliography=front.bibliography,
        warnings=warnings,
    )


def _page(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    """The lines of a page in reading order without its running lines."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        found = rows(characters(textpage))
        last = len(found) - _EDGE
        if number == 0:
            return lines_in_order(found, page.get_width(), always=True)
        kept = [row for at, row in enumerate(found) if _EDGE <= at < last or not _is_running(row_text(row))]
        return lines_in_order(kept, page.get_width())
    finally:
        textpage.close()
        page.close()


def _is_running(text: str) -> bool:
    """Whether a line is nothing but the number of the page, of the gazette and its date."""
    plain = unicodedata.normalize("NFKC", text)
    return not _RUNNING.sub("", plain).strip()


def _front_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines before the abstract or the claims begin."""
    for at, line in enumerate(lines):
        if _TEXT_BEGINS.match(unicodedata.normalize("NFKC", line.text)):
            return list(lines[:at])
    return list(lines)


def _front_blocks(front: Front, lines: Sequence[Line]) -> Iterator[Block]:
    if front.title:
        yield Block(Section.TITLE, Locator(LocatorKind.HEADING, "発明の名称"), squeeze(front.title))
    text = clean("\n".join("\n".join(cell for _, cell in line.cells) for line in lines)).strip()
    if text:
        yield Block(Section.BODY, Locator(LocatorKind.PAGE, "1"), text)


def _body_blocks(paragraphs: Sequence[_Numbered]) -> tuple[Block, ...]:
    outline = Outline()
    drawings = False
    listing = False
    for text, page in paragraphs:
        listing = text.startswith("【図面の簡単な説明】") or (listing and not _ends_listing(text))
        if text.strip() in _AFTER or (not drawings and not listing and _DRAWING.fullmatch(text.strip())):
            drawings = True
            outline.heading(1, text if text.strip() in _AFTER else _DRAWINGS)
        elif _begins_anew(text):
            drawings = False
        fallback = Locator(LocatorKind.PAGE, str(page))
        if text.strip() not in _AFTER:
            outline.paragraph(text, fallback=fallback if drawings or not outline.under_heading else None)
    return outline.finish()


def _ends_listing(text: str) -> bool:
    """Whether the list of drawings is over: at the next heading that is none of a drawing or paragraph."""
    return text.startswith("【") and not re.match(r"【(?:図|[0-9０-９]{4,5}】)", text)


def _begins_anew(text: str) -> bool:
    return text.startswith(("【手続補正", "【書類名】", "【国際調査報告】"))


def _paragraphs(pages: Sequence[Sequence[Line]]) -> list[_Numbered]:
    """The lines joined into paragraphs, over the ends of columns and pages, each with its first page."""
    found: list[_Numbered] = []
    before: Line | None = None
    for number, lines in enumerate(pages, start=1):
        for line in lines:
            text = _CODE_BEFORE.sub("", line.text.strip())
            if before is not None and found and _goes_on(before, line, text):
                found[-1] = (join(found[-1][0], text), found[-1][1])
            else:
                found.append((text, number))
            before = line
    return found


def _goes_on(before: Line, line: Line, text: str) -> bool:
    if before.is_row or line.is_row or line.indented or starts_item(text):
        return False
    return before.reaches_edge and not re.fullmatch(r"【[^【】]*】", before.text.strip())
