"""Formulas on one line, as one would type them: x = (a + b)/(2c), Σ_(i=1)^n xᵢ."""

from collections.abc import Sequence

from lxml import etree

from portfolios.parsing.cleaning import clean
from portfolios.parsing.patentxml.scripts import lowered, raised

_SPACED = frozenset("=<>≤≥≠≈≡±×·÷∝∈∉⊂∪∩→⇒∼≅≦≧+−*")
_CLOSING = frozenset(",;")
_BREAKS_WORDS = frozenset({"mi", "mn", "mtext"})


def formula(element: etree._Element) -> str:
    """The formula that a MathML element shows, readable on one line."""
    return " ".join(clean(_linear(element)).split())


def _linear(element: etree._Element) -> str:
    tag = etree.QName(element).localname
    parts = [child for child in element if isinstance(child.tag, str)]
    if tag in _FORMS and len(parts) >= _FORMS[tag][0]:
        return _FORMS[tag][1]([_linear(part) for part in parts])
    if tag in ("mspace", "maligngroup", "malignmark"):
        return " "
    if tag == "mo":
        return _operator(element.text or "")
    if not parts:
        return (element.text or "").strip()
    return _row(parts)


def _row(parts: Sequence[etree._Element]) -> str:
    """Neighbours side by side; two words or numbers do not run into one."""
    text, previous = "", ""
    for part in parts:
        linear = _linear(part)
        tag = etree.QName(part).localname
        words = (
            tag in _BREAKS_WORDS and previous in _BREAKS_WORDS and (len(linear) > 1 or text[-2:].isalnum())
        )
        text += (" " if words and text and not text.endswith(" ") else "") + linear
        previous = tag if linear.strip() else previous
    return text


def _operator(text: str) -> str:
    text = text.strip()
    if text == "\u2062":
        return " "
    if text == "-":
        return " - "
    if text in _CLOSING:
        return f"{text} "
    return f" {text} " if text and text in _SPACED else text


def _grouped(text: str) -> str:
    text = text.strip()
    simple = (
        len(text) <= 1 or text.replace(".", "").isalnum() or (text.startswith("(") and _closes_last(text))
    )
    return text if simple else f"({text})"


def _closes_last(text: str) -> bool:
    """Whether the first parenthesis closes with the last character."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


def _fraction(parts: Sequence[str]) -> str:
    return f"{_grouped(parts[0])}/{_grouped(parts[1])}"


def _sub(parts: Sequence[str]) -> str:
    return parts[0].rstrip() + lowered(parts[1].strip(), fallback=f"_{_grouped(parts[1])}")


def _sup(parts: Sequence[str]) -> str:
    return _grouped(parts[0]) + raised(parts[1].strip(), fallback=f"^{_grouped(parts[1])}")


def _subsup(parts: Sequence[str]) -> str:
    return _sub(parts) + raised(parts[2].strip(), fallback=f"^{_grouped(parts[2])}")


def _under(parts: Sequence[str]) -> str:
    return f"{parts[0].rstrip()}_{_grouped(parts[1])} "


def _over(parts: Sequence[str]) -> str:
    return (
        f"{parts[0].rstrip()}{parts[1].strip()}"
        if len(parts[1].strip()) == 1
        else f"{parts[0]}^{_grouped(parts[1])}"
    )


def _underover(parts: Sequence[str]) -> str:
    return f"{parts[0].rstrip()}_{_grouped(parts[1])}^{_grouped(parts[2])} "


def _root_of(parts: Sequence[str]) -> str:
    return "√" + _grouped("".join(parts))


def _nth_root(parts: Sequence[str]) -> str:
    return f"{raised(parts[1].strip(), fallback=parts[1].strip())}√{_grouped(parts[0])}"


def _fenced(parts: Sequence[str]) -> str:
    return f"({', '.join(part.strip() for part in parts)})"


def _rows(parts: Sequence[str]) -> str:
    return "; ".join(part.strip() for part in parts if part.strip()) + " "


def _cells(parts: Sequence[str]) -> str:
    return " ".join(part.strip() for part in parts)


_FORMS = {
    "mfrac": (2, _fraction),
    "msub": (2, _sub),
    "msup": (2, _sup),
    "msubsup": (3, _subsup),
    "munder": (2, _under),
    "mover": (2, _over),
    "munderover": (3, _underover),
    "msqrt": (1, _root_of),
    "mroot": (2, _nth_root),
    "mfenced": (1, _fenced),
    "mtable": (1, _rows),
    "mtr": (1, _cells),
    "mlabeledtr": (1, _cells),
}
