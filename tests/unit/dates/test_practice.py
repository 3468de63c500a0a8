"""Dates as letters and specifications write them."""

import json
from pathlib import Path

import pytest

from portfolios.dates import find_dates

CASES = json.loads(Path(__file__).with_name("practice.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), CASES["dates"])
def test_dates(text: str, expected: list[str]) -> None:
    """ISO forms in order; "" where there is no such day."""
    found = find_dates(text)
    assert [one.iso for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("令和6年(2024年)1月1日", True),
        ("令和6年（2023年）1月1日", False),
        ("2019年(令和元年)5月1日", True),
        ("2019年（平成30年）5月1日", False),
        ("2019年5月1日", None),
    ],
)
def test_a_year_said_twice_before_the_month_must_be_one_year(text: str, agrees: bool | None) -> None:
    (one,) = find_dates(text)
    assert one.agrees is agrees
    assert one.problem == ("conflict" if agrees is False else "")
