"""Working days of the offices, against days that are known, and last days rolled by them with the reasons."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.dates import CALENDARS, CAVEAT, CalendarRule, find_due_date, office_calendar
from portfolios.dates.closing_days import ANNOUNCED

_DAY = date.fromisoformat

# Office, day, the day it rolls to. JP: 内閣府「国民の祝日」, 行政機関の休日に関する法律. US: OPM federal holidays and
# executive orders. CN: State Council notice for 2026. KR: 관공서의 공휴일, Patent Act Art. 14. EP: OJ EPO.
_ROLLED = [
    (
        "JP",
        "2026-05-02",
        "2026-05-07",
    ),  # Saturday; Constitution, Greenery, Children's Day, substitute on the 6th
    ("JP", "2026-05-05", "2026-05-07"),
    ("JP", "2026-05-07", "2026-05-07"),
    ("JP", "2026-09-19", "2026-09-24"),  # 22 September between two holidays
    ("JP", "2026-12-28", "2026-12-28"),
    ("JP", "2026-12-29", "2027-01-04"),
    ("JP", "2026-01-03", "2026-01-05"),
    ("JP", "2026-08-11", "2026-08-12"),
    ("JP", "2019-04-27", "2019-05-07"),  # ten days on the accession
    ("JP", "2021-07-22", "2021-07-26"),  # holidays moved for the Games
    ("US", "2026-07-03", "2026-07-06"),  # 4 July is a Saturday
    ("US", "2027-07-05", "2027-07-06"),  # 4 July is a Sunday
    ("US", "2026-04-16", "2026-04-16"),  # Emancipation Day is no federal holiday
    ("US", "2021-01-20", "2021-01-21"),  # Inauguration Day
    ("US", "2013-01-20", "2013-01-22"),  # ... on a Sunday, with Martin Luther King Day on the 21st
    ("US", "2024-12-24", "2024-12-26"),  # by executive order
    ("US", "2025-01-09", "2025-01-10"),  # day of mourning
    ("US", "2025-12-24", "2025-12-29"),
    ("US", "2026-10-12", "2026-10-13"),
    ("CN", "2026-10-01", "2026-10-08"),
    ("CN", "2026-02-14", "2026-02-14"),  # a Saturday worked for the Spring Festival
    ("CN", "2026-02-15", "2026-02-24"),
    ("CN", "2026-05-09", "2026-05-09"),
    ("CN", "2026-05-16", "2026-05-18"),
    ("KR", "2026-05-01", "2026-05-04"),
    ("KR", "2025-10-03", "2025-10-10"),  # Chuseok with its substitute
    ("EP", "2023-03-08", "2023-03-09"),  # Berlin alone is enough
    ("EP", "2023-05-05", "2023-05-08"),  # The Hague alone is enough
    ("EP", "2023-12-23", "2024-01-02"),
    ("EP", "2025-12-24", "2026-01-02"),
    ("EP", "2020-12-24", "2021-01-11"),
    ("EP", "2020-04-10", "2020-04-14"),
    ("WO", "2019-09-05", "2019-09-06"),
    ("WO", "2017-04-14", "2017-04-18"),
]


@pytest.mark.parametrize(("office", "day", "rolled"), _ROLLED)
def test_known_days(office: str, day: str, rolled: str) -> None:
    found, passed = office_calendar(office).roll(_DAY(day))
    assert found.isoformat() == rolled
    assert len(passed) == (found - _DAY(day)).days
    assert all(one.reason and one.source for one in passed)


@pytest.mark.parametrize(
    ("office", "day", "doubt"),
    [
        ("JP", "2027-05-06", ""),
        ("JP", "2028-05-08", "holidays_not_announced 2028"),
        ("JP", "2120-05-06", "library_does_not_know 2120"),
        ("JP", "1985-05-07", "rule_not_known 1985"),
        ("US", "2040-01-03", ""),
        ("CN", "2027-02-10", "holidays_not_announced 2027"),
        ("CN", "2027-02-13", "holidays_not_announced 2027"),  # a Saturday may be worked
        ("KR", "2027-02-10", "holidays_not_announced 2027"),
        ("EP", "2023-06-07", ""),
        ("EP", "2026-01-02", ""),
        ("EP", "2026-06-29", "closing_days_not_known 2026"),
        ("EP", "2026-06-27", ""),  # a Saturday, in every year
        ("WO", "2026-06-29", "closing_days_not_known 2026"),
    ],
)
def test_what_is_not_known_is_named(office: str, day: str, doubt: str) -> None:
    assert office_calendar(office).doubts(_DAY(day)) == ((doubt,) if doubt else ())


def test_no_calendar_is_guessed() -> None:
    with pytest.raises(LookupError, match="no calendar of working days is kept for BR"):
        office_calendar("BR")


@settings(deadline=None)  # the first look at a year computes it
@given(st.sampled_from(CALENDARS), st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_rolling_ends_on_an_open_day_and_passes_only_closed_ones(rule: CalendarRule, day: date) -> None:
    calendar = office_calendar(rule.office)
    rolled, passed = calendar.roll(day)
    assert calendar.is_working_day(rolled)
    assert [one.day for one in passed] == [day + timedelta(days=n) for n in range((rolled - day).days)]
    assert not any(calendar.is_working_day(one.day) for one in passed)
    assert calendar.roll(rolled) == (rolled, ())


@pytest.mark.parametrize("row", ANNOUNCED, ids=lambda row: f"{row.office} {row.first} {row.last}")
def test_announcements_have_a_source_and_stay_within_themselves(row: object) -> None:
    one = next(each for each in ANNOUNCED if each is row)
    assert one.source
    assert one.first <= one.last
    assert all(one.covers(date(one.first.year, month, day)) for month, day in one.days)


def test_announcements_of_an_office_do_not_overlap() -> None:
    for office in {row.office for row in ANNOUNCED}:
        rows = sorted((row.first, row.last) for row in ANNOUNCED if row.office == office)
        assert all(one[1] < other[0] for one, other in zip(rows, rows[1:], strict=False))


def test_the_library_knows_the_chinese_year_the_parameter_speaks_of() -> None:
    """A year the State Council announced has Saturdays or Sundays that are worked; others have none."""
    rule = office_calendar("CN").rule
    assert rule.announced_through is not None
    for year, expected in ((rule.announced_through, True), (rule.announced_through + 1, False)):
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
        worked = [day for day in days if day.weekday() > 4 and office_calendar("CN").is_working_day(day)]
        assert bool(worked) is expected, year


@pytest.mark.parametrize(
    ("office", "code", "base", "unrolled", "due", "why"),
    [
        ("JP", "resident", "2026-03-06", "2026-05-05", "2026-05-07", "Children's Day"),
        ("JP", "abroad", "2026-09-29", "2026-12-29", "2027-01-04", "Year-end and New Year closing"),
        ("US", "action", "2026-04-03", "2026-07-03", "2026-07-06", "Independence Day (observed)"),
        ("CN", "first_action", "2026-06-01", "2026-10-01", "2026-10-08", "National Day"),
        ("EP", "communication", "2026-02-27", "2026-06-27", "2026-06-29", "Saturday"),
        ("EP", "communication", "2025-08-25", "2025-12-25", "2026-01-02", "Year-end closure"),
    ],
)
def test_a_last_day_says_why_it_moved(
    office: str, code: str, base: str, unrolled: str, due: str, why: str
) -> None:
    found = find_due_date(office, code, base_date=_DAY(base))
    assert (found.unrolled.isoformat(), found.due.isoformat()) == (unrolled, due)
    assert found.rolled_over[0].reason == why
    assert found.rolling_statute == office_calendar(office).rule.statute
    assert found.rule.source
    assert found.caveat == CAVEAT
    assert found.calendar_version == office_calendar(office).version


def test_a_last_day_names_what_its_calendar_does_not_know() -> None:
    found = find_due_date("EP", "communication", base_date=date(2026, 1, 5))
    assert found.doubts == ("closing_days_not_known 2026",)
    assert find_due_date("JP", "resident", base_date=date(2026, 6, 1)).doubts == ()


@pytest.mark.parametrize(
    ("office", "code", "base", "due"),
    [  # DOMAIN 2.10
        ("JP", "resident", "2026-06-01", "2026-07-31"),
        ("JP", "resident", "2026-07-01", "2026-08-31"),
        ("JP", "abroad", "2026-06-01", "2026-09-01"),
        ("US", "action", "2026-01-31", "2026-04-30"),
        ("US", "action", "2025-11-30", "2026-03-02"),
        ("EP", "communication", "2026-02-27", "2026-06-29"),
    ],
)
def test_the_fixed_values_hold_with_the_real_calendars(office: str, code: str, base: str, due: str) -> None:
    assert find_due_date(office, code, base_date=_DAY(base)).due.isoformat() == due
