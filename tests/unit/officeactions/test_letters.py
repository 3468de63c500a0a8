"""Whole letters of the four offices, made up, in the layout of real ones; what each says is in letters.json."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portfolios.claims.claim import Office
from portfolios.dates import office_calendar
from portfolios.officeactions.action import Kind, OfficeAction, Rejection
from portfolios.officeactions.reading import read_office_action

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = json.loads((HERE / "letters.json").read_text(encoding="utf-8"))


def letter(name: str) -> str:
    return (HERE / "letters" / f"{name}.txt").read_text(encoding="utf-8")


def _row(one: Rejection) -> dict[str, Any]:
    pins = [
        f"{pin.document} {pin.kind} {pin.first}{f'-{pin.last}' if pin.last != pin.first else ''}"
        for pin in one.pin_cites
    ]
    optional = {
        "reason": one.reason,
        "references": [reference.label for reference in one.references],
        "pin_cites": pins,
        "warnings": list(one.warnings),
    }
    said = {key: value for key, value in optional.items() if value}
    return {"nature": one.nature, "code": one.code, "claims": list(one.claims), **said}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _all(action: OfficeAction) -> Iterator[tuple[str, object]]:
    yield "office", action.office
    yield "kind", action.kind
    yield "is_final", action.is_final
    yield "ordinal", action.ordinal
    yield "application", action.application.canonical if action.application else None
    yield "drafted", action.drafted.iso if action.drafted else None
    yield "dispatched", action.dispatched.iso if action.dispatched else None
    yield "allowable", [list(group.claims) for group in action.allowable]
    yield "references", {one.label: one.number for one in action.references}
    deadline = action.deadline
    yield (
        "dues",
        [
            [f"{due.rule.office} {due.rule.code}", due.due.isoformat(), _iso(due.latest)]
            for due in deadline.dues
        ],
    )
    yield "period", " ".join(deadline.period.text.split()) if deadline.period else None
    yield "deadline_warnings", list(deadline.warnings)
    yield "remarks", [[one.code, one.detail] for one in action.remarks]
    yield "rejections", [_row(one) for one in action.rejections]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_letter(name: str) -> None:
    assert dict(_all(read_office_action(letter(name)))) == EXPECTED[name]


def test_every_letter_has_its_expectation() -> None:
    assert {path.stem for path in (HERE / "letters").iterdir()} == set(EXPECTED)


def test_a_number_broken_over_two_lines_points_at_both() -> None:
    (_, second, _) = read_office_action(letter("jp_notice")).references
    assert (second.label, second.number) == ("D2", "WO2016123456")
    first = read_office_action(letter("jp_notice")).rejections[-1]
    assert [place.text for place in first.claim_places] == ["請求項　　　９、１\n０及び１２"]


def test_the_period_runs_from_dispatch_and_not_from_writing() -> None:
    text = letter("jp_notice").replace("発送日　　令和　６年　５月２８日\n", "")
    action = read_office_action(text)
    assert action.drafted is not None
    assert (action.dispatched, action.deadline.dues, action.deadline.warnings) == (
        None,
        (),
        ("no_dispatch_date",),
    )
    known = read_office_action(text, dispatched=date(2024, 5, 28))
    assert [due.due for due in known.deadline.dues] == [date(2024, 7, 29)]
    assert known.remarks == ()


def test_a_dispatch_date_that_differs_from_the_docket_is_said() -> None:
    action = read_office_action(letter("jp_notice"), dispatched=date(2024, 5, 29))
    assert [(one.code, one.text, one.detail) for one in action.remarks] == [
        ("dispatch_date_differs", "令和　６年　５月２８日", "2024-05-29")
    ]


def test_days_are_rolled_by_the_offices_own_calendar_which_says_why() -> None:
    """60 days from 2025-07-17 end on respect-for-the-aged day, a Monday holiday of Japan."""
    (due,) = read_office_action(
        letter("jp_notice").replace("令和　６年　５月２８日", "令和　７年　７月１７日"), abroad=False
    ).deadline.dues
    assert (due.unrolled, due.due) == (date(2025, 9, 15), date(2025, 9, 16))
    assert [(one.day, one.reason) for one in due.rolled_over] == [
        (date(2025, 9, 15), "Respect for the Aged Day")
    ]
    assert due.rolling_statute == "Patent Act (JP) Art. 3(2)"
    assert due.calendar_version.startswith("JP, holidays ")
    assert due.doubts == ()


def test_what_the_calendar_does_not_know_is_said() -> None:
    action = read_office_action(letter("ep_communication"))
    (due,) = action.deadline.dues
    assert due.doubts == ("closing_days_not_known 2026",)


def test_another_calendar_may_be_given() -> None:
    (due,) = read_office_action(letter("jp_notice"), calendar=office_calendar("US")).deadline.dues
    assert due.calendar_version.startswith("US, holidays ")


@pytest.mark.parametrize(("abroad", "due"), [(False, "2024-11-13"), (True, "2024-12-13")])
def test_where_the_applicant_lives_settles_the_period(abroad: bool, due: str) -> None:
    deadline = read_office_action(letter("jp_refusal"), abroad=abroad).deadline
    assert [one.due.isoformat() for one in deadline.dues] == [due]
    assert "several_rules" not in deadline.warnings


def _us(period: str, rest: str = "") -> str:
    return (
        "UNITED STATES PATENT AND TRADEMARK OFFICE\nApplication No. 17/123,456\nMail Date: 01/31/2026\n"
        f"Non-Final Rejection\n{period}\n{rest}"
    )


@pytest.mark.parametrize(
    ("text", "dues", "warnings"),
    [
        pytest.param(
            _us("A shortened statutory period for reply is set to expire TWO MONTHS from the mailing date."),
            ["2026-03-31"],
            ("period_differs_from_rule",),
            id="period of the letter's own",
        ),
        pytest.param(
            _us("A shortened statutory period for reply is set to expire 30 DAYS from the mailing date."),
            ["2026-03-02"],
            ("period_differs_from_rule",),
            id="period in days",
        ),
        pytest.param(_us(""), ["2026-04-30"], ("period_not_stated",), id="no period"),
        pytest.param(
            _us("Period for reply is set to expire 3 MONTHS from the mailing date.", "Reply is due on 05/15/2026"),
            ["2026-04-30"],
            ("stated_day_differs",),
            id="another last day",
        ),
        pytest.param(
            _us("Period for reply is set to expire 3 MONTHS from the mailing date.", "Reply is due by 04/30/2026"),
            ["2026-04-30"],
            (),
            id="the same last day",
        ),
        pytest.param(
            _us("", "Mail Date: 02/02/2026"), [], ("no_dispatch_date",), id="two days of mailing"
        ),
    ],
)  # fmt: skip
def test_stated_and_computed(text: str, dues: list[str], warnings: tuple[str, ...]) -> None:
    deadline = read_office_action(text).deadline
    assert ([due.due.isoformat() for due in deadline.dues], deadline.warnings) == (dues, warnings)


def test_no_rule_is_applied_to_a_day_before_it() -> None:
    deadline = read_office_action(letter("ep_communication").replace("27.02.2026", "27.02.2020")).deadline
    assert (deadline.dues, deadline.warnings) == ((), ("no_rule",))


def _codes(text: str) -> list[tuple[str, str]]:
    return [(one.code, one.detail) for one in read_office_action(text).remarks]


def test_contradictions_are_named() -> None:
    text = letter("us_non_final")
    assert _codes(text.replace("Claim(s) 1-7,9,10 and", "Claim(s) 1-8,9,10 and")) == [
        ("summary_differs", "8")
    ]
    assert _codes(letter("jp_notice").replace("第３６条\n", "第３７条\n")) == [
        ("listed_provision_not_found", "37")
    ]
    assert _codes(text.replace("2a)☐", "2a)☒")) == [("kinds_differ", "final_action, non_final_action")]
    assert ("dispatched_before_drafted", "2024-05-20") in _codes(
        letter("jp_notice").replace("５月２８日", "５月１８日")
    )


def test_one_label_for_two_documents_stays_open() -> None:
    text = letter("cn_second") + "对比文件1：CN111234568A\n"
    (first, *_) = read_office_action(text).references
    assert (first.label, first.number, first.readings) == ("D1", "", ("CN111234567A", "CN111234568A"))
    assert "reference_ambiguous" in read_office_action(text).rejections[0].warnings


def test_an_ambiguous_number_stays_ambiguous() -> None:
    (one,) = read_office_action(
        "European Patent Office. D1: JP 2015-123456. Claim 1 lacks novelty over D1 (Art. 54 EPC)."
    ).references
    assert (one.number, len(one.readings) > 1) == ("", True)


def test_an_ambiguous_day_of_dispatch_is_not_chosen() -> None:
    action = read_office_action(letter("ep_intention").replace("05.01.2026", "99.01.2026"))
    assert action.deadline.dues == ()


def test_whose_letter_it_is_may_stay_open() -> None:
    for text in ("", "Dear Sir, thank you for your letter.", "35 U.S.C. 103 and 特許法第29条"):
        action = read_office_action(text)
        assert (action.office, action.kind, [one.code for one in action.remarks]) == (
            None,
            Kind.UNKNOWN,
            ["office_unknown"],
        )
    assert read_office_action("35 U.S.C. 103 and 特許法第29条", office=Office.US).office is Office.US
