"""The texts of a slide's shapes in reading order: from top to bottom, and from left to right side by side."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER

from portfolios.parsing.patentxml.scripts import lowered, raised
from portfolios.parsing.slides.charts import BAR, chart_lines

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_BAND = 360_000  # EMU, one centimetre: tops closer together stand side by side
_DEEPEST = 20  # groups within groups
_REPEATED = frozenset({PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER})


def texts_of(shapes: Iterable[Any], *, depth: int = 0) -> Iterator[str]:
    """The text of each shape, groups opened; what every slide repeats (date, footer, number) is left out."""
    for shape in sorted(shapes, key=_place):
        if _is_repeated(shape):
            continue
        if shape.element.tag.endswith("}grpSp"):
            if depth < _DEEPEST:
                yield from texts_of(shape.shapes, depth=depth + 1)
        elif text := _text(shape):
            yield text


def _place(shape: Any) -> tuple[int, int]:
    return (shape.top or 0) // _BAND, shape.left or 0


def _is_repeated(shape: Any) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type in _REPEATED


def _text(shape: Any) -> str:
    if getattr(shape, "has_table", False):
        return "\n".join(_rows(shape.table))
    if getattr(shape, "has_chart", False):
        return "\n".join(chart_lines(shape.chart.element))
    if shape.element.tag.endswith("}graphicFrame"):
        return "\n".join(_diagram(shape))
    return frame_text(shape.text_frame) if shape.has_text_frame else ""


def frame_text(frame: Any) -> str:
    """The paragraphs of a text frame as lines."""
    lines = (paragraph_text(paragraph) for paragraph in frame._txBody.iterchildren(f"{_DRAWING}p"))
    return "\n".join(line for line in lines if line)


def paragraph_text(paragraph: etree._Element) -> str:
    """The runs of a paragraph, letters set low or high as such."""
    parts = []
    for child in paragraph:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in ("r", "fld"):
            parts.append(_run(child))
        elif name == "br":
            parts.append("\n")
    return "".join(parts).strip()


def _run(run: etree._Element) -> str:
    text = run.findtext(f"{_DRAWING}t") or ""
    properties = run.find(f"{_DRAWING}rPr")
    baseline = properties.get("baseline", "0") if properties is not None else "0"
    if baseline.startswith("-"):
        return lowered(text)
    return raised(text) if baseline.strip("0%") else text


def _rows(table: Any) -> Iterator[str]:
    """Rows as lines; a merged cell's text stands in its first row and column only."""
    for row in table.rows:
        cells = [
            "" if cell.is_spanned else " ".join(frame_text(cell.text_frame).split()) for cell in row.cells
        ]
        if any(cells):
            yield BAR.join(cells).rstrip(BAR)


def _diagram(frame: Any) -> Iterator[str]:
    """The texts of a diagram (SmartArt), which stand in a part of their own."""
    for ids in frame.element.iter(f"{_DIAGRAM}relIds"):
        relation = frame.part.rels.get(ids.get(f"{_RELATIONS}dm", ""))
        if relation is None or relation.is_external:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        for paragraph in etree.fromstring(relation.target_part.blob, parser).iter(f"{_DRAWING}p"):
            if text := paragraph_text(paragraph):
                yield text
