"""The cases of the domain description, 3.6 O1 to O8, and letters in small, from the data file beside."""

import json
from pathlib import Path
from typing import Any

import pytest

from portfolios.claims.claim import Office
from portfolios.officeactions.action import OfficeAction
from portfolios.officeactions.claim_lists import find_claim_lists
from portfolios.officeactions.copying import copy_of
from portfolios.officeactions.letters.offices import READERS
from portfolios.officeactions.reading import read_office_action

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


def _params(part: str) -> list[Any]:
    return [pytest.param(*case[1:], id=case[0]) for case in CASES[part]]


def _read(office: str, text: str) -> list[list[Any]]:
    action = read_office_action(text, office=Office(office))
    return [_row(action, one) for one in range(len(action.rejections))]


def _row(action: OfficeAction, number: int) -> list[Any]:
    one = action.rejections[number]
    return [one.code, list(one.claims), [reference.label for reference in one.references]]


@pytest.mark.parametrize(("office", "text", "expected"), _params("domain"))
def test_domain(office: str, text: str, expected: list[list[Any]]) -> None:
    assert _read(office, text) == expected
    found = read_office_action(text)
    assert found.office == Office(office)
    assert [one.code for one in found.rejections] == [row[0] for row in expected]


@pytest.mark.parametrize(("office", "text", "expected"), _params("sentences"))
def test_sentences(office: str, text: str, expected: list[list[Any]]) -> None:
    assert _read(office, text) == expected


@pytest.mark.parametrize(("office", "text", "codes"), _params("provisions"))
def test_provisions(office: str, text: str, codes: list[str]) -> None:
    reader = READERS[Office(office)]
    copy = copy_of(text, asian=reader.asian)
    assert [one.code for one in reader.find_provisions(copy.text)] == codes


@pytest.mark.parametrize(("office", "text", "claims", "problem"), _params("claim_lists"))
def test_claim_lists(office: str, text: str, claims: list[list[int]], problem: str) -> None:
    copy = copy_of(text, asian=READERS[Office(office)].asian)
    found = [one for one in find_claim_lists(copy.text, Office(office)) if not one.foreign]
    assert [list(one.claims) for one in found] == claims
    assert "".join(one.problem for one in found) == problem


def test_a_name_that_stands_for_a_provision_is_said_to() -> None:
    """O2 names the provision by 進歩性 alone: the code is given, and that it rests on the name."""
    (one,) = read_office_action("理由２（進歩性）…請求項１－５…引用文献等１及び２").rejections
    assert one.warnings == ("statute_by_name",)
    assert [place.text for place in one.provisions] == ["理由２（進歩性）"]
