"""Both schemas of the Japan Patent Office under one naming, and with the words that gazettes print for things."""

import re

from lxml import etree

from portfolios.parsing.patentxml.japanese_parts import full_width

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OLD_NAMES = {
    "TechnicalProblem": "tech-problem",
    "TechnicalSolution": "tech-solution",
    "SolutionToProblem": "tech-solution",
    "EmbodimentDescription": "description-of-embodiments",
    "EmbodimentExample": "embodiments-example",
    "DetailedDescription": "description-of-embodiments",
    "InventionMode": "mode-for-invention",
    "DrawingDescription": "description-of-drawings",
    "InventionSummary": "summary-of-invention",
    "ReferenceSignBag": "reference-signs-list",
    "ReferenceSignsList": "reference-signs-list",
    "CitationBag": "citation-list",
    "PatentCitationBag": "patent-literature",
    "NPLCitationBag": "non-patent-literature",
    "PatentCitation": "patcit",
    "NPLCitation": "nplcit",
    "PatentCitationText": "text",
    "NPLCitationText": "text",
    "FigureReference": "figref",
    "DepositedBiologicalMaterialReference": "reference-to-deposited-biological-material",
    "Table": "tables",
    "Math": "maths",
    "ChemicalFormulae": "chemistry",
    "Image": "img",
    "TableImage": "img",
}
_OLD_ATTRIBUTES = {"p-number": "num", "sequence-number": "num", "referenced-figure-number": "num"}
_PRINTED = {"tables": "表", "maths": "数", "chemistry": "化", "patcit": "特許文献", "nplcit": "非特許文献"}
_SHOWN = {"tables": ("row", "tr"), "maths": ("math",), "chemistry": ()}  # what makes it more than a picture


def with_one_naming(root: etree._Element) -> etree._Element:
    """The tree, changed in place: names without namespace, those of ST.96 as ST.36 has them, labels as printed."""
    for element in root.iter():
        if isinstance(element.tag, str):
            attributes = {_attribute(str(key)): str(value) for key, value in element.attrib.items()}
            element.tag = _name(element.tag)
            element.attrib.clear()
            for key, value in attributes.items():
                element.set(key, value)
    description = root.find("description")
    for part in (description, root.find("claims"), root.find("abstract")):
        if part is not None:
            _label(part)
    return root


def _name(tag: str) -> str:
    local = _local(tag)
    return _OLD_NAMES.get(local) or _hyphened(local)


def _attribute(name: str) -> str:
    hyphened = _hyphened(_local(name))
    return _OLD_ATTRIBUTES.get(hyphened, hyphened)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _hyphened(name: str) -> str:
    return _HUMP.sub("-", name).lower()


def _label(part: etree._Element) -> None:
    """Puts 【表１】, 【数１】, 【化１】, 【特許文献１】 and, in the list of drawings, 【図１】 before what they name."""
    for element in [*part.iter(*_PRINTED)]:
        _print(element, _PRINTED[element.tag])
    for drawings in part.iter("description-of-drawings"):
        for figure in [*drawings.iter("figref")]:
            _print(figure, "図")


def _print(element: etree._Element, what: str) -> None:
    number = full_width(element.get("num") or "")
    label = f"【{what}{number}】"
    place = element.getparent()
    if not number or place is None or "".join(map(str, element.itertext())).lstrip().startswith(("【", what)):
        return
    line = etree.Element("p")
    line.text, line.tail, element.tail = label, element.tail, None
    place.replace(element, line)
    # What is only a picture in the file is its label, for that is all of it that can be read.
    if element.tag not in _SHOWN or next(element.iter(*_SHOWN[element.tag], "text"), None) is not None:
        line.append(element)
