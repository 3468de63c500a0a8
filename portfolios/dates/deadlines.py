"""Last days for answering office actions, as dated parameters: a rule, the day it counts from, and the calendar
of working days it is rolled by. `find_due_date` takes the office's own; `due_date` any that is handed in.

A computed day is engineering, not docketing: whoever shows one shows the rule, the base date, the version of
the calendar and the caveat with it.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from portfolios.characters import record
from portfolios.dates.calendars import Closure, OfficeCalendar, office_calendar
from portfolios.dates.forms import LAST_YEAR

CAVEAT = "The docket system is authoritative."


@record(kw_only=True)
class Rule:
    """A period of an office and the days on which it was in force.

    Periods are in days or in months, never both. `extension_months` may be bought or asked for beyond it;
    `statutory_months` is the end no extension passes. `source` says where the period stands.
    """

    office: str
    code: str
    basis: str
    months: int = 0
    days: int = 0
    extension_months: int = 0
    statutory_months: int = 0
    source: str
    since: date
    until: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the rule governs a period that starts on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@record(kw_only=True)
class Due:
    """A last day with all it rests on: before rolling (`unrolled`) and after (`due`), the farthest it can be
    extended to (`latest`, None where it cannot), and what must be shown beside it.

    `rolled_over` are the closing days passed over, by `rolling_statute`; `doubts` name what the calendar does not
    know, in which case the last day may be another. Both are empty where a bare calendar was handed in.
    """

    due: date
    unrolled: date
    latest: date | None
    rule: Rule
    base_date: date
    calendar_version: str
    caveat: str = CAVEAT
    rolled_over: tuple[Closure, ...] = ()
    rolling_statute: str = ""
    doubts: tuple[str, ...] = ()


_JPO = "Japan Patent Office, periods in examination procedure"
RULES: tuple[Rule, ...] = (
    Rule(
        office="JP",
        code="resident",
        basis="dispatch",
        days=60,
        extension_months=2,
        source=_JPO,
        since=date(2016, 4, 1),
    ),
    Rule(
        office="JP",
        code="abroad",
        basis="dispatch",
        months=3,
        extension_months=3,
        source=_JPO,
        since=date(2016, 4, 1),
    ),
    Rule(
        office="JP",
        code="appeal",
        basis="service",
        months=3,
        source="Patent Act (JP) Art. 121(1)",
        since=date(2009, 4, 1),
    ),
    Rule(
        office="JP",
        code="appeal_abroad",
        basis="service",
        months=4,
        source="Patent Act (JP) Art. 121(1), 4",
        since=date(2009, 4, 1),
    ),
    Rule(
        office="US",
        code="action",
        basis="notification",
        months=3,
        extension_months=3,
        statutory_months=6,
        source="35 U.S.C. 133, 37 CFR 1.134 and 1.136(a)",
        since=date(1982, 10, 1),
    ),
    Rule(
        office="EP",
        code="communication",
        basis="date of communication",
        months=4,
        source="Art. 94(3) EPC, R. 126(2) and 132 EPC as in force from 2023-11-01",
        since=date(2023, 11, 1),
    ),
    Rule(
        office="CN",
        code="first_action",
        basis="receipt",
        months=4,
        source="Guidelines for Examination (CN)",
        since=date(2024, 1, 20),
    ),
    Rule(
        office="CN",
        code="later_action",
        basis="receipt",
        months=2,
        source="Guidelines for Examination (CN)",
        since=date(2024, 1, 20),
    ),
)


def find_rule(office: str, code: str, *, on: date) -> Rule:
    """The rule of that office in force on the day. LookupError where none is known: nothing is guessed."""
    for rule in RULES:
        if (rule.office, rule.code) == (office, code) and rule.is_in_force(on):
            return rule
    raise LookupError(f"no rule {office} {code} known for {on.isoformat()}")


def find_due_date(office: str, code: str, *, base_date: date, months: int = 0) -> Due:
    """The last day of that period at that office, rolled by the office's own calendar, with the reasons.

    `months` replaces the rule's period where the letter sets its own. LookupError where the office, the rule or
    the calendar is not known.
    """
    rule = find_rule(office, code, on=base_date)
    return due_of(rule, base_date=base_date, calendar=office_calendar(office), months=months)


def due_of(rule: Rule, *, base_date: date, calendar: OfficeCalendar, months: int = 0) -> Due:
    """The last day of a rule's period, rolled by a kept calendar, with the closing days passed over and what is
    not known of the days. ValueError as of `due_date`.
    """
    due = due_date(
        rule,
        base_date=base_date,
        is_working_day=calendar.is_working_day,
        calendar_version=calendar.version,
        months=months,
    )
    _, passed = calendar.roll(due.unrolled)
    days = (*(one.day for one in passed), due.due, *([due.latest] if due.latest else []))
    doubts = sorted({doubt for day in days for doubt in calendar.doubts(day)})
    return replace(due, rolled_over=passed, rolling_statute=calendar.rule.statute, doubts=tuple(doubts))


def due_date(
    rule: Rule,
    *,
    base_date: date,
    is_working_day: Callable[[date], bool],
    calendar_version: str,
    months: int = 0,
) -> Due:
    """The last day of the period from the base date, rolled to the next working day of the office.

    `months` replaces the rule's period where the letter sets its own. ValueError where the rule was not in
    force on the base date, for a base date after LAST_YEAR, and where the calendar knows no working day within
    a month.
    """
    if base_date.year > LAST_YEAR:
        raise ValueError(f"no period is reckoned from a day after {LAST_YEAR}: {base_date.isoformat()}")
    if not rule.is_in_force(base_date):
        raise ValueError(f"{rule.office} {rule.code} was not in force on {base_date.isoformat()}")
    period = months or rule.months
    unrolled = add_months(base_date, period) if period else base_date + timedelta(days=rule.days)
    latest = _latest(rule, base_date, unrolled, period)
    return Due(
        due=roll(unrolled, is_working_day),
        unrolled=unrolled,
        latest=roll(latest, is_working_day) if latest else None,
        rule=rule,
        base_date=base_date,
        calendar_version=calendar_version,
    )


def _latest(rule: Rule, base_date: date, unrolled: date, period: int) -> date | None:
    """The end of every extension: months are counted from the base date where the period is in months."""
    if not rule.extension_months:
        return None
    if not period:
        return add_months(unrolled, rule.extension_months)
    total = period + rule.extension_months
    return add_months(base_date, min(total, rule.statutory_months or total))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def roll(day: date, is_working_day: Callable[[date], bool]) -> date:
    """That day or the first working day after it."""
    for _ in range(31):
        if is_working_day(day):
            return day
        day += timedelta(days=1)
    raise ValueError("the calendar knows no working day within a month")
