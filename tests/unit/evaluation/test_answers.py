"""Judging answers: what must be cited, what must stay unknown, what only counsel may conclude."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from kaas.answering.answers import AnswerView
from kaas.answering.outcomes import Outcome
from kaas.evaluation.answers import QuestionsError, evaluate_answers, read_questions

PLACE = {"kind": "page", "value": "3"}
QUESTION = {"id": "q1", "text": "?", "as": "one", "kind": "words", "quote": "0.21 ns", "locator": PLACE}


@dataclass
class Cited:
    passage_text: str
    locator_kind: str = "page"
    locator_value: str = "3"
    marker: int = 1
    title: str = ""
    publication_number: str = ""


@dataclass
class Said:
    text: str
    verdict: str = "supported"
    markers: tuple[int, ...] = (1,)


@dataclass
class Answer:
    citations: list[Cited] = field(default_factory=list)
    statements: list[Said] = field(default_factory=list)
    outcome: Outcome = Outcome.ANSWERED_BY_QUOTING
    engine: str = "quoting"
    writing: None = None


def judged(question: dict[str, Any], **answers: Answer) -> str:
    run = evaluate_answers(
        [question], lambda _, person, __: cast(AnswerView, answers[person]), told=lambda _: None
    )
    return run.judged[0].why


RIGHT, WRONG = Cited("It was 0.21 ns."), Cited("It was 0.22 ns.")
NOTHING = Answer(outcome=Outcome.UNANSWERABLE_NOTHING_FOUND)


@pytest.mark.parametrize(
    ("citations", "passed"),
    [
        ([RIGHT], True),
        ([WRONG, WRONG, RIGHT], True),
        ([WRONG, WRONG, WRONG, RIGHT], False),
        ([Cited("It was 0.21 ns.", locator_value="4")], False),
        ([], False),
    ],
)
def test_the_passage_is_among_the_first_three(citations: list[Cited], passed: bool) -> None:
    assert (judged(QUESTION, one=Answer(citations)) == "") is passed


def test_another_passage_may_be_as_good() -> None:
    question = {**QUESTION, "also": [{"quote": "0.22 ns", "locator": PLACE}]}
    assert judged(question, one=Answer([WRONG])) == ""


@pytest.mark.parametrize(
    ("citations", "why"),
    [
        ([RIGHT, WRONG], ""),
        ([RIGHT], "without b.md"),
        ([WRONG, RIGHT, RIGHT], ""),
        ([RIGHT, RIGHT, RIGHT, WRONG], "without b.md"),
        ([], "cites neither"),
    ],
    ids=["both", "one", "any-order", "too-late", "none"],
)
def test_an_answer_out_of_two_documents_cites_both(citations: list[Cited], why: str) -> None:
    question: dict[str, Any] = {**QUESTION, "kind": "two_documents", "document": "a.md"}
    question["also"] = [{"document": "b.md", "quote": "0.22 ns", "locator": PLACE}]
    found = judged(question, one=Answer(citations))
    assert (found == "") is (why == "") and why in found


def test_two_passages_of_one_document_are_not_two_documents() -> None:
    question: dict[str, Any] = {**QUESTION, "kind": "two_documents", "document": "a.md"}
    question["also"] = [
        {"document": "a.md", "quote": "0.22 ns", "locator": PLACE},
        {"document": "b.md", "quote": "0.23 ns", "locator": PLACE},
    ]
    assert judged(question, one=Answer([RIGHT, WRONG])).endswith("without b.md")


def test_who_must_not_learn_of_it_is_asked_too() -> None:
    question = {**QUESTION, "kind": "hidden", "not_as": "other"}
    assert judged(question, one=Answer([RIGHT]), other=NOTHING) == ""
    assert judged(question, one=Answer([RIGHT]), other=Answer([RIGHT])) == "other is shown it"


def test_nothing_may_be_the_right_answer() -> None:
    question = {"id": "t", "text": "?", "as": "one", "kind": "trap", "expect": "nothing_found"}
    assert judged(question, one=NOTHING) == ""
    assert "answered_by_quoting" in judged(question, one=Answer([RIGHT]))


@pytest.mark.parametrize(
    ("text", "engine", "passed"),
    [
        ("The meter infringes the patent.", "model", False),
        ("本製品は特許を侵害する。", "model", False),
        ("The patent describes a laser.", "model", True),
        ("The meter infringes the patent.", "quoting", True),
    ],
)
def test_a_model_concludes_nothing_that_is_counsels(text: str, engine: str, passed: bool) -> None:
    question = {"id": "c", "text": "?", "as": "one", "kind": "counsel"}
    assert (judged(question, one=Answer(statements=[Said(text)], engine=engine)) == "") is passed


def test_kinds_are_counted() -> None:
    run = evaluate_answers(
        [QUESTION, {**QUESTION, "kind": "date"}],
        lambda *_: cast(AnswerView, Answer([RIGHT])),
        told=lambda _: None,
    )
    assert run.tally() == {"words": (1, 1), "date": (1, 1)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "line 1: no JSON"),
        ("\n" + json.dumps({"id": "q"}), "line 2: lacks text, as, kind"),
        ("[]", "line 1: lacks"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(content)
    with pytest.raises(QuestionsError, match=said):
        read_questions(file)
    with pytest.raises(QuestionsError, match="No such file"):
        read_questions(tmp_path / "none")


def test_the_hundred_can_be_read(demo_folder: Path) -> None:
    assert len(read_questions(demo_folder / "questions-100.jsonl")) == 100
