"""The figures stored with a chart, as a table: a row for each category, a column for each series."""

from collections.abc import Iterator

from lxml import etree

BAR = " | "
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def chart_lines(chart: etree._Element) -> Iterator[str]:
    """The title of a chartSpace element, then the rows; all kinds of charts store their figures alike."""
    title = chart.find(f"{_CHART}chart/{_CHART}title")
    if title is not None and (text := "".join(part.text or "" for part in title.iter(_TEXT))):
        yield text
    series = list(chart.iter(f"{_CHART}ser"))
    columns = [_points(one, "val", "yVal") for one in series]
    names = [" ".join(_points(one, "tx").values()) for one in series]
    categories = next((found for one in series if (found := _points(one, "cat", "xVal"))), {})
    if any(columns):
        yield BAR.join(["", *names])
    for at in sorted({place for column in columns for place in column}):
        yield BAR.join([categories.get(at, str(at + 1)), *(column.get(at, "") for column in columns)]).rstrip(
            BAR
        )


def _points(series: etree._Element, *names: str) -> dict[int, str]:
    """The stored values by their place; a series' name is stored as one of them, or as a value alone."""
    found: dict[int, str] = {}
    for part in (child for name in names for child in series.iterfind(f"{_CHART}{name}")):
        for point in part.iter(f"{_CHART}pt"):
            place = point.get("idx", "")
            if place.isdecimal() and len(place) < 8:
                found[int(place)] = _value(point)
        if not found and (value := part.findtext(f"{_CHART}v")):
            found[0] = value
    return found


def _value(point: etree._Element) -> str:
    """The value as stored, without the digits that only binary fractions have."""
    text = " ".join((point.findtext(f"{_CHART}v") or "").split())
    try:
        return f"{float(text):.12g}" if "." in text else text
    except ValueError:
        return text
