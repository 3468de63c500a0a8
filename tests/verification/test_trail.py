"""The trail and the text store: added to and never changed, encrypted, and in front of everything that is shown."""

import json
import re
import subprocess
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError

from governance.access.permissions import Permission
from governance.access.scopes import Denied, NotFound, scope
from governance.access.sessions import SignInRefused, issue_key, sign_in, sign_in_as_operator, sign_out
from governance.audit import texts
from governance.audit.events import Action, sentence
from governance.audit.trail import events_of_day, find_event, record
from kaas.answering.answers import AnswerView, ReasonMissing, get_answer, list_questions, open_answer
from kaas.answering.ask import ask, ask_stream
from kaas.answering.corrections import Reason, give_feedback
from kaas.answering.desk import Desk
from kaas.answering.referring import refer
from kaas.answering.sharing import share
from kaas.retrieval.search import search
from kaas.retrieval.viewing import view_document
from portfolios.catalogue import list_documents
from tests.databases import Server, connected
from tests.doubles.chat_model import ScriptedModel, says
from tests.verification.logins import Raw, attempt, identify, person

ADDED_ONLY = "42501"
DERIVED = (
    "answering_question",
    "answering_answer",
    "answering_statement",
    "answering_citation",
    "answering_heldback",
    "answering_share",
    "answering_referral",
    "answering_feedback",
    "audit_text",
)
KEPT = (*DERIVED, "audit_event")

# A word that stands nowhere in the demo company, asked for among words that do.
CANARY = "zqxcanarywort"
QUESTION = f"What was the residual zero drift at 80 °C with drift compensation, {CANARY}?"


@pytest.fixture(scope="module")
def asked(server: Server, demo: str) -> AnswerView:
    """One question of engineer2, answered and shared, with everything held back from a model that may see nothing of it."""
    blind = Desk(chat=ScriptedModel(says("")).permitting(max_level=0), salt_key=b"k")
    with connected(server, "app", demo):
        answer = ask(QUESTION, session_id=sign_in_as_operator("engineer2"), desk=blind)
        with person("engineer2") as acting:
            share(answer.id, scope=acting, username="engineer")
            refer(answer.id, scope=acting)
            give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.MISLEADING)
        return answer


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def rows(root: Raw, table: str) -> Any:
    return root.execute(
        f"select md5(string_agg(t::text, '|' order by id)), count(*) from {table} t"
    ).fetchone()


@pytest.mark.parametrize("table", KEPT)
def test_what_was_recorded_is_never_changed(
    server: Server, demo: str, asked: AnswerView, root: Raw, table: str
) -> None:
    """By grant for those who serve, by trigger for everyone else, a superuser included."""
    before = rows(root, table)
    assert before[1] > 0
    owner = "actor = 'x'" if table == "audit_event" else "owner = gen_random_uuid()"
    changes = (f"update {table} set {owner}", f"delete from {table}", f"truncate {table} cascade")
    for role in ("app", "worker"):
        with server.login(role, demo) as raw:
            assert [attempt(raw, change) for change in changes] == [ADDED_ONLY] * 3, role
    assert [attempt(root, change) for change in changes] == [ADDED_ONLY] * 3
    with server.login("owner", demo) as raw:
        for change in changes:
            if attempt(raw, change) == "":
                raw.execute(change)  # the owner sees no rows, so there is nothing to change
        raw.commit()
        assert attempt(raw, changes[2]) == ADDED_ONLY
    assert rows(root, table) == before


def test_keys_openings_and_what_waits_stay_as_well(asked: AnswerView, root: Raw) -> None:
    for table in ("audit_key", "access_opening"):
        assert attempt(root, f"truncate {table}") == ADDED_ONLY, table
    assert attempt(root, "delete from audit_key") == ADDED_ONLY
    assert attempt(root, "truncate audit_pending") == ADDED_ONLY


def test_the_application_cannot_write_the_trail_past_its_door(
    server: Server, demo: str, asked: AnswerView
) -> None:
    insert = (
        "insert into audit_event (id, occurred_at, actor, action, outcome, detail)"
        " values (gen_random_uuid(), now(), 'x', 'a:b', '', '{}')"
    )
    with server.login("app", demo) as raw:
        assert attempt(raw, insert) == ADDED_ONLY
        assert attempt(raw, "insert into audit_pending (event) values (gen_random_uuid())") == ADDED_ONLY
        identify(raw, sign_in_as(server, demo, "engineer2"))
        assert attempt(raw, insert) == ADDED_ONLY


def sign_in_as(server: Server, demo: str, username: str) -> uuid.UUID:
    with connected(server, "app", demo):
        return sign_in_as_operator(username)


APPEND = "select append_event(%s, %s, %s, 'done', %s, '')"


def test_the_database_says_who_did_it_and_when(server: Server, demo: str, root: Raw) -> None:
    """Nothing in the call names an actor or a time; each login stands on the trail as what it is."""
    mine = sign_in_as(server, demo, "engineer2")
    done: dict[str, uuid.UUID] = {name: uuid.uuid4() for name in ("app", "worker", "owner", "identified")}
    for role in ("app", "worker", "owner"):
        with server.login(role, demo) as raw:
            raw.execute(APPEND, [done[role], "trail:read", f"person:{uuid.uuid4()}", '{"actor": "counsel"}'])
    with server.login("app", demo) as raw:
        identify(raw, mine)
        raw.execute(APPEND, [done["identified"], "trail:read", "", "{}"])
    query = (
        "select actor, session, on_behalf_of, abs(extract(epoch from occurred_at - now())) < 30,"
        " exists (select 1 from audit_pending p where p.event = e.id) from audit_event e where id = %s"
    )
    engineer2 = str(root.execute("select id from access_user where username = 'engineer2'").fetchone()[0])  # type: ignore[index]
    stamped = {name: root.execute(query, [event]).fetchone() for name, event in done.items()}
    assert stamped == {
        "app": ("anonymous", "", "", True, True),
        "worker": ("worker", "", "", True, True),
        "owner": ("operator", "", "", True, True),
        "identified": ("operator", str(mine), engineer2, True, True),
    }


def test_a_person_signed_in_by_password_stands_there_as_themselves(
    server: Server, app: str, root: Raw
) -> None:
    from django.contrib.auth.hashers import make_password

    root.execute(
        "update access_user set password = %s where username = 'strategist'", [make_password("open sesame")]
    )
    session = sign_in("strategist", "open sesame", place="here")
    with scope(session) as acting:
        event = record(Action.TRAIL_READ)
        found = find_event(event)
        assert found is not None
        assert (found.actor, found.on_behalf_of) == (str(acting.person_id), "")


@pytest.mark.parametrize(
    ("action", "detail"),
    [("nonsense", "{}"), ("", "{}"), ("a:b\nc", "{}"), ("a:b", "[]"), ("a:b", "1"), ("a:b", "null")],
)
def test_a_malformed_event_is_refused(server: Server, demo: str, action: str, detail: str) -> None:
    with server.login("app", demo) as raw:
        assert attempt(raw, APPEND, [uuid.uuid4(), action, "", detail]) == "22023"


def test_an_event_of_another_version_is_still_told(server: Server, app: str) -> None:
    with server.login("app", app) as raw:
        raw.execute(APPEND, [uuid.uuid4(), "something:invented", "", "{}"])
    with person("counsel"):
        from django.utils import timezone

        told = {sentence(event.action, event.detail) for event in events_of_day(timezone.localdate())}
    assert "something:invented" in told


def test_one_reads_ones_own_events_and_counsel_everybodys(
    server: Server, app: str, asked: AnswerView
) -> None:
    from django.utils import timezone

    today = timezone.localdate()
    with person("engineer") as acting:
        mine = events_of_day(today)
        assert mine and all(str(acting.person_id) in (event.actor, event.on_behalf_of) for event in mine)
        assert find_event(asked.event) is None
    for username in ("counsel", "auditor"):
        with person(username):
            assert find_event(asked.event) is not None
    with person("admin"):
        assert find_event(asked.event) is None


# What each verb leaves on the trail, in order.
Verb = Callable[[uuid.UUID], object]


def view_one(session: uuid.UUID) -> None:
    with scope(session) as acting:
        view_document(search("zero drift", scope=acting).hits[0].document.id, scope=acting)


def list_all(session: uuid.UUID) -> None:
    with scope(session) as acting:
        list_documents(scope=acting)


def list_mine(session: uuid.UUID) -> None:
    with scope(session) as acting:
        list_questions(scope=acting)


def be_denied(session: uuid.UUID) -> None:
    with pytest.raises(Denied), scope(session) as acting:
        open_answer(uuid.uuid4(), scope=acting, reason="curious")


def search_once(session: uuid.UUID) -> None:
    with scope(session) as acting:
        search("zero drift", scope=acting)


def read_back(session: uuid.UUID) -> None:
    with scope(session) as acting:
        get_answer(list_questions(scope=acting)[0].answer_id, scope=acting)


def make_key(session: uuid.UUID) -> None:
    with scope(session) as acting:
        issue_key(acting, name="n", scopes=[Permission.DOCUMENT_READ])


VERBS: list[tuple[Verb, list[str]]] = [
    (lambda s: ask("What was the residual zero drift?", session_id=s), ["answer:asked", "answer:composed"]),
    (lambda s: ask("Wie hoch ist der Mond über Zürich?", session_id=s), ["answer:asked", "answer:composed"]),
    (
        lambda s: list(ask_stream("What was the zero drift?", session_id=s)),
        ["answer:asked", "answer:composed"],
    ),
    (search_once, ["passage:searched"]),
    (view_one, ["passage:searched", "document:viewed"]),
    (list_all, ["document:listed"]),
    (list_mine, ["question:listed"]),
    (read_back, ["question:listed", "answer:viewed"]),
    (be_denied, ["access:denied"]),
    (make_key, ["key:issued"]),
    (sign_out, ["session:ended"]),
]


def test_each_verb_writes_exactly_its_events(server: Server, app: str, root: Raw, asked: AnswerView) -> None:
    session = sign_in_as_operator("engineer2")
    known = "select id from audit_event"
    for verb, expected in VERBS:
        before = {row[0] for row in root.execute(known).fetchall()}
        verb(session)
        after = root.execute("select id, action, session from audit_event order by occurred_at").fetchall()
        new = [(action, by) for event, action, by in after if event not in before]
        assert new == [(action, str(session)) for action in expected]


def test_what_cannot_be_recorded_does_not_happen(
    server: Server, app: str, root: Raw, asked: AnswerView
) -> None:
    """The trail is taken away: every verb fails, and leaves nothing behind."""
    session = sign_in_as_operator("engineer2")
    before = [rows(root, table) for table in KEPT]
    door = "function append_event(uuid, text, text, text, jsonb, text)"
    root.execute(f"revoke execute on {door} from kaas_app")
    try:
        for verb, _ in VERBS:
            with pytest.raises(DatabaseError):
                verb(session)
        with pytest.raises(DatabaseError):
            sign_in_as_operator("engineer2")
        with pytest.raises(DatabaseError):
            next(ask_stream("What was the residual zero drift?", session_id=session))
    finally:
        root.execute(f"grant execute on {door} to kaas_app")
    assert [rows(root, table) for table in KEPT] == before


def test_the_intent_comes_first_and_holds_no_text(root: Raw, asked: AnswerView) -> None:
    query = (
        "select e.occurred_at <= q.asked_at, q.asked_at <= a.composed_at, e.detail::text, e.resource, e.action"
        " from answering_question q join answering_answer a on a.question_id = q.id join audit_event e on e.id = q.event"
        " where q.id = %s"
    )
    row = root.execute(query, [asked.question_id]).fetchone()
    assert row is not None
    first, then, detail, resource, action = row
    assert first and then
    assert (resource, action) == (f"question:{asked.question_id}", "answer:asked")
    told = json.loads(detail)
    assert told["sent"] >= len({citation.passage_id for citation in asked.citations}) > 0
    assert {str(c.passage_id) for c in asked.citations} <= {
        p["passage"] for p in told["passages"] if p["sent"]
    }
    events = str(root.execute("select string_agg(e::text, '|') from audit_event e").fetchone())
    for word in (CANARY, "residual zero drift", asked.statements[0].text, asked.citations[0].title):
        assert word not in events


def test_texts_are_ciphertext_wherever_they_lie(server: Server, demo: str, asked: AnswerView) -> None:
    """The question nowhere in a dump, nor in a file of the server; a statement only where its passage is quoted."""
    shown = max(re.findall(r"[\w ]+", asked.statements[0].text), key=len)
    command = [
        server.cluster.program("pg_dump"),
        "--inserts",
        "--dbname",
        server.cluster.url("superuser", database=demo),
    ]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert CANARY not in dump
    assert "audit_text" in dump
    holding = {
        statement.split()[0].removeprefix("public.")
        for statement in dump.split("\nINSERT INTO ")
        if shown in statement
    }
    assert holding == {"portfolios_passage", "answering_citation"}
    for form in (CANARY, CANARY.encode().hex()):
        found = subprocess.run(
            ["grep", "-rlaF", form, str(server.cluster.state.path)], capture_output=True, check=False
        )
        assert found.stdout == b""
        assert form not in dump


def test_one_text_twice_is_two_ciphertexts_under_a_key_of_its_person(
    server: Server, app: str, root: Raw
) -> None:
    for username in ("engineer2", "engineer2", "attorney"):
        ask("What is the flow meter for?", session_id=sign_in_as_operator(username))
    found = root.execute(
        "select t.ciphertext, t.key, k.person = t.owner from audit_text t join audit_key k on k.id = t.key"
        " where purpose = 'question'"
    ).fetchall()
    assert len({bytes(row[0]) for row in found}) == len(found) >= 3
    assert len({row[1] for row in found}) == 2
    assert all(row[2] for row in found)


def test_a_ciphertext_in_another_row_does_not_open(
    server: Server, app: str, root: Raw, asked: AnswerView
) -> None:
    question, statement = (
        root.execute(
            "select id, ciphertext from audit_text where resource = %s and purpose = %s limit 1",
            [f"question:{asked.question_id}", purpose],
        ).fetchone()
        for purpose in ("question", "statement")
    )
    assert question and statement

    def put(text: uuid.UUID, ciphertext: bytes) -> None:
        root.execute("alter table audit_text disable trigger user")
        root.execute("update audit_text set ciphertext = %s where id = %s", [ciphertext, text])
        root.execute("alter table audit_text enable trigger user")

    put(question[0], statement[1])
    try:
        with pytest.raises(InvalidTag), person("engineer2"):
            texts.read([question[0]])
    finally:
        put(*question)
    with person("engineer2"):
        assert texts.read([question[0]]) == {question[0]: QUESTION}


@pytest.mark.parametrize("table", DERIVED)
def test_nothing_derived_is_without_labels(root: Raw, asked: AnswerView, table: str) -> None:
    assert root.execute(f"select count(*) from {table} where cardinality(label_ids) = 0").fetchone() == (0,)
    copy = f"insert into {table} select (jsonb_populate_record(t, '{{\"label_ids\": []}}')).* from {table} t limit 1"
    assert attempt(root, copy) == "23514"


def test_questions_of_others_stay_theirs(server: Server, app: str, asked: AnswerView) -> None:
    for username in ("engineer", "attorney", "counsel", "strategist", "executive", "cn-engineer"):
        with person(username) as acting:
            assert asked.id not in [question.answer_id for question in list_questions(scope=acting)]
            for answer_id in (asked.id, uuid.uuid4()):
                with pytest.raises(NotFound):
                    get_answer(answer_id, scope=acting)
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator("attorney"))
        for table in DERIVED:
            assert raw.execute(
                f"select count(*) from {table} where owner <> identified_person()"
            ).fetchone() == (0,)


def test_counsel_opens_with_a_reason_and_nobody_else(
    server: Server, app: str, root: Raw, asked: AnswerView
) -> None:
    for username in ("admin", "auditor", "engineer2", "attorney"):
        with person(username) as acting, pytest.raises(Denied, match="text:open"):
            open_answer(asked.event, scope=acting, reason="curious")
    with person("counsel") as acting:
        for empty in ("", "  ", "\n\t"):
            with pytest.raises(ReasonMissing):
                open_answer(asked.event, scope=acting, reason=empty)
        for event in (uuid.uuid4(), record(Action.TRAIL_READ)):
            with pytest.raises(NotFound):
                open_answer(event, scope=acting, reason="matter 7")
        assert root.execute("select count(*) from access_opening").fetchone() == (0,)
        opened = open_answer(asked.event, scope=acting, reason="matter 7")
    assert (opened.question, opened.statements, opened.citations) == (
        QUESTION,
        asked.statements,
        asked.citations,
    )
    opening = root.execute(
        "select resource, detail ->> 'event' from audit_event where action = 'text:opened' order by occurred_at desc limit 1"
    ).fetchone()
    assert opening == (f"question:{asked.question_id}", str(asked.event))
    reason = root.execute(
        "select reason, expires_at - opened_at <= interval '61 minutes' from access_opening"
    ).fetchall()
    assert reason == [("matter 7", True)]


def test_an_opening_is_for_one_person_one_question_and_an_hour(
    server: Server, app: str, root: Raw, asked: AnswerView
) -> None:
    with connected(server, "app", app):
        other = ask("How is the optical zero offset obtained?", session_id=sign_in_as_operator("engineer2"))
    seen = "select count(*) from answering_statement where question_id = %s"
    with server.login("app", app) as raw:
        with person("counsel") as acting:
            open_answer(other.event, scope=acting, reason="matter 8")
            counsel = acting.person_id
        identify(raw, sign_in_as_operator("counsel"))
        assert raw.execute(seen, [other.question_id]).fetchone() == (len(other.statements),)
        late = (
            "insert into access_opening (id, person, resource, reason, opened_at, expires_at)"
            " values (gen_random_uuid(), %s, %s, 'r', now(), now() - interval '1 s')"
        )
        third = ask("What is the zero drift?", session_id=sign_in_as_operator("engineer2"))
        root.execute(late, [counsel, f"question:{third.question_id}"])
        assert raw.execute(seen, [third.question_id]).fetchone() == (0,)
        assert attempt(raw, late, [uuid.uuid4(), "question:x"]) == ADDED_ONLY
        raw.rollback()
        for username in ("auditor", "attorney"):
            identify(raw, sign_in_as_operator(username))
            assert raw.execute(seen, [other.question_id]).fetchone() == (0,)
            assert attempt(raw, late, [counsel, "question:x"]) == ADDED_ONLY
            raw.rollback()


def test_history_goes_with_the_compartment_and_comes_back_with_it(
    server: Server, app: str, root: Raw
) -> None:
    answer = ask(
        "What thickness of the lithium niobate coating is claimed?",
        session_id=sign_in_as_operator("attorney"),
    )
    assert answer.statements
    membership = (
        "update access_compartmentmembership m set valid_to = statement_timestamp() from access_user u, access_compartment c"
        " where u.id = m.person_id and c.id = m.compartment_id and u.username = 'attorney' and c.slug = 'aurora'"
        " and m.valid_to is null returning m.person_id, m.compartment_id"
    )
    row = root.execute(membership).fetchone()
    assert row is not None
    with person("attorney") as acting:
        assert answer.id not in [question.answer_id for question in list_questions(scope=acting)]
        with pytest.raises(NotFound):
            get_answer(answer.id, scope=acting)
    with person("counsel") as acting:
        assert open_answer(answer.event, scope=acting, reason="why").statements
    root.execute(
        "insert into access_compartmentmembership (id, person_id, compartment_id, recorded_by)"
        " values (gen_random_uuid(), %s, %s, 'test')",
        row,
    )
    with person("attorney") as acting:
        assert get_answer(answer.id, scope=acting).statements == answer.statements


def test_counsel_behind_a_wall_gets_what_a_missing_event_gets(server: Server, app: str, root: Raw) -> None:
    answer = ask("界面抵抗の勾配型と均一型", session_id=sign_in_as_operator("engineer"))
    root.execute(
        "insert into access_wall (id, person_id, compartment_id, recorded_by, reason)"
        " select gen_random_uuid(), u.id, c.id, 'test', 'because' from access_user u, access_compartment c"
        " where u.username = 'counsel' and c.slug = 'aurora'"
    )
    for event in (answer.event, uuid.uuid4()):
        with person("counsel") as acting, pytest.raises(NotFound):
            open_answer(event, scope=acting, reason="matter 9")


def test_nobody_adds_to_an_answer_of_somebody_else_or_of_another_day(
    server: Server, app: str, root: Raw, asked: AnswerView
) -> None:
    cite = (
        "insert into answering_citation (id, owner, label_ids, question_id, marker, document, digest, passage, title,"
        " publication_number, locator_kind, locator_value, passage_text, quote_start, quote_end, level, marking)"
        " values (gen_random_uuid(), identified_person(), '{1}', %s, 9, gen_random_uuid(), '', gen_random_uuid(),"
        " 'FORGED', '', 'page', '1', 'FORGED', 0, 6, 0, 'public')"
    )
    question = (
        "insert into answering_question (id, owner, label_ids, text, language, event, asked_at)"
        " values (gen_random_uuid(), identified_person(), '{1}', gen_random_uuid(), 'en', gen_random_uuid(), %s)"
    )
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator("attorney"))
        assert attempt(raw, cite, [asked.question_id]) == ADDED_ONLY
        assert attempt(raw, question, ["2020-01-01"]) == ADDED_ONLY
        raw.rollback()
    root.execute("alter table answering_question disable trigger user")
    root.execute(
        "update answering_question set asked_at = asked_at - interval '1 day' where id = %s",
        [asked.question_id],
    )
    root.execute("alter table answering_question enable trigger user")
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator("engineer2"))
        assert attempt(raw, cite, [asked.question_id]) == ADDED_ONLY


def test_a_denied_question_is_on_the_trail(server: Server, app: str, root: Raw) -> None:
    with pytest.raises(Denied):
        ask("What is the zero drift?", session_id=sign_in_as_operator("auditor"))
    last = "select outcome, detail ->> 'reason' from audit_event where action = 'access:denied' order by occurred_at desc"
    assert root.execute(last).fetchone() == ("denied", "role_lacks_question:ask")
    with pytest.raises(SignInRefused):
        sign_in("engineer2", "wrong", place="here")
