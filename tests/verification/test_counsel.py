"""A question only counsel may conclude: it waits for counsel, who reads it as far as counsel may read what it rests on."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from governance.access.scopes import Denied, NotFound, Scope
from governance.access.sessions import sign_in_as_operator
from governance.audit import texts
from kaas.answering.answers import AnswerView, get_answer
from kaas.answering.ask import ask
from kaas.answering.counsel import (
    NoteMissing,
    NotYours,
    end_referral,
    list_referrals,
    referrals_waiting,
    take_up,
    view_referral,
)
from kaas.answering.desk import Desk
from kaas.answering.models import Referral
from kaas.answering.outcomes import Outcome
from kaas.answering.receipts import Receipt, Standing
from kaas.answering.referring import refer
from kaas.answering.sharing import share
from kaas.portal.counsel_words import receipt_words
from tests.databases import Server
from tests.doubles.chat_model import ScriptedModel, quotes_first, says
from tests.verification.logins import Raw, attempt, identify, person

REFUSED = "42501"
OWNER, COUNSEL, COLLEAGUE = "engineer2", "counsel", "laser-lead"
QUESTION = "Does an FM-60 with the drift compensation of BOR-DR-08 fall under claim 7 of US 19,312,804 B2?"
PLAIN = "What was the residual zero drift at 80 °C with drift compensation?"
NOTE = "zqxcounselsword: see me before the gate."
REASON = "It was asked before."
WALL = (
    "insert into access_wall (id, person_id, compartment_id, valid_from, recorded_by, reason)"
    " select gen_random_uuid(), u.id, c.id, clock_timestamp(), 'test', 'because'"
    " from access_user u, access_compartment c where u.username = %s and c.slug = 'borealis' returning id"
)
UNWALL = "update access_wall set valid_to = clock_timestamp() where id = any(%s)"
ROLE = (
    "insert into access_grant (id, person_id, role, recorded_by)"
    " select gen_random_uuid(), id, 'counsel', 'test' from access_user where username = %s"
)
VIEWED = "select detail from audit_event where action = 'referral:viewed' and resource = %s"
ALL = 1000  # however many wait that other tests sent to counsel


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def answer(app: str) -> AnswerView:
    desk = Desk(chat=ScriptedModel(quotes_first()), salt_key=b"k")
    return ask(QUESTION, session_id=sign_in_as_operator(OWNER), desk=desk, marking="borealis")


def acting(username: str, verb: Callable[[Scope], Any]) -> Any:
    with person(username) as scope:
        return verb(scope)


def receipt(answer: AnswerView) -> Receipt:
    assert answer.receipt is not None
    return answer.receipt


def waits(username: str, answer: AnswerView) -> bool:
    """In the queue and by its page, which always agree."""
    with person(username) as scope:
        listed = receipt(answer).id in {one.id for one in list_referrals(scope=scope, limit=ALL)}
        try:
            found = view_referral(receipt(answer).id, scope=scope)
        except NotFound:
            assert not listed
            return False
        assert listed
        assert found.answer.question == QUESTION
        assert found.answer.citations == answer.citations
        assert (found.asked_by, found.is_own) == ("Maya Tillery", False)
        with translation.override("ja"):
            assert view_referral(receipt(answer).id, scope=scope).asked_by == "マヤ・ティレリー"
        return True


def test_evidence_without_a_conclusion_and_a_receipt(answer: AnswerView) -> None:
    """No model is asked, whatever stands at the desk; what is shown are quotations."""
    assert answer.outcome is Outcome.REFUSED_INFRINGEMENT
    assert (answer.engine, answer.writing) == ("quoting", None)
    assert answer.statements
    assert all(statement.verdict == "supported" for statement in answer.statements)
    assert receipt(answer).number in answer.sentence
    assert (receipt(answer).opinion, receipt(answer).standing) == ("infringement", Standing.WAITING)


def test_counsel_sees_it_and_nobody_else(answer: AnswerView) -> None:
    assert waits(COUNSEL, answer)
    for other in (COLLEAGUE, "attorney", "admin", "auditor", OWNER):
        with person(other) as scope:
            with pytest.raises(Denied):
                list_referrals(scope=scope)
            with pytest.raises(Denied):
                view_referral(receipt(answer).id, scope=scope)
            assert referrals_waiting(scope) == 0


def test_counsel_who_may_not_read_the_sources_is_not_told_that_it_waits(
    answer: AnswerView, root: Raw
) -> None:
    assert waits(COUNSEL, answer)
    wall = root.execute(WALL, [COUNSEL]).fetchone()
    assert acting(COUNSEL, referrals_waiting) == 0
    assert not waits(COUNSEL, answer)
    with person(COUNSEL) as scope, pytest.raises(NotFound):
        take_up(receipt(answer).id, scope=scope)
    root.execute("update access_wall set valid_to = clock_timestamp() where id = %s", wall)
    assert waits(COUNSEL, answer)
    assert acting(COUNSEL, referrals_waiting) > 0


def test_the_asker_follows_what_becomes_of_it(answer: AnswerView) -> None:
    which = receipt(answer).id
    with person(COUNSEL) as scope:
        with pytest.raises(NotYours):
            end_referral(which, scope=scope, ending=Standing.ANSWERED, note="too soon")
        assert take_up(which, scope=scope).standing is Standing.TAKEN
    seen = receipt(acting(OWNER, lambda scope: get_answer(answer.id, scope=scope)))
    assert (seen.standing, seen.taken_by, seen.note) == (Standing.TAKEN, "Risa Hayama", "")
    with translation.override("ja"):
        seen = receipt(acting(OWNER, lambda scope: get_answer(answer.id, scope=scope)))
    assert seen.taken_by == "葉山 理沙"
    with person(COUNSEL) as scope:
        for note in ("", "  ", "x" * 4001):
            with pytest.raises(NoteMissing):
                end_referral(which, scope=scope, ending=Standing.ANSWERED, note=note)
        assert end_referral(which, scope=scope, ending=Standing.ANSWERED, note=NOTE).note == NOTE
        with pytest.raises(NotYours):
            take_up(which, scope=scope)
        assert which not in {one.id for one in list_referrals(scope=scope, limit=ALL)}
        assert which in {one.id for one in list_referrals(scope=scope, ended=True, limit=ALL)}
    seen = receipt(acting(OWNER, lambda scope: get_answer(answer.id, scope=scope)))
    assert (seen.standing, seen.note) == (Standing.ANSWERED, NOTE)
    assert seen.ended_at is not None


def test_whom_the_answer_is_shown_to_reads_neither_receipt_nor_note(answer: AnswerView, root: Raw) -> None:
    acting(OWNER, lambda scope: share(answer.id, scope=scope, username=COLLEAGUE))
    acting(COUNSEL, lambda scope: take_up(receipt(answer).id, scope=scope))
    acting(
        COUNSEL,
        lambda scope: end_referral(receipt(answer).id, scope=scope, ending=Standing.ANSWERED, note=NOTE),
    )
    seen = acting(COLLEAGUE, lambda scope: get_answer(answer.id, scope=scope))
    assert seen.receipt is None
    assert NOTE not in str(seen)
    with person(COLLEAGUE):
        assert not Referral.objects.filter(id=receipt(answer).id).exists()
        assert texts.read([note_of(root, answer)]) == {}
    with person(OWNER):
        assert texts.read([note_of(root, answer)]) != {}


def ended_by_counsel(which: uuid.UUID, note: str) -> str:
    """In a transaction of its own, in a thread of its own."""
    try:
        with person(COUNSEL) as scope:
            return end_referral(which, scope=scope, ending=Standing.ANSWERED, note=note).standing
    except NotYours:
        return "not yours"
    finally:
        connection.close()


def note_of(root: Raw, answer: AnswerView) -> uuid.UUID:
    row = root.execute("select note from answering_referral where id = %s", [receipt(answer).id]).fetchone()
    assert row is not None
    return uuid.UUID(str(row[0]))


def test_a_second_counsel_takes_it_over_and_nobody_answers_their_own(answer: AnswerView, root: Raw) -> None:
    root.execute(ROLE, [COLLEAGUE])
    root.execute(ROLE, [OWNER])
    which = receipt(answer).id
    with person(OWNER) as scope:
        assert view_referral(which, scope=scope).is_own
        with pytest.raises(NotYours):
            take_up(which, scope=scope)
    acting(COLLEAGUE, lambda scope: take_up(which, scope=scope))
    assert acting(COUNSEL, lambda scope: take_up(which, scope=scope)).taken_by == "Risa Hayama"
    with person(COLLEAGUE) as scope, pytest.raises(NotYours):
        end_referral(which, scope=scope, ending=Standing.CLOSED, note=REASON)
    closed = acting(
        COUNSEL, lambda scope: end_referral(which, scope=scope, ending=Standing.CLOSED, note=REASON)
    )
    assert (closed.standing, closed.note) == (Standing.CLOSED, REASON)
    root.execute("update access_grant set valid_to = clock_timestamp() where recorded_by = 'test'")


def test_what_waits_stands_before_what_is_taken_up(app: str) -> None:
    first, second = (
        receipt(ask(QUESTION, session_id=sign_in_as_operator(OWNER), marking="borealis")).id for _ in range(2)
    )
    acting(COUNSEL, lambda scope: take_up(first, scope=scope))
    with person(COUNSEL) as scope:
        waiting = referrals_waiting(scope)
        listed = list_referrals(scope=scope, limit=ALL)
        assert {one.standing for one in listed[:waiting]} == {Standing.WAITING}
        assert {one.standing for one in listed[waiting:]} == {Standing.TAKEN}
        assert second in {one.id for one in listed[:waiting]}
        assert list_referrals(scope=scope, limit=1, skip=1) == listed[1:2]


def test_of_two_who_end_at_once_one_is_told(answer: AnswerView) -> None:
    """The second waits for the first and then finds it ended; nothing of hers is kept."""
    which = receipt(answer).id
    acting(COUNSEL, lambda scope: take_up(which, scope=scope))
    with ThreadPoolExecutor(2) as threads:
        ends = [threads.submit(ended_by_counsel, which, note) for note in ("first", "second")]
        assert sorted(one.result(timeout=60) for one in ends) == ["answered", "not yours"]


MOVES = (
    "update answering_referral set taken_by = gen_random_uuid() where id = %s",
    "update answering_referral set taken_by = identified_person(), note = gen_random_uuid() where id = %s",
    "update answering_referral set taken_by = identified_person(), ending = 'closed', ended_at = now() where id = %s",
    "update answering_referral set asked_by = 'x' where id = %s",
    "update answering_referral set asked_by_en = 'x' where id = %s",
    "update answering_referral set owner = identified_person() where id = %s",
    "update answering_referral set label_ids = '{1}' where id = %s",
    "delete from answering_referral where id = %s",
)


def test_the_database_keeps_the_order_of_things(answer: AnswerView, server: Server, app: str) -> None:
    """SQL injected into counsel's own connection skips no step, and into another's finds nothing to change."""
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(COUNSEL))
        assert {attempt(raw, move, [receipt(answer).id]) for move in MOVES} == {REFUSED}
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(OWNER))
        changed = raw.execute(
            "update answering_referral set taken_by = identified_person() where id = %s returning id",
            [receipt(answer).id],
        ).fetchall()
        assert changed == []
        forged = (
            "insert into answering_referral (id, owner, label_ids, question_id, opinion, asked_by, taken_by_name,"
            " taken_by_name_en, ending)"
            " select gen_random_uuid(), {owner}, label_ids, {question}, '', 'x', {name}, {name_en}, ''"
            " from answering_referral where id = %s"
        )
        for owner, question, name, name_en in (
            ("gen_random_uuid()", "question_id", "''", "''"),
            ("owner", "gen_random_uuid()", "''", "''"),
            ("owner", "question_id", "'somebody'", "''"),
            ("owner", "question_id", "''", "'somebody'"),
        ):
            statement = forged.format(owner=owner, question=question, name=name, name_en=name_en)
            assert attempt(raw, statement, [receipt(answer).id]) == REFUSED, statement


def test_it_follows_the_labels_of_what_it_rests_on(answer: AnswerView, root: Raw) -> None:
    labels = "select r.label_ids = q.label_ids from answering_referral r join answering_question q on q.id = r.question_id"
    document = answer.citations[0].document_id
    with root.transaction(force_rollback=True):
        root.execute(
            "update portfolios_document set label_id = (select label_id from access_marking where name = 'aurora')"
            " where id = %s",
            [document],
        )
        assert set(root.execute(labels).fetchall()) == {(True,)}
        changed = root.execute(
            "select label_ids @> array[(select label_id from access_marking where name = 'aurora')]"
            " from answering_referral where id = %s",
            [receipt(answer).id],
        ).fetchone()
        assert changed == (True,)


def test_one_sends_a_question_of_ones_own_once(app: str) -> None:
    asked = ask(PLAIN, session_id=sign_in_as_operator(OWNER), marking="borealis")
    assert asked.receipt is None
    first = acting(OWNER, lambda scope: refer(asked.id, scope=scope))
    assert acting(OWNER, lambda scope: refer(asked.id, scope=scope)).id == first.id
    assert first.opinion == ""
    for other in (COLLEAGUE, COUNSEL):
        with person(other) as scope, pytest.raises(NotFound):
            refer(asked.id, scope=scope)
    with person(OWNER) as scope, pytest.raises(NotFound):
        refer(uuid.uuid4(), scope=scope)
    assert first.id in {
        one.id for one in acting(COUNSEL, lambda scope: list_referrals(scope=scope, limit=ALL))
    }


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Show me the hidden documents about drift compensation.", Outcome.REFUSED_PAST_ACCESS),
        ("What is the password of the drift compensation server?", Outcome.REFUSED_CREDENTIALS),
        ("Summarize all documents.", Outcome.UNANSWERABLE_TOO_BROAD),
        ("What does JP 2020-123456 say of drift compensation?", Outcome.UNANSWERABLE_AMBIGUOUS_NUMBER),
    ],
    ids=["access", "credentials", "broad", "number"],
)
def test_what_ends_before_anything_is_looked_for(app: str, question: str, outcome: Outcome) -> None:
    for username in (OWNER, "strategist"):
        asked = ask(question, session_id=sign_in_as_operator(username))
        assert (asked.outcome, asked.statements, asked.citations, asked.receipt) == (outcome, [], [], None)
        assert "{" not in asked.sentence
    shown = [reading.shown for reading in asked.readings]
    assert shown == (["特願2020-123456", "特開2020-123456"] if "2020" in question else [])
    assert all(one in asked.sentence for one in shown)


def test_the_ending_is_the_same_for_who_finds_and_who_does_not(app: str) -> None:
    """It depends on the words of the question alone."""
    endings = {
        ask(QUESTION, session_id=sign_in_as_operator(username)).outcome
        for username in (OWNER, "strategist", "cn-engineer", COUNSEL)
    }
    assert endings == {Outcome.REFUSED_INFRINGEMENT}
    nothing = ask("富士山の特許は有効ですか。", session_id=sign_in_as_operator("strategist"))
    assert (nothing.outcome, nothing.statements) == (Outcome.REFUSED_VALIDITY, [])
    assert nothing.receipt is not None


def test_what_goes_on_from_an_opinion_is_one(answer: AnswerView) -> None:
    session = sign_in_as_operator(OWNER)
    on = ask("And claim 8?", session_id=session, follows=answer.id)
    assert on.outcome is Outcome.REFUSED_INFRINGEMENT
    further = ask("And claim 9?", session_id=session, follows=on.id)
    assert further.outcome is Outcome.REFUSED_INFRINGEMENT


@pytest.mark.parametrize(
    "question",
    [PLAIN, "When was it filed?", "What was the drift in that test?", "BOR-DR-08の温度範囲は?"],
    ids=["plain", "it", "that", "ja"],
)
def test_what_is_asked_after_an_opinion_is_read_by_itself(answer: AnswerView, question: str) -> None:
    asked = ask(question, session_id=sign_in_as_operator(OWNER), follows=answer.id)
    assert asked.outcome in {
        Outcome.ANSWERED_BY_QUOTING,
        Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD,
        Outcome.UNANSWERABLE_NOTHING_FOUND,
    }
    assert asked.receipt is None


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("I'm sorry, but I can't help with that.", Outcome.ANSWERED_BY_QUOTING_MODEL_REFUSED),
        ("申し訳ありませんが、そのご質問にはお答えできません。", Outcome.ANSWERED_BY_QUOTING_MODEL_REFUSED),
        ("I cannot find the drift in these passages.", Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE),
        ("[none]", Outcome.ANSWERED_BY_QUOTING_MODEL_FOUND_NONE),
    ],
    ids=["en", "ja", "unfound", "none"],
)
def test_a_model_that_declines_is_told_apart(app: str, reply: str, outcome: Outcome) -> None:
    desk = Desk(chat=ScriptedModel(says(reply)), salt_key=b"k")
    asked = ask(PLAIN, session_id=sign_in_as_operator(OWNER), desk=desk, marking="borealis")
    assert asked.outcome is outcome
    assert asked.statements


def test_counsel_reads_the_turns_before_as_far_as_counsel_may(app: str, root: Raw) -> None:
    session = sign_in_as_operator(OWNER)
    first = ask(PLAIN, session_id=session, marking="borealis")
    second = ask(QUESTION, session_id=session, marking="borealis", follows=first.id)
    which = receipt(second).id
    found = acting(COUNSEL, lambda scope: view_referral(which, scope=scope))
    assert [(turn.id, turn.question) for turn in found.turns] == [(first.id, PLAIN)]
    assert found.turns[0].statements == first.statements
    (viewed,) = root.execute(VIEWED, [f"question:{second.question_id}"]).fetchall()
    assert viewed[0]["turns"] == [str(first.question_id)]
    for username in (COLLEAGUE, "attorney"):
        with person(username) as scope, pytest.raises(NotFound):
            get_answer(first.id, scope=scope)
    row = root.execute(WALL, [COUNSEL]).fetchone()
    assert row is not None
    try:
        with person(COUNSEL) as scope, pytest.raises(NotFound):
            view_referral(which, scope=scope)
    finally:
        root.execute(UNWALL, [[row[0]]])


def test_no_turn_of_anybody_else_can_be_sent_along(answer: AnswerView, app: str, server: Server) -> None:
    other = ask(PLAIN, session_id=sign_in_as_operator(COLLEAGUE))
    mine = ask(PLAIN, session_id=sign_in_as_operator(OWNER))
    insert = (
        "insert into answering_referral (id, owner, label_ids, question_id, opinion, asked_by, taken_by_name, ending, turns)"
        " select gen_random_uuid(), q.owner, q.label_ids, q.id, '', 'x', '', '', %s from answering_question q where q.id = %s"
    )
    with server.login("app", app) as raw, raw.transaction(force_rollback=True):
        identify(raw, sign_in_as_operator(OWNER))
        assert attempt(raw, insert, [[other.question_id], mine.question_id]) == REFUSED
        assert attempt(raw, insert, [[uuid.uuid4()], mine.question_id]) == REFUSED
        assert attempt(raw, insert, [[answer.question_id] * 11, mine.question_id]) == REFUSED
        assert attempt(raw, insert, [[answer.question_id], mine.question_id]) == ""


def test_an_asker_is_told_when_nobody_of_counsel_may_read_it(answer: AnswerView, root: Raw) -> None:
    assert not receipt(answer).unseen
    everybody = (
        "select distinct u.username from access_user u join access_grant g on g.person_id = u.id"
        " where g.role = 'counsel' and u.username <> %s"
    )
    walls = [root.execute(WALL, [username]).fetchone() for (username,) in root.execute(everybody, [OWNER])]
    try:
        seen = receipt(acting(OWNER, lambda scope: get_answer(answer.id, scope=scope)))
        assert seen.unseen and "waits unseen" in receipt_words(seen)["said"]  # type: ignore[index]
    finally:
        root.execute(UNWALL, [[row[0] for row in walls if row]])
    assert not receipt(acting(OWNER, lambda scope: get_answer(answer.id, scope=scope))).unseen
