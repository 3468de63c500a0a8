"""Word documents in reading order: headings, paragraphs, lists, tables, text boxes and footnotes."""

import io
from collections.abc import Iterator
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from portfolios.parsing.document import FailureReason, ParsedDocument, Unreadable
from portfolios.parsing.languages import document_language
from portfolios.parsing.outline import Outline
from portfolios.parsing.sizes import check_characters
from portfolios.parsing.titles import title_of_name, usable_title
from portfolios.parsing.word_styles import TITLE_LEVEL, Styles
from portfolios.parsing.word_text import Footnotes, boxes, local_name, paragraph_text, table_lines

_STRICT = b"http://purl.oclc.org/ooxml/"


def parse_word(content: bytes, name: str) -> ParsedDocument:
    """The document of a .docx file; text before its first heading stands under its title."""
    document = _open(content)
    styles = Styles(document)
    title = usable_title(document.core_properties.title) or _titled(document, styles) or title_of_name(name)
    outline = Outline(title=title)
    footnotes = Footnotes(document.part)
    for element in _flow(document.element.body):
        _add(outline, element, styles, footnotes)
    blocks = outline.finish()
    if not blocks:
        raise Unreadable(FailureReason.EMPTY, "The Word document holds no text; supply the file again.")
    check_characters(sum(len(block.text) for block in blocks))
    return ParsedDocument(
        format="docx",
        kind="document",
        member="",
        title=outline.title,
        language=document_language(blocks),
        blocks=blocks,
    )


def _open(content: bytes) -> Document:
    try:
        return docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, OpcError, BadZipFile, etree.XMLSyntaxError, OSError) as error:
        if _STRICT.decode() in str(error) or "officeDocument" in str(error):
            raise Unreadable(
                FailureReason.UNSUPPORTED,
                "The document is in the variant “Strict Open XML”; save it as an ordinary Word document "
                "(.docx).",
            ) from error
        raise Unreadable(
            FailureReason.MALFORMED,
            "The Word document is damaged inside; open it in Word, save it again and supply that.",
        ) from error


def _titled(document: Document, styles: Styles) -> str:
    """The words of the first paragraph styled as title, else of the first heading of level 1."""
    headings: dict[int, str] = {}
    for element in _flow(document.element.body):
        level = styles.level(element) if local_name(element) == "p" else None
        if level is not None and level not in headings and (text := paragraph_text(element).strip()):
            headings[level] = " ".join(text.split())
        if TITLE_LEVEL in headings:
            break
    return headings.get(TITLE_LEVEL) or headings.get(1, "")


def _flow(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also those inside content controls and tracked insertions."""
    for child in parent:
        name = local_name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _flow(child)


def _add(outline: Outline, element: etree._Element, styles: Styles, footnotes: Footnotes) -> None:
    if local_name(element) == "tbl":
        outline.table("\n".join(table_lines(element)))
        return
    if styles.is_contents(element):
        return
    text = paragraph_text(element)
    level = styles.level(element)
    if level is not None and text.strip():
        outline.heading(max(level, 1), text)
    elif text.strip():
        outline.paragraph(styles.list_mark(element) + text.strip())
    for line in (*boxes(element), *footnotes.of(element)):
        outline.paragraph(line)
