"""Dates and times as a cell shows them: "2026年5月7日", "令和8年5月7日", "2026-05-07 14:30"."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel  # type: ignore[import-untyped]

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[(?:\$[^\]]*|[^\]hms][^\]]*)\]|(am/pm|a/p|\[h+\]|\[m+\]|\[s+\]|g+|e+|y+|m+|d+|h+|s+|a{3,4})'
    r"|(\.0+)|(.)",
    re.I | re.S,
)
_ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1868, 10, 23), "明治", "M"),
)
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
_MONTHS += ["November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEKDAYS = "月火水木金土日"


def shown_date(number: float, code: str, *, since_1904: bool = False) -> str:
    """The date or time of a serial number in the format of its code; empty where it is none."""
    epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
    if number < 0:
        return ""
    try:
        moment = from_excel(number, epoch)
        if not isinstance(moment, datetime):  # a time without a day
            moment = datetime(1900, 1, 1) + timedelta(days=number)
    except (ValueError, OverflowError, TypeError):
        return ""
    section = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", code)[0]
    return _written(moment, number, _tokens(section)).strip()


def _tokens(code: str) -> list[tuple[str, str]]:
    """(field, literal): one of them empty."""
    found = []
    for match in _TOKEN.finditer(code):
        field = (match[3] or "").lower()
        literal = match[1] or match[2] or match[5] or ""
        if field or literal:
            found.append((field, literal if literal not in ("*", "_", "@") else ""))
    return found


def _written(moment: datetime, number: float, tokens: Sequence[tuple[str, str]]) -> str:
    fields = [field for field, _ in tokens if field]
    halves = "am/pm" in fields or "a/p" in fields
    text, seen = "", -1
    for field, literal in tokens:
        if not field:
            text += literal
            continue
        seen += 1
        if field in ("m", "mm") and _is_minute(fields, seen):
            text += f"{moment.minute:0{len(field)}}"
        elif field[0] in "[hsa":
            text += _of_time(moment, number, field, halves=halves)
        else:
            text += _of_day(moment, field)
    return text


def _is_minute(fields: Sequence[str], place: int) -> bool:
    """An m is minutes beside hours or seconds, else the month."""
    before = fields[place - 1] if place else ""
    after = fields[place + 1] if place + 1 < len(fields) else ""
    return before.strip("[]").startswith("h") or after.strip("[]").startswith("s")


def _of_time(moment: datetime, number: float, field: str, *, halves: bool) -> str:
    if field.startswith("["):
        return str(int(number * {"h": 24, "m": 1440, "s": 86400}[field[1]] + 1e-6))
    if field in ("am/pm", "a/p"):
        return ("AM" if moment.hour < 12 else "PM")[: 2 if field == "am/pm" else 1]
    if field.startswith("a"):
        return _WEEKDAYS[moment.weekday()] + ("曜日" if len(field) == 4 else "")
    value = moment.second if field[0] == "s" else (moment.hour % 12 or 12) if halves else moment.hour
    return f"{value:0{min(len(field), 2)}}"


def _of_day(moment: datetime, field: str) -> str:
    if field[0] == "y":
        return f"{moment.year:04}" if len(field) > 2 else f"{moment.year % 100:02}"
    if field[0] in "ge":
        return _of_era(moment.date(), field)
    if field[0] == "m":
        name = _MONTHS[moment.month - 1]
        return _numbered(moment.month, field) or (name[:3] if len(field) == 3 else name)
    name = _DAYS[moment.weekday()]
    return _numbered(moment.day, field) or (name[:3] if len(field) == 3 else name)


def _numbered(value: int, field: str) -> str:
    return f"{value:0{len(field)}}" if len(field) < 3 else ""


def _of_era(day: date, field: str) -> str:
    """The era's letter (g), first character (gg) or name (ggg), or the year in it (e)."""
    start, name, letter = next((era for era in _ERAS if day >= era[0]), _ERAS[-1])
    if field[0] == "e":
        return f"{day.year - start.year + 1:0{len(field)}}"
    return {1: letter, 2: name[0]}.get(len(field), name)
