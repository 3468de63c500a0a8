"""The hundred questions of the demo company, asked of its documents: what is cited, and what stays unknown to whom."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from governance.access.models import User
from governance.access.scopes import Denied, Scope, scope
from governance.access.sessions import SignInRefused, sign_in
from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.citations import locate
from kaas.answering.outcomes import Outcome
from kaas.evaluation.answers import evaluate_answers, read_questions
from portfolios.catalogue import list_documents
from portfolios.models import Document
from tests.conftest import Acting, role

Question = dict[str, Any]
DEMO = Path(__file__).parents[2] / "deploy" / "demo"
HUNDRED: list[Question] = read_questions(DEMO / "questions-100.jsonl")
TRAPS: list[Question] = read_questions(DEMO / "questions-traps.jsonl")
TWO_DOCUMENTS: list[Question] = read_questions(DEMO / "questions-two-documents.jsonl")
WITHOUT_PASSAGE = {"hidden", "counsel", "trap"}
HIDDEN = [question for question in HUNDRED if question["kind"] == "hidden"]
CITATIONS = 3
ENOUGH = 52
ENOUGH_OF_TWO_DOCUMENTS = 15


@contextmanager
def proved(username: str, factors: int = 2) -> Iterator[Scope]:
    """Act as somebody who has signed in with so many factors."""
    session_id = uuid.uuid4()
    person = User.objects.get(username=username).pk
    with role("kaas_app"):
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, expires_at)"
                " values (%s, %s, 'password', %s, '', '', '', now() + interval '1 hour')",
                [session_id, person, factors],
            )
        with scope(session_id) as acting:
            yield acting


def asked(username: str, question: Question) -> tuple[AnswerView, bool]:
    """The answer to somebody who has proved both factors, and whether an expected passage is among its first citations."""
    with proved(username) as acting:
        answer = ask(question["text"], session_id=acting.session_id, portfolio=question.get("portfolio", ""))
        paths = dict(Document.objects.values_list("id", "path"))
    passages = [question, *question.get("also", [])]
    return answer, any(
        str(paths[citation.document_id]).endswith(passage["document"])
        and (citation.locator_kind, citation.locator_value) == tuple(passage["locator"].values())
        and locate(passage["quote"], citation.passage_text) is not None
        for citation in answer.citations[:CITATIONS]
        for passage in passages
    )


def wrong(questions: list[Question]) -> list[str]:
    """The questions that are not answered as they must be, judged as `kaas evaluate answers` does."""

    def answered(text: str, username: str, portfolio: str) -> AnswerView:
        with proved(username) as acting:
            return ask(text, session_id=acting.session_id, portfolio=portfolio)

    alone = [question | {"not_as": ""} for question in questions]  # the others have tests of their own
    run = evaluate_answers(alone, answered, told=lambda _: None)
    return [one.id for one in run.judged if not one.passed]


def test_the_expected_passages_are_cited_in_most_of_sixty(db: None) -> None:
    expected = [question for question in HUNDRED if question["kind"] not in WITHOUT_PASSAGE]
    assert len(expected) == 60
    missed = wrong(expected)
    assert len(expected) - len(missed) >= ENOUGH, missed


def test_no_trap_is_fallen_into(db: None) -> None:
    assert wrong([question for question in HUNDRED if question["kind"] == "trap"]) == []


def test_what_must_be_refused_is_and_no_invented_number_is_said_again(db: None) -> None:
    assert wrong(TRAPS) == []


def test_two_documents_are_cited_where_the_answer_is_in_both(db: None) -> None:
    """Asked to see whether what was chosen by the sixty holds elsewhere."""
    missed = wrong(TWO_DOCUMENTS)
    assert len(TWO_DOCUMENTS) - len(missed) >= ENOUGH_OF_TWO_DOCUMENTS, missed


@pytest.mark.parametrize("question", HIDDEN, ids=lambda question: str(question["id"]))
def test_what_one_finds_the_other_finds_nothing_of(db: None, question: Question) -> None:
    assert asked(question["as"], question)[1]
    unknown, _ = asked(question["not_as"], question)
    assert unknown.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
    assert (unknown.statements, unknown.citations) == ([], [])


def test_who_left_is_not_let_in(acting_as: Acting) -> None:
    with pytest.raises(SignInRefused), acting_as("leaver"):
        pass


@pytest.mark.parametrize(
    ("username", "markings"),
    [
        ("partner", {"public", "jda-lindfeldt"}),
        ("outside-attorney", {"public", "borealis"}),
        ("strategist", {"public", "internal", "borealis"}),
        ("clean-engineer", {"public", "internal", "cassini"}),
        ("optics-engineer2", {"public", "internal", "dorado"}),
        ("hr", {"public", "internal", "personnel"}),
        (
            "cto",
            {"public", "internal", "aurora", "borealis", "dorado", "dorado-controlled", "cn-local", "board"},
        ),
    ],
)
def test_each_reads_what_the_walls_leave(db: None, username: str, markings: set[str]) -> None:
    with proved(username) as acting:
        assert {document.marking for document in list_documents(scope=acting)} == markings


@pytest.mark.parametrize("username", ["counsel", "cto"])
def test_what_is_restricted_asks_for_a_second_factor(db: None, username: str) -> None:
    levels = {}
    for factors in (1, 2):
        with proved(username, factors) as acting:
            levels[factors] = {document.level for document in list_documents(scope=acting)}
    assert (max(levels[1]), max(levels[2])) == (3, 4)


@pytest.mark.parametrize(("place", "is_read"), [("Sagamihara", True), ("Suzhou", False), ("", False)])
def test_the_drawings_of_the_laser_head_are_read_in_one_place_only(
    db: None, place: str, is_read: bool
) -> None:
    lead = User.objects.get(username="laser-lead")
    lead.set_password("a password for this test")
    lead.save()
    with role("kaas_app"):
        session_id = sign_in("laser-lead", "a password for this test", place=place)
        with scope(session_id) as acting:
            markings = {document.marking for document in list_documents(scope=acting)}
    assert ("borealis-drawings" in markings) is is_read
    assert "borealis-controlled" in markings


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("newcomer", "not_trained"),
        ("security", "role_lacks_document:read"),
        ("export-control", "role_lacks_document:read"),
    ],
)
def test_who_lacks_a_training_or_a_role_is_told_so_and_reads_nothing(
    acting_as: Acting, username: str, code: str
) -> None:
    with acting_as(username) as acting, pytest.raises(Denied) as refused:
        list_documents(scope=acting)
    assert refused.value.code == code


SECRET = "特願2026-993358の保全審査の期間はいつ満了しますか。"


@pytest.mark.parametrize(
    ("username", "factors", "is_told"),
    [("counsel", 2, True), ("counsel", 1, False), ("cto", 2, False), ("attorney", 2, False)],
)
def test_a_number_is_not_answered_from_what_is_said_of_others(
    db: None, username: str, factors: int, is_told: bool
) -> None:
    """Step 7 of the guide: counsel and attorney read the docket, which has dates of other applications."""
    with proved(username, factors) as acting:
        answer = ask(SECRET, session_id=acting.session_id)
    if is_told:
        assert any("2027年3月29日" in statement.text for statement in answer.statements)
    else:
        assert answer.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
        assert (answer.statements, answer.citations) == ([], [])
