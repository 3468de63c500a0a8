"""What a question names and its answer quotes nothing of."""

import uuid
from dataclasses import dataclass

import pytest

from kaas.answering.front_page import id_of
from kaas.answering.outcomes import Outcome, sentence
from kaas.answering.unquoted import MOST, unquoted

DOCUMENT, PASSAGE = uuid.UUID(int=1), uuid.UUID(int=2)
PAGE = "(11) 公報番号: JP9911071B2\n(21) 出願番号: 特願2022-991107"


@dataclass(frozen=True)
class Cited:
    publication_number: str = "JP9911071B2"
    title: str = "固体電解質セパレータ及び全固体電池"
    quote: str = "芯領域"
    passage_text: str = "芯領域"
    locator_kind: str = "claim"
    locator_value: str = "1"
    document_id: uuid.UUID = DOCUMENT
    passage_id: uuid.UUID = PASSAGE


FRONT = Cited(passage_id=id_of(DOCUMENT), passage_text=PAGE, locator_kind="heading", locator_value="")


@pytest.mark.parametrize(
    ("question", "cited", "missing"),
    [
        ("What does claim 1 of JP9911071B2 say?", [Cited()], ()),
        ("What do claims 1 and 99 of JP9911071B2 say?", [Cited()], ("claim 99",)),
        ("特許第9911071号の請求項1と99は何ですか。", [Cited()], ("請求項99",)),
        ("Claims of JP9911071B2 and US19312899B2?", [Cited()], ("US19312899B2",)),
        ("Who invented US19312899B2 and JP9911071B2?", [FRONT], ("US19312899B2",)),
        ("特願2022-991107の発明者は誰ですか。", [FRONT], ()),
        ("特願2022-991107の請求項1は何ですか。", [Cited()], ()),
        ("特願2022-991107と特願2020-999999の発明者は誰ですか。", [FRONT], ("特願2020-999999",)),
        ("Which documents cite US 2021/0998204?", [Cited(quote="D1: US 2021/0998204 A1")], ()),
        ("Which report tests what claim 7 says?", [Cited(locator_kind="page", quote="as in claim 7")], ()),
        ("What does “The method of claim 3” say?", [Cited(locator_value="3")], ()),
        ("How thick is the separator?", [Cited()], ()),
        ("claims 1-30 of JP9911071B2", [Cited()], (*(f"claim {n}" for n in range(2, 2 + MOST)), "…")),
    ],
    ids=range(13),
)
def test_what_is_named_and_not_quoted_is_told(
    question: str, cited: list[Cited], missing: tuple[str, ...]
) -> None:
    language = "ja" if "。" in question else "en"
    assert unquoted(question, cited, language=language) == missing


OTHER = Cited("US19204511B2", "Separator", "particles", "particles", document_id=uuid.UUID(int=3))
REPORT = Cited("", "10 Ah life test", "page of it", "page of it", "page", "2", uuid.UUID(int=4))


@pytest.mark.parametrize(
    ("question", "cited", "missing"),
    [
        ("What do claims 1 of JP9911071B2 and US19204511B2 say?", [Cited(), OTHER], ()),
        (
            "claim 1 of JP9911071B2 and claim 9 of US19204511B2",
            [Cited(), OTHER],
            ("claim 9 of US19204511B2",),
        ),
        ("JP9911071B2の請求項1とUS19204511B2の請求項9。", [Cited(), OTHER], ("US19204511B2の請求項9",)),
        (
            "claims 1 and 2 of JP9911071B2 and US19204511B2",
            [Cited(), OTHER],
            ("claim 2 of JP9911071B2", "claim 2 of US19204511B2"),
        ),
        ("claim 1 of JP9911071B2 and claim 9 of US19312899B2", [Cited()], ("US19312899B2",)),
    ],
    ids=range(5),
)
def test_of_several_documents_each_has_places_of_its_own(
    question: str, cited: list[Cited], missing: tuple[str, ...]
) -> None:
    assert unquoted(question, cited, language="ja" if "。" in question else "en") == missing


@pytest.mark.parametrize(
    ("question", "cited", "missing"),
    [
        ("What do AUR-TR-036 and AUR-D-999 say?", [REPORT], ("AUR-D-999",)),
        ("AUR-TR-036とAUR-D-999の抵抗は？", [REPORT], ("AUR-D-999",)),
        ("What does AUR-TR-036 say?", [REPORT], ()),
        ("What does AUR-CN-05 say?", [Cited("", "Commissioning note AUR-CN-05")], ()),
        ("Who speaks of AUR-D-014?", [Cited(quote="as in AUR-D-014")], ()),
        ("What does AUR-D-999 say?", [Cited()], ("AUR-D-999",)),
        ("What does page 2 of AUR-TR-036 and page 3 of AUR-D-999 say?", [REPORT], ("AUR-D-999",)),
    ],
    ids=range(7),
)
def test_the_number_of_a_report_is_told_where_the_cited_documents_are_known(
    question: str, cited: list[Cited], missing: tuple[str, ...]
) -> None:
    own = {REPORT.document_id: {"AUR-TR-036"}}
    assert unquoted(question, cited, language="en", own=own) == missing
    assert "AUR-D-999" not in unquoted(question, cited, language="en")


def test_it_stands_behind_an_answer_and_behind_nothing_else() -> None:
    asked = "What does claim 99 of JP9911071B2 say?"
    answered = sentence(Outcome.ANSWERED_BY_QUOTING, "en", question=asked, cited=[Cited()])
    assert answered.startswith(sentence(Outcome.ANSWERED_BY_QUOTING, "en") + " ")
    assert "nothing is quoted here of: claim 99. " in answered
    for outcome in (Outcome.UNANSWERABLE_NOTHING_FOUND, Outcome.REFUSED_VALIDITY):
        assert sentence(outcome, "en", question=asked, cited=[Cited()]) == sentence(outcome, "en")
