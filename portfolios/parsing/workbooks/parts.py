"""The parts of a workbook: its sheets in order, its texts, its formats. Names without namespace, so that both
variants of the standard (ECMA-376 transitional and strict) are read alike.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS  # type: ignore[import-untyped]

from portfolios.parsing.archive import MAX_UNPACKED
from portfolios.parsing.cleaning import squeeze
from portfolios.parsing.document import FailureReason, Unreadable
from portfolios.parsing.patentxml.scripts import lowered, raised

WORKBOOK = "xl/workbook.xml"
GENERAL = "General"
_LONGEST_NAME = 100  # Excel allows 31 characters
# Formats that mean something else in each country's Excel; those of Japan (ISO/IEC 29500-1, 18.8.30).
_JAPANESE_FORMATS = {
    14: "yyyy-mm-dd",
    22: "yyyy-mm-dd h:mm",
    **dict.fromkeys((27, 36, 50, 57), "ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), 'ggge"年"m"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet and where its cells are; a chart sheet has none."""

    name: str
    path: str
    hidden: bool
    is_chart: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sheets of a workbook share. formats is by the number of a cell's style."""

    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool


def local_name(element: etree._Element) -> str:
    """The name without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_parts(archive: zipfile.ZipFile) -> Parts:
    """The parts; Unreadable where the workbook does not say what its sheets are."""
    workbook = _tree(archive, WORKBOOK)
    if workbook is None or local_name(workbook) != "workbook":
        raise Unreadable(
            FailureReason.MALFORMED, "The Excel workbook has no list of its sheets; save it again in Excel."
        )
    settings = workbook.find("{*}workbookPr")
    since_1904 = settings is not None and settings.get("date1904") in ("1", "true", "on")
    return Parts(
        sheets=tuple(_sheets(workbook, _targets(archive))),
        texts=tuple(_texts(archive)),
        formats=tuple(_formats(_tree(archive, "xl/styles.xml"))),
        since_1904=since_1904,
    )


def elements(archive: zipfile.ZipFile, path: str, *names: str) -> Iterator[etree._Element]:
    """The elements of these names one by one, each forgotten when the next is asked for; entities stay closed."""
    if path not in archive.namelist():
        return
    tags = tuple(f"{{*}}{name}" for name in names)
    with archive.open(path) as stream:
        for _, element in etree.iterparse(
            stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            yield element
            element.clear()
            while element.getprevious() is not None and (above := element.getparent()) is not None:
                del above[0]


def _tree(archive: zipfile.ZipFile, path: str) -> etree._Element | None:
    if path not in archive.namelist():
        return None
    with archive.open(path) as stream:
        content = stream.read(MAX_UNPACKED)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(content, parser)


def _targets(archive: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """By relation: the path of a part, and whether it is a sheet of a chart or dialog."""
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    found = {}
    for relation in relations:
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        found[relation.get("Id", "")] = (path, not relation.get("Type", "").endswith("/worksheet"))
    return found


def _sheets(workbook: etree._Element, targets: dict[str, tuple[str, bool]]) -> Iterator[SheetPart]:
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        relation = next((str(sheet.attrib[key]) for key in sheet.attrib if str(key).endswith("}id")), "")
        path, is_chart = targets.get(relation, ("", False))
        yield SheetPart(
            squeeze(sheet.get("name", ""))[:_LONGEST_NAME] or "—",
            path,
            sheet.get("state", "visible") != "visible",
            is_chart,
        )


def _texts(archive: zipfile.ZipFile) -> Iterator[str]:
    """The texts that cells share, in order."""
    for item in elements(archive, "xl/sharedStrings.xml", "si"):
        yield rich_text(item)


def rich_text(item: etree._Element) -> str:
    """The text of its runs; the readings of kanji (rPh) are not part of it."""
    parts = []
    for child in item:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.append(_run(child))
    return "".join(parts)


def _run(run: etree._Element) -> str:
    text = "".join(part.text or "" for part in run.iterfind("{*}t"))
    align = run.find("{*}rPr/{*}vertAlign")
    place = align.get("val") if align is not None else ""
    if place == "subscript":
        return lowered(text)
    return raised(text) if place == "superscript" else text


def _formats(styles: etree._Element | None) -> Iterator[str]:
    """The number format of each cell style."""
    if styles is None:
        return
    own = {
        found.get("numFmtId", ""): found.get("formatCode", GENERAL)
        for found in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    for style in styles.iterfind("{*}cellXfs/{*}xf"):
        number = style.get("numFmtId", "0")
        standard = int(number) if number.isdecimal() else 0
        yield own.get(number) or _JAPANESE_FORMATS.get(standard) or BUILTIN_FORMATS.get(standard, GENERAL)
