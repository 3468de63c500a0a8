"""The text inside Word's paragraphs and tables: what a reader sees, without deletions and hidden text."""

from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from portfolios.parsing.office_maths import equation
from portfolios.parsing.patentxml.scripts import lowered, raised

_UNSEEN = frozenset({"del", "moveFrom", "pPr", "rPr", "instrText", "txbxContent", "Fallback", "delText"})
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_FALSE = frozenset({"0", "false", "off"})


def local_name(element: etree._Element) -> str:
    """The name without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def paragraph_text(paragraph: etree._Element) -> str:
    """The visible text of a paragraph, text boxes left to boxes()."""
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name in ("oMath", "oMathPara"):
            yield f" {equation(child)} "
        elif name == "footnoteReference":
            yield f"[{child.get(qn('w:id'), '')}]"
        elif name == "r":
            yield _run(child)
        elif name not in _UNSEEN:
            yield from _pieces(child)


def _run(run: etree._Element) -> str:
    properties = run.find(qn("w:rPr"))
    if properties is not None and _is_on(properties.find(qn("w:vanish"))):
        return ""
    text = "".join(_pieces(run))
    align = properties.find(qn("w:vertAlign")) if properties is not None else None
    place = align.get(qn("w:val")) if align is not None else None
    if place == "subscript":
        return lowered(text)
    return raised(text) if place == "superscript" and not text.startswith("[") else text


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(qn("w:val"), "true").lower() not in _FALSE


def boxes(paragraph: etree._Element) -> Iterator[str]:
    """The paragraphs of text boxes anchored in the paragraph, each once: files hold them in two forms."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(local_name(above) in ("Fallback", "txbxContent") for above in box.iterancestors()):
            yield from _box_lines(box)


def _box_lines(box: etree._Element) -> Iterator[str]:
    for child in box:
        if local_name(child) == "p" and (text := paragraph_text(child).strip()):
            yield text
        elif local_name(child) == "tbl":
            yield "\n".join(table_lines(child))


def table_lines(table: etree._Element) -> Iterator[str]:
    """Rows as lines, cells between bars; a cell's own paragraphs and tables are put on one line."""
    for row in table.iterchildren(qn("w:tr")):
        cells = [" ".join(_cell(cell).split()) for cell in _cells(row)]
        if any(cells):
            yield " | ".join(cells).rstrip(" |") if not cells[-1] else " | ".join(cells)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if local_name(child) == "tc":
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "ins"):
            yield from _cells(child)


def _cell(cell: etree._Element) -> str:
    parts = []
    for child in cell:
        name = local_name(child)
        if name == "p":
            parts.append(" ".join([paragraph_text(child), *boxes(child)]))
        elif name == "tbl":
            parts.append("; ".join(table_lines(child)))
        elif name in ("sdt", "sdtContent", "ins"):
            parts.append(_cell(child))
    return " ".join(parts)


class Footnotes:
    """The footnotes of a document, put after the paragraph that refers to them."""

    def __init__(self, part: Any) -> None:
        self._texts: dict[str, str] = {}
        for relation in part.rels.values():
            if not relation.is_external and relation.reltype.endswith("/footnotes"):
                for note in parse_xml(relation.target_part.blob):
                    lines = (paragraph_text(child).strip() for child in note.iter(qn("w:p")))
                    self._texts[note.get(qn("w:id"), "")] = " ".join(filter(None, lines))

    def of(self, paragraph: etree._Element) -> Iterator[str]:
        for reference in paragraph.iter(qn("w:footnoteReference")):
            number = reference.get(qn("w:id"), "")
            if text := self._texts.get(number):
                yield f"({number}) {text}"
