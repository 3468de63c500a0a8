"""Terms with what is added, against the statutes named in the rows; DOMAIN 2.1 and hard case 7."""

from datetime import date

import pytest

from portfolios.families import Addition, find_term, find_terms
from portfolios.families.term_rules import ADDITIONS, TERMS, AdditionRule, TermRule
from tests.unit.families.records import application, day, link

_NONE = (Addition(code="pta"), Addition(code="terminal_disclaimer"), Addition(code="pte"))


@pytest.mark.parametrize(
    ("number", "kind", "filed", "granted", "expires"),
    [
        ("JP1", "patent", "2020-04-01", "", "2040-04-01"),
        ("JP1", "patent", "2020-02-29", "", "2040-02-29"),
        ("JP1", "utility_model", "2020-04-01", "", "2030-04-01"),
        ("JP1", "utility_model", "2005-03-31", "", "2011-03-31"),
        ("JP1", "design", "2020-04-01", "2021-01-01", "2045-04-01"),
        ("JP1", "design", "2020-03-31", "2021-01-01", "2041-01-01"),
        ("US1", "patent", "2001-06-15", "", "2021-06-15"),
        ("US1", "patent", "1995-06-07", "1999-01-05", "2016-01-05"),  # 17 from grant is the longer
        ("US1", "patent", "1995-06-07", "1996-01-05", "2015-06-07"),  # 20 from filing is
        ("US1", "design", "2015-05-12", "2016-03-01", "2030-03-01"),
        ("US1", "design", "2015-05-13", "2016-03-01", "2031-03-01"),
        ("EP1", "patent", "2004-02-29", "", "2024-02-29"),
        ("CN1", "utility_model", "1999-09-06", "", "2009-09-05"),  # Guidelines for Examination (CN), V-9, 2.1
        ("CN1", "patent", "2020-01-01", "", "2039-12-31"),
        ("CN1", "design", "2021-05-31", "", "2031-05-30"),
        ("CN1", "design", "2021-06-01", "", "2036-05-31"),
        ("KR1", "patent", "2020-03-03", "", "2040-03-03"),
        ("DE1", "patent", "2020-03-03", "", "2040-03-03"),
    ],
)
def test_terms(number: str, kind: str, filed: str, granted: str, expires: str) -> None:
    found = find_term(application(number, filed, type=kind, granted=granted))
    assert found.expires_on is not None
    assert found.expires_on.isoformat() == expires
    assert all(part.statute for part in found.parts)


def test_no_priority_and_no_provisional_starts_a_term() -> None:
    provisional = application("US0", "2019-01-01", type="provisional")
    one = application("US1", "2020-01-01", link("US0", "provisional"), link("JP1", on="2018-06-01"))
    assert find_term(one, [provisional]).expires_on == date(2040, 1, 1)
    assert find_term(provisional).expires_on is None


def test_a_united_states_term_runs_from_the_earliest_benefit_over_the_chain() -> None:
    """DOMAIN 5, case 7."""
    held = [
        application("JP1", "2015-02-01"),
        application("PCT1", "2016-01-31", link("JP1"), office="WO", type="pct_international"),
        application("US1", "2016-01-31", link("PCT1", "pct_entry"), link("JP1")),
        application("US2", "2018-03-01", link("US1", "continuation"), link("US0", "provisional")),
        application("US3", "2019-03-01", link("US2", "cip")),
    ]
    found = find_term(held[-1], held)
    assert found.expires_on == date(2036, 1, 31)
    assert found.started_by == "PCT1"


def test_a_divisional_takes_its_parents_date_elsewhere_and_a_continuation_link_does_not() -> None:
    parent = application("JP1", "2015-02-01")
    divisional = application("JP2", "2019-02-01", link("JP1", "divisional"))
    assert find_term(divisional, [parent]).expires_on == date(2035, 2, 1)
    odd = application("EP2", "2019-02-01", link("EP1", "continuation", "2015-01-01"))
    assert find_term(odd).expires_on == date(2039, 2, 1)


def test_a_chain_that_ends_at_a_missing_record_is_said_to() -> None:
    found = find_term(application("US2", "2018-03-01", link("US1", "continuation", "2016-01-31")))
    assert found.expires_on == date(2036, 1, 31)
    assert "record of US1, which may rest on an earlier application" in found.missing
    assert not found.is_complete


def test_what_is_not_stated_is_missing_and_not_nought() -> None:
    found = find_term(application("US1", "2016-01-31"))
    assert found.expires_on == date(2036, 1, 31)
    assert [told.partition(" (")[0] for told in found.missing] == [
        "patent term adjustment",
        "terminal disclaimer",
        "patent term extension for regulatory review",
    ]
    assert find_term(application("US1", "2016-01-31", additions=_NONE)).is_complete


@pytest.mark.parametrize(
    ("additions", "expires"),
    [
        ([Addition(code="pta", days=100)], "2036-05-10"),
        (
            [Addition(code="pta", days=100), Addition(code="terminal_disclaimer", until=day("2036-03-01"))],
            "2036-03-01",
        ),
        # A disclaimer over a later patent cuts nothing.
        (
            [Addition(code="pta", days=100), Addition(code="terminal_disclaimer", until=day("2037-03-01"))],
            "2036-05-10",
        ),
        # The extension follows the disclaimed date: Merck v. Hi-Tech, 482 F.3d 1317 (Fed. Cir. 2007).
        (
            [
                Addition(code="pta", days=100),
                Addition(code="terminal_disclaimer", until=day("2036-03-01")),
                Addition(code="pte", days=365),
            ],
            "2037-03-01",
        ),
    ],
    ids=["adjusted", "disclaimed", "disclaimed later", "extended"],
)
def test_additions_of_the_united_states_apply_in_their_order(additions: list[Addition], expires: str) -> None:
    found = find_term(application("US1", "2016-01-31", additions=tuple(reversed(additions))))
    assert found.expires_on == day(expires)


def test_more_than_the_law_allows_is_named() -> None:
    found = find_term(
        application("JP1", "2000-01-01", additions=(Addition(code="pte", until=day("2026-01-01")),))
    )
    assert found.expires_on == date(2026, 1, 1)
    assert found.findings == (
        "more than 60 months: extension for marketing approval (Patent Act (JP) Art. 67(4))",
    )
    within = find_term(
        application("JP1", "2000-01-01", additions=(Addition(code="pte", until=day("2025-01-01")),))
    )
    assert within.findings == ()


def test_a_certificate_of_a_state_never_moves_the_european_patents_own_day() -> None:
    found = find_term(application("EP1", "2000-01-01", additions=(Addition(code="spc", days=400),)))
    assert found.expires_on == date(2020, 1, 1)
    assert found.parts[-1].last_day == date(2021, 2, 4)


def test_delay_in_grant_is_compensated_only_where_the_law_knows_it() -> None:
    old = find_term(application("JP1", "2020-03-09"))
    new = find_term(application("JP1", "2020-03-10"))
    assert not any("delay" in told for told in old.missing)
    assert any("delay" in told for told in new.missing)
    strange = find_term(application("JP1", "2019-01-01", additions=(Addition(code="pta", days=9),)))
    assert strange.findings == ("no rule is known for the addition pta",)


def test_an_addition_told_twice_is_named() -> None:
    twice = (Addition(code="pta", days=1), Addition(code="pta", days=2))
    assert "told more than once: pta" in find_term(application("US1", "2016-01-31", additions=twice)).findings


def test_old_terms_and_missing_facts_are_not_guessed() -> None:
    assert find_term(application("JP1", "1990-01-01")).expires_on is None
    assert "no term rule is known" in find_term(application("JP1", "1990-01-01")).findings[0]
    assert find_term(application("XX1", "2020-01-01")).expires_on is None
    assert find_term(application("JP1")).missing == ("filing date of JP1",)
    lower = find_term(application("US1", "1994-01-01"))
    assert (lower.expires_on, "grant date" in lower.missing) == (date(2014, 1, 1), True)
    assert find_term(application("US1", "2016-01-01", type="design")).expires_on is None


@pytest.mark.parametrize("rule", TERMS, ids=lambda rule: f"{rule.office} {rule.type} {rule.since}")
def test_terms_are_dated_rows_that_do_not_overlap(rule: TermRule) -> None:
    assert rule.statute
    others = [one for one in TERMS if (one.office, one.type) == (rule.office, rule.type) and one is not rule]
    assert not any(one.is_for(rule.office, rule.type, rule.since) for one in others)


@pytest.mark.parametrize("rule", ADDITIONS, ids=lambda rule: f"{rule.office} {rule.code} {rule.since}")
def test_additions_are_dated_rows(rule: AdditionRule) -> None:
    assert rule.statute
    assert rule.is_for(rule.office, rule.since)


@pytest.mark.parametrize(
    ("filed", "additions"),
    [("9979-12-31", ()), ("9985-01-01", ()), ("2020-01-01", (Addition(code="pte", days=3_000_000),))],
)
def test_a_term_beyond_the_calendar_has_no_last_day_and_says_so(
    filed: str, additions: tuple[Addition, ...]
) -> None:
    found = find_term(application("JP1", filed, additions=additions))
    assert found.starts_on == day(filed)
    if filed < "9980" and not additions:
        assert found.expires_on == date(9999, 12, 31)
        return
    assert found.expires_on is None
    assert found.findings == ("the term would end after the last day of the calendar",)


def test_the_terms_of_a_family_are_those_of_its_applications_one_by_one() -> None:
    """With a circle, a record that is missing, and one whose filing date only a link tells."""
    held = [
        application("US1", "2016-01-31", link("US3", "cip")),
        application("US2", "2018-03-01", link("US1", "continuation"), link("US9", "continuation")),
        application("US3", "2019-03-01", link("US2", "divisional")),
        application("US4", "", link("US3", "continuation", "2019-03-01")),
        application("JP1", "2017-02-01", link("JP0", "divisional", "2014-02-01")),
    ]
    assert find_terms(held) == [find_term(one, held) for one in held]
    assert [one.started_by for one in find_terms(held)] == ["US1"] * 4 + ["JP0"]


def test_a_long_chain_names_the_first_of_what_is_missing() -> None:
    held = [application("US000", "")]
    held += [application(f"US{n:03}", "", link(f"US{n - 1:03}", "continuation")) for n in range(1, 100)]
    last = find_terms(held)[-1]
    assert last.missing[0] == "filing date of US000"
    assert last.missing[-1] == "80 more filing dates or records of earlier applications"
