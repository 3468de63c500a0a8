"""Legal status as a fold over events; DOMAIN 2.1 and 2.3."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.families import Effect, JurisdictionStatus, LegalEvent, legal_status
from portfolios.families.status_events import ORDER
from portfolios.families.unitary import (
    CONTRACTING_STATES,
    EUROPEAN_STATES,
    EXTENSION_STATES,
    VALIDATION_STATES,
    unitary_states,
)
from tests.unit.families.records import event

_DAYS = ["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"]
_LATE = date(2030, 1, 1)


def _status(*effects: str) -> JurisdictionStatus:
    events = [event(on, effect) for on, effect in zip(_DAYS, effects, strict=False)]
    (found,) = legal_status(events, office="JP", as_of=_LATE)
    return found


@pytest.mark.parametrize(
    ("effects", "status", "flags"),
    [
        ("", "unknown", ""),
        ("filed", "pending", ""),
        ("filed published examination_requested action_issued", "pending", ""),
        ("filed grant_decided", "pending", "grant_decided"),
        ("filed grant_decided granted", "in_force", ""),
        ("filed granted fee_paid", "in_force", ""),
        ("filed granted lapsed", "lapsed", ""),
        ("filed granted lapsed restored", "in_force", "restored"),
        ("filed granted expired", "expired", ""),
        ("filed granted opposed", "in_force", "opposition_pending"),
        ("filed granted opposed opposition_closed", "in_force", ""),
        ("filed granted opposed limited opposition_closed", "in_force", "limited"),
        ("filed granted opposed revoked", "revoked", ""),
        ("filed granted opposed revoked appealed", "revoked", "appeal_pending"),
        ("filed granted opposed revoked appealed opposition_closed", "in_force", ""),
        ("filed granted lapsed opposed", "lapsed", "opposition_pending"),
        ("filed granted surrendered", "surrendered", ""),
        ("filed withdrawn", "withdrawn", ""),
        ("filed deemed_withdrawn", "withdrawn", ""),
        ("filed deemed_withdrawn restored granted", "in_force", "restored"),
        ("filed refused", "refused", ""),
        ("filed refused appealed", "refused", "appeal_pending"),
        ("filed refused appealed granted", "in_force", ""),
        ("filed refused abandoned", "abandoned", ""),
    ],
)
def test_courses_of_a_proceeding(effects: str, status: str, flags: str) -> None:
    found = _status(*effects.split())
    assert (found.status, sorted(found.flags)) == (status, flags.split())
    assert not found.is_uncertain


@pytest.mark.parametrize(
    ("effects", "status", "conflict"),
    [
        ("filed withdrawn granted", "withdrawn", "2022-01-01 granted after withdrawn"),
        ("filed refused granted", "refused", "2022-01-01 granted after refused"),
        ("filed granted lapsed fee_paid", "lapsed", "2023-01-01 fee_paid after lapsed"),
        ("filed lapsed", "pending", "2021-01-01 lapsed after pending"),
        ("filed granted withdrawn", "in_force", "2022-01-01 withdrawn after in_force"),
        ("filed granted revoked fee_paid", "revoked", "2023-01-01 fee_paid after revoked"),
        ("filed granted revoked restored", "revoked", "2023-01-01 restored after revoked"),
        ("filed granted filed", "in_force", "2022-01-01 filed after in_force"),
    ],
)
def test_events_that_do_not_fit_are_named_and_not_applied(effects: str, status: str, conflict: str) -> None:
    found = _status(*effects.split())
    assert (found.status, found.conflicts, found.is_uncertain) == (status, (conflict,), True)


def test_what_is_told_twice_is_no_conflict_and_a_second_date_is_noted() -> None:
    found = _status("filed", "granted", "lapsed", "lapsed")
    assert (found.status, found.since, found.is_uncertain) == ("lapsed", date(2022, 1, 1), False)
    assert found.notes == ("2023-01-01 lapsed told again",)
    same_day = [
        event("2020-01-01", "granted"),
        event("2021-01-01", "lapsed"),
        event("2021-01-01", code="LAPS"),
    ]
    (once,) = legal_status(same_day, office="JP", as_of=_LATE)
    assert (once.status, once.notes, once.is_uncertain) == ("lapsed", (), False)


def test_a_restoration_answers_the_fee_paid_after_the_lapse() -> None:
    assert not _status("filed", "granted", "lapsed", "fee_paid", "restored").is_uncertain


def test_a_day_in_between_sees_only_what_was_before_it() -> None:
    events = [event(on, effect) for on, effect in zip(_DAYS, ["filed", "granted", "lapsed"], strict=False)]
    seen = [
        legal_status(events, office="JP", as_of=date(year, 6, 1))[0].status
        for year in (2019, 2020, 2021, 2022)
    ]
    assert seen == ["unknown", "pending", "in_force", "lapsed"]


def test_unknown_codes_are_kept_and_named() -> None:
    (found,) = legal_status(
        [event("2020-01-01", code="R150"), event("2020-02-01", code="QQQ")], office="JP", as_of=_LATE
    )
    assert (found.status, found.unknown) == ("in_force", ("2020-02-01 QQQ",))


def test_a_tie_is_folded_in_the_course_of_a_proceeding_and_named() -> None:
    events = [event("2022-01-01", "lapsed"), event("2022-01-01", "granted"), event("2020-01-01", "filed")]
    (found,) = legal_status(events, office="JP", as_of=_LATE)
    assert (found.status, found.ties) == ("lapsed", ("2022-01-01 granted, lapsed",))


def test_the_term_ends_a_right_in_force_and_no_other() -> None:
    living = [event("2000-01-01", "filed"), event("2003-01-01", "granted")]
    ends = date(2020, 1, 1)
    on_the_day, after = (
        legal_status(living, office="JP", as_of=as_of, expires_on=ends)[0]
        for as_of in (ends, date(2020, 1, 2))
    )
    assert (on_the_day.status, after.status, after.since) == ("in_force", "expired", ends)
    lapsed = [*living, event("2010-01-01", "lapsed")]
    assert legal_status(lapsed, office="JP", as_of=_LATE, expires_on=ends)[0].status == "lapsed"


_EUROPEAN = [
    event("2018-01-01", "published", at="EP"),
    event("2020-01-01", "granted", at="EP"),
    event("2020-01-01", code="AK", at="EP", states="DE FR GB ES"),
    event("2020-06-01", "validated", at="DE"),
    event("2021-01-01", code="PG25", at="FR"),
    event("2021-06-01", code="GBPC", at="EP"),
    event("2020-09-01", code="26", at="EP"),
]


def test_a_granted_european_patent_is_a_bundle() -> None:
    found = {one.jurisdiction: one for one in legal_status(_EUROPEAN, office="EP", as_of=date(2022, 1, 1))}
    assert {place: one.status for place, one in found.items()} == {
        "EP": "in_force",
        "DE": "in_force",
        "ES": "in_force",
        "FR": "lapsed",
        "GB": "lapsed",
    }
    assert found["DE"].flags == {"opposition_pending"}
    assert "validation_not_stated" in found["ES"].notes
    assert "validation_not_stated" not in found["DE"].notes
    assert not any(one.is_uncertain for one in found.values())


def test_a_bundle_holds_no_place_that_is_no_state_for_which_there_are_european_patents() -> None:
    events = [
        *_EUROPEAN,
        event("2021-01-01", "lapsed", at="XX"),
        event("2022-01-01", "published", at="WO"),
        event("2020-01-01", code="AK", at="EP", states="DE QQ"),
    ]
    found = {one.jurisdiction: one for one in legal_status(events, office="EP", as_of=date(2024, 1, 1))}
    assert found["DE"].status == "in_force"
    assert found["XX"].status == "unknown"
    assert found["XX"].is_uncertain
    assert found["WO"].status == "pending"
    assert "QQ" not in found


def test_a_central_revocation_reaches_every_state() -> None:
    events = [*_EUROPEAN, event("2023-01-01", code="27W", at="EP")]
    found = legal_status(events, office="EP", as_of=_LATE)
    assert {one.status for one in found} == {"revoked"}
    assert not any(one.is_uncertain for one in found)


def test_before_grant_a_european_application_is_one() -> None:
    (found,) = legal_status(_EUROPEAN, office="EP", as_of=date(2019, 1, 1))
    assert (found.jurisdiction, found.status) == ("EP", "pending")


def test_unitary_effect_covers_the_states_of_its_day() -> None:
    events = [
        event("2023-09-01", "granted", at="EP"),
        event("2023-09-01", code="AK", at="EP", states="DE FR ES"),
        event("2023-10-01", code="U07", at="EP"),
    ]
    found = {one.jurisdiction: one for one in legal_status(events, office="EP", as_of=_LATE)}
    assert "unitary_effect" in found["DE"].flags & found["FR"].flags & found["EP"].flags
    assert "unitary_effect" not in found["ES"].flags
    assert "RO" not in unitary_states(date(2024, 8, 31))
    assert "RO" in unitary_states(date(2024, 9, 1))
    assert unitary_states(date(2023, 5, 31)) == frozenset()


_EVENTS = st.lists(
    st.builds(
        lambda offset, effect, at: LegalEvent(
            event_date=date(2020, 1, 1) + timedelta(days=offset), code="", jurisdiction=at, effect=effect
        ),
        st.integers(0, 20),
        st.sampled_from(list(Effect)),
        st.sampled_from(["EP", "DE", "FR"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(_EVENTS, st.randoms(use_true_random=False))
def test_the_fold_does_not_depend_on_the_order_or_on_repetition(
    events: list[LegalEvent], chance: random.Random
) -> None:
    shuffled = [*events, *events]
    chance.shuffle(shuffled)
    assert legal_status(shuffled, office="EP", as_of=_LATE) == legal_status(events, office="EP", as_of=_LATE)


@settings(deadline=None)
@given(_EVENTS, st.integers(0, 20))
def test_later_events_change_no_earlier_status(events: list[LegalEvent], offset: int) -> None:
    as_of = date(2020, 1, 1) + timedelta(days=offset)
    past = [one for one in events if one.event_date <= as_of]
    assert legal_status(events, office="EP", as_of=as_of) == legal_status(past, office="EP", as_of=as_of)


def test_every_effect_has_its_place_in_a_day() -> None:
    assert set(ORDER) == set(Effect)


def test_the_states_of_european_patents_are_those_the_office_lists() -> None:
    """39 member states; ten extension states, of which Serbia's stood under three codes; six validation states."""
    assert len(CONTRACTING_STATES) == 39
    assert len(EXTENSION_STATES) == 10 + 2
    assert sorted(VALIDATION_STATES) == ["GE", "KH", "LA", "MA", "MD", "TN"]
    assert EXTENSION_STATES.keys() - CONTRACTING_STATES.keys() == {"BA", "YU", "CS"}
    acceded = EXTENSION_STATES.keys() & CONTRACTING_STATES.keys()
    assert all(EXTENSION_STATES[state] < CONTRACTING_STATES[state] for state in acceded)
    assert len(EUROPEAN_STATES) == 48
    assert unitary_states(date(2026, 1, 1)) <= CONTRACTING_STATES.keys()
