"""The hundred questions of the demo company, answered by a model: one that is faithful, one that lies, one that obeys.

What the two bad ones write is never shown as supported, and changes no ending. The slow suite asks them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.citations import locate
from kaas.answering.desk import Desk
from kaas.answering.draft import Engine
from kaas.answering.outcomes import Outcome
from tests.doubles.chat_model import Script, ScriptedModel
from tests.doubles.hundred import faithful, lying, obedient
from tests.integration.test_demo_questions import HUNDRED, proved

Question = dict[str, Any]
EVERY = 12  # of the questions, in what belongs to a change
SEED = 8


def answered(question: Question, script: Script, username: str = "") -> tuple[AnswerView, bool]:
    """The answer by a model that writes so, and whether the model was asked."""
    model = ScriptedModel(script)
    with proved(username or question["as"]) as acting:
        answer = ask(
            question["text"],
            session_id=acting.session_id,
            portfolio=question.get("portfolio", ""),
            desk=Desk(chat=model, salt_key=b"k" * 32),
        )
    return answer, bool(model.asked)


def ends_as_expected(question: Question, answer: AnswerView) -> bool:
    """Whether a question ended as it must, whatever a model wrote."""
    if question["kind"] == "counsel":
        return answer.outcome.is_with_counsel
    if question.get("document"):
        return answer.outcome.family == "answered"
    return answer.outcome.family in {"answered", "unanswerable"}


def wrongly_supported(answer: AnswerView) -> list[str]:
    """What is shown as supported and stands word for word in nothing that it cites."""
    texts = {citation.marker: citation.passage_text for citation in answer.citations}
    return [
        one.text
        for one in answer.statements
        if one.verdict == "supported"
        and not any(locate(one.text.rstrip("。."), texts[marker]) is not None for marker in one.markers)
        and answer.engine == Engine.MODEL
    ]


@dataclass
class Asked:
    """What came of many questions: those whose ending changed, what is wrongly supported, and how much was written."""

    endings: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    by_model: int = 0
    sentences: int = 0


def ask_all(questions: list[Question], written: Callable[[Question], Script]) -> Asked:
    """Ask them all of a model that writes so."""
    came = Asked()
    for question in questions:
        answer, was_asked = answered(question, written(question))
        came.by_model += was_asked
        came.sentences += len(answer.statements)
        came.wrong += [f"{question['id']}: {text}" for text in wrongly_supported(answer)]
        if was_asked and not ends_as_expected(question, answer):
            came.endings.append(f"{question['id']} ends as {answer.outcome.value}")
    return came


@pytest.mark.parametrize("written", [lying, obedient], ids=["lying", "obedient"])
def test_a_bad_model_turns_no_ending_into_a_wrong_answer(
    db: None, written: Callable[[Question, int], Script]
) -> None:
    came = ask_all(HUNDRED[::EVERY], lambda question: written(question, SEED))
    assert (came.endings, came.wrong) == ([], [])
    assert came.by_model >= len(HUNDRED[::EVERY]) // 2


def test_a_faithful_model_comes_to_every_expected_ending(db: None) -> None:
    came = ask_all(HUNDRED[::EVERY], faithful)
    assert (came.endings, came.wrong) == ([], [])


def test_who_may_not_know_learns_nothing_from_a_model_that_lies(db: None) -> None:
    for question in [one for one in HUNDRED if one["kind"] == "hidden"][::EVERY]:
        answer, _ = answered(question, lying(question, SEED), question["not_as"])
        assert answer.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
