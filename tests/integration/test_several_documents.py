"""Questions that name several documents, go on from them, or ask what was held against one."""

import pytest

from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.grounds import grounds_of, words_missing
from kaas.answering.outcomes import Outcome
from tests.conftest import Acting

FIRST, SECOND = "JP9911071B2", "US19204511B2"


def talk(acting_as: Acting, username: str, *questions: str) -> AnswerView:
    """The last answer of a conversation, each question after the one before it."""
    before = None
    for question in questions:
        with acting_as(username) as acting:
            answer = ask(question, session_id=acting.session_id, follows=before)
            before = answer.id
    return answer


def places(answer: AnswerView) -> list[tuple[str, str]]:
    return [(one.publication_number, one.locator_value) for one in answer.citations]


@pytest.mark.parametrize(
    "question",
    ["What does claim 2 say?", "請求項2には何が書かれていますか。", "And claim 2 of them?"],
    ids=range(3),
)
def test_a_follow_up_is_of_both_documents_before(acting_as: Acting, question: str) -> None:
    answer = talk(acting_as, "engineer", f"Compare claim 1 of {FIRST} and {SECOND}.", question)
    assert places(answer) == [(FIRST, "2"), (SECOND, "2")]
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING


def test_what_one_of_both_has_not_is_no_reason_to_leave_it_out(acting_as: Acting) -> None:
    last = {FIRST: 8, SECOND: 9}
    answer = talk(acting_as, "engineer", f"Compare claim 1 of {FIRST} and {SECOND}.", "And claim 9?")
    assert (SECOND, str(last[SECOND])) in places(answer)
    assert {number for number, _ in places(answer)} == {FIRST, SECOND}


def test_lines_of_both_are_told_where_it_may_be_either(acting_as: Acting) -> None:
    answer = talk(
        acting_as, "engineer", f"{FIRST}と{SECOND}の請求項1を比べてください。", "When was it filed?"
    )
    assert [one.publication_number for one in answer.citations] == [FIRST, SECOND]
    assert all("2022-03-14" in one.text or "2023-03-09" in one.text for one in answer.statements)


@pytest.mark.parametrize(
    "question",
    [
        f"What do claim 2 of {FIRST} and claim 3 of {SECOND} say?",
        f"{FIRST}の請求項2と{SECOND}の請求項3には何が書かれていますか。",
    ],
    ids=["en", "ja"],
)
def test_each_place_is_of_the_document_beside_it(acting_as: Acting, question: str) -> None:
    assert places(talk(acting_as, "engineer", question)) == [(FIRST, "2"), (SECOND, "3")]


def test_places_of_both_are_four(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", f"What do claims 2 and 3 of {FIRST} and {SECOND} say?")
    assert places(answer) == [(FIRST, "2"), (FIRST, "3"), (SECOND, "2"), (SECOND, "3")]


def test_a_page_of_a_report_and_a_claim_stand_side_by_side(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", f"AUR-TR-031の2ページと{FIRST}の請求項2を見せてください。")
    assert {(one.locator_kind, one.locator_value) for one in answer.citations} == {
        ("page", "2"),
        ("claim", "2"),
    }


@pytest.mark.parametrize("hidden", ["BOR-TR-118", "BOR-TR-998"], ids=["hidden", "missing"])
def test_a_page_of_a_report_one_may_not_see_is_no_page_of_another(acting_as: Acting, hidden: str) -> None:
    answer = talk(acting_as, "engineer", f"What is on page 2 of {hidden}?")
    assert answer.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
    assert answer.citations == []


def test_what_else_is_asked_of_one_of_them_is_told_of_it(acting_as: Acting) -> None:
    asked = f"Who are the inventors of {FIRST} and what does claim 3 of {SECOND} say?"
    answer = talk(acting_as, "engineer", asked)
    assert answer.statements[0].text == "(72) 発明者: 相沢 遥; 宮越 亮介"
    assert places(answer)[-1] == (SECOND, "3")


def test_what_is_to_be_compared_is_so_by_the_first_claims(acting_as: Acting) -> None:
    answer = talk(acting_as, "attorney", "What is the difference between EP4991206A1 and EP4991206B1?")
    assert places(answer) == [("EP4991206A1", "1"), ("EP4991206B1", "1")]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        (f"What do claims 1 and 12 of {FIRST} and claim 3 of {SECOND} say?", f"claim 12 of {FIRST}"),
        (f"{FIRST}の請求項1と12、{SECOND}の請求項3は？", f"{FIRST}の請求項12"),
        (f"{FIRST}とUS19312899B2の請求項1は？", "US19312899B2"),
        ("AUR-TR-031とAUR-D-999の界面抵抗は？", "AUR-D-999"),
        ("What does AUR-TR-031 say, and AUR-D-999?", "AUR-D-999"),
    ],
    ids=range(5),
)
def test_what_is_not_quoted_is_told_once(acting_as: Acting, question: str, missing: str) -> None:
    answer = talk(acting_as, "engineer", question)
    assert f": {missing}。" in answer.sentence or f": {missing}. " in answer.sentence
    said = " ".join(words_missing(answer))
    assert not any(one.isdigit() for one in said)
    assert "請求項" not in said and "AUR" not in said


@pytest.mark.parametrize("asked", ["AUR-TR-031と{}の界面抵抗は？", "What does AUR-TR-031 say, and {}?"])
def test_a_report_one_may_not_see_is_told_as_one_that_does_not_exist(acting_as: Acting, asked: str) -> None:
    told = []
    for number in ("BOR-TR-118", "BOR-TR-998"):  # the first is Borealis's
        answer = talk(acting_as, "engineer", asked.format(number))
        assert number in answer.sentence
        shown = [(one.text, one.verdict) for one in answer.statements]
        told.append((answer.outcome, answer.sentence.replace(number, "…"), shown, words_missing(answer)))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "question",
    [f"What do claims 2 and 3 of {FIRST} and {SECOND} say?", "特願2022-991107で引用された文献は？"],
    ids=["places", "letter"],
)
def test_no_more_is_used_than_was_found(acting_as: Acting, question: str) -> None:
    with acting_as("engineer") as acting:
        answer = ask(question, session_id=acting.session_id)
        grounds = grounds_of(answer, scope=acting)
    assert grounds is not None
    assert grounds.found >= grounds.used >= grounds.quoted > 0


@pytest.mark.parametrize(
    ("username", "question", "titles"),
    [
        ("attorney", "What do BOR-TR-118 and BOR-TR-119 say about drift?", {"Zero stability"}),
        ("attorney", "How do BOR-DR-07 and BOR-DR-08 differ?", {"BOR-DR-07", "BOR-DR-08"}),
        ("engineer", "AUR-TR-031とAUR-TR-036の容量維持率は？", {"濃度勾配型", "10 Ah"}),
        ("engineer", "AUR-DR-09とAUR-CN-05には何が書かれていますか。", {"AUR-DR-09", "AUR-CN-05"}),
    ],
    ids=range(4),
)
def test_of_several_reports_is_quoted_what_they_say_themselves(
    acting_as: Acting, username: str, question: str, titles: set[str]
) -> None:
    answer = talk(acting_as, username, question)
    cited = {one.title for one in answer.citations}
    assert cited
    assert all(any(title in one for one in cited) for title in titles)
    assert all(any(title in one for title in titles) for one in cited)
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING


JAPANESE = {"米国特許出願公開第２０２１／０９９８２０４号", "特開２０１９－９９８８１１号"}
AMERICAN = {"US 2021/0993318 A1", "US 2019/0994421 A1"}


@pytest.mark.parametrize(
    ("username", "question", "letter", "cited"),
    [
        ("engineer", "特願2022-991107で引用された文献は？", "拒絶理由通知書", JAPANESE),
        ("engineer", "What was cited against application 特願2022-991107?", "拒絶理由通知書", JAPANESE),
        ("engineer", "特許第9911071号の審査で引用された文献は？", "拒絶理由通知書", JAPANESE),
        ("attorney", "What was cited against US application 18/999,052?", "Office Action", AMERICAN),
        ("attorney", "What did the examiner rely on against US19312804B2?", "Office Action", AMERICAN),
    ],
    ids=range(5),
)
def test_what_was_cited_against_an_application_is_quoted_from_the_letter(
    acting_as: Acting, username: str, question: str, letter: str, cited: set[str]
) -> None:
    answer = talk(acting_as, username, question)
    said = "\n".join(one.text for one in answer.statements)
    assert all(one in said for one in cited)
    assert letter in answer.citations[-1].title
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING


def test_a_line_of_the_front_page_is_told_beside_what_was_cited(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", "When was 特願2022-991107 filed and what was cited against it?")
    assert answer.statements[0].text == "(22) 出願日: 2022-03-14"
    assert all(one in "\n".join(said.text for said in answer.statements) for one in JAPANESE)


def test_it_is_asked_of_the_patent_before(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", f"What does {FIRST} claim?", "What was cited against it?")
    assert all(one in "\n".join(said.text for said in answer.statements) for one in JAPANESE)


def test_a_letter_one_may_not_see_is_as_one_that_does_not_exist(acting_as: Acting) -> None:
    told = []
    for number in ("18/999,052", "18/999,059"):
        answer = talk(acting_as, "engineer", f"What was cited against US application {number}?")
        told.append((answer.outcome, answer.sentence, answer.statements, answer.citations))
    assert told[0] == told[1]


EUROPEAN, NOT_HELD = "EP4991107B1", "US19999999B2"
SAID = (f"What does {FIRST} say?", f"And {EUROPEAN}?")


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        ((*SAID, "And page 2 of them?", "And paragraph 0012 of the first?"), [(FIRST, "0012")]),
        ((*SAID, "And claim 2 of the second?"), [(EUROPEAN, "2")]),
        ((*SAID, "What do both have in common?"), [(FIRST, "1"), (EUROPEAN, "1")]),
        ((*SAID, "両者の共通点は？"), [(FIRST, "1"), (EUROPEAN, "1")]),
    ],
    ids=range(4),
)
def test_which_of_several_is_meant_is_heard(
    acting_as: Acting, questions: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert places(talk(acting_as, "engineer", *questions)) == expected


@pytest.mark.parametrize(
    "question", ["Which was filed first?", "どちらが先に出願されましたか。"], ids=["en", "ja"]
)
def test_several_that_were_named_long_before_are_meant(acting_as: Acting, question: str) -> None:
    between = ("Who are the inventors?", "When were they published?", "And their claims?")
    answer = talk(acting_as, "engineer", *SAID, *between, question)
    assert {one.publication_number for one in answer.citations} == {FIRST, EUROPEAN}


@pytest.mark.parametrize("question", ["When were they published?", "And their claims?"], ids=range(2))
def test_what_a_follow_up_means_and_does_not_quote_is_told(acting_as: Acting, question: str) -> None:
    answer = talk(acting_as, "engineer", f"Who filed {SECOND} and {NOT_HELD}?", question)
    assert {one.publication_number for one in answer.citations} == {SECOND}
    assert NOT_HELD in answer.sentence
    assert SECOND not in answer.sentence


def test_where_one_of_both_is_missing_no_other_is_compared(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", f"What does {NOT_HELD} say?", f"And {EUROPEAN}?", "Compare them.")
    assert places(answer) == [(EUROPEAN, "1")]
    assert NOT_HELD in answer.sentence


@pytest.mark.parametrize(
    "question", ["When were they published?", "Compare them.", "And page 1 of the second?"]
)
def test_a_hidden_one_of_both_is_a_missing_one(acting_as: Acting, question: str) -> None:
    hidden, missing = "US19312804B2", "US19312899B2"
    first, second = (
        talk(acting_as, "engineer", f"What do {SECOND} and {one} say?", question) for one in (hidden, missing)
    )
    assert first.sentence.replace(hidden, missing) == second.sentence
    assert [one.text for one in first.statements] == [one.text for one in second.statements]
    assert first.outcome is second.outcome
