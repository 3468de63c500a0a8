"""Offsets are of the text as stored, whatever was folded for matching; the contract holds."""

import pytest

from portfolios.claims.claim import Claim, Office
from portfolios.claims.contract import ContractError, check_json, to_json
from portfolios.claims.folding import fold
from portfolios.claims.reading import read_claims


def test_the_contract_of_the_domain() -> None:
    """DOMAIN 3.3: the object it prints, from the claim it was made from."""
    second = "前記センサは、CMOSセンサである、請求項１に記載の距離測定装置。"
    section = f"【請求項１】\nセンサを備える距離測定装置。\n【請求項２】\n{second}"
    assert to_json(read_claims(section, office=Office.JP)[1]) == {
        "number": 2,
        "office_style": "jp",
        "form": "dependent",
        "refs": [{"claims": [1], "mode": "single", "start": 18, "end": 26}],
        "category": "apparatus",
        "subject": "距離測定装置",
        "transition": {"text": "", "type": "none"},
        "elements": [{"id": "2A", "text": "前記センサは、CMOSセンサである", "start": 0, "end": 17}],
        "flags": [],
    }


def test_unknown_keys_are_rejected() -> None:
    good = dict(to_json(read_claims("A device comprising a lens.", office=Office.US)[0]))
    check_json(good)
    for bad in (
        {**good, "more": 1},
        {**good, "form": "odd"},
        {**good, "number": "1"},
        {**good, "elements": [{}]},
    ):
        with pytest.raises(ContractError):
            check_json(bad)
    del good["flags"]
    with pytest.raises(ContractError, match="flags"):
        check_json(good)


def _spans(claim: Claim) -> list[tuple[int, int, str]]:
    parts = [claim.preamble, claim.transition, *claim.elements]
    return [(part.start, part.end, part.text) for part in parts]


LONG = (
    "ｾﾝｻと、①のﾚﾝｽﾞと、"
    + "".join(f"幅が{n}㎜である第{n}の電極と、" for n in range(1, 60))
    + "前記第１の電極と、前記第２の電極との間に配置された絶縁層と、"
    "を備える距離測定装置。"
)


def test_half_width_kana_and_squared_units_do_not_move_offsets() -> None:
    assert len(LONG) > 800
    (claim,) = read_claims(LONG, office=Office.JP)
    assert [element.text for element in claim.elements[:3]] == ["ｾﾝｻ", "①のﾚﾝｽﾞ", "幅が1㎜である第1の電極"]
    assert claim.elements[-1].text == "前記第１の電極と、前記第２の電極との間に配置された絶縁層"
    assert len(claim.elements) == 62
    for start, end, text in _spans(claim):
        assert claim.text[start:end] == text


@pytest.mark.parametrize(
    ("stored", "folded"),
    [
        ("ｶﾞｿﾘﾝ", "ガソリン"),
        ("①〜③", "1~3"),
        ("１−３", "1-3"),
        ("ローター", "ローター"),
        ("cla\u00adim", "claim"),
        ("㎜", "mm"),
    ],
)
def test_the_copy_for_matching(stored: str, folded: str) -> None:
    copy = fold(stored)
    assert copy.text == folded
    assert (copy.start(0), copy.end(len(folded))) == (0, len(stored))


def test_a_reference_behind_something_that_folds_longer() -> None:
    (claim,) = read_claims("㎜㎜㎜で測る、請求項１に記載の装置。", office=Office.JP)
    (ref,) = claim.refs
    assert claim.text[ref.start : ref.end] == "請求項１に記載の"
