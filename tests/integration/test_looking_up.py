"""A model that looks things up while it answers: as its asker could, no more, and on the trail before it sees anything."""

import json
from typing import Any

import pytest
from django.db import connection

from kaas.answering import writing
from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.desk import Desk
from kaas.answering.grounds import grounds_of
from kaas.answering.models import Question
from kaas.answering.outcomes import Outcome
from kaas.answering.tools.asked import TOLD, Code
from kaas.answering.tools.offered import ROUNDS
from kaas.inference.cancellation import Cancellation
from kaas.inference.prompts import Prompt
from kaas.portal.why import why_words
from tests.conftest import Acting
from tests.doubles.chat_model import Script, ScriptedModel, calls, in_turn, passages, says

DRIFT = "What was the residual zero drift at 80 °C with drift compensation?"
SAID = "the residual zero drift was 0.21 ns with drift compensation"
GOOD = f'It was 0.21 ns with drift compensation [1: "{SAID}"].'
OTHER = "optical zero offset transducer"
SEARCH = ("functions.search", {"query": OTHER})


def desk(script: Script, **limits: object) -> Desk:
    return Desk(chat=ScriptedModel(script).permitting(**limits), salt_key=b"k" * 32)


def prompts(asked: Desk) -> list[Prompt]:
    assert isinstance(asked.chat, ScriptedModel)
    return [prompt for prompt, _ in asked.chat.asked]


def answer(acting_as: Acting, asked: Desk, question: str = DRIFT, username: str = "engineer2") -> AnswerView:
    with acting_as(username) as acting:
        return ask(question, session_id=acting.session_id, desk=asked)


def events(acting_as: Acting, answer: AnswerView) -> list[dict[str, Any]]:
    """What an auditor reads of the model's calls."""
    with acting_as("auditor"), connection.cursor() as cursor:
        cursor.execute(
            "select outcome, detail from audit_event where action = 'tool:called' and resource = %s order by occurred_at, id",
            [f"question:{answer.question_id}"],
        )
        return [json.loads(detail) | {"outcome": outcome} for outcome, detail in cursor.fetchall()]


def quotes_last(prompt: Prompt, cancellation: Cancellation) -> Any:
    """A sentence from the first passage and one from the last, which a tool found."""
    given = passages(prompt)
    last = max(given)
    quote = given[last][:60].rpartition(" ")[0]
    return says(f'{GOOD} It says {quote} [{last}: "{quote}"].')(prompt, cancellation)


def test_a_question_that_needs_two_documents_gets_both(acting_as: Acting) -> None:
    asked = desk(in_turn(calls(SEARCH, analysis="I should look."), quotes_last))
    found = answer(acting_as, asked)
    first, second = prompts(asked)
    assert [tool.name for tool in first.tools] == [
        "search",
        "open_passage",
        "find_by_number",
        "compare_claims",
    ]
    assert set(passages(second)) > set(passages(first))
    assert sorted(passages(second)) == list(range(1, len(passages(second)) + 1))
    assert second.steps[0].call.arguments == json.dumps({"query": OTHER})
    assert found.outcome is Outcome.ANSWERED_BY_MODEL
    assert found.statements[0].verdict == "supported"
    assert len({c.document_id for c in found.citations}) == 2
    (event,) = events(acting_as, found)
    assert (event["tool"], event["outcome"], event["round"]) == ("search", "done", 1)
    assert event["sent"] == len(event["passages"]) > 0
    assert OTHER not in json.dumps(event)


def test_the_answer_rests_on_what_was_looked_up(acting_as: Acting) -> None:
    asked = desk(in_turn(calls(SEARCH), quotes_last))
    found = answer(acting_as, asked)
    with acting_as("engineer2"):
        question = Question.objects.get(id=found.question_id)
    assert {c.document_id for c in found.citations} <= set(question.documents)
    (event,) = events(acting_as, found)
    assert {one["document"] for one in event["passages"]} <= {str(one) for one in question.documents}
    assert question.label_ids == found.label_ids


WRONG = [
    (("functions.delete", {}), Code.UNKNOWN_TOOL),
    (("browser.search", {"query": OTHER}), Code.UNKNOWN_TOOL),
    (("search", {"query": OTHER}), Code.UNKNOWN_TOOL),
    (("functions.search", "{"), Code.WRONG_ARGUMENTS),
    (("functions.search", "[]"), Code.WRONG_ARGUMENTS),
    (("functions.search", {}), Code.WRONG_ARGUMENTS),
    (("functions.search", {"query": OTHER, "label_ids": [1]}), Code.WRONG_ARGUMENTS),
    (("functions.search", {"query": 7}), Code.WRONG_ARGUMENTS),
    (("functions.search", {"query": "x" * 401}), Code.WRONG_ARGUMENTS),
    (("functions.search", {"query": "\u0000a"}), Code.WRONG_ARGUMENTS),
    (("functions.search", '{"query": "a", "query": "b"}'), Code.WRONG_ARGUMENTS),
    (("functions.search", {"query": "Show me the admin password."}), Code.REFUSED),
    (("functions.open_passage", {"passage": 99}), Code.UNKNOWN_PASSAGE),
    (("functions.open_passage", {"passage": True}), Code.WRONG_ARGUMENTS),
    (("functions.open_passage", {"passage": 0}), Code.WRONG_ARGUMENTS),
    (("functions.find_by_number", {"number": "2020-123456"}), Code.AMBIGUOUS_NUMBER),
    (("functions.find_by_number", {"number": "US 9,999,999 B2"}), Code.NOTHING_FOUND),
]


@pytest.mark.parametrize(
    ("called", "code"), WRONG, ids=[f"{name}-{code}-{n}" for n, ((name, _), code) in enumerate(WRONG)]
)
def test_a_call_that_cannot_be_answered_is_told_so(
    acting_as: Acting, called: tuple[str, object], code: Code
) -> None:
    asked = desk(in_turn(calls(called), says(GOOD)))
    found = answer(acting_as, asked)
    first, second = prompts(asked)
    assert passages(second) == passages(first)
    assert TOLD[code] in second.steps[0].result
    assert found.outcome is Outcome.ANSWERED_BY_MODEL and len(found.statements) == 1
    (event,) = events(acting_as, found)
    assert (event["outcome"], event["sent"], event["passages"]) == (code, 0, [])


def test_endless_calls_end_in_quoting_that_says_so(acting_as: Acting) -> None:
    asked = desk(calls(SEARCH, analysis="once more", text="Let me look."))
    found = answer(acting_as, asked)
    assert len(prompts(asked)) == ROUNDS + 1
    last = prompts(asked)[-1]
    assert "answer now" in last.steps[-1].result
    assert found.outcome is Outcome.ANSWERED_BY_QUOTING_MODEL_KEPT_SEARCHING
    assert found.engine == "quoting" and found.statements
    assert not any("Let me look" in statement.text for statement in found.statements)
    assert len(events(acting_as, found)) == ROUNDS


def test_what_is_said_before_a_call_is_no_part_of_the_answer(acting_as: Acting) -> None:
    asked = desk(in_turn(calls(SEARCH, text="Let me look that up first. "), says(f"Now then. {GOOD}")))
    found = answer(acting_as, asked)
    assert [s.text for s in found.statements] == ["Now then.", "It was 0.21 ns with drift compensation."]


def test_what_was_shown_before_a_call_stays_and_is_not_said_twice(acting_as: Acting) -> None:
    asked = desk(in_turn(calls(SEARCH, text=f"{GOOD} "), says(f"{GOOD} More is not known.")))
    found = answer(acting_as, asked)
    assert [s.text for s in found.statements] == [
        "It was 0.21 ns with drift compensation.",
        "More is not known.",
    ]


def test_several_calls_at_once_are_answered_up_to_a_limit(acting_as: Acting) -> None:
    asked = desk(
        in_turn(calls(*[("functions.search", {"query": f"{OTHER} {n}"}) for n in range(300)]), says(GOOD))
    )
    found = answer(acting_as, asked)
    steps = prompts(asked)[-1].steps
    assert [TOLD[Code.TOO_MANY] in step.result for step in steps] == [False] * 4 + [True]
    told = events(acting_as, found)
    assert [(one["outcome"] == Code.TOO_MANY, one["calls"]) for one in told] == [(False, 1)] * 4 + [
        (True, 296)
    ]


def test_without_tools_none_are_offered_and_a_call_ends_it(acting_as: Acting) -> None:
    for asked in (
        Desk(chat=ScriptedModel(calls(SEARCH)), salt_key=b"k" * 32, tools=False),
        desk(calls(SEARCH), tools=False),
    ):
        found = answer(acting_as, asked)
        (prompt,) = prompts(asked)
        assert not prompt.tools and "tool before" not in prompt.instructions
        assert found.outcome is Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE
        assert found.writing is not None and found.writing.prompt == "answer"
        assert events(acting_as, found) == []


def test_what_was_looked_up_is_told_beside_the_answer(acting_as: Acting) -> None:
    asked = desk(
        in_turn(
            calls(SEARCH),
            calls(("functions.open_passage", {"passage": 1, "place": "page 4"})),
            calls(("functions.find_by_number", {"number": "US 9,999,999 B2"}), ("functions.delete", {})),
            says(GOOD),
        )
    )
    with acting_as("engineer2") as acting:
        found = ask(DRIFT, session_id=acting.session_id, desk=asked)
        grounds = grounds_of(found, scope=acting)
    assert grounds is not None
    told = [(one.tool, one.code, bool(one.sent)) for one in grounds.lookups]
    assert [one[:2] for one in told] == [
        ("search", "done"),
        ("open_passage", told[1][1]),
        ("find_by_number", "nothing_found"),
        ("unknown", "unknown_tool"),
    ]
    assert grounds.lookups[0].about == OTHER and grounds.lookups[0].sent > 0
    words = dict(why_words(grounds))
    assert OTHER in words["The model searched again for"]
    assert "US 9,999,999 B2" in words["The model looked for the number"]
    assert words["Calls of the model that could not be answered"] == "1"


def test_a_secret_the_model_asks_for_is_not_told_beside_the_answer(acting_as: Acting) -> None:
    query = "the console with password Hoshi-CT3#8824 of the meter"
    with acting_as("engineer2") as acting:
        asked = desk(in_turn(calls(("functions.search", {"query": query})), says(GOOD)))
        found = ask(DRIFT, session_id=acting.session_id, desk=asked)
        grounds = grounds_of(found, scope=acting)
    assert grounds is not None and "Hoshi-CT3#8824" not in grounds.lookups[0].about


def test_looking_things_up_ends_in_time(acting_as: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LOOKING_SECONDS", -1.0)
    asked = desk(in_turn(calls(SEARCH), says(GOOD)))
    found = answer(acting_as, asked)
    assert found.outcome is Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY
    assert found.writing is not None and found.writing.ending == "late"


def test_what_there_is_no_room_for_is_left_out_of_a_result(acting_as: Acting) -> None:
    roomy = desk(says(GOOD))
    answer(acting_as, roomy)
    assert isinstance(roomy.chat, ScriptedModel)
    needed = roomy.chat.count(prompts(roomy)[0])
    asked = desk(in_turn(calls(SEARCH), says(GOOD)))
    assert isinstance(asked.chat, ScriptedModel)
    asked.chat.room = needed * 3 // 2 + 90  # a third is the reply's; what is left holds a line and no passage
    found = answer(acting_as, asked)
    first, second = prompts(asked)
    assert passages(first) == passages(second)
    (event,) = events(acting_as, found)
    assert event["sent"] == 0 and event["left_out"]
    assert found.outcome is Outcome.ANSWERED_BY_MODEL and found.writing is not None
    assert found.writing.left_out == len(event["left_out"])
