"""The readable text of an element: blocks on lines of their own, words never run together, references kept
in place.
"""

import re
from collections.abc import Callable

from lxml import etree

from portfolios.parsing.cleaning import clean
from portfolios.parsing.patentxml.maths import formula
from portfolios.parsing.patentxml.scripts import lowered, raised
from portfolios.parsing.patentxml.tables import table_rows

_ON_OWN_LINE = frozenset(
    {"p", "li", "dt", "dd", "claim-text", "ul", "ol", "dl", "heading", "pre", "lg", "l", "row"}
)
_SIGNS = {"sub": "_", "sub2": "_", "sup": "^", "sup2": "^"}
_SKIPPED = frozenset({"us-math", "us-chemistry", "colspec", "spanspec"})


def text_of(element: etree._Element) -> str:
    """The text of an element as lines: cleaned, each run of spaces one space, no empty lines."""
    return _tidy(_content(element))


def line_of(element: etree._Element | None) -> str:
    """The text of an element on one line; empty for a missing element."""
    return " ".join(text_of(element).split()) if element is not None else ""


def _tidy(raw: str) -> str:
    lines = (" ".join(line.split()) for line in clean(raw).split("\n"))
    return "\n".join(line for line in lines if line)


def _content(element: etree._Element) -> str:
    parts = [_flat(element.text)]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_element(child))
        parts.append(_flat(child.tail))
    return "".join(parts)


def _flat(text: str | None) -> str:
    """Line breaks of the file are only spaces; those of the document are elements."""
    return re.sub(r"[\r\n\t]+", " ", text) if text else ""


def _element(element: etree._Element) -> str:
    tag = etree.QName(element).localname
    if tag in _SKIPPED:
        return ""
    if tag in _RENDERED:
        return _RENDERED[tag](element)
    if tag in _ON_OWN_LINE:
        return f"\n{_content(element)}\n"
    return _content(element)


def _low(element: etree._Element) -> str:
    return _scripted(element, lowered)


def _high(element: etree._Element) -> str:
    return _scripted(element, raised)


def _scripted(element: etree._Element, script: Callable[[str], str]) -> str:
    """The spaces around a low or high letter stay outside it: in the files they often stand inside."""
    text = _content(element)
    core = " ".join(text.split())
    if not core:
        return text
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{_two_levels(element, script) or script(core)}{after}"


def _two_levels(element: etree._Element, script: Callable[[str], str]) -> str:
    """A script within a script, which no character can show: Σ⁵_i=0; empty where there is none."""
    if not any(child.tag in _SIGNS for child in element):
        return ""
    parts = [script(element.text.strip()) if element.text and element.text.strip() else ""]
    for child in element:
        if child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag] + line_of(child))
        elif isinstance(child.tag, str):
            parts.append(_element(child))
        tail = (child.tail or "").strip()
        parts.append(script(tail) if tail else "")
    return "".join(parts)


def _tables(element: etree._Element) -> str:
    rows = [row for table in element.iter("table") for row in table_rows(table, line_of)]
    if not rows and element.find(".//img") is not None:
        rows = [f"[table {_number(element)}]".replace(" ]", "]")]  # only a picture in the file
    return "\n" + "\n".join(rows) + "\n" if rows else ""


def _cited(element: etree._Element) -> str:
    """A document cited, as it was written, or from its parts where the file gives only those."""
    written = element.find("text")
    if written is not None:
        return _content(written)
    parts = (" ".join(str(part).split()) for part in element.itertext())
    return (" " if element.tag == "patcit" else ", ").join(part for part in parts if part)


def _maths(element: etree._Element) -> str:
    maths = [formula(math) for math in element.iter("math", "{http://www.w3.org/1998/Math/MathML}math")]
    shown = "; ".join(part for part in maths if part) or f"[formula {_number(element)}]".replace(" ]", "]")
    return f"\n{shown}\n"


def _chemistry(element: etree._Element) -> str:
    """A structure is only a picture in the file; its place is kept, for a claim without it says something
    else.
    """
    return f" [chemical structure {_number(element)}] ".replace(" ]", "]")


def _image(_: etree._Element) -> str:
    return " [image] "


def _break(_: etree._Element) -> str:
    return "\n"


def _number(element: etree._Element) -> str:
    return (element.get("num") or "").lstrip("0")


_RENDERED: dict[str, Callable[[etree._Element], str]] = {
    "sub": _low,
    "sub2": _low,
    "sup": _high,
    "sup2": _high,
    "tables": _tables,
    "table": _tables,
    "maths": _maths,
    "chemistry": _chemistry,
    "img": _image,
    "br": _break,
    "patcit": _cited,
    "nplcit": _cited,
}
