"""PDF with a text layer: one block for each page, so that a citation names exactly the page it came from; gazettes
of the Japan Patent Office by the numbers of their claims and paragraphs.
"""

import re
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from portfolios.parsing.cleaning import clean, squeeze
from portfolios.parsing.document import (
    Block,
    FailureReason,
    Locator,
    LocatorKind,
    ParsedDocument,
    Section,
    Unreadable,
)
from portfolios.parsing.gazettes import is_gazette, read_gazette
from portfolios.parsing.joining import SOFT_BREAK, rejoin, words_of
from portfolios.parsing.languages import document_language
from portfolios.parsing.running_lines import without_running_lines
from portfolios.parsing.sizes import MAX_PAGES, check_characters
from portfolios.parsing.titles import title_of_name, usable_title
from portfolios.parsing.vertical import vertical_lines

_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)|/L\s+(\d+)[^>]*?/Linearized\b", re.S)
_LEAST_READABLE = 0.5  # share of characters that must mean something for a text layer to count as one
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_AFTER_SOFT_BREAK = re.compile(f"(?<={SOFT_BREAK})(?=.)")
_NARROWEST = 24  # columns: narrower lines are cells of tables and labels of figures
_LEADERS = re.compile(r"(?:[.．・·…‥] ?){5,}")  # the dots between an entry of a contents page and its number
_LISTED = 12
_TITLE_LENGTH = 120


def parse_pdf(content: bytes, name: str) -> ParsedDocument:
    """The document of a PDF; pages without text are named in its warnings, pages are counted from 1."""
    _check_end(content)
    document = _open(content)
    try:
        pages, warnings = _pages(document)
        titled = usable_title(document.get_metadata_dict().get("Title"))
        unread = (*warnings, *_without_text(pages))
        if is_gazette(pages[0]) and (gazette := read_gazette(document, warnings=unread)) is not None:
            return gazette
    finally:
        document.close()
    blocks = _blocks(pages)
    if not blocks:
        raise Unreadable(
            FailureReason.NO_TEXT_LAYER,
            f"None of the {len(pages)} pages has a text layer (scanned?); run text recognition and supply "
            "the result.",
        )
    _check_readable(blocks)
    first = next(squeeze(line) for line in blocks[0].text.split("\n") if line.strip())
    return ParsedDocument(
        format="pdf",
        kind="document",
        member="",
        title=titled or usable_title(first[:_TITLE_LENGTH]) or title_of_name(name),
        language=document_language(blocks),
        blocks=blocks,
        warnings=unread,
    )


def _check_end(content: bytes) -> None:
    """Raises Unreadable for a file cut off: readers repair such files silently and show only part of them."""
    linearized = _LINEARIZED.search(content, 0, 2048)
    promised = int(linearized[1] or linearized[2]) if linearized else 0
    if promised > len(content) or b"%%EOF" not in content:
        raise Unreadable(
            FailureReason.TRUNCATED,
            f"The PDF ends too early (after {len(content):,} bytes, without its end mark); supply the "
            "whole file again.",
        )


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Unreadable(
                FailureReason.ENCRYPTED,
                "The PDF is protected by a password; save it without one and supply it again.",
            ) from error
        raise Unreadable(
            FailureReason.MALFORMED, "The PDF is damaged and cannot be opened; export or supply it again."
        ) from error
    if len(document) > MAX_PAGES:
        document.close()
        raise Unreadable(
            FailureReason.TOO_LARGE,
            f"The PDF has more than {MAX_PAGES:,} pages; split it into smaller files.",
        )
    return document


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[list[str]], list[str]]:
    """The lines of every page as they stand on it, and warnings for pages that could not be read."""
    pages: list[list[str]] = []
    failed: list[int] = []
    count = 0
    for number in range(1, len(document) + 1):
        try:
            pages.append(_lines(document[number - 1]))
        except pypdfium2.PdfiumError:
            failed.append(number)
            pages.append([])
        count += sum(map(len, pages[-1]))
        check_characters(count)
    return pages, [f"Damaged and not read: {_listed(failed)}."] if failed else []


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    textpage = page.get_textpage()
    try:
        lines = vertical_lines(textpage)
        if lines is None:
            lines = re.split("\r\n|\r|\n", textpage.get_text_range())
        # PDFium runs lines together where a hyphen broke a word; they are two lines again for now.
        return [part for line in lines for part in _AFTER_SOFT_BREAK.split(line.replace("\x02", SOFT_BREAK))]
    finally:
        textpage.close()
        page.close()


def _blocks(pages: Sequence[Sequence[str]]) -> tuple[Block, ...]:
    words = words_of(line for page in pages for line in page)
    blocks = []
    for number, lines in enumerate(without_running_lines(pages), start=1):
        paragraphs = rejoin(lines, words, least_width=_NARROWEST)
        text = _LEADERS.sub(" … ", clean("\n".join(paragraphs))).strip()
        if text:
            blocks.append(Block(Section.BODY, Locator(LocatorKind.PAGE, str(number)), text))
    return tuple(blocks)


def _check_readable(blocks: Sequence[Block]) -> None:
    text = "".join(block.text for block in blocks)
    unmapped = len(_UNMAPPED.findall(text))
    if unmapped > len(text) * _LEAST_READABLE:
        raise Unreadable(
            FailureReason.NO_TEXT_LAYER,
            "The text layer of the PDF does not say which characters it shows; run text recognition and "
            "supply the result.",
        )


def _without_text(pages: Sequence[Sequence[str]]) -> tuple[str, ...]:
    empty = [number for number, lines in enumerate(pages, start=1) if not any(line.strip() for line in lines)]
    return (f"Without text (scanned or blank?): {_listed(empty)}.",) if empty else ()


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_LISTED]))
    more = f" and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"
