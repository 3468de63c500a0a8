"""A bulk file is many XML documents one after another, each with its own declaration; one may be bad,
others go on.
"""

import re
from collections.abc import Callable
from contextlib import suppress

from lxml import etree

from portfolios.parsing.document import FailureReason, ParsedDocument, ParseFailure, Unreadable
from portfolios.parsing.failures import failure_of
from portfolios.parsing.patentxml.entities import without_entities
from portfolios.parsing.patentxml.europe import EP_ROOT, read_european
from portfolios.parsing.patentxml.japan import GAZETTE, PUBLICATIONS, read_japanese
from portfolios.parsing.patentxml.reading import read_patent

_DECLARATION = re.compile(rb"<\?xml\s")
_DOCTYPE = re.compile(rb"\s*<!DOCTYPE\s+[\w:.-]+[^\[>]*(?:\[.*?\]\s*)?>", re.S)
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->)", re.S)
_ROOT = re.compile(rb"\s*<([A-Za-z_][\w:.-]*)")
_INSTEAD = "which is not read; supply a version 4 file or a PDF"
_LISTING = "a sequence listing that accompanies a patent, not a document of its own; its text is not read"
_KNOWN = {
    "sequence-cwu": _LISTING,
    "PATDOC": f"a U.S. grant in the XML of 2001 to 2004 (version 2), {_INSTEAD}",
    "patent-application-publication": f"a U.S. application in the XML before 2005 (version 1), {_INSTEAD}",
}
_READERS: dict[str, Callable[[etree._Element, str], ParsedDocument]] = {
    "us-patent-grant": read_patent,
    "us-patent-application": read_patent,
    EP_ROOT: read_european,
    **dict.fromkeys((GAZETTE, *PUBLICATIONS), read_japanese),
}
_ENCODED = re.compile(rb"\s*<\?xml[^>]*?\s(encoding=[\"']([\w.:-]+)[\"'])")
_JAPANESE_ENCODINGS = {
    "euc-jp": ("euc_jp", "euc_jis_2004"),  # the second knows ① and the like, which users write all the same
    **dict.fromkeys(("shift_jis", "shift-jis", "windows-31j", "x-sjis"), ("cp932",)),
}


def parse_patent_xml(content: bytes) -> list[ParsedDocument | ParseFailure]:
    """Every document of the file in order; member is its place, counted from 1, or empty when it is the
    only one.
    """
    members = _split(_as_utf8(content))
    if len(members) == 1:
        return [_read(members[0], "")]
    return [_read(member, str(place)) for place, member in enumerate(members, start=1)]


def _as_utf8(content: bytes) -> bytes:
    """UTF-16 made UTF-8, whose markup can be found byte by byte; everything else is declared by each member
    itself.
    """
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise Unreadable(
            FailureReason.MALFORMED,
            f"The XML is marked as UTF-16 but byte {error.start} does not fit; save it again.",
        ) from error
    return re.sub(r"(<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']", r"\1", text).encode()


def _split(content: bytes) -> list[bytes]:
    """The file cut before each XML declaration."""
    starts = [match.start() for match in _DECLARATION.finditer(content)]
    if not starts or content[: starts[0]].strip():
        starts.insert(0, 0)
    return [content[start:end] for start, end in zip(starts, [*starts[1:], len(content)], strict=True)]


def _read(content: bytes, member: str) -> ParsedDocument | ParseFailure:
    try:
        root = _root(_decoded(content))
        return _READERS[etree.QName(root).localname](root, member)
    except Exception as error:
        return failure_of(error, member)


def _decoded(content: bytes) -> bytes:
    """The Japanese encodings made UTF-8 with the tables of their users, which know more than the standards do."""
    declared = _ENCODED.match(content)
    encodings = _JAPANESE_ENCODINGS.get(declared[2].decode().lower(), ()) if declared else ()
    if declared is None or not encodings:
        return content
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding).replace(declared[1].decode(), "", 1).encode()
    raise Unreadable(
        FailureReason.MALFORMED,
        f"The XML is declared as {declared[2].decode()} but its bytes do not fit; get the file from its source "
        "again.",
    )


def _root(content: bytes) -> etree._Element:
    """The parsed root of one document; Unreadable when it is not one of ours or not well-formed."""
    plain, lines_cut = _without_doctype(content)
    name = _root_name(plain)
    if name.rpartition(":")[2] not in _READERS:
        what = _KNOWN.get(name, f"XML with the root <{name[:60]}>" if name else "XML without any element")
        ending = (
            "."
            if name in _KNOWN
            else "; read are U.S. patents (version 4), European patents and Japanese gazettes."
        )
        raise Unreadable(FailureReason.UNSUPPORTED, f"This is {what}{ending}")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(without_entities(plain), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _malformed(content, name, lines_cut, error) from error


def _without_doctype(content: bytes) -> tuple[bytes, int]:
    """The content without its document type, and how many lines that took away."""
    if (match := _DOCTYPE.match(content, _after_prolog(content))) is None:
        return content, 0
    return content[: match.start()] + content[match.end() :], match[0].count(b"\n")


def _after_prolog(content: bytes) -> int:
    place = 0
    while (match := _PROLOG.match(content, place)) is not None:
        place = match.end()
    return place


def _root_name(content: bytes) -> str:
    match = _ROOT.match(content, _after_prolog(content))
    return match[1].decode("ascii", "replace") if match else ""


def _malformed(content: bytes, name: str, lines_cut: int, error: Exception) -> Unreadable:
    if f"</{name}>".encode() not in content:
        return Unreadable(
            FailureReason.TRUNCATED,
            f"The XML ends before its closing </{name}>; supply the whole file again.",
        )
    position = getattr(error, "position", (0, 0))
    line = f" at line {position[0] + lines_cut}" if position and position[0] else ""
    message = str(error).split(", line")[0]
    return Unreadable(
        FailureReason.MALFORMED,
        f"The XML is not well-formed{line} ({message}); get the file from its source again.",
    )
