"""Records from JSON, what does not fit in them, and priorities after their period."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.dates import LAST_YEAR
from portfolios.families import Application, find_conflicts, read_applications
from tests.unit.families.records import application, link


def _codes(*applications: Application) -> list[tuple[str, str]]:
    return [(one.application_number, one.code) for one in find_conflicts(applications)]


@pytest.mark.parametrize(
    ("written", "canonical", "office", "kind", "warning"),
    [
        ("特願2020-123456", "JP-APP 2020-123456", "JP", "patent", ""),
        ("JP-APP 2020-123456", "JP-APP 2020-123456", "JP", "patent", ""),
        ("US 62/123,456", "US-APP-62/123456", "US", "provisional", ""),
        ("US-APP-62/123456", "US-APP-62/123456", "US", "provisional", ""),
        ("PCT/JP2020/012345", "PCT/JP2020/012345", "WO", "pct_international", ""),
        ("KR 10-2020-0012345", "KR-APP-10-2020-0012345", "KR", "patent", ""),
        ("EP12345678.2", "EP-APP-12345678.2", "EP", "patent", ""),
        ("EP12345678.3", "EP-APP-12345678.3", "EP", "patent", "check_digit"),
        ("特開2020-123456", "JP2020123456A", "JP", "patent", "number_is_no_application"),
        ("NL 1010536", "NL 1010536", "NL", "patent", "number_not_read"),
    ],
)
def test_numbers(written: str, canonical: str, office: str, kind: str, warning: str) -> None:
    (one,), findings = read_applications([{"application_number": written, "filing_date": "2020-08-01"}])
    assert (one.application_number, one.office, one.type) == (canonical, office, kind)
    assert [finding.code for finding in findings] == ([warning] if warning else [])


def test_an_application_and_a_publication_of_the_same_digits_never_meet() -> None:
    """DOMAIN 2.1 and hard case 1."""
    read, findings = read_applications(
        [{"application_number": "特願2020-123456"}, {"application_number": "特開2020-123456"}]
    )
    assert len(read) == 2
    assert [one.code for one in findings] == ["number_is_no_application"]


def test_records_of_one_application_are_put_together_and_their_quarrels_named() -> None:
    """DOMAIN 5, case 8: one application, many documents."""
    records: list[dict[str, Any]] = [
        {
            "application_number": "EP99203729.1",
            "filing_date": "1999-11-08",
            "publications": [{"number": number, "date": on}],
        }
        for number, on in (("EP1000000A1", "2000-05-17"), ("EP1000000B1", "2003-02-12"))
    ]
    records[1]["filing_date"] = "1999-11-09"
    (one,), findings = read_applications(records)
    assert [each.publication_number for each in one.publications] == ["EP1000000A1", "EP1000000B1"]
    assert [(each.code, each.detail) for each in findings] == [
        ("filing_date_disagrees", "1999-11-08, 1999-11-09")
    ]


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({}, "application 1: no 'application_number'"),
        ({"application_number": "特願2020-1", "filing_date": "2020-02-30"}, "2020-02-30 is no day"),
        (
            {"application_number": "特願2020-1", "filing_date": "9979年1月1日"},
            "no day of the years 1600 to 2199",
        ),
        ({"application_number": "特願2020-1", "type": "poem"}, "'poem' is not a valid ApplicationType"),
        ({"application_number": "特願2020-1", "events": [{"date": ""}]}, "an event without a date"),
        ({"application_number": "特願2020-1", "additions": [{"months": 1}]}, "application 1"),
        ({"application_number": "US 16/998,440\x00"}, r"application 1: .* U\+0000"),
        ({"application_number": "特願2020-1", "publications": [{"number": "\ud800"}]}, r"U\+D800"),
        ({"application_number": "特願2020-1", "a note\x00": 1}, r"U\+0000"),
        (
            {"application_number": "特願2020-1", "events": [{"date": "2020-01-01", "text": "\x1b[2J"}]},
            r"U\+001B",
        ),
        ({"application_number": "特願2020-1", "cited": float("nan")}, "nan is no number"),
        (
            {"application_number": "特願2020-1", "additions": [{"code": "pta", "days": 10**9}]},
            "no number of days",
        ),
    ],
    ids=[
        *("no number", "no day", "a day far off", "no type", "no event date", "no addition"),
        *("nul", "half a surrogate", "nul in a name", "control character", "not a number", "too many days"),
    ],
)
def test_what_cannot_be_read_is_named(record: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_applications([record])


def test_japanese_dates_are_read() -> None:
    (one,), _ = read_applications([{"application_number": "特願2020-123456", "filing_date": "令和2年8月1日"}])
    assert str(one.filing_date) == "2020-08-01"


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(chance: random.Random) -> None:
    records: list[dict[str, Any]] = [
        {"application_number": "特願2019-123456", "filing_date": "2019-06-01"},
        {"application_number": "特願2019-123456", "filing_date": "2019-06-02", "type": "utility_model"},
        {"application_number": "US 17/123,456", "links": [{"number": "特願2019-123456"}]},
        {"application_number": "US 17/123,456", "events": [{"date": "2020-01-01", "code": "STCF"}]},
    ]
    expected = read_applications(records)
    chance.shuffle(records)
    assert read_applications(records) == expected


@pytest.mark.parametrize(
    ("office", "first", "filed", "expected"),
    [
        ("JP", "2019-05-01", "2020-05-01", []),
        # The twelfth month ends on 4 May, a holiday; the office opens again on the 7th.
        ("JP", "2019-05-04", "2020-05-07", ["priority_period_rolled"]),
        ("JP", "2019-05-04", "2020-05-08", ["priority_period_exceeded", "restoration_conceivable"]),
        ("JP", "2019-05-04", "2020-07-06", ["priority_period_exceeded", "restoration_conceivable"]),
        ("JP", "2019-05-04", "2020-07-07", ["priority_period_exceeded", "restoration_period_exceeded"]),
        ("US", "2019-07-03", "2020-07-06", ["priority_period_rolled"]),
        ("EP", "2019-04-10", "2020-04-14", ["priority_period_rolled"]),
        ("BR", "2019-06-01", "2020-06-05", ["priority_period_exceeded", "restoration_rule_not_known"]),
        ("JP", "2020-06-02", "2020-06-01", ["priority_after_filing"]),
    ],
)
def test_the_priority_year(office: str, first: str, filed: str, expected: list[str]) -> None:
    one = application(f"{office}1", filed, link("KR9", on=first))
    codes = [code for _, code in _codes(one) if code != "working_days_not_known"]
    assert codes == expected


def test_a_restored_right_is_said_to_be_and_a_design_has_half_a_year() -> None:
    restored = application("JP1", "2020-06-01", link("KR9", on="2019-05-04", is_restored=True))
    assert ("JP1", "priority_restored_as_recorded") in _codes(restored)
    design = application("JP1", "2020-06-01", link("KR9", on="2019-11-01"), type="design")
    assert ("JP1", "priority_period_exceeded") in _codes(design)


def test_a_filing_beyond_every_calendar_is_told_and_no_period_counted() -> None:
    claimed = link("KR9", on=f"{LAST_YEAR}-06-01"), link("KR8", on="2019-06-01")
    for filed in (f"{LAST_YEAR + 1}-01-01", "9999-12-31"):
        assert _codes(application("JP1", filed, *claimed)) == [("JP1", "filing_date_out_of_range")] * 2
    still = _codes(application("JP1", f"{LAST_YEAR}-12-31", *claimed))
    assert ("JP1", "filing_date_out_of_range") not in still and ("JP1", "priority_period_exceeded") in still
    child = application("JP2", "9999-12-31", link("JP1", "divisional"), *claimed)
    assert "filing_date_out_of_range" not in {code for _, code in _codes(child)}


def test_the_year_is_counted_for_the_parent_and_not_again_for_its_children() -> None:
    child = application("US2", "2023-06-01", link("US1", "continuation"), link("JP1", on="2019-06-03"))
    assert "priority_period_exceeded" not in {code for _, code in _codes(child)}


def test_quarrels_between_records() -> None:
    first = application("JP1", "2019-06-01")
    other = application("US1", "2020-05-01", link("JP1", on="2019-06-02"))
    assert _codes(first, other) == [("JP1", "priority_date_disagrees")]
    entry = application("US1", "2021-12-01", link("PCT1", "pct_entry"))
    international = application("PCT1", "2020-05-01", office="WO", type="pct_international")
    assert _codes(international, entry) == [("US1", "filing_date_is_not_the_international")]
    assert _codes(application("US1")) == [("US1", "filing_date_missing")]
    assert _codes(application("US1", "2020-01-01", link("US1"))) == [("US1", "rests_on_itself")]
    assert _codes(application("US1", "2020-01-01", link("JP1"))) == [("US1", "priority_date_missing")]
