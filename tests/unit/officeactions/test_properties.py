"""Any text is read without an error, what is found stands where it says, and the work grows with the text."""

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portfolios.claims.claim import Office
from portfolios.officeactions.action import OfficeAction, Place
from portfolios.officeactions.claim_lists import find_claim_lists
from portfolios.officeactions.contract import ContractError, check_json, to_json
from portfolios.officeactions.copying import copy_of
from portfolios.officeactions.letters.offices import READERS
from portfolios.officeactions.reading import read_office_action
from portfolios.parsing import ParsedDocument, parse
from tests.shared_data import shared_data
from tests.unit.officeactions.test_letters import EXPECTED, letter

OFFICES = (Office.JP, Office.US, Office.EP, Office.CN)
PIECES = (
    *("請求項", "１、", "－３", "理由１", "（進歩性）", "\n", "●", "・", "引用文献等", "特許法第２９条"),
    *("第１項", "第３号", "記\n"),
    *("Claims 1", "-3", " and ", "5", " are rejected under ", "35 U.S.C. 103", " over ", "Smith (", "US 2018/0123456", ")"),
    *("Article 54", "(1) and (2)", " EPC", " is not new. ", "D1", " [0012]", "; figure 2", "Application No. "),
    *("17/123,456",),
    *("权利要求", "不具备", "专利法第22条第3款", "对比文件1", "☐", "☒", "发文日", "2026年6月1日", "Mail Date"),
    *(" 01/31/2026",),
    *("within a period of 4 months", "　", " ", "．", "発送日", "令和６年５月２０日", "引用文献等一覧\n", "１．"),
    *("特開2020-123456",),
)  # fmt: skip
_TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def _places(action: OfficeAction) -> Iterator[Any]:
    deadline = action.deadline
    yield from (one for one in (action.application, action.drafted, action.dispatched) if one)
    yield from (one for one in (deadline.base, deadline.period, deadline.stated) if one)
    yield from (*action.allowable, *action.references, *action.remarks)
    for one in action.rejections:
        yield one
        yield from (*one.provisions, *one.claim_places, *one.references, *one.pin_cites)


@given(_TEXTS, st.sampled_from([None, *OFFICES]))
@example("第" * 50, Office.JP)
@example("請求項５－３", None)
@example("拒絶理由通知書\n発送日 9999年12月31日\n発送の日から60日以内に", Office.JP)
@settings(deadline=None)
def test_any_text_is_read_and_places_say_what_they_point_at(text: str, office: Office | None) -> None:
    action = read_office_action(text, office=office)
    assert [one.text for one in _places(action)] == [text[one.start : one.end] for one in _places(action)]
    check_json(to_json(action))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_places_in_letters(name: str) -> None:
    text = letter(name)
    found = [*_places(read_office_action(text))]
    assert found
    assert [one.text for one in found] == [text[one.start : one.end] for one in found]


@given(st.sets(st.integers(1, 300), min_size=1, max_size=20), st.sampled_from(OFFICES))
@settings(deadline=None)
def test_a_list_written_out_is_read_back(claims: set[int], office: Office) -> None:
    words = {Office.JP: "請求項{}、", Office.CN: "权利要求{}，"}.get(office, "claims {} ")
    joint = ", " if office in (Office.US, Office.EP) else "、"
    (found,) = find_claim_lists(words.format(joint.join(_runs(sorted(claims)))), office)
    assert set(found.claims) == claims
    assert found.problem == ""


def _runs(numbers: list[int]) -> Iterator[str]:
    first = last = numbers[0]
    for number in [*numbers[1:], 10_000]:
        if number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}-{last}"
        first = last = number


def _calls(action: Callable[[], object]) -> int:
    """How many functions are called, built-in ones too: work that does not depend on the machine."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


LONG = (
    "Claims 1-3 are rejected under 35 U.S.C. 103 over Smith (US 2018/0123456) in view of Jones. ",
    "Claim 1 is rejected under 35 U.S.C. 103 over ",
    "Restriction is required under 35 U.S.C. 121:\nI. Claims 1, ",
    "\n・請求項１\n・引用文献等１",
    "理由１（新規性）特許法第２９条第１項第３号、請求項１、",
    "The subject-matter of claim 1 is not new (Article 54 EPC). D1 [0012] ",
    "☒权利要求1-3不具备专利法第22条第3款规定的创造性。对比文件1第[0032]段",
    "引用文献等一覧\n１．特開2020-123456\n",
    "\n",
    "適用条文 第29条第1項",
    "出願番号 特願2020-123456\n",
)


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("number", range(len(LONG)))
def test_four_times_the_text_is_four_times_the_work(office: Office, number: int) -> None:
    piece = LONG[number]
    short = piece * (4_000 // len(piece))
    little = _calls(lambda: read_office_action(short, office=office))
    much = _calls(lambda: read_office_action(short * 4, office=office))
    assert much < 6 * little + 500


def test_the_contract_refuses_what_is_not_its_own() -> None:
    given = to_json(read_office_action(letter("jp_notice")))
    check_json(given)
    for wrong in (
        [],
        {**given, "extra": 1},
        {key: value for key, value in given.items() if key != "kind"},
        {**given, "kind": "a letter"},
        {**given, "office": "xx"},
        {**given, "is_final": 1},
        {**given, "remarks": {}},
        {**given, "rejections": [{**given["rejections"][0], "claims": ["1"]}]},
        {**given, "rejections": [{**given["rejections"][0], "nature": "guess"}]},
        {**given, "deadline": {**given["deadline"], "period": {"text": "", "start": 0, "end": 0}}},
    ):
        with pytest.raises(ContractError):
            check_json(wrong)


def test_an_empty_letter_is_one_of_the_contract() -> None:
    check_json(to_json(read_office_action("")))
    assert Place(text="", start=0, end=0) == Place(text="", start=0, end=0)


def test_provisions_of_a_real_text() -> None:
    """The JPO's guidelines on final notices name what such a notice is about; every place is read and right."""
    path = shared_data("jpo-examination-guidelines-pdf") / "jpo_criteria_01_0206bm.pdf"
    (document,) = parse(path.read_bytes(), name=path.name)
    assert isinstance(document, ParsedDocument)
    text = "\n\n".join(block.text for block in document.blocks)
    copy = copy_of(text, asian=True)
    found = READERS[Office.JP].find_provisions(copy.text)
    written = re.findall(r"第 ?(?:17 ?条の ?2|29 ?条|39 ?条|53 ?条)(?!の)", copy.text)
    assert (
        len({one.start for one in found if one.code.startswith(("17の2", "29", "39", "53"))})
        >= len(written)
        > 20
    )
    assert {"17の2(3)", "17の2(4)", "17の2(5)", "17の2(6)", "29(2)", "53(1)"} <= {one.code for one in found}
    action = read_office_action(text, office=Office.JP)
    assert [one.text for one in _places(action)] == [text[one.start : one.end] for one in _places(action)]
