"""The cases of the domain description, sections 3.1 to 3.3, from the data file beside."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portfolios.claims.claim import Claim, Office
from portfolios.claims.multiple import fee_count
from portfolios.claims.reading import read_numbered

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


def _params(part: str) -> list[Any]:
    return [pytest.param(*case[1:], id=case[0]) for case in CASES[part]["cases"]]


def _read(office: str, texts: list[str], *, filed: date | None = None, first: int = 1) -> list[Claim]:
    return read_numbered(list(enumerate(texts, start=first)), office=Office(office), filed=filed)


@pytest.mark.parametrize(
    ("number", "text", "claims", "mode"),
    [*_params("references"), *_params("more_references"), *_params("wordings")],
)
def test_references(number: int, text: str, claims: list[int] | None, mode: str | None) -> None:
    (claim,) = _read("ep", [text], first=number)
    found = [ref for ref in claim.refs if ref.dependency]
    assert [(list(ref.claims), ref.mode.value) for ref in found] == (
        [] if claims is None else [(claims, mode)]
    )


@pytest.mark.parametrize(
    ("number", "flag"), [("R16", "invalid_ref"), ("R17", "forward_ref"), ("R58", "self_ref")]
)
def test_what_a_reference_may_not_do(number: str, flag: str) -> None:
    case = next(case for case in CASES["references"]["cases"] if case[0] == number)
    (claim,) = _read("us", [case[2]], first=case[1])
    assert flag in claim.flags


@pytest.mark.parametrize("number", [case[0] for case in CASES["improper"]["cases"]])
def test_what_the_us_calls_improper(number: str) -> None:
    case = next(case for case in CASES["references"]["cases"] if case[0] == number)
    for office, improper in (("us", True), ("ep", False)):
        (claim,) = _read(office, [case[2]], first=case[1])
        assert ("improper_multiple" in claim.flags) is improper


def test_disputed_cases_have_a_reason_and_a_source() -> None:
    assert all(len(case) == 3 and all(case) for case in CASES["disputed"]["cases"])


@pytest.mark.parametrize(("office", "before", "text", "form", "refs", "category"), _params("forms"))
def test_forms(office: str, before: list[str], text: str, form: str, refs: list[int], category: str) -> None:
    claim = _read(office, [*before, text], first=1 if before else 5)[-1]
    assert (claim.form, list(claim.parents), claim.category) == (form, refs, category)


@pytest.mark.parametrize(("office", "text", "kind", "preamble", "elements", "category"), _params("anatomy"))
def test_anatomy(
    office: str, text: str, kind: str, preamble: str | None, elements: list[str], category: str | None
) -> None:
    (claim,) = _read(office, [text])
    assert claim.transition.type == kind
    assert [element.text for element in claim.elements] == elements
    assert preamble is None or claim.preamble.text == preamble
    assert category is None or claim.category == category
    assert ("needs_construction" in claim.flags) == (kind == "open?")


_HEADS = {"jp": "センサを備える装置。", "cn": "一种装置，包括壳体。", "us": "A device comprising a lens."}
_WORDS = {
    "jp": (
        "、",
        "又は",
        "及び",
        "請求項{}のいずれか一項に記載の装置。",
        "請求項{}に記載の装置。",
        "請求項{}のいずれか一項に記載の装置を備える車両。",
    ),
    "cn": (
        "、",
        "或",
        "和",
        "根据权利要求{}任一项所述的装置。",
        "根据权利要求{}所述的装置。",
        "一种车辆，包括权利要求{}任一项所述的装置。",
    ),
    "us": (
        ", ",
        " or ",
        " and ",
        "The device of any one of claims {}.",
        "The device of claim {}.",
        "A vehicle comprising the device of any one of claims {}.",
    ),
}


def _worded(office: str, graph: dict[str, list[Any]]) -> list[str]:
    """Claims that refer to each other as the graph says, in the office's words."""
    style = office if office in _WORDS else "us"
    comma, either, both, several, one, vehicle = _WORDS[style]
    texts = [_HEADS[style]]
    for parents in graph.values():
        numbers = [str(parent) for parent in parents if isinstance(parent, int)]
        kind = parents[0] if isinstance(parents[0], str) else ""
        joint = both if kind == "and" else either
        listed = joint.join([comma.join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else numbers[0]
        pattern = {"vehicle": vehicle, "and": one, "some": several.replace("any one", "at least one")}.get(
            kind, several if len(numbers) > 1 else one
        )
        texts.append(pattern.format(listed))
    return texts


_ABOUT = {
    "multi_multi",
    "multi_multi_indirect",
    "cites_multi_multi",
    "improper_multiple",
    "unclear_reference",
}


@pytest.mark.parametrize(("office", "filed", "graph", "flags"), _params("multiple"))
def test_multiple_dependent_claims(
    office: str, filed: str | None, graph: str, flags: dict[str, list[str]]
) -> None:
    texts = _worded(office, CASES["multiple"]["graphs"][graph])
    claims = _read(office, texts, filed=date.fromisoformat(filed) if filed else None)
    found = {str(claim.number): [flag for flag in claim.flags if flag in _ABOUT] for claim in claims}
    assert {number: some for number, some in found.items() if some} == flags


def test_fees_count_what_is_referred_to() -> None:
    """DOMAIN 3.2, M5."""
    assert fee_count(_read("us", _worded("us", CASES["multiple"]["graphs"]["M5"]))) == 9
