"""The cases of the domain, one after the other: text in, numbers out."""

import json
from pathlib import Path
from typing import Any

import pytest

from portfolios.identifiers import display, identify, kind_meaning, read

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['section']}: {case['text'][:40]}")
def test_case(case: dict[str, Any]) -> None:
    found = identify(case["text"])
    assert [one.canonical for one in found] == [one["canonical"] for one in case["expected"]]
    for one, expected in zip(found, case["expected"], strict=True):
        for name, value in expected.items():
            held = getattr(one, name)
            assert (list(held) if isinstance(held, tuple) else held) == value, name


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['section']}: {case['text'][:40]}")
def test_what_is_found_stands_at_its_place_has_a_meaning_and_prints(case: dict[str, Any]) -> None:
    for one in identify(case["text"]):
        assert case["text"][one.start : one.end] == one.text
        assert not one.kind or kind_meaning(one.office, one.kind)
        assert bool(display(one)) == bool(one.canonical)


def test_a_number_alone_is_read_and_a_sentence_is_not() -> None:
    alone = read("　特開2020-123456号公報 ")
    assert alone is not None
    assert alone.canonical == "JP2020123456A"
    assert read("特開2020-123456号公報に記載") is None
    assert read("") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("JP2020123456A", ["特開2020-123456"]),
        ("US20200123456A1", ["US 2020/0123456 A1"]),
        ("特公昭63-12345号", ["特公昭63-12345"]),
        ("JP2021500123A", ["特表2021-500123"]),
        ("特表平8-500123", ["特表平8-500123"]),
        ("実表昭60-500012", ["実表昭60-500012"]),
        ("特開2021-500123、同2021-500124", ["特開2021-500123", "特開2021-500124"]),
        ("特表2021-100123", ["特表2021-100123"]),
    ],
)
def test_display_is_the_style_of_the_office_and_keeps_the_word_that_was_written(
    text: str, shown: list[str]
) -> None:
    assert [display(one) for one in identify(text)] == shown
