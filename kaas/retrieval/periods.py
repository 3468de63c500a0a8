"""Days, months and years as a query says them: from their first day to the first day beyond them. Plain Python."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from portfolios.dates import DateMention, find_dates

LONGEST_DATE = 40
SPAN = ".."  # between the first and the last of several, as it is typed
_YEAR = re.compile(r"(?<![0-9０-９.,/-])(?P<year>(?:19|20)[0-9]{2})(?![0-9０-９.,/-]|年)")


@dataclass(frozen=True, slots=True)
class Period:
    """What a date says, half open; `start` and `end` are its place in the query."""

    first: date
    beyond: date
    start: int
    end: int


def periods_in(text: str) -> list[Period]:
    """Every date of a text, in order. What is invalid or ambiguous is none."""
    return [found for mention in find_dates(text) if (found := _period(mention))]


def years_in(text: str) -> list[Period]:
    """Every figure that may be a year, where nothing else says that it is."""
    return [_year(match) for match in _YEAR.finditer(text)]


def said_period(value: str) -> str:
    """ "2021" for "2021-01-01/2022-01-01", "2021-04" for a month, the day for a day; else the first and the last of them:
    "2021-04..2021-06".
    """
    first, beyond = (date.fromisoformat(day) for day in value.split("/"))
    last = beyond - timedelta(days=1)
    told = 4 if first.month == beyond.month == 1 else 7
    told = 10 if first.day > 1 or beyond.day > 1 else told
    sides = first.isoformat()[:told], last.isoformat()[:told]
    return sides[0] if sides[0] == sides[1] else SPAN.join(sides)


def period_at(text: str, at: int) -> Period | None:
    """The date or year that begins at a place."""
    for period in periods_in(text[at : at + LONGEST_DATE]):
        if period.start == 0:
            return Period(period.first, period.beyond, at, at + period.end)
    year = _YEAR.match(text, at)
    return _year(year) if year else None


def _year(match: re.Match[str]) -> Period:
    year = int(match["year"])
    return Period(date(year, 1, 1), date(year + 1, 1, 1), match.start(), match.end())


def _period(mention: DateMention) -> Period | None:
    if not mention.iso or mention.problem:
        return None
    parts = [int(part) for part in mention.iso.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    if year >= date.max.year:
        return None
    first = date(year, month, day)
    beyond = {
        "year": date(year + 1, 1, 1),
        "month": date(year + month // 12, month % 12 + 1, 1),
        "day": first + timedelta(days=1),
    }[mention.precision]
    return Period(first, beyond, mention.start, mention.end)
