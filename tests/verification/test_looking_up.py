"""Looking things up over the real wire and with real logins: what is on the trail when, whose scope, what ends it."""

import json
import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError, connection

from governance.access.labels import have_common_track
from governance.access.scopes import Denied, NotFound
from governance.access.sessions import sign_in_as_operator
from kaas.answering.answers import AnswerView, get_answer
from kaas.answering.ask import ask, ask_stream
from kaas.answering.desk import Desk
from kaas.answering.draft import Draft
from kaas.answering.outcomes import Outcome
from kaas.answering.tools import carrying_out
from kaas.answering.tools.asked import Asked
from kaas.answering.tools.looked import Looked
from kaas.answering.tools.offered import Name
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import ChatModel
from kaas.inference.endpoints import Endpoints
from kaas.inference.prompts import Prompt
from kaas.inference.served_models import HarmonyModel, OpenAIChatModel
from portfolios.catalogue import summaries
from tests.databases import Server
from tests.doubles.behaviours import Behaviour
from tests.doubles.chat_model import CARD, Script, ScriptedModel, calls, in_turn, says
from tests.doubles.composed_answers import shown_in_tokens
from tests.doubles.model_server import GPT_OSS, ModelServer
from tests.verification.logins import Raw, attempt, identify, person
from tests.verification.test_model_at_the_desk import CLOSE, REOPEN, eventually

SHOWN_ALL = replace(CARD, served_name=GPT_OSS)
DRIFT = "What was the residual zero drift at 80 °C with drift compensation?"
GOOD = 'It was 0.21 ns [1: "the residual zero drift was 0.21 ns with drift compensation"]. '
ENGINEER = "engineer2"
QUERY = "optical zero offset transducer"
RULES = (
    "What does the guideline on laboratory notebooks and invention disclosures say about pages and witnesses?"
)
SERVICE = "recalibration of FM-40 meters in Suzhou"
SEARCH = ("functions.search", json.dumps({"query": QUERY}))
OPEN = ("functions.open_passage", json.dumps({"passage": 1}))
HIDDEN, MISSING = "US19204511B2", "US19204512B2"  # the first is of a project that the engineer is not in
WIRES = {"harmony": "/v1/completions", "chat": "/v1/chat/completions"}
THOUGHT = "zqxthoughtwort"
RESTS_ON = "select label_ids, documents from answering_question where id = %s"
OF_QUESTION = """
    select count(*) from (select label_ids from answering_statement where question_id = %(id)s
      union all select label_ids from answering_citation where question_id = %(id)s
      union all select label_ids from answering_answer where question_id = %(id)s
      union all select label_ids from audit_text where resource = 'question:' || %(id)s::text) d
     where d.label_ids <> (select label_ids from answering_question where id = %(id)s)
"""
OF_LAST_QUESTION = """
    select q.documents, array(select a.outcome::text from answering_answer a where a.question_id = q.id),
           (select count(*) from answering_heldback h where h.question_id = q.id and h.level > 1)
      from answering_question q order by q.asked_at desc limit 1
"""
HOLD_BACK = (
    "insert into answering_heldback (id, owner, label_ids, question_id, document, title, level)"
    " select gen_random_uuid(), q.owner, q.label_ids, q.id, %(document)s, 'x', 0"
    " from answering_question q where q.id = %(question)s"
)
CITE = (
    "insert into answering_citation (id, owner, label_ids, question_id, marker, document, digest, passage, title,"
    " publication_number, locator_kind, locator_value, passage_text, quote_start, quote_end, level, marking)"
    " select gen_random_uuid(), q.owner, q.label_ids, q.id, 99, %(document)s, '', gen_random_uuid(), 'x', '', '', '', 'x', 0,"
    " 1, 0, '' from answering_question q where q.id = %(question)s"
)


def served(gpt: ModelServer, dialect: str) -> Desk:
    endpoints = Endpoints([gpt.url])
    chat: ChatModel = (
        HarmonyModel(endpoints, GPT_OSS, SHOWN_ALL)
        if dialect == "harmony"
        else OpenAIChatModel(endpoints, GPT_OSS, SHOWN_ALL)
    )
    return Desk(chat=chat, salt_key=b"k" * 32, context_tokens=131_072)


def scripted(script: Script, **limits: object) -> tuple[Desk, list[Any]]:
    model = ScriptedModel(script).permitting(**limits)
    return Desk(chat=model, salt_key=b"k" * 32), model.asked


def called(root: Raw, question: object) -> list[tuple[str, dict[str, Any]]]:
    rows = root.execute(
        "select action, detail from audit_event where resource = %s order by occurred_at",
        [f"question:{question}"],
    )
    return [(action, detail) for action, detail in rows.fetchall()]


def given(body: dict[str, Any]) -> str:
    """The whole of what a request gives the model."""
    if "prompt" in body:
        return shown_in_tokens(body["prompt"])[1]
    return json.dumps(body["messages"], ensure_ascii=False)


@pytest.mark.parametrize("dialect", WIRES)
def test_a_call_is_on_the_trail_before_its_result_is_sent(
    app: str, root: Raw, gpt: ModelServer, dialect: str
) -> None:
    gpt.script(
        Behaviour(calls=[SEARCH], analysis=THOUGHT),
        Behaviour(calls=[OPEN], analysis=THOUGHT, held_after=0),
        Behaviour(final=GOOD),
    )
    session, found = sign_in_as_operator(ENGINEER), []

    def asks() -> None:
        try:
            found.append(ask(DRIFT, session_id=session, desk=served(gpt, dialect)))
        finally:
            connection.close()

    asking = threading.Thread(target=asks)
    asking.start()
    eventually(lambda: len(gpt.bodies(WIRES[dialect])) == 2)
    (question,) = root.execute(
        "select id from answering_question order by asked_at desc limit 1"
    ).fetchone() or [0]
    assert [action for action, _ in called(root, question)] == ["answer:asked", "tool:called"]
    gpt.release()
    asking.join(60)
    (answer,) = found
    events = called(root, question)
    assert [action for action, _ in events] == [
        "answer:asked",
        "tool:called",
        "tool:called",
        "answer:composed",
    ]
    assert [detail["tool"] for _, detail in events[1:3]] == ["search", "open_passage"]
    assert answer.outcome is Outcome.ANSWERED_BY_MODEL and answer.statements[0].verdict == "supported"
    first, second, third = gpt.bodies(WIRES[dialect])
    assert QUERY not in given(first) and QUERY in given(second)
    assert len(given(third)) > len(given(second)) > len(given(first))
    assert THOUGHT not in json.dumps([str(answer), events], ensure_ascii=False)


def test_harmony_has_the_tools_in_the_developer_message_and_results_in_the_lowest_rank(
    app: str, gpt: ModelServer
) -> None:
    gpt.script(Behaviour(calls=[SEARCH], analysis=THOUGHT), Behaviour(final=GOOD))
    ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=served(gpt, "harmony"))
    first, second = map(given, gpt.bodies(WIRES["harmony"]))
    developer = first.split("<|start|>developer<|message|>")[1].split("<|end|>")[0]
    assert "namespace functions {" in developer and "type find_by_number = (_: {" in developer
    assert second.startswith(first.removesuffix("<|start|>assistant"))
    added = second.removeprefix(first)
    assert added.startswith(
        f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|start|>assistant<|channel|>commentary to=functions.search"
        f" <|constrain|>json<|message|>{SEARCH[1]}<|call|>"
        "<|start|>functions.search<|channel|>commentary to=assistant<|message|>"
    )
    assert added.endswith("<|end|><|start|>assistant")


def test_the_plain_dialect_sends_tools_and_answers_each_call_by_its_id(app: str, gpt: ModelServer) -> None:
    gpt.script(Behaviour(calls=[SEARCH, OPEN]), Behaviour(final=GOOD))
    ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=served(gpt, "chat"))
    first, second = gpt.bodies(WIRES["chat"])
    assert [one["function"]["name"] for one in first["tools"]] == [
        "search",
        "open_passage",
        "find_by_number",
        "compare_claims",
    ]
    roles = [message["role"] for message in second["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "assistant", "tool"]
    asked, told = second["messages"][2:4]
    assert asked["tool_calls"][0]["id"] == told["tool_call_id"]
    assert asked["tool_calls"][0]["function"] == {"name": "search", "arguments": SEARCH[1]}


def test_a_server_that_takes_no_tools_is_asked_without(app: str, gpt: ModelServer) -> None:
    refusal = {"message": "this model does not support tools", "type": "invalid_request_error"}
    gpt.script(Behaviour(status=400, error=refusal), Behaviour(final=GOOD))
    answer = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=served(gpt, "chat"))
    first, second = gpt.bodies(WIRES["chat"])
    assert "tools" in first and "tools" not in second
    assert answer.outcome is Outcome.ANSWERED_BY_MODEL
    assert answer.writing is not None and answer.writing.prompt == "answer"


@pytest.mark.parametrize("dialect", WIRES)
def test_a_call_that_was_cut_is_not_run(app: str, root: Raw, gpt: ModelServer, dialect: str) -> None:
    gpt.script(Behaviour(calls=[SEARCH], analysis="", cut_after=12 if dialect == "harmony" else 4))
    answer = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=served(gpt, dialect))
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE
    assert [action for action, _ in called(root, answer.question_id)] == ["answer:asked", "answer:composed"]


@pytest.mark.parametrize("dialect", WIRES)
def test_who_leaves_while_the_model_looks_things_up_ends_its_work(
    app: str, root: Raw, gpt: ModelServer, dialect: str
) -> None:
    gpt.script(Behaviour(calls=[SEARCH]), Behaviour(final=GOOD, held_after=0))
    leaving = Cancellation()
    stream = ask_stream(
        DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=served(gpt, dialect), leaving=leaving
    )
    next(stream)
    watching = threading.Thread(
        target=lambda: (eventually(lambda: len(gpt.bodies(WIRES[dialect])) == 2), leaving.cancel())
    )
    watching.start()
    *_, last = stream
    watching.join(60)
    assert isinstance(last, AnswerView) and last.outcome is Outcome.FAILED_INTERRUPTED
    eventually(lambda: gpt.open == 0)


def results(asked: list[Any]) -> list[str]:
    """What the tools told the model, without the code of the request."""
    prompt: Prompt = asked[-1][0]
    code = prompt.instructions.split("The code of this request is ")[1][:8]
    return [step.result.replace(code, "") for step in prompt.steps]


def test_a_hidden_number_is_one_that_does_not_exist(app: str, root: Raw) -> None:
    assert root.execute(
        "select count(*) from portfolios_document where publication_number = %s", [HIDDEN]
    ).fetchone() == (1,)
    told = []
    for number in (HIDDEN, MISSING):
        desk, asked = scripted(in_turn(calls(("functions.find_by_number", {"number": number})), says(GOOD)))
        answer = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
        _, (_, detail), _ = called(root, answer.question_id)
        told.append((results(asked), {**detail, "text": ""}, answer.label_ids))
    assert told[0] == told[1]
    desk, asked = scripted(in_turn(calls(("functions.find_by_number", {"number": HIDDEN})), says("[none]")))
    ask("How is a lithium niobate coating made?", session_id=sign_in_as_operator("engineer"), desk=desk)
    assert HIDDEN in results(asked)[0] or len(results(asked)[0]) > len(told[0][0][0])


def test_an_obedient_model_gets_nothing_that_its_asker_may_not_read(app: str, root: Raw) -> None:
    """Whatever a document tells it to look up, whoever's it is: here it looks up every number and title there is."""
    rows = root.execute("select publication_number, title from portfolios_document order by id").fetchall()
    orders = [("functions.find_by_number", {"number": number}) for number, _ in rows if number]
    orders += [("functions.search", {"query": title[:300]}) for _, title in rows]
    for at in range(0, len(orders), 16):
        some = [calls(*orders[begin : begin + 4]) for begin in range(at, min(at + 16, len(orders)), 4)]
        desk, _ = scripted(in_turn(*some, says(GOOD), each=4))
        answer = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
        sent = {
            uuid.UUID(one["document"])
            for action, detail in called(root, answer.question_id)
            if action == "tool:called"
            for one in detail["passages"]
        }
        with person(ENGINEER) as acting:
            assert summaries(sorted(sent), scope=acting).keys() == sent
            assert get_answer(answer.id, scope=acting).label_ids == answer.label_ids


def test_access_that_ends_before_a_call_ends_the_answer(app: str, root: Raw) -> None:
    def closes(prompt: Prompt, cancellation: Cancellation) -> Any:
        root.execute(CLOSE, [ENGINEER])
        return calls(SEARCH)(prompt, cancellation)

    desk, asked = scripted(in_turn(closes, says(GOOD)))
    try:
        with pytest.raises(Denied, match="access_changed"):
            ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
    finally:
        root.execute(REOPEN, [ENGINEER])
    assert len(asked) == 1


def test_an_answer_bears_the_labels_of_what_was_looked_up(app: str, root: Raw) -> None:
    """Asked under a low marking, answered from one project and then from another: whoever leaves one reads it no more."""
    desk, _ = scripted(
        in_turn(
            calls(("functions.find_by_number", {"number": HIDDEN}), text=GOOD),
            says("More stands in the patent of the other project."),
        )
    )
    alone, _ = scripted(says(GOOD))
    with_tool, without = (
        ask(DRIFT, session_id=sign_in_as_operator("counsel"), desk=one, marking="public")
        for one in (desk, alone)
    )
    assert set(with_tool.label_ids) > set(without.label_ids)
    row = root.execute(RESTS_ON, [with_tool.question_id]).fetchone()
    assert row is not None and row[0] == with_tool.label_ids
    assert root.execute(OF_QUESTION, {"id": with_tool.question_id}).fetchone() == (0,)
    ((_, _), (_, detail), _) = called(root, with_tool.question_id)
    assert {uuid.UUID(one["document"]) for one in detail["passages"]} <= set(row[1])


def test_what_the_card_forbids_is_held_back_from_results_too(app: str, root: Raw) -> None:
    label = root.execute("select level from access_label order by level desc limit 1").fetchone()
    assert label is not None
    looking = ("functions.search", {"query": DRIFT})
    desk, asked = scripted(in_turn(calls(looking), says("[none]")), max_level=1)
    answer = ask(
        "Who signs a page of the laboratory notebook as a witness?",
        session_id=sign_in_as_operator(ENGINEER),
        desk=desk,
        marking="internal",
    )
    if not asked:
        raise AssertionError("nothing below the level of the project was found")
    assert "0.21 ns" not in results(asked)[0]
    assert answer.held_back and all(one.level > 1 for one in answer.held_back)


@pytest.mark.parametrize(
    "error", [OperationalError("away"), Denied("access_changed")], ids=["away", "denied"]
)
def test_of_a_round_that_is_undone_the_answer_keeps_nothing(
    app: str, root: Raw, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """What its first call found is of another project, and held back; the second call ends the round."""
    search = carrying_out.TOOLS[Name.SEARCH]
    found: list[Looked] = []

    def fails_then(asked: Asked, draft: Draft) -> Looked:
        if found:
            raise error
        found.append(search(asked, draft))
        return found[0]

    monkeypatch.setitem(carrying_out.TOOLS, Name.SEARCH, fails_then)
    looking = ("functions.search", {"query": "lithium niobate coating drift tube"})
    desk, asked = scripted(in_turn(calls(looking, looking), says(GOOD)), max_level=1)
    question = "Who signs a page of the laboratory notebook as a witness?"
    with pytest.raises(type(error)):
        ask(question, session_id=sign_in_as_operator(ENGINEER), desk=desk, marking="internal")
    assert len(asked) == 1 and any(hit.document.level > 1 for hit in found[0].hits)
    kept = root.execute(OF_LAST_QUESTION).fetchone()
    assert kept is not None
    ended = [Outcome.FAILED_INTERRUPTED] if isinstance(error, OperationalError) else []
    assert (kept[1], kept[2]) == (ended, 0)
    assert not {hit.document.id for hit in found[0].hits if hit.document.level > 1} & set(kept[0])


@pytest.mark.parametrize("level", [1, 4], ids=["held back", "shown"])
def test_whatever_is_looked_up_the_answer_keeps_to_one_track(app: str, root: Raw, level: int) -> None:
    """Of two documents on two tracks the second is left out, whether the model may see them or not."""
    numbered, service = (
        ("functions.find_by_number", {"number": HIDDEN}),
        ("functions.search", {"query": SERVICE}),
    )
    desk, asked = scripted(in_turn(calls(numbered, service), says("[none]")), max_level=level)
    answer = ask(RULES, session_id=sign_in_as_operator("counsel"), desk=desk, marking="internal")
    events = [detail for action, detail in called(root, answer.question_id) if action == "tool:called"]
    apart = [one for detail in events for one in detail["left_out"] if one["reason"] == "track"]
    (row,) = root.execute(RESTS_ON, [answer.question_id]).fetchall()
    with person("counsel"):
        assert have_common_track(row[0])
    assert apart and not {uuid.UUID(one["document"]) for one in apart} & set(row[1])
    assert len(asked) == 2 and any(detail["held_back" if level == 1 else "passages"] for detail in events)


def test_nothing_is_held_back_or_cited_that_a_question_does_not_rest_on(
    app: str, root: Raw, server: Server
) -> None:
    answer = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=scripted(says(GOOD))[0])
    row = root.execute(RESTS_ON, [answer.question_id]).fetchone()
    assert row is not None
    with server.login("app", app) as raw, raw.transaction(force_rollback=True):
        identify(raw, sign_in_as_operator(ENGINEER))
        for statement in (HOLD_BACK, CITE):
            for document, code in ((row[1][0], ""), (uuid.uuid4(), "42501")):
                given = {"question": answer.question_id, "document": document}
                assert attempt(raw, statement, given) == code


def test_only_ones_own_open_question_rests_on_more(app: str, root: Raw, server: Server, demo: str) -> None:
    desk, _ = scripted(says(GOOD))
    answer = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=desk)
    hidden = root.execute(
        "select id from portfolios_document where publication_number = %s", [HIDDEN]
    ).fetchone()
    assert hidden is not None
    mine, others = sign_in_as_operator(ENGINEER), sign_in_as_operator("counsel")
    statement = "select rest_on_more(%s, %s)"
    with server.login("app", app) as raw, raw.transaction(force_rollback=True):
        identify(raw, mine)
        for question, documents in (
            (answer.question_id, []),  # it has its answer
            (answer.question_id, [hidden[0]]),
            (uuid.uuid4(), []),
            (answer.question_id, [uuid.uuid4()]),
        ):
            assert attempt(raw, statement, [question, documents]) == "42501"
    with server.login("app", app) as raw, raw.transaction(force_rollback=True):
        identify(raw, others)
        assert attempt(raw, statement, [answer.question_id, [hidden[0]]]) == "42501"
    with person("counsel") as acting, pytest.raises(NotFound):
        get_answer(answer.id, scope=acting)


def test_titles_beside_an_answer_are_masked_as_those_cited_are(app: str, root: Raw) -> None:
    """Of what was held back from the model, and of what has changed since."""
    rename = "update portfolios_document set title = %s where id = %s"
    answer = ask(DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=scripted(says(GOOD))[0])
    cited = answer.citations[0]
    root.execute(rename, ["Console of the meter, password: Hoshi-CT3#8824", cited.document_id])
    withdraw = "update portfolios_document set withdrawn_at = %s where id = %s"
    try:
        blind = ask(
            DRIFT, session_id=sign_in_as_operator(ENGINEER), desk=scripted(says(GOOD), max_level=0)[0]
        )
        root.execute(withdraw, [datetime.now(UTC), cited.document_id])
        with person(ENGINEER) as acting:
            stale = get_answer(answer.id, scope=acting).stale
    finally:
        root.execute(withdraw, [None, cited.document_id])
        root.execute(rename, [cited.title, cited.document_id])
    titles = [one.title for one in (*blind.held_back, *stale)]
    assert sum(title.startswith("Console of the meter") for title in titles) == 2
    assert not any("Hoshi" in title for title in titles)
