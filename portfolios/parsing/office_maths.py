"""Word's formulas on one line, in the same writing as those of patent XML."""

from lxml import etree

from portfolios.parsing.patentxml.scripts import lowered, raised


def equation(element: etree._Element) -> str:
    """The formula of an oMath element, readable on one line."""
    return " ".join(_linear(element).split())


def _linear(element: etree._Element) -> str:
    name = _name(element)
    if name == "t":
        return element.text or ""
    if name in _FORMS:
        return _FORMS[name](element)
    if name.endswith("Pr"):
        return ""
    joined = "".join(_linear(child) for child in element)
    return f"{joined} " if name == "oMath" else joined


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _part(element: etree._Element, name: str) -> str:
    return "".join(_linear(child) for child in element if _name(child) == name).strip()


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _fraction(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _scripts(element: etree._Element) -> str:
    low, high = _part(element, "sub"), _part(element, "sup")
    text = _part(element, "e")
    text += lowered(low, fallback=f"_{_grouped(low)}") if low else ""
    return text + (raised(high, fallback=f"^{_grouped(high)}") if high else "")


def _radical(element: etree._Element) -> str:
    degree = _part(element, "deg")
    return f"{raised(degree, fallback=degree) if degree else ''}√{_grouped(_part(element, 'e'))}"


def _nary(element: etree._Element) -> str:
    low, high = _part(element, "sub"), _part(element, "sup")
    sign = next((_value(child) for child in element.iter() if _name(child) == "chr"), "∫")
    limits = (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "")
    return f"{sign}{limits} {_part(element, 'e')}"


def _delimited(element: etree._Element) -> str:
    parts = [_linear(child).strip() for child in element if _name(child) == "e"]
    marks = {_name(child): _value(child) for child in element.iter() if _name(child) in ("begChr", "endChr")}
    return f"{marks.get('begChr', '(')}{', '.join(parts)}{marks.get('endChr', ')')}"


def _function(element: etree._Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _matrix(element: etree._Element) -> str:
    rows = [[_linear(cell).strip() for cell in row] for row in element if _name(row) == "mr"]
    return "; ".join(" ".join(cells) for cells in rows)


def _value(element: etree._Element) -> str:
    return next((str(value) for key, value in element.items() if str(key).endswith("}val")), "")


_FORMS = {
    "f": _fraction,
    "sSub": _scripts,
    "sSup": _scripts,
    "sSubSup": _scripts,
    "rad": _radical,
    "nary": _nary,
    "d": _delimited,
    "func": _function,
    "m": _matrix,
}
