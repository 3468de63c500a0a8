"""Answers in a model's words: what it is shown, what of its words is shown, and every way it can end."""

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection

from governance.access.scopes import NotFound
from kaas.answering import releasing
from kaas.answering.answers import (
    AnswerView,
    CitationView,
    StatementView,
    get_answer,
    list_questions,
    open_answer,
)
from kaas.answering.ask import Begun, ask, ask_stream
from kaas.answering.desk import Desk
from kaas.answering.outcomes import Outcome
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import FinalText, Piece, Waiting
from kaas.inference.prompts import Prompt
from kaas.inference.replies import Ending, Reply
from tests.conftest import Acting
from tests.doubles.chat_model import CARD, Script, ScriptedModel, passages, quotes_first, says

DRIFT = "What was the residual zero drift at 80 °C with drift compensation?"
SAID = "the residual zero drift was 0.21 ns with drift compensation"
GOOD = f'It was 0.21 ns with drift compensation [1: "{SAID}"].'
THOUGHT = "The user wants the drift; CANARY-7731."


def desk(script: Script, **limits: object) -> Desk:
    return Desk(chat=ScriptedModel(script).permitting(**limits), salt_key=b"k" * 32)


def model_of(asked: Desk) -> ScriptedModel:
    assert isinstance(asked.chat, ScriptedModel)
    return asked.chat


def answer(acting_as: Acting, asked: Desk, question: str = DRIFT, username: str = "engineer2") -> AnswerView:
    with acting_as(username) as acting:
        return ask(question, session_id=acting.session_id, desk=asked)


def test_a_sentence_with_its_quote_is_shown_with_the_passage(acting_as: Acting) -> None:
    found = answer(acting_as, desk(says(GOOD, analysis=THOUGHT)))
    assert found.outcome is Outcome.ANSWERED_BY_MODEL
    assert (found.engine, found.language) == ("model", "en")
    (statement,) = found.statements
    assert (statement.text, statement.verdict, statement.markers) == (
        "It was 0.21 ns with drift compensation.",
        "supported",
        [1],
    )
    assert found.citations[0].quote == SAID
    assert found.writing is not None
    assert (found.writing.model, found.writing.openness, found.writing.prompt) == (
        "scripted",
        "open_weight",
        "answer+tools",
    )
    assert len(found.writing.prompt_digest) == 64 and found.writing.ending == "complete"
    assert found.analysis == found.withheld == ""


def test_the_same_passages_are_found_and_shown_as_when_quoting(acting_as: Acting) -> None:
    writing = desk(quotes_first())
    quoted = answer(acting_as, Desk())
    written = answer(acting_as, writing)
    shown = " ".join(passages(model_of(writing).asked[0][0]).values())
    assert {c.passage_id for c in written.citations} <= {c.passage_id for c in quoted.citations} | {
        written.citations[0].passage_id
    }
    assert all(c.quote in shown for c in quoted.citations)


def test_the_prompt_holds_outside_text_only_where_it_may_stand(acting_as: Acting) -> None:
    asked = desk(quotes_first())
    answer(acting_as, asked)
    prompt, salt = model_of(asked).asked[0]
    assert prompt.question == DRIFT and DRIFT not in prompt.instructions
    assert "0.21" not in prompt.instructions and "0.21" in prompt.evidence
    assert "In English" in prompt.instructions
    assert 0 < len(salt) <= 128 and int(salt, 16)


def test_the_salt_follows_what_a_person_may_read(acting_as: Acting) -> None:
    asked = desk(quotes_first())
    for username in ("engineer2", "engineer2", "attorney", "counsel"):
        answer(acting_as, asked, DRIFT, username)
    salts = [salt for _, salt in model_of(asked).asked]
    assert len(salts) == 4
    assert salts[0] == salts[1]
    assert len(set(salts)) == 3


def test_the_language_of_the_question_is_asked_for(acting_as: Acting) -> None:
    asked = desk(quotes_first())
    found = answer(
        acting_as, asked, "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。", "engineer"
    )
    assert found.language == "ja" and "モデル" in found.sentence
    assert "In Japanese" in model_of(asked).asked[0][0].instructions


MIXED = (
    "Drift matters. "
    f"{GOOD} "
    'It was 0.35 ns in another test [1: "the residual zero drift was 0.21 ns"]. '
    'The moon is far [1: "the moon is far away from here"]. '
    'It is also so [9: "residual zero drift was 0.21 ns"].'
)


def test_every_sentence_has_its_verdict_and_unknown_markers_go(acting_as: Acting) -> None:
    found = answer(acting_as, desk(says(MIXED)))
    assert [(s.text, s.verdict, s.markers) for s in found.statements] == [
        ("Drift matters.", "unsupported", []),
        ("It was 0.21 ns with drift compensation.", "supported", [1]),
        ("It was 0.35 ns in another test.", "partial", [2]),
        ("The moon is far.", "unsupported", []),
        ("It is also so.", "unsupported", []),
    ]
    assert [c.marker for c in found.citations] == [1, 2]


def test_nothing_leaves_before_the_first_supported_sentence(acting_as: Acting) -> None:
    with acting_as("engineer2") as acting:
        stream = ask_stream(DRIFT, session_id=acting.session_id, desk=desk(says(MIXED)))
        head, *rest, last = list(stream)
    assert isinstance(head, Begun) and head.model == "scripted" and head.shown > 0
    assert isinstance(last, AnswerView)
    assert [s for s in rest if isinstance(s, StatementView)] == last.statements
    assert [c for c in rest if isinstance(c, CitationView)] == last.citations
    seen: set[int] = set()
    for piece in rest:
        if isinstance(piece, CitationView):
            seen.add(piece.marker)
        else:
            assert isinstance(piece, StatementView) and set(piece.markers) <= seen


FALLS_BACK = [
    (says("[none]"), Outcome.ANSWERED_BY_QUOTING_MODEL_FOUND_NONE, ""),
    (says("The moon is far away."), Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE, "The moon is far away."),
    (says("", ending=Ending.EMPTY), Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE, ""),
    (says("", ending=Ending.CUT), Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE, ""),
    (says("", ending=Ending.MALFORMED), Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE, ""),
    (says("", ending=Ending.CALLED), Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE, ""),
    (says("", ending=Ending.UNREACHABLE), Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY, ""),
    (says("", ending=Ending.BUSY), Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY, ""),
    (says("", ending=Ending.REJECTED), Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY, ""),
    (says("It is", ending=Ending.BROKE_OFF), Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY, ""),
    (says("", ending=Ending.LATE), Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY, ""),
]


@pytest.mark.parametrize(("script", "outcome", "withheld"), FALLS_BACK, ids=range(len(FALLS_BACK)))
def test_where_nothing_of_it_can_be_shown_the_answer_is_quoted(
    acting_as: Acting, script: Script, outcome: Outcome, withheld: str
) -> None:
    found = answer(acting_as, desk(script))
    assert found.outcome is outcome
    assert found.engine == "quoting"
    assert all(s.verdict == "supported" for s in found.statements)
    assert any("0.21 ns" in s.text for s in found.statements)
    assert found.writing is not None and found.writing.ending


ENDS = [
    (Ending.CUT, Outcome.ANSWERED_BY_MODEL_CUT),
    (Ending.BROKE_OFF, Outcome.FAILED_MODEL_BROKE_OFF),
    (Ending.LATE, Outcome.FAILED_MODEL_BROKE_OFF),
    (Ending.MALFORMED, Outcome.FAILED_MODEL_BROKE_OFF),
    (Ending.CALLED, Outcome.FAILED_MODEL_BROKE_OFF),
    (Ending.CANCELLED, Outcome.FAILED_INTERRUPTED),
]


@pytest.mark.parametrize(("ending", "outcome"), ENDS)
def test_what_was_shown_stands_when_the_model_breaks_off(
    acting_as: Acting, ending: Ending, outcome: Outcome
) -> None:
    found = answer(acting_as, desk(says(f"{GOOD} Another thing is th", ending=ending)))
    assert found.outcome is outcome
    assert [s.text for s in found.statements] == ["It was 0.21 ns with drift compensation."]


def test_a_model_sees_nothing_its_card_forbids(acting_as: Acting) -> None:
    asked = desk(quotes_first(), max_level=0)
    found = answer(acting_as, asked)
    assert model_of(asked).asked == []
    assert found.outcome is Outcome.ANSWERED_BY_QUOTING_QUESTION_NOT_PERMITTED
    assert found.held_back and all(held.level > 0 for held in found.held_back)
    assert found.statements and found.writing is None
    with acting_as("auditor"), connection.cursor() as cursor:
        cursor.execute(
            "select detail -> 'held_back' -> 0 ->> 'reason' from audit_event where id = %s", [found.event]
        )
        assert cursor.fetchone() == ("model_card",)


def test_what_is_held_back_is_named_to_who_asked_and_the_rest_is_shown(acting_as: Acting) -> None:
    asked = desk(quotes_first(), max_level=2)
    question = "界面抵抗の測定結果はいくらでしたか。"
    found = answer(acting_as, asked, question, "attorney")
    everything = answer(acting_as, desk(quotes_first()), question, "attorney")
    assert everything.held_back == ()
    assert {held.level for held in found.held_back} <= {3, 4}
    titles = {held.title for held in found.held_back}
    for prompt, _ in model_of(asked).asked:
        assert not any(title in prompt.evidence for title in titles)


@pytest.mark.parametrize("track", ["HQ", "CN"])
def test_a_model_on_another_track_sees_nothing_of_this_one(acting_as: Acting, track: str) -> None:
    asked = desk(quotes_first(), tracks=frozenset({track}))
    question = "Which reference standard does the Suzhou rig use, and what is its expanded uncertainty?"
    found = answer(acting_as, asked, question, "cn-engineer")
    assert bool(model_of(asked).asked) is (track == "CN")
    assert bool(found.held_back) is (track != "CN")


def test_the_lowest_ranked_passages_go_first_when_there_is_no_room(acting_as: Acting) -> None:
    roomy, tight = desk(quotes_first()), desk(quotes_first())
    answer(acting_as, roomy)
    whole = passages(model_of(roomy).asked[0][0])
    model_of(tight).room = 1600
    found = answer(acting_as, tight)
    shown = passages(model_of(tight).asked[0][0])
    assert 0 < len(shown) < len(whole)
    assert [*shown.values()] == [*whole.values()][: len(shown)]
    assert found.writing is not None and found.writing.left_out == len(whole) - len(shown)


def test_no_room_at_all_is_said(acting_as: Acting) -> None:
    asked = desk(quotes_first())
    model_of(asked).room = 100
    found = answer(acting_as, asked)
    assert model_of(asked).asked == [] and found.engine == "quoting"


def test_what_the_model_thought_opens_only_with_a_reason(acting_as: Acting) -> None:
    found = answer(acting_as, desk(says("The moon is far away.", analysis=THOUGHT)))
    with acting_as("engineer2") as acting:
        mine = get_answer(found.id, scope=acting)
        assert mine.analysis == mine.withheld == ""
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from audit_text where purpose in ('analysis', 'withheld')")
            assert cursor.fetchone() == (0,)
    with acting_as("counsel") as acting:
        theirs = open_answer(found.event, scope=acting, reason="review")
    assert (theirs.analysis, theirs.withheld) == (THOUGHT, "The moon is far away.")


def test_a_follow_up_knows_what_was_asked_and_answered_but_not_what_was_thought(acting_as: Acting) -> None:
    asked = desk(says(GOOD, analysis=THOUGHT))
    with acting_as("engineer2") as acting:
        first = ask(DRIFT, session_id=acting.session_id, desk=asked)
        second = ask(
            "And without drift compensation?", session_id=acting.session_id, follows=first.id, desk=asked
        )
    prompt = model_of(asked).asked[1][0]
    assert [(turn.question, turn.answer) for turn in prompt.turns] == [
        (DRIFT, "It was 0.21 ns with drift compensation.")
    ]
    assert THOUGHT not in str(prompt)
    assert second.follows == first.id and first.follows is None
    assert set(first.label_ids) <= set(second.label_ids)


def test_a_follow_up_without_words_of_its_own_is_searched_with_what_it_follows(acting_as: Acting) -> None:
    with acting_as("engineer2") as acting:
        first = ask(DRIFT, session_id=acting.session_id)
        alone = ask("And why is that?", session_id=acting.session_id)
        second = ask("And why is that?", session_id=acting.session_id, follows=first.id)
    assert alone.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
    assert second.outcome is Outcome.ANSWERED_BY_QUOTING


def test_nobody_follows_up_on_the_answer_of_another(acting_as: Acting) -> None:
    found = answer(acting_as, Desk())
    for username in ("engineer", "counsel", "engineer2"):
        follows = found.id if username != "engineer2" else uuid.UUID(int=4)
        with acting_as(username) as acting, pytest.raises(NotFound):
            ask("And then?", session_id=acting.session_id, follows=follows)


def test_earlier_turns_are_left_out_where_the_card_forbids_them(acting_as: Acting) -> None:
    with acting_as("engineer2") as acting:
        first = ask(DRIFT, session_id=acting.session_id)
        asked = desk(quotes_first(), max_level=0)
        ask("What thickness is claimed?", session_id=acting.session_id, follows=first.id, desk=asked)
    assert all(prompt.turns == () for prompt, _ in model_of(asked).asked)


def waits_then(script: Script) -> Script:
    def waiting(prompt: Prompt, cancellation: Cancellation) -> Iterator[Piece]:
        yield Waiting()
        yield from script(prompt, cancellation)

    return waiting


def test_waiting_for_the_model_shows_nothing(acting_as: Acting) -> None:
    assert answer(acting_as, desk(waits_then(says(GOOD)))).outcome is Outcome.ANSWERED_BY_MODEL


def test_text_that_comes_only_with_the_end_is_not_lost(acting_as: Acting) -> None:
    def late(prompt: Prompt, cancellation: Cancellation) -> Iterator[Piece]:
        yield FinalText(GOOD[:20])
        yield Reply(Ending.COMPLETE, GOOD)

    assert [s.verdict for s in answer(acting_as, desk(late)).statements] == ["supported"]


def test_a_reader_who_leaves_keeps_what_was_released(acting_as: Acting) -> None:
    with acting_as("engineer2") as acting:
        leaving = Cancellation()
        stream = ask_stream(DRIFT, session_id=acting.session_id, desk=desk(says(MIXED)), leaving=leaving)
        head = next(stream)
        assert isinstance(head, Begun)
        while not isinstance(next(stream), StatementView):
            pass
        getattr(stream, "close")()  # noqa: B009  # a generator behind an iterator
        assert leaving.cancelled
        kept = get_answer(head.answer_id, scope=acting)
        assert kept.outcome is Outcome.FAILED_INTERRUPTED
        assert len(kept.statements) >= 1
        assert [q.answer_id for q in list_questions(scope=acting)] == [head.answer_id]


def test_a_question_whose_answer_broke_is_listed_as_interrupted(acting_as: Acting) -> None:
    def dies(prompt: Prompt, cancellation: Cancellation) -> Iterator[Piece]:
        yield Waiting()
        raise ZeroDivisionError

    with acting_as("engineer2") as acting:
        with pytest.raises(ZeroDivisionError):
            ask(DRIFT, session_id=acting.session_id, desk=desk(dies))
        (listed,) = list_questions(scope=acting)
    assert listed.answer_id is not None
    assert listed.outcome is Outcome.FAILED_INTERRUPTED


def test_a_card_without_anything_permits_nothing() -> None:
    closed = replace(CARD, max_level=-1)
    assert not closed.permits(0, frozenset())
    assert replace(CARD, tracks=frozenset()).permits(0, frozenset())
    assert not replace(CARD, tracks=frozenset()).permits(0, frozenset({"HQ"}))


def test_a_question_without_any_answer_is_listed_as_interrupted(
    acting_as: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "conclude", lambda _: None)
    with acting_as("engineer2") as acting:
        next(ask_stream(DRIFT, session_id=acting.session_id, desk=desk(says(GOOD))))
        (listed,) = list_questions(scope=acting)
    assert (listed.answer_id, listed.outcome) == (None, Outcome.FAILED_INTERRUPTED)


def test_what_nobody_can_see_is_not_shown(acting_as: Acting) -> None:
    hidden = f'It was\u202e 0.21\u200b ns <|end|> with drift compensation [1: "{SAID}"].'
    (statement,) = answer(acting_as, desk(says(hidden))).statements
    assert statement.text == "It was 0.21 ns <¦end|> with drift compensation."
