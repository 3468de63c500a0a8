"""From bytes to documents: the one place that knows which reader takes which format."""

from pathlib import PurePosixPath

from portfolios.parsing.archive import gunzip
from portfolios.parsing.detection import Format, detect
from portfolios.parsing.document import ParsedDocument, ParseFailure
from portfolios.parsing.failures import failure_of
from portfolios.parsing.markdown_text import parse_markdown
from portfolios.parsing.patentxml import parse_patent_xml
from portfolios.parsing.pdf import parse_pdf
from portfolios.parsing.plaintext import parse_text
from portfolios.parsing.sizes import check_size
from portfolios.parsing.slides import parse_slides
from portfolios.parsing.word import parse_word
from portfolios.parsing.workbooks import parse_workbook

_READERS = {
    Format.TEXT: parse_text,
    Format.MARKDOWN: parse_markdown,
    Format.PDF: parse_pdf,
    Format.DOCX: parse_word,
    Format.XLSX: parse_workbook,
    Format.PPTX: parse_slides,
}
_GZIP = b"\x1f\x8b\x08"


def parse(content: bytes, *, name: str) -> list[ParsedDocument | ParseFailure]:
    """The documents of a file, or why it could not be read: one entry, or one for each member of a bulk
    file.

    Never raises, whatever the bytes. The format is decided by the content and must agree with the name's
    suffix; a gzip file (".xml.gz") is unpacked first. Text comes without control and invisible characters.
    """
    try:
        return _parse(content, PurePosixPath(name.replace("\\", "/")).name)
    except Exception as error:
        return [failure_of(error)]


def _parse(content: bytes, name: str) -> list[ParsedDocument | ParseFailure]:
    check_size(content)
    if content.startswith(_GZIP):
        content, name = gunzip(content), name.removesuffix(".gz")
        check_size(content)
    found = detect(content, name)
    if found is Format.PATENT_XML:
        return parse_patent_xml(content)
    return [_READERS[found](content, name)]
