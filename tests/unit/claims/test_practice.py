"""Claims as five offices print and amend them: which claims they name, and what they are then."""

import json
from pathlib import Path

import pytest

from portfolios.claims.claim import Office
from portfolios.claims.folding import fold
from portfolios.claims.reading import read_claims
from portfolios.claims.references import find_references

CASES = json.loads(Path(__file__).with_name("practice.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("number", "text", "claims", "mode"), CASES["references"])
def test_references(number: int, text: str, claims: list[int], mode: str | None) -> None:
    """All claims named, and how the first group joins them."""
    found = [one for one in find_references(fold(text).text, number=number) if one.dependency]
    assert [claim for one in found for claim in one.claims] == claims
    assert (found[0].mode.value if found else None) == mode


def test_categories_of_korean_claims() -> None:
    """By the end of the claim, whatever it takes up before."""
    section = next(section for office, section, _ in CASES["sets"] if office == "kr" and "매체" in section)
    found = read_claims(section, office=Office.KR)
    assert [one.category.value for one in found] == [
        *("apparatus", "apparatus", "method", "method", "crm", "apparatus", "apparatus", "method")
    ]
    assert [one.subject for one in found[:4]] == ["조명 장치", "차량", "방법", "방법"]


@pytest.mark.parametrize(("office", "section", "expected"), CASES["sets"])
def test_sets(office: str, section: str, expected: list[list[object]]) -> None:
    """Number, form and status of every claim."""
    found = read_claims(section, office=Office(office))
    assert [[one.number, one.form.value, one.status.value] for one in found] == expected
