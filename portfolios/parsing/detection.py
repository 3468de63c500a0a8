"""What a file is, decided by its content; its name's suffix must agree.

A file whose content contradicts its name is refused even where the content could be read: a ".pdf" that
holds a web page is usually a failed download, and a document that is not what its owner thinks should be
looked at, not filed.
"""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from portfolios.parsing.archive import check_archive
from portfolios.parsing.cleaning import squeeze
from portfolios.parsing.document import FailureReason, Unreadable


class Format(StrEnum):
    PATENT_XML = "patent-xml"
    TEXT = "text"
    MARKDOWN = "markdown"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"


SUFFIXES: dict[str, Format] = {
    ".xml": Format.PATENT_XML,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".csv": Format.TEXT,
    ".tsv": Format.TEXT,
    ".log": Format.TEXT,
    "": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".pptx": Format.PPTX,
    ".pptm": Format.PPTX,
}
_READ = (
    "read are patent XML (U.S. version 4, European, Japanese gazettes), PDF, Word (.docx), Excel (.xlsx), "
    "PowerPoint (.pptx), Markdown and plain text"
)
_LONGEST_SUFFIX = 20
_PDF_WINDOW = 1024  # the header may stand anywhere in the first kilobyte
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = {
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"II*\x00": "TIFF image",
    b"MM\x00*": "TIFF image",
    b"BM": "bitmap image",
    b"Rar!": "RAR archive",
    b"7z\xbc\xaf": "7-Zip archive",
    b"BZh": "bzip2 archive",
    b"\xfd7zXZ": "xz archive",
    b"\x7fELF": "program",
    b"MZ": "program",
    b"{\\rtf": "RTF document",
    b"%!PS": "PostScript document",
    b"\x00\x00\x00\x0cjP": "JPEG 2000 image",
}
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|div|p|table|meta)\b", re.I | re.S
)
_XML = re.compile(
    rb"\s*<(?:\?xml\s|!DOCTYPE\s|us-patent-(?:grant|application)\b|ep-patent-document\b|jp-official-gazette\b"
    rb"|(?:\w+:)?(?:Unexamined|Registered|International)\w*Publication\b)"
)
_TEXTUAL = frozenset({Format.TEXT, Format.MARKDOWN})


def detect(content: bytes, name: str) -> Format:
    """The format to read the content as; Unreadable when it is none of ours or not what the name says."""
    suffix = squeeze(PurePosixPath(name.replace("\\", "/")).suffix.lower())[:_LONGEST_SUFFIX]
    expected = SUFFIXES.get(suffix)
    found, label = _found(content, suffix)
    if found is None:
        raise _not_read(label, suffix, expected)
    if expected is None:
        raise Unreadable(
            FailureReason.UNSUPPORTED,
            f"Files ending in “{suffix}” are not read; {_READ}. This one looks like {label}: rename it if "
            "it is that.",
        )
    if found == expected or {found, expected} <= _TEXTUAL:
        return expected
    raise _mislabelled(label, suffix)


def _found(content: bytes, suffix: str) -> tuple[Format | None, str]:
    """The format by content, None for one that is not read, and the words for it."""
    if (at := content.find(b"%PDF-", 0, _PDF_WINDOW)) >= 0 and not content[:at].strip(
        b"\x00\r\n\t \xef\xbb\xbf"
    ):
        return Format.PDF, "a PDF"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(content)
    if content.startswith(_OLE):
        return _ole_format(content, suffix)
    head = _ascii(content[:4096])
    if _HTML.match(head) or (head.lstrip().startswith(b"<?xml") and b"<html" in head[:1024].lower()):
        return None, "a web page (HTML)"
    if _XML.match(head):
        return Format.PATENT_XML, "XML"
    label = next((words for magic, words in _BINARY.items() if content.startswith(magic)), None)
    if label is not None and (
        b"\x00" in content[:512] or not content[:8].isascii() or label.endswith("document")
    ):
        return None, f"a {label}"
    return Format.TEXT, "plain text"


def _ascii(head: bytes) -> bytes:
    """The head with byte order mark and the zeros of UTF-16 taken away, for looking at markup only."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _zip_format(content: bytes) -> tuple[Format | None, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_archive(archive)
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(
            FailureReason.TRUNCATED if b"PK\x05\x06" not in content[-66_000:] else FailureReason.MALFORMED,
            "The file begins like an Office document or ZIP archive but its directory is missing or damaged; "
            "supply the whole file again.",
        ) from error
    if "word/document.xml" in names:
        return Format.DOCX, "a Word document"
    if "xl/workbook.xml" in names:
        return Format.XLSX, "an Excel workbook"
    if "ppt/presentation.xml" in names:
        return Format.PPTX, "a PowerPoint presentation"
    if "mimetype" in names and "content.xml" in names:
        return None, "an OpenDocument file"
    return None, "a ZIP archive"


def _ole_format(content: bytes, suffix: str) -> tuple[None, str]:
    """Compound files hold either an encrypted Office document or one of the formats before 2007."""
    if _utf16("EncryptedPackage") in content or _utf16("EncryptionInfo") in content:
        raise Unreadable(
            FailureReason.ENCRYPTED,
            "The Office document is protected by a password; save it without one and supply it again.",
        )
    if _utf16("__substg1.0") in content:
        return None, "an Outlook message"
    return None, {
        ".xls": "an Excel workbook of the old format",
        ".ppt": "a PowerPoint file of the old format",
    }.get(suffix, "a Word document of the old format (.doc)")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _not_read(label: str, suffix: str, expected: Format | None) -> Unreadable:
    if expected is None or suffix == "":
        return Unreadable(
            FailureReason.UNSUPPORTED,
            f"The file is {label}, which is not read; {_READ}. Convert it to one of these.",
        )
    return _mislabelled(label, suffix)


def _mislabelled(label: str, suffix: str) -> Unreadable:
    return Unreadable(
        FailureReason.MISLABELLED,
        f"The name ends in “{suffix or '(nothing)'}” but the content is {label}; files whose name and "
        "content disagree "
        "are not read: check that it is the right file and give it the right suffix.",
    )
