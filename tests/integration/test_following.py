"""A question that points back to the document of the one before it."""

import pytest

from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.outcomes import Outcome
from tests.conftest import Acting


def talk(acting_as: Acting, username: str, *questions: str) -> list[AnswerView]:
    """A conversation, each question after the one before it."""
    answers: list[AnswerView] = []
    for question in questions:
        with acting_as(username) as acting:
            before = answers[-1].id if answers else None
            answers.append(ask(question, session_id=acting.session_id, follows=before))
    return answers


def test_a_place_is_that_of_the_publication_before(acting_as: Acting) -> None:
    first, second, third = talk(
        acting_as, "attorney", "What does claim 1 of EP4991206B1 say?", "And claim 2?", "And claim 3 of it?"
    )
    for answer, claim in ((first, "1"), (second, "2"), (third, "3")):
        assert {
            (one.publication_number, one.locator_kind, one.locator_value) for one in answer.citations
        } == {("EP4991206B1", "claim", claim)}


@pytest.mark.parametrize(
    ("username", "first", "second", "quote"),
    [
        (
            "attorney",
            "特願2026-991204の発明は何ですか。",
            "その優先期間はいつ満了しますか。",
            "優先期間の満了",
        ),
        ("attorney", "What does claim 1 of EP 4991206 B1 say?", "and its opposition period?", "opposition"),
    ],
    ids=["ja", "en"],
)
def test_it_is_answered_for_the_document_before(
    acting_as: Acting, username: str, first: str, second: str, quote: str
) -> None:
    answer = talk(acting_as, username, first, second)[-1]
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING
    assert quote in " ".join(one.text for one in answer.statements)


def test_a_claim_that_is_not_there_is_not_found_elsewhere(acting_as: Acting) -> None:
    answers = talk(acting_as, "attorney", "What does claim 1 of EP4991206B1 say?", "And claim 77?")
    assert {one.publication_number for one in answers[-1].citations} <= {"EP4991206B1"}


@pytest.mark.parametrize(
    "asked", ["発明者は？", "では、発明者は？", "Inventors?", "And the inventors?", "Who invented it?"]
)
def test_who_invented_it_is_a_fact_behind_a_question_of_a_claim(acting_as: Acting, asked: str) -> None:
    answer = talk(acting_as, "engineer", "US19204511B2の請求項1の内容は？", asked)[-1]
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING
    assert [one.text for one in answer.statements] == ["(72) Inventors: Haruka Aizawa; Ryosuke Miyakoshi"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("期限は?", "(22) Filing date"),
        ("分類は?", "(51) Classification"),
        ("Owner?", "(71) Applicant"),
        ("Is it ours?", "(71) Applicant"),
        ("Abstract?", "A solid electrolyte separator includes"),
    ],
    ids=range(5),
)
def test_one_noun_is_asked_of_the_document_before(acting_as: Acting, asked: str, said: str) -> None:
    answer = talk(acting_as, "engineer", "What does claim 1 of US19204511B2 say?", asked)[-1]
    assert {one.publication_number for one in answer.citations} == {"US19204511B2"}
    assert said in answer.statements[0].text


def test_a_place_of_one_of_several_is_no_opinion(acting_as: Acting) -> None:
    answer = talk(
        acting_as, "engineer", "What do US19204511B2 and EP4991107B1 say?", "And claim 2 of the second?"
    )[-1]
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING
    assert [(one.publication_number, one.locator_value) for one in answer.citations] == [("EP4991107B1", "2")]


@pytest.mark.parametrize("asked", ["発明者は?", "Inventors?", "Who are the inventors?"])
def test_a_line_of_no_document_is_asked_back(acting_as: Acting, asked: str) -> None:
    assert talk(acting_as, "engineer", asked)[-1].outcome is Outcome.UNANSWERABLE_TOO_BROAD


TWO = ("Who are the inventors of US 19,312,804 B2?", "And of EP 4991206 B1?")


@pytest.mark.parametrize(
    ("asked", "number", "said"),
    [
        ("Who owns the first?", "US19312804B2", "(71) Applicant"),
        ("When does the first one expire?", "US19312804B2", "(22) Filing date"),
        ("その二つ目の権利者は？", "EP4991206B1", "(71) Applicant"),
    ],
    ids=range(3),
)
def test_the_one_of_two_by_its_turn_is_read(acting_as: Acting, asked: str, number: str, said: str) -> None:
    answer = talk(acting_as, "engineer2", *TWO, asked)[-1]
    assert {one.publication_number for one in answer.citations} == {number}
    assert answer.statements[0].text.startswith(said)


def test_the_third_of_two_is_asked_back(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer2", *TWO, "三つ目の出願日は？")[-1]
    assert answer.outcome is Outcome.UNANSWERABLE_TOO_BROAD
    assert not answer.citations


def test_one_noun_that_a_patent_does_not_have_is_not_told_by_others(acting_as: Acting) -> None:
    answer = talk(acting_as, "engineer2", "What does claim 1 of US 19,312,804 B2 say?", "Conclusion?")[-1]
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
    assert {one.publication_number for one in answer.citations} == {"US19312804B2"}
