"""A number broken over two lines is read whole or left open, and is never another number."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.identifiers import Number, display, find_pin_cites, identify
from tests.unit.identifiers.test_properties import NUMBERS

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))["cases"]
BREAKS = st.sampled_from(["\n", "\r\n", " \n", "\n　　", "\x0c"])
BETWEEN_DIGITS = re.compile(r"(?<=\d)(?=\d)")


def _places(text: str) -> list[int]:
    return [found.start() for found in BETWEEN_DIGITS.finditer(text)]


@given(NUMBERS.filter(lambda one: one is not None and bool(_places(display(one)))), BREAKS, st.data())
@settings(max_examples=600)
def test_a_break_between_two_digits_makes_no_other_number(
    number: Number, break_: str, data: st.DataObject
) -> None:
    shown = display(number)
    at = data.draw(st.sampled_from(_places(shown)))
    found = identify(f"{shown[:at]}{break_}{shown[at:]} について")
    assert {one.canonical for one in found} <= {number.canonical, ""}
    for one in found:
        assert one.canonical or number.canonical in one.readings


@pytest.mark.parametrize(
    "case",
    [one for one in CASES if one["expected"]],
    ids=lambda case: f"{case['section']}: {case['text'][:40]}",
)
def test_no_break_in_a_case_makes_another_number(case: dict[str, str]) -> None:
    text = case["text"]
    said = {canonical for one in identify(text) for canonical in (one.canonical, *one.readings)}
    for at in _places(text):
        found = identify(f"{text[:at]}\n{text[at:]}")
        assert {one.canonical for one in found} <= {*said, ""}, at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("米国特許出願公開第２０１８／０１２３\n４５６号明細書", ["US20180123456A1"]),
        ("米国特許出願公開第2018/0123号", []),
        ("日本国特許出願公開第2019-12345号", ["JP2019012345A"]),
        ("特願２０２２－９９\n１１０７号", ["JP-APP 2022-991107"]),
        ("特許第６５４\n３２１０号公報", ["JP6543210B"]),
        ("EP 1683907\n8.9", ["EP-APP-16839078.9"]),
        ("CN 202010123\n456.2", ["CN-APP-202010123456.2"]),
        ("特開2020-12\n3456号公報、同2020-12\n3457号公報", ["JP2020123456A", "JP2020123457A"]),
        ("特開2020-123456\n7. その他", ["JP2020123456A"]),
        ("US 5,123,456\n1. A method", ["US5123456A"]),
    ],
)
def test_broken_numbers(text: str, expected: list[str]) -> None:
    found = identify(text)
    assert [one.canonical for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


def test_where_both_ways_make_sense_both_are_named() -> None:
    (one,) = identify("特開2020-12345\n6に記載")
    assert (one.canonical, one.readings) == ("", ("JP2020012345A", "JP2020123456A"))
    assert one.text == "特開2020-12345\n6"


@pytest.mark.parametrize("text", ["CN 1234567\n8", "CN 1234567 \n 8 に記載"])
def test_what_may_go_on_in_the_next_line_is_left_open(text: str) -> None:
    (one,) = identify(text)
    assert one.canonical == ""
    assert one.text == text.split("\n")[0].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[00\n12]", [("12", "12")]),
        ("段落００１\n２に", [("12", "12")]),
        ("段落【００\n３２】～【００３\n５】", [("32", "35")]),
        ("第1\n2頁", [("12", "12")]),
        ("段落0021\n5は", [("21", "21")]),
        ("図3\n5は", []),
        ("図1\n2頁左上欄", []),
        ("paragraph 12\n34 of", []),
    ],
)
def test_a_broken_pin_cite_is_whole_or_none(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_pin_cites(text)
    assert [(one.first, one.last) for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)
