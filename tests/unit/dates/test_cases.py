"""The dates of the domain, one after the other."""

import json
from pathlib import Path
from typing import Any

import pytest

from portfolios.dates import Locale, find_dates, read_date

TABLE = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: f"{case['section']}: {case['text']}")
def test_case(case: dict[str, Any]) -> None:
    found = read_date(case["text"], locale=Locale(case.get("locale", "")))
    assert found is not None
    assert found.iso == case["iso"]
    assert bool(found.value) == (len(case["iso"]) == 10)
    for name in set(case) - {"section", "text", "iso", "locale"}:
        held = getattr(found, name)
        assert (list(held) if isinstance(held, tuple) else held) == case[name], name


@pytest.mark.parametrize("text", TABLE["none"])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_dates_in_running_text_stand_at_their_places() -> None:
    text = "出願日は令和２年４月１日（２０２０．４．１）、公開日は2021年10月7日。Filed Apr. 1, 2020, granted 5 May 2022."
    found = find_dates(text)
    assert [one.iso for one in found] == ["2020-04-01", "2021-10-07", "2020-04-01", "2022-05-05"]
    assert [one.text for one in found] == [text[one.start : one.end] for one in found]
    assert found[0].text == "令和２年４月１日（２０２０．４．１）"


def test_two_dates_are_not_one() -> None:
    assert read_date("2020-04-01 2020-04-02") is None
    assert read_date("") is None
