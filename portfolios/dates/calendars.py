"""On which days an office is closed, so that a period does not end there, and what is not known about it.

Holidays fixed by law come from the `holidays` library; those an office announces come from `closing_days`.
A day of which neither knows counts as open, since a day too early harms nobody, and the doubt is named.
"""

from dataclasses import field
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import holidays

from portfolios.characters import record
from portfolios.dates.closing_days import announcement

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5


@record()
class Closure:
    """A day the office is closed, and why: the weekday or the holiday, and what that rests on."""

    day: date
    reason: str
    source: str


@record(kw_only=True)
class CalendarRule:
    """What closes an office and moves the end of a period, as a dated parameter.

    `statute` moves the period. `categories` are those of the library's holidays of `country`; `yearly` are days
    closed every year by `yearly_source`. `announced_through` is the last year whose holidays were fixed and
    announced when this row was written: later ones are computed. None where a law fixes them for good. Without a
    country, the office announces every day itself. Nothing is known of days before `since`.
    """

    office: str
    statute: str
    holidays_source: str
    country: str = ""
    categories: tuple[str, ...] = ("public",)
    yearly: dict[tuple[int, int], str] = field(default_factory=dict)
    yearly_source: str = ""
    announced_through: int | None = None
    since: date


_JP_YEAR_END = {
    (1, 2): "Year-end and New Year closing",
    (1, 3): "Year-end and New Year closing",
    **{(12, day): "Year-end and New Year closing" for day in (29, 30, 31)},
}
CALENDARS: tuple[CalendarRule, ...] = (
    CalendarRule(
        office="JP",
        statute="Patent Act (JP) Art. 3(2)",
        holidays_source="Act on Holidays of Administrative Organs (JP) Art. 1(1)",
        country="JP",
        yearly=_JP_YEAR_END,
        yearly_source="Act on Holidays of Administrative Organs (JP) Art. 1(1)(iii)",
        announced_through=2027,
        since=date(1992, 5, 2),
    ),
    CalendarRule(
        office="US",
        statute="35 U.S.C. 21(b), 37 CFR 1.7",
        holidays_source="5 U.S.C. 6103 and executive orders closing the federal offices",
        country="US",
        categories=("government",),
        since=date(1982, 10, 1),
    ),
    CalendarRule(
        office="EP", statute="R. 134(1) EPC", holidays_source="R. 134(1) EPC", since=date(2007, 12, 13)
    ),
    CalendarRule(
        office="CN",
        statute="Implementing Regulations of the Patent Law (CN) R. 5",
        holidays_source="State Council (CN), yearly notice on public holidays",
        country="CN",
        announced_through=2026,
        since=date(2001, 7, 1),
    ),
    CalendarRule(
        office="KR",
        statute="Patent Act (KR) Art. 14(iv)",
        holidays_source="Public Holidays Act (KR) and Patent Act (KR) Art. 14(iv)",
        country="KR",
        yearly={(5, 1): "Workers' Day"},
        yearly_source="Patent Act (KR) Art. 14(iv)",
        announced_through=2026,
        since=date(2006, 10, 1),
    ),
    CalendarRule(office="WO", statute="PCT R. 80.5", holidays_source="PCT R. 80.5", since=date(1978, 6, 1)),
)


@record()
class OfficeCalendar:
    """The working days of one office. Days are whole days at the office's place."""

    rule: CalendarRule

    @property
    def version(self) -> str:
        """What the days were computed with."""
        return (
            f"{self.rule.office}, holidays {version('holidays')}" if self.rule.country else self.rule.office
        )

    def closure(self, day: date) -> Closure | None:
        """Why the office is closed that day; None where it is open, or where it is not known to be closed."""
        if self._is_weekend(day):
            return Closure(day, _WEEKDAYS[day.weekday()], self.rule.statute)
        if yearly := self.rule.yearly.get((day.month, day.day)):
            return Closure(day, yearly, self.rule.yearly_source)
        if inaugurated := self._inauguration(day):
            return Closure(day, inaugurated, "5 U.S.C. 6103(c)")
        if self.rule.country:
            name = _library(self.rule.country, self.rule.categories, day.year).get(day)
            return Closure(day, name, self.rule.holidays_source) if name else None
        announced = announcement(self.rule.office, day)
        if announced and (reason := announced.reason(day)):
            return Closure(day, reason, announced.source)
        return None

    def is_working_day(self, day: date) -> bool:
        """Whether nothing known closes the office that day."""
        return self.closure(day) is None

    def roll(self, day: date) -> tuple[date, tuple[Closure, ...]]:
        """That day or the first after it on which the office is open, with every closing day passed over."""
        passed: list[Closure] = []
        while closed := self.closure(day):
            passed.append(closed)
            day += timedelta(days=1)
        return day, tuple(passed)

    def doubts(self, day: date) -> tuple[str, ...]:
        """What is not known of that day: "closing_days_not_known", "holidays_not_announced",
        "library_does_not_know" or "rule_not_known", with the year. Empty where the answer is certain.
        """
        if day < self.rule.since:
            return (f"rule_not_known {day.year}",)
        if not self.rule.country:
            known = self._is_weekend(day) or announcement(self.rule.office, day)
            return () if known else (f"closing_days_not_known {day.year}",)
        entity = _entity(self.rule.country)
        if not entity.start_year <= day.year <= entity.end_year:
            return (f"library_does_not_know {day.year}",)
        last = self.rule.announced_through
        return (f"holidays_not_announced {day.year}",) if last and day.year > last else ()

    def _is_weekend(self, day: date) -> bool:
        if day.weekday() < _SATURDAY:
            return False
        # China works on some Saturdays and Sundays for days off elsewhere in the week.
        made_up = _library(self.rule.country, self.rule.categories, day.year) if self.rule.country else None
        return made_up is None or day not in made_up.weekend_workdays

    def _inauguration(self, day: date) -> str:
        """Inauguration Day is a holiday in the District of Columbia only, and the library's list of the District
        also holds days on which the office is open."""
        if self.rule.office != "US" or day.month != 1 or day.year % 4 != 1:
            return ""
        twentieth = date(day.year, 1, 20)
        observed = date(day.year, 1, 21) if twentieth.weekday() == _SATURDAY + 1 else twentieth
        return "Inauguration Day" if day == observed else ""


def office_calendar(office: str) -> OfficeCalendar:
    """The calendar of that office. LookupError where none is kept: nothing is guessed."""
    for rule in CALENDARS:
        if rule.office == office:
            return OfficeCalendar(rule)
    raise LookupError(f"no calendar of working days is kept for {office or 'an office without a code'}")


@cache
def _library(country: str, categories: tuple[str, ...], year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(
        country, years=year, categories=categories, language="en_US", expand=False
    )


@cache
def _entity(country: str) -> type[holidays.HolidayBase]:
    return type(holidays.country_holidays(country, expand=False))
