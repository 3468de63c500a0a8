"""Figures of telling what is counsel's: by the rules, by a model, by both, and what they agree in beyond chance."""

from typing import Any

import pytest

from kaas.answering.reading.opinions import Opinion
from kaas.answering.screening import Screened
from kaas.evaluation.keeping import less_is_better
from kaas.evaluation.screened import agreements, figures_of_screening
from tests.doubles.forgetful_rules import forget

RULE = "Does the FM-60 infringe US 19,312,804 B2?"
IDIOM = "Will drift compensation get us into hot water?"
FACT = "What was the residual zero drift at 80 °C?"
NO, YES, AWAY = (
    Screened(None, "complete"),
    Screened(Opinion.INFRINGEMENT, "complete"),
    Screened(None, "late"),
)


@pytest.fixture(autouse=True)
def no_rule_knows_the_idiom(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, IDIOM)


def question(text: str, kind: str, refuse: str = "") -> dict[str, Any]:
    return {"id": text, "text": text, "as": "one", "kind": kind} | ({"refuse": refuse} if refuse else {})


COUNSELS = "refused_infringement"


@pytest.mark.parametrize(
    ("asked", "screened", "expected"),
    [
        (question(RULE, "refuse", COUNSELS), NO, {"rules": 0, "model": 1, "both": 0}),
        (question(IDIOM, "refuse", COUNSELS), NO, {"rules": 1, "model": 1, "both": 1}),
        (question(IDIOM, "refuse", COUNSELS), YES, {"rules": 1, "model": 0, "both": 0}),
        (question(IDIOM, "counsel"), AWAY, {"rules": 1, "both": 1}),
        (question(RULE, "counsel"), AWAY, {"rules": 0, "both": 0}),
    ],
)
def test_of_what_is_counsels_it_is_told_who_missed_it(
    asked: dict[str, Any], screened: Screened, expected: dict[str, int]
) -> None:
    found = figures_of_screening(asked, screened)
    assert {
        name.removeprefix("missed_by_"): value for name, value in found.items() if "missed" in name
    } == expected
    assert not any("false_alarm" in name for name in found)
    assert found["away"] == float(screened is AWAY)


@pytest.mark.parametrize(
    ("screened", "expected"),
    [
        (NO, {"rules": 0, "model": 0, "both": 0}),
        (YES, {"rules": 0, "model": 1, "both": 1}),
        (AWAY, {"rules": 0, "both": 0}),
    ],
)
def test_of_the_rest_it_is_told_who_was_alarmed(screened: Screened, expected: dict[str, int]) -> None:
    found = figures_of_screening(question(FACT, "words"), screened)
    alarms = {name.removeprefix("false_alarm_by_"): value for name, value in found.items() if "alarm" in name}
    assert alarms == expected
    assert all(less_is_better(name) for name in found)


def test_whether_it_says_of_what_is_told_where_that_is_known() -> None:
    asked = question(IDIOM, "refuse", "refused_validity")
    assert figures_of_screening(asked, YES)["kind_by_model"] == 0
    assert figures_of_screening(asked, Screened(Opinion.VALIDITY, "complete"))["kind_by_model"] == 1
    assert "kind_by_model" not in figures_of_screening(asked, NO)
    assert "kind_by_model" not in figures_of_screening(question(FACT, "words"), YES)


def test_what_the_policy_refuses_for_another_reason_is_left_out() -> None:
    assert figures_of_screening(question("What is the password?", "refuse", "refused_credentials"), YES) == {}


def test_agreement_is_what_chance_would_not_give() -> None:
    """Of fifty, 25 are due, of which five are missed, and ten of the others alarm: 70 % where chance gives half."""
    each = {f"due {n}": {"missed_by_model": float(n >= 20)} for n in range(25)}
    each |= {f"not {n}": {"false_alarm_by_model": float(n >= 15)} for n in range(25)}
    found = agreements(each)
    assert set(found) == {"model"}
    assert (found["model"].share, found["model"].questions) == (pytest.approx(0.7), 50)
    assert found["model"].kappa == pytest.approx(0.4)


def test_who_says_yes_to_everything_agrees_by_chance_alone() -> None:
    each = {"one": {"missed_by_model": 0.0}, "other": {"false_alarm_by_model": 1.0}}
    assert agreements(each)["model"].kappa == 0.0
    assert agreements({"one": {"missed_by_model": 0.0}})["model"].kappa == 0.0
    assert agreements({"one": {"refusal": 1.0}}) == {}
