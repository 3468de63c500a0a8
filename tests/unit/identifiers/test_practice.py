"""Numbers, pin-cites and classes as attorneys write them in letters and specifications."""

import json
from pathlib import Path

import pytest

from portfolios.identifiers import find_classifications, find_pin_cites, identify

CASES = json.loads(Path(__file__).with_name("practice.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), CASES["numbers"])
def test_numbers(text: str, expected: list[str]) -> None:
    """Canonical forms in order; one left open by its readings, divided by bars."""
    assert [one.canonical or "|".join(one.readings) for one in identify(text)] == expected


@pytest.mark.parametrize(("text", "expected"), CASES["pin_cites"])
def test_pin_cites(text: str, expected: list[list[str]]) -> None:
    """Document, kind, first and last of each."""
    found = find_pin_cites(text)
    assert [[one.document, one.kind.value, one.first, one.last] for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(("text", "expected"), CASES["classifications"])
def test_classifications(text: str, expected: list[str]) -> None:
    assert [one.key for one in find_classifications(text)] == expected
