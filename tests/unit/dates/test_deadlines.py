"""Last days of office actions, with a calendar handed in."""

from datetime import date

import pytest

from portfolios.dates import CAVEAT, RULES, Rule, due_date
from portfolios.dates.deadlines import add_months, find_rule, roll


def _weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("office", "code", "base", "due", "latest"),
    [
        ("JP", "resident", "2026-06-01", "2026-07-31", "2026-09-30"),
        ("JP", "resident", "2026-07-01", "2026-08-31", "2026-10-30"),
        ("JP", "abroad", "2026-06-01", "2026-09-01", "2026-12-01"),
        ("JP", "appeal", "2026-06-01", "2026-09-01", None),
        ("US", "action", "2026-01-31", "2026-04-30", "2026-07-31"),
        ("US", "action", "2025-11-30", "2026-03-02", "2026-06-01"),
        ("EP", "communication", "2026-02-27", "2026-06-29", None),
        ("CN", "first_action", "2026-06-01", "2026-10-01", None),
        ("CN", "later_action", "2026-06-01", "2026-08-03", None),
    ],
)
def test_due(office: str, code: str, base: str, due: str, latest: str | None) -> None:
    day = date.fromisoformat(base)
    rule = find_rule(office, code, on=day)
    found = due_date(rule, base_date=day, is_working_day=_weekday, calendar_version="weekdays")
    assert found.due.isoformat() == due
    assert (found.latest and found.latest.isoformat()) == latest
    assert (found.rule, found.base_date, found.calendar_version, found.caveat) == (
        rule,
        day,
        "weekdays",
        CAVEAT,
    )


def test_the_letter_may_set_its_own_period() -> None:
    rule = find_rule("EP", "communication", on=date(2026, 1, 5))
    found = due_date(
        rule, base_date=date(2026, 1, 5), is_working_day=_weekday, calendar_version="w", months=2
    )
    assert found.due == date(2026, 3, 5)


def test_no_rule_is_guessed() -> None:
    with pytest.raises(LookupError, match="no rule EP communication known for 2020-01-01"):
        find_rule("EP", "communication", on=date(2020, 1, 1))
    with pytest.raises(ValueError, match="not in force"):
        due_date(
            find_rule("CN", "first_action", on=date(2026, 1, 1)),
            base_date=date(2000, 1, 1),
            is_working_day=_weekday,
            calendar_version="w",
        )


def test_a_calendar_without_working_days_is_an_error() -> None:
    with pytest.raises(ValueError, match="no working day"):
        roll(date(2026, 1, 1), lambda _: False)


def test_months_are_clipped_to_their_end() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 13) == date(2025, 2, 28)
    assert add_months(date(2025, 11, 30), 3) == date(2026, 2, 28)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.office} {rule.code}")
def test_every_rule_has_one_period_a_source_and_a_date(rule: Rule) -> None:
    assert bool(rule.days) != bool(rule.months)
    assert rule.source
    assert rule.basis
    assert rule.is_in_force(rule.since)
