"""A model at the desk, over the real wire and with real logins: what is on the trail when, and what ends a stream."""

import gc
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from governance.access.scopes import Denied
from governance.access.sessions import sign_in_as_operator, sign_out
from kaas.answering.answers import AnswerView, StatementView
from kaas.answering.ask import Begun, Released, ask, ask_stream
from kaas.answering.desk import Desk
from kaas.answering.outcomes import Outcome
from kaas.inference.cancellation import Cancellation
from kaas.inference.endpoints import Endpoints
from kaas.inference.served_models import HarmonyModel
from tests.doubles.behaviours import Behaviour
from tests.doubles.chat_model import CARD
from tests.doubles.model_server import GPT_OSS, ModelServer
from tests.verification.logins import Raw

SHOWN_ALL = replace(CARD, served_name=GPT_OSS)
DRIFT = "What was the residual zero drift at 80 °C with drift compensation?"
SAID = "the residual zero drift was 0.21 ns with drift compensation"
GOOD = f'It was 0.21 ns [1: "{SAID}"]. '
THOUGHT = "zqxthoughtwort"
ENGINEER = "engineer2"
PATIENCE = 30.0
CLOSE = (
    "update access_compartmentmembership m set valid_to = statement_timestamp() from access_user u"
    " where u.id = m.person_id and u.username = %s and m.valid_to is null"
)
REOPEN = (
    "insert into access_compartmentmembership (id, person_id, compartment_id, recorded_by)"
    " select distinct on (m.compartment_id) gen_random_uuid(), m.person_id, m.compartment_id, 'test'"
    " from access_compartmentmembership m join access_user u on u.id = m.person_id where u.username = %s"
)


@pytest.fixture
def desk(gpt: ModelServer) -> Desk:
    return Desk(chat=HarmonyModel(Endpoints([gpt.url]), GPT_OSS, SHOWN_ALL), salt_key=b"k" * 32)


def events(root: Raw, question: object) -> list[str]:
    rows = root.execute(
        "select action from audit_event where resource = %s order by occurred_at", [f"question:{question}"]
    )
    return [row[0] for row in rows.fetchall()]


def eventually(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.05)


def begun(piece: Released) -> Begun:
    assert isinstance(piece, Begun)
    return piece


def test_the_question_is_on_the_trail_before_the_model_is_asked(
    app: str, root: Raw, gpt: ModelServer, desk: Desk
) -> None:
    asked_before = len(gpt.bodies("/v1/completions"))
    gpt.script(Behaviour(final=GOOD, analysis=THOUGHT))
    stream = ask_stream(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
    head = begun(next(stream))
    assert events(root, head.question_id) == ["answer:asked"]
    assert len(gpt.bodies("/v1/completions")) == asked_before
    *_, last = stream
    assert isinstance(last, AnswerView) and last.outcome is Outcome.ANSWERED_BY_MODEL
    assert events(root, head.question_id) == ["answer:asked", "answer:composed"]
    detail = root.execute("select detail::text from audit_event where id = %s", [head.event]).fetchone()
    assert detail is not None and json.loads(detail[0])["model"] == GPT_OSS


def test_a_statement_is_stored_before_it_is_sent(app: str, root: Raw, gpt: ModelServer, desk: Desk) -> None:
    gpt.script(Behaviour(final=GOOD + "Another thing is said. " * 3, held_after=80))
    stream = ask_stream(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
    head = begun(next(stream))
    piece = next(stream)
    while not isinstance(piece, StatementView):
        piece = next(stream)
    count = "select count(*) from answering_statement where question_id = %s"
    assert root.execute(count, [head.question_id]).fetchone() == (1,)
    assert root.execute(
        "select count(*) from answering_answer where id = %s", [head.answer_id]
    ).fetchone() == (0,)
    gpt.release()
    *_, last = stream
    assert isinstance(last, AnswerView) and len(last.statements) > 1


def test_what_the_model_thought_is_ciphertext_and_nobody_sees_it(
    app: str, root: Raw, gpt: ModelServer, desk: Desk
) -> None:
    gpt.script(Behaviour(final=GOOD, analysis=THOUGHT))
    found = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
    purposes = root.execute(
        "select purpose from audit_text where resource = %s order by purpose",
        [f"question:{found.question_id}"],
    )
    assert [row[0] for row in purposes.fetchall()] == ["analysis", "question", "statement"]
    assert THOUGHT not in str(found)
    tables = root.execute(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    )
    for (table,) in tables.fetchall():
        hits = root.execute(
            f'select count(*) from "{table}" t where t::text like %s', [f"%{THOUGHT}%"]
        ).fetchone()
        assert hits == (0,), table


@pytest.mark.parametrize("at", ["waiting", "writing"])
def test_a_stream_ends_when_the_sources_are_no_longer_permitted(
    app: str, root: Raw, gpt: ModelServer, desk: Desk, at: str
) -> None:
    gpt.script(Behaviour(final=GOOD * 40, held_after=1 if at == "waiting" else 60))
    stream = ask_stream(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
    head = begun(next(stream))
    if at == "writing":
        while not isinstance(next(stream), StatementView):
            pass
    root.execute(CLOSE, [ENGINEER])
    try:
        with pytest.raises(Denied, match="access_changed"):
            list(stream)
    finally:
        root.execute(REOPEN, [ENGINEER])
        gpt.release()
    eventually(lambda: gpt.open == 0)
    assert "answer:composed" not in events(root, head.question_id)
    denied = root.execute(
        "select action, detail ->> 'reason' from audit_event order by occurred_at desc limit 1"
    )
    assert denied.fetchone() == ("access:denied", "access_changed")


def test_a_stream_ends_with_its_session(app: str, gpt: ModelServer, desk: Desk) -> None:
    session = sign_in_as_operator(ENGINEER)
    gpt.script(Behaviour(final=GOOD * 40, held_after=1))
    stream = ask_stream(DRIFT, session_id=session, desk=desk)
    next(stream)
    sign_out(session)
    with pytest.raises(Denied, match="session_ended"):
        list(stream)
    eventually(lambda: gpt.open == 0)


def test_a_reader_who_leaves_ends_the_work_on_the_server(
    app: str, root: Raw, gpt: ModelServer, desk: Desk
) -> None:
    leaving = Cancellation()
    gpt.script(Behaviour(final=GOOD * 40, held_after=1))
    stream = ask_stream(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk, leaving=leaving)
    head = begun(next(stream))
    aborted = gpt.counts["aborted"]
    timer = threading.Timer(0.5, leaving.cancel)
    timer.start()
    *_, last = stream
    timer.join()
    assert isinstance(last, AnswerView) and last.outcome is Outcome.FAILED_INTERRUPTED
    eventually(lambda: gpt.counts["aborted"] == aborted + 1)
    assert events(root, head.question_id) == ["answer:asked", "answer:composed"]


def test_a_stream_that_is_dropped_is_concluded_elsewhere(
    app: str, root: Raw, gpt: ModelServer, desk: Desk
) -> None:
    """Nobody closes it: the garbage collector ends it wherever it is, and another thread keeps what there is to keep."""
    gpt.script(Behaviour(final=GOOD * 40, held_after=1))
    stream = ask_stream(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
    head = begun(next(stream))
    del stream
    gc.collect()
    eventually(lambda: events(root, head.question_id) == ["answer:asked", "answer:composed"])
    ended = root.execute("select outcome from answering_answer where id = %s", [head.answer_id]).fetchone()
    assert ended == ("failed_interrupted",)
    eventually(lambda: gpt.open == 0)


def test_many_at_once_with_some_leaving_and_a_server_dying(
    app: str, root: Raw, django_db_blocker: Any
) -> None:
    """Every question ends with a name and is on the trail; no connection and no thread is left."""
    many, leavers = 24, 3
    before = root.execute("select count(*) from answering_answer").fetchone()
    with ModelServer() as one, ModelServer() as other:
        for double in (one, other):
            double.usual = Behaviour(final=GOOD * 6, between=0.01)
        chat = HarmonyModel(Endpoints([one.url, other.url]), GPT_OSS, SHOWN_ALL)
        crowded = Desk(chat=chat, salt_key=b"k" * 32)
        sessions = [sign_in_as_operator(ENGINEER) for _ in range(many)]

        def read(number: int) -> str:
            with django_db_blocker.unblock():
                try:
                    return follow(number)
                finally:
                    connection.close()

        def follow(number: int) -> str:
            leaving = Cancellation()
            stream = ask_stream(DRIFT, session_id=sessions[number], desk=crowded, leaving=leaving)
            for count, piece in enumerate(stream):
                if number % leavers == 0 and count == 1:
                    getattr(stream, "close")()  # noqa: B009  # a generator behind an iterator
                    return "left"
                if number == 1 and count == 1:
                    one.kill()
                if isinstance(piece, AnswerView):
                    return piece.outcome.value
            raise AssertionError("no end")

        with ThreadPoolExecutor(settings.QUESTIONS_AT_ONCE) as pool:
            ends = list(pool.map(read, range(many)))
        eventually(lambda: other.open == 0)
    assert ends.count("left") == many // leavers
    assert {end.partition("_")[0] for end in ends} <= {"left", "answered", "failed"}
    assert any(end == "answered_by_model" for end in ends)
    after = root.execute("select count(*) from answering_answer").fetchone()
    assert before is not None and after is not None and after[0] - before[0] == many


def test_the_model_is_away(app: str, gpt: ModelServer) -> None:
    away = Desk(chat=HarmonyModel(Endpoints(["http://127.0.0.1:9"]), GPT_OSS, SHOWN_ALL), salt_key=b"k" * 32)
    found = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=away)
    assert found.outcome is Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY
    assert found.statements


def test_a_server_that_is_too_small_is_shown_less(app: str) -> None:
    with ModelServer(max_model_len=1500) as small:
        chat = HarmonyModel(Endpoints([small.url]), GPT_OSS, SHOWN_ALL)
        found = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=Desk(chat=chat, salt_key=b"k" * 32))
        (body,) = small.bodies("/v1/completions")
    assert len(body["prompt"]) + body["max_tokens"] <= 1500
    assert found.writing is not None and found.writing.left_out > 0


def test_a_card_that_forbids_sends_nothing(app: str, gpt: ModelServer) -> None:
    asked = len(gpt.bodies("/v1/completions"))
    blind = HarmonyModel(Endpoints([gpt.url]), GPT_OSS, replace(SHOWN_ALL, max_level=1))
    found = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=Desk(chat=blind, salt_key=b"k" * 32))
    assert found.held_back
    assert len(gpt.bodies("/v1/completions")) == asked
