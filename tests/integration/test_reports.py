"""Questions that name one report by its number are answered from it, and questions for patents from patents."""

import pytest

from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.grounds import words_missing
from kaas.answering.outcomes import Outcome
from tests.conftest import Acting

CONCLUSION = "10 Ahセルには厚さ22 μmのセパレータを用いる。"
TITLES = {
    "AUR-TR-036": "10 Ahラミネート形セルの寿命試験",
    "AUR-TR-031": "濃度勾配型セパレータを用いた2 Ahセルの寿命試験",
}


def talk(acting_as: Acting, username: str, *questions: str) -> AnswerView:
    before = None
    for question in questions:
        with acting_as(username) as acting:
            answer = ask(question, session_id=acting.session_id, follows=before)
            before = answer.id
    return answer


def titles(answer: AnswerView) -> set[str]:
    return {one.title for one in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "What did report AUR-TR-036 conclude?",
        "AUR-TR-036の結論は？",
        "What is the conclusion of test report AUR-TR-036?",
        "試験報告書AUR-TR-036の結論を教えてください。",
    ],
    ids=range(4),
)
def test_the_conclusion_is_that_of_the_report(acting_as: Acting, question: str) -> None:
    answer = talk(acting_as, "engineer", question)
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING
    assert titles(answer) == {TITLES["AUR-TR-036"]}
    assert [one.text.startswith(CONCLUSION) for one in answer.statements] == [True]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Summarise test report AUR-TR-031",
            "勾配型セパレータは、2 Ahセルで500サイクル後の容量維持率88.5 %を示し",
        ),
        ("AUR-TR-031を要約してください。", "バインダーの濃度勾配を持つセパレータ（勾配型）が"),
        ("What is the purpose of AUR-TR-031?", "バインダーの濃度勾配を持つセパレータ（勾配型）が"),
    ],
    ids=range(3),
)
def test_a_report_in_short_is_its_purpose_and_its_conclusion(
    acting_as: Acting, question: str, said: str
) -> None:
    answer = talk(acting_as, "engineer", question)
    assert titles(answer) == {TITLES["AUR-TR-031"]}
    assert any(one.text.startswith(said) for one in answer.statements)


def test_of_minutes_it_is_how_their_parts_begin(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", "What is in AUR-DR-09?")
    assert {one.title.partition(" ")[0] for one in answer.citations} == {"設計審査議事録"}
    assert "試験報告書AUR-TR-036に基づき、SEPの厚さを22 μmに決定した。" in [
        one.text for one in answer.statements
    ]


def test_what_was_decided_is_told_by_the_sentences_that_say_so(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", "What was decided in AUR-DR-09?")
    said = [one.text for one in answer.statements]
    assert "拘束圧は5 MPaとする。" in said
    assert not any(one.startswith("特許第9911071号") for one in said)


def test_what_stands_in_a_report_is_read_there(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", "AUR-TR-036では短絡は何サイクル目に起きましたか。")
    assert titles(answer) == {TITLES["AUR-TR-036"]}
    assert answer.statements[0].text.startswith("G18-4は341サイクル目の充電中に")


def test_where_a_report_does_not_say_it_in_these_words_it_is_shown_in_short(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer2", "Which error was found in BOR-FR-03?")
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
    assert [one.split()[1] for one in titles(answer)] == ["BOR-FR-03"]
    assert "BOR-FR-03" not in answer.sentence


def test_a_follow_up_is_of_the_report(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", "Summarise AUR-TR-036.", "And what did it conclude?")
    assert [one.text.startswith(CONCLUSION) for one in answer.statements] == [True]


def test_what_others_say_of_a_report_is_looked_for_in_all(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", "Which design review was based on AUR-TR-036?")
    assert any(one.startswith("設計審査議事録") for one in titles(answer))


@pytest.mark.parametrize("question", ["What did {} conclude?", "Summarise {}.", "{}の結論は？"], ids=range(3))
def test_a_report_one_may_not_see_is_one_that_is_not_there(acting_as: Acting, question: str) -> None:
    hidden, missing = (
        talk(acting_as, "engineer", question.format(one)) for one in ("BOR-TR-118", "BOR-TR-998")
    )
    assert hidden.sentence.replace("118", "998") == missing.sentence
    assert [one.text for one in hidden.statements] == [one.text for one in missing.statements]


@pytest.mark.parametrize(
    "question", ["Which of our patents concern binder content?", "Do we have any patents on binder content?"]
)
def test_patents_on_a_subject_are_listed_one_by_one(acting_as: Acting, question: str) -> None:
    answer = talk(acting_as, "engineer", question)
    numbers = [one.publication_number for one in answer.citations]
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING
    assert all(numbers)
    assert len(numbers) == len(set(numbers)) > 3
    assert all("binder" in one.text for one in answer.statements)
    assert words_missing(answer) == []


def test_a_subject_that_no_permitted_patent_has_finds_none(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer", "Do we have any patents on zero drift?")
    assert answer.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
    assert talk(acting_as, "engineer2", "Do we have any patents on zero drift?").citations


@pytest.mark.parametrize(
    ("question", "title"),
    [("What does LN-21 say?", "実験ノート LN-21"), ("LN-24の結論は?", "実験ノート LN-24")],
    ids=range(2),
)
def test_a_note_is_named_by_a_number_with_one_hyphen(acting_as: Acting, question: str, title: str) -> None:
    told = titles(talk(acting_as, "engineer", question))
    assert len(told) == 1
    assert next(iter(told)).startswith(title)


@pytest.mark.parametrize(
    ("username", "question", "line"),
    [
        ("engineer2", "Who approved BOR-TR-118?", "Author: Maya Tillery · Checked: Takeru Imaizumi"),
        ("engineer", "AUR-TR-031の作成者は?", "作成: 相沢 遥 確認: 宮越 亮介 承認: 黒部 茜"),
        ("engineer2", "Who checked BOR-FR-03?", "作成 | 今泉 武"),
        ("engineer2", "BOR-FR-03の原因は?", "振幅の切替え間隔が30秒に固定された"),
    ],
    ids=range(4),
)
def test_who_made_a_report_and_the_cause_it_found_are_told_by_it(
    acting_as: Acting, username: str, question: str, line: str
) -> None:
    answer = talk(acting_as, username, question)
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING
    assert [one.text.startswith(line) for one in answer.statements] == [True]


@pytest.mark.parametrize("question", ["Which documents mention LN-21?", "LN-21はどの文書に出てきますか"])
def test_documents_that_mention_it_are_those_one_may_read(acting_as: Acting, question: str) -> None:
    told = titles(talk(acting_as, "engineer", question))
    assert len(told) == 3
    assert any("LN-24" in one for one in told)
    assert talk(acting_as, "cn-engineer", question).outcome is Outcome.UNANSWERABLE_NOTHING_FOUND


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Date?", "プロジェクト: aurora（全固体電池セパレータ）／記入者: 相沢 遥／作業日: 2026年3月4日"),
        ("日付は？", "プロジェクト: aurora（全固体電池セパレータ）／記入者: 相沢 遥／作業日: 2026年3月4日"),
        ("Author?", "プロジェクト: aurora（全固体電池セパレータ）／記入者: 相沢 遥"),
        ("Who wrote it?", "プロジェクト: aurora（全固体電池セパレータ）／記入者: 相沢 遥"),
        ("Owner?", ""),
    ],
    ids=range(5),
)
def test_one_noun_behind_a_note_is_told_by_its_head_or_said_not_to_be_there(
    acting_as: Acting, asked: str, said: str
) -> None:
    answer = talk(acting_as, "engineer", "What does note LN-21 say about pressure?", asked)
    assert {one.split()[1] for one in titles(answer)} == {"LN-21"}
    held = Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
    assert answer.outcome is (Outcome.ANSWERED_BY_QUOTING if said else held)
    assert answer.statements[0].text.startswith(said)


def test_the_last_named_is_meant(acting_as: Acting) -> None:
    questions = ("What does note LN-21 say about pressure?", "And JT-04?", "Conclusion?")
    assert {one.split()[1] for one in titles(talk(acting_as, "counsel", *questions))} == {"JT-04"}


def test_who_approved_it_is_not_told_by_others(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer2", "What does BOR-DR-07 say about the laser?", "Who approved it?")
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
    assert {one.split()[2].rstrip(":") for one in titles(answer)} == {"BOR-DR-07"}


def test_one_noun_behind_a_report_one_may_not_see_finds_nothing(acting_as: Acting) -> None:
    for one in ("BOR-DR-07", "BOR-DR-97"):
        answer = talk(acting_as, "engineer", f"What does {one} say about the laser?", "Conclusion?")
        assert answer.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
        assert not answer.citations


@pytest.mark.parametrize("question", ["Which patents mention argon?", "Which documents mention argon?"])
def test_the_word_mention_is_not_looked_for(acting_as: Acting, question: str) -> None:
    answer = talk(acting_as, "engineer2", question)
    assert answer.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
    assert not answer.citations
