"""Closing days that no law fixes in advance: the offices announce them year by year, and no calendar library
knows them. Each row is a stretch of days for which every closing day besides Saturdays and Sundays is known.

A day outside every row of its office is not known; nothing here is reckoned from Easter.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta

from portfolios.characters import record


@record(kw_only=True)
class Announced:
    """From `first` to `last` the office announced exactly these closing days, or that it is `closed` throughout."""

    office: str
    first: date
    last: date
    source: str
    days: Mapping[tuple[int, int], str] = field(default_factory=dict)
    closed: str = ""

    def covers(self, day: date) -> bool:
        """Whether the announcement speaks of that day."""
        return self.first <= day <= self.last

    def reason(self, day: date) -> str:
        """Why the office is closed that day, "" where it is open."""
        return self.closed or self.days.get((day.month, day.day), "")


_EPO_2015 = {
    (1, 1): "New Year's Day",
    (1, 2): "Bridging day",
    (1, 6): "Epiphany (Munich)",
    (4, 3): "Good Friday",
    (4, 6): "Easter Monday",
    (4, 27): "National Holiday (The Hague)",
    (5, 1): "Labour Day",
    (5, 5): "Liberation Day (The Hague)",
    (5, 14): "Ascension Day",
    (5, 25): "Whit Monday",
    (6, 4): "Corpus Christi (Munich)",
    (12, 24): "Christmas Eve",
    (12, 25): "Christmas Day",
    **{(12, day): "Bridging day" for day in (28, 29, 30)},
    (12, 31): "New Year's Eve",
}
_EPO_2020 = {
    (1, 1): "New Year's Day",
    (1, 6): "Epiphany (Munich)",
    (4, 10): "Good Friday",
    (4, 13): "Easter Monday",
    (4, 27): "King's Day (The Hague)",
    (5, 1): "Labour Day",
    (5, 5): "Liberation Day (The Hague)",
    (5, 21): "Ascension Day",
    (6, 1): "Whit Monday",
    (6, 11): "Corpus Christi (Munich)",
}
_EPO_2023 = {
    (1, 6): "Epiphany (Munich)",
    (3, 8): "International Women's Day (Berlin)",
    (4, 7): "Good Friday",
    (4, 10): "Easter Monday",
    (4, 27): "King's Day (The Hague)",
    (5, 1): "Labour Day (Munich, Berlin)",
    (5, 5): "Liberation Day (The Hague)",
    (5, 18): "Ascension Day",
    (5, 29): "Whit Monday",
    (6, 8): "Corpus Christi (Munich)",
    (8, 15): "Assumption Day (Munich)",
    (10, 3): "Day of German Unity (Munich, Berlin)",
    (11, 1): "All Saints' Day (Munich)",
}
_IB_2017 = {
    (1, 2): "non-working day",
    (4, 14): "non-working day",
    (4, 17): "non-working day",
    (5, 25): "non-working day",
    (6, 5): "non-working day",
    (9, 7): "non-working day",
    (12, 25): "non-working day",
    (12, 29): "non-working day",
}
_IB_2019 = {
    (1, 1): "non-working day",
    (4, 19): "non-working day",
    (4, 22): "non-working day",
    (5, 30): "non-working day",
    (6, 10): "non-working day",
    (9, 5): "non-working day",
    (12, 25): "non-working day",
    (12, 31): "non-working day",
}


def _year_end(first: date, reopens: date, source: str) -> tuple[Announced, Announced]:
    """Closed throughout, and the day on which the office opens again."""
    before = reopens - timedelta(days=1)
    return (
        Announced(office="EP", first=first, last=before, source=source, closed="Year-end closure"),
        Announced(office="EP", first=reopens, last=reopens, source=source),
    )


ANNOUNCED: tuple[Announced, ...] = (
    Announced(
        office="EP",
        first=date(2015, 1, 1),
        last=date(2015, 12, 31),
        source="OJ EPO 2014, A108",
        days=_EPO_2015,
    ),
    Announced(
        office="EP",
        first=date(2020, 1, 1),
        last=date(2020, 12, 23),
        source="OJ EPO 2019, A97",
        days=_EPO_2020,
    ),
    *_year_end(date(2020, 12, 24), date(2021, 1, 11), "EPO, notice of 17 December 2020"),
    *_year_end(date(2021, 12, 24), date(2022, 1, 3), "EPO, notice of 14 December 2021"),
    *_year_end(date(2022, 12, 24), date(2023, 1, 2), "EPO, notice of 7 December 2022, OJ EPO 2021, A85"),
    Announced(
        office="EP",
        first=date(2023, 1, 3),
        last=date(2023, 12, 22),
        source="EPO, office holidays 2023, OJ EPO 2022, A107",
        days=_EPO_2023,
    ),
    *_year_end(date(2023, 12, 23), date(2024, 1, 2), "EPO, office closure 2023-12-23 to 2024-01-01"),
    *_year_end(date(2024, 12, 24), date(2025, 1, 2), "EPO, office closure 2024-12-24 to 2025-01-01"),
    *_year_end(date(2025, 12, 24), date(2026, 1, 2), "EPO, office closure 2025-12-24 to 2026-01-01"),
    Announced(
        office="WO",
        first=date(2017, 1, 1),
        last=date(2017, 12, 31),
        source="PCT Newsletter 11/2016",
        days=_IB_2017,
    ),
    Announced(
        office="WO",
        first=date(2019, 1, 1),
        last=date(2019, 12, 31),
        source="PCT Newsletter 12/2018",
        days=_IB_2019,
    ),
)


def announcement(office: str, day: date) -> Announced | None:
    """The office's announcement for that day; None where none is known."""
    return next((one for one in ANNOUNCED if one.office == office and one.covers(day)), None)
