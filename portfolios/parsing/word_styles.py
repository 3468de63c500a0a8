"""What the style of a Word paragraph says about it: a heading of which level, an entry of a list or of the
contents.
"""

import re

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

TITLE_LEVEL = 0
_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9１-９])", re.I)
_TITLE = frozenset({"title", "表題"})
_CONTENTS = re.compile(r"(?:toc|目次)\s*[0-9]", re.I)
_DEEPEST = 20  # styles may be based on one another; a circle must not hold us
_BODY_LEVEL = 9  # Word's outline level for "body text"


class Styles:
    """The paragraph styles of one document, by their identifier."""

    def __init__(self, document: Document) -> None:
        self._styles: dict[str, etree._Element] = {
            style.get(qn("w:styleId"), ""): style for style in document.styles.element.iterfind(qn("w:style"))
        }

    def level(self, paragraph: etree._Element) -> int | None:
        """0 for the title, 1 to 9 for a heading, None for anything else."""
        own = _outline_level(paragraph.find(qn("w:pPr")))
        if own is not None:
            return own + 1 if own < _BODY_LEVEL else None
        for style in self._ancestry(paragraph):
            name = _value(style, "w:name")
            if name.lower() in _TITLE:
                return TITLE_LEVEL
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            level = _outline_level(style.find(qn("w:pPr")))
            if level is not None:
                return level + 1 if level < _BODY_LEVEL else None
        return None

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph is a line of a table of contents, which only repeats the headings."""
        return any(_CONTENTS.match(_value(style, "w:name")) for style in self._ancestry(paragraph))

    def list_mark(self, paragraph: etree._Element) -> str:
        """A dash for list entries; Word keeps their numbers apart from the text and counts them only on
        screen.
        """
        owners = (paragraph, *self._ancestry(paragraph))
        numbers = (owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}") for owner in owners)
        number = next((found for found in numbers if found is not None), None)
        if number is None or _value(number, "w:numId") == "0":
            return ""
        depth = _value(number, "w:ilvl")
        return "  " * min(int(depth) if depth.isdigit() else 0, _BODY_LEVEL) + "- "

    def _ancestry(self, paragraph: etree._Element) -> list[etree._Element]:
        """The paragraph's style and those it is based on, nearest first."""
        properties = paragraph.find(qn("w:pPr"))
        name = _value(properties, "w:pStyle") if properties is not None else ""
        found: list[etree._Element] = []
        while name in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[name])
            name = _value(found[-1], "w:basedOn")
        return found


def _value(parent: etree._Element, tag: str) -> str:
    child = parent.find(qn(tag))
    return child.get(qn("w:val"), "") if child is not None else ""


def _outline_level(properties: etree._Element | None) -> int | None:
    value = _value(properties, "w:outlineLvl") if properties is not None else ""
    return int(value) if value.isdigit() else None
