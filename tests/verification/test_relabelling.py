"""After a document got another label, nothing anywhere bears the old one for it: not the index, not what was derived."""

import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from governance.access.scopes import Denied, NotFound, scope
from governance.access.sessions import sign_in_as_operator
from kaas.answering.answers import AnswerView, StatementView, get_answer, list_questions
from kaas.answering.ask import ask, ask_stream
from kaas.answering.desk import Desk
from kaas.answering.sharing import share
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import Piece
from kaas.inference.prompts import Prompt
from kaas.retrieval.search import search
from portfolios import relabelling
from portfolios.relabelling import BeingTakenIn, DocumentUnknown, relabel
from tests.databases import Server, connected
from tests.doubles.chat_model import ScriptedModel, passages, quotes_first, says
from tests.verification.logins import Raw, attempt, identify, person, take_in

REFUSED = "42501"
ASKED = {
    "engineer": "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。",
    "engineer2": "What was the residual zero drift at 80 °C with drift compensation?",
    "attorney": "How is the optical zero offset obtained?",
    "counsel": "What was the residual zero drift at 80 °C with drift compensation?",
    "laser-lead": "How is the optical zero offset obtained?",
}
SAID = "the residual zero drift was 0.21 ns with drift compensation"
MARKINGS = [
    "public",
    "internal",
    "aurora",
    "aurora-secret",
    "borealis",
    "borealis-secret",
    "dorado",
    "cn-local",
]
STEPS = 14

# Each posting, its passage by the place under the label.
POSTED = """
    select p.lexeme_id, p.label_id, (p.block::bigint << 20) + (substring(p.entries from at for 4)::integer >> 10) as place
      from index_posting p, generate_series(1, length(p.entries), 4) at
"""
# Each gives the documents, or questions, for which it does not hold.
LABELS_AGREE = {
    "passage": "select d.id from portfolios_document d join portfolios_passage x on x.document_id = d.id"
    " where x.label_id <> d.label_id",
    "publication": "select d.id from portfolios_document d join portfolios_publication x on x.document_id = d.id"
    " where x.label_id <> d.label_id",
    "original": "select d.id from portfolios_document d join portfolios_original x on x.id = d.original_id"
    " where x.label_id <> d.label_id",
    "file": "select f.id from portfolios_ingestedfile f join portfolios_original x on x.id = f.original_id"
    " where x.label_id <> f.label_id",
    "failure": "select f.id from portfolios_ingestedfile f join portfolios_ingestionfailure x on x.file_id = f.id"
    " where x.label_id <> f.label_id",
    "history": "select d.id from portfolios_document d where (select array_agg(x.label_id) from"
    " portfolios_documentlabel x where x.document_id = d.id and x.valid_to is null) is distinct from array[d.label_id]",
    "history without gaps": "select x.document_id from portfolios_documentlabel x where x.valid_to is not null and not exists"
    " (select 1 from portfolios_documentlabel y where y.document_id = x.document_id and y.valid_from = x.valid_to)",
    "index": "select d.id from portfolios_document d join index_forward x on x.document_id = d.id"
    " where x.label_id <> d.label_id",
    "spans": "select span from index_span group by 1 having count(*) > 1",
    "postings": f"select lexeme_id from ({POSTED}) p where not exists (select from index_forward f join index_span s"
    " on s.span = f.number >> 11 where f.label_id = p.label_id and s.label_id = p.label_id"
    " and (s.nth::bigint << 11) + (f.number & 2047) = p.place) and not exists"
    " (select from index_withdrawn w where w.label_id = p.label_id and w.place = p.place)",
    "vectors": "select f.document_id from index_forward f join index_vector x on x.number = f.number"
    " where x.label_id <> f.label_id",
    "statistics": "select f.label_id from (select label_id, count(*) as n from index_forward group by 1) f"
    " full join index_statistic s on s.label_id = f.label_id where coalesce(f.n, 0) <> coalesce(s.passages, 0)",
    "lists": "select p.lexeme_id from (select lexeme_id, label_id, count(*) as n"
    f" from ({POSTED}) t where not exists (select from index_withdrawn w where w.label_id = t.label_id and w.place = t.place)"
    " group by 1, 2) p full join index_list i on i.lexeme_id = p.lexeme_id and i.label_id = p.label_id"
    " where coalesce(p.n, 0) <> coalesce(i.df, 0)",
    "citation": "select c.id from answering_citation c join portfolios_document d on d.id = c.document"
    " join access_label l on l.id = d.label_id where c.level <> l.level or c.marking <>"
    " (select coalesce(min(m.name), '') from access_marking m where m.label_id = l.id)",
    "held back": "select h.id from answering_heldback h join portfolios_document d on d.id = h.document"
    " join access_label l on l.id = d.label_id where h.level <> l.level",
    "question": "select q.id from answering_question q where q.label_ids is distinct from array(select distinct n"
    " from unnest(q.own_label_ids || q.turn_label_ids || array("
    " select d.label_id from portfolios_document d where d.id = any (q.documents))) n order by 1)",
    "cited is rested on": "select c.id from answering_citation c join answering_question q on q.id = c.question_id"
    " where c.document <> all (q.documents)",
    **{
        table: f"select x.id from answering_{table} x join answering_question q on q.id = x.question_id"
        " where x.label_ids <> q.label_ids"
        for table in ("answer", "statement", "citation", "heldback", "share")
    },
    "text": "select t.id from audit_text t join answering_question q on t.resource = 'question:' || q.id"
    " where t.label_ids <> q.label_ids",
}


def disagreeing(root: Raw) -> dict[str, Any]:
    found = {name: root.execute(query).fetchall() for name, query in LABELS_AGREE.items()}
    return {name: rows for name, rows in found.items() if rows}


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture(scope="module")
def told(server: Server, demo: str, root: Raw) -> dict[str, list[AnswerView]]:
    """A world of answers: quoted, in a model's words, held back from a model, followed up, shared; and vectors."""
    root.execute("insert into embedding_space (name, dimensions, is_searched) values ('a model', 3, false)")
    root.execute(
        "insert into index_vector (space_id, number, label_id, portfolio_id, vector)"
        " select s.id, f.number, f.label_id, f.portfolio_id, '[1,0,0]' from index_forward f, embedding_space s"
    )
    writes = Desk(chat=ScriptedModel(quotes_first(analysis="a thought")), salt_key=b"k")
    blind = Desk(chat=ScriptedModel(says("")).permitting(max_level=0), salt_key=b"k")
    answers: dict[str, list[AnswerView]] = {}
    with connected(server, "app", demo):
        for username, question in ASKED.items():
            session = sign_in_as_operator(username)
            first = ask(question, session_id=session)
            second = ask(question, session_id=session, desk=writes, follows=first.id)
            third = ask(question, session_id=session, desk=blind)
            answers[username] = [first, second, third]
            with scope(session) as acting:
                share(second.id, scope=acting, username="cto")
    return answers


def documents_of(root: Raw, among: dict[str, list[AnswerView]]) -> list[uuid.UUID]:
    questions = [answer.question_id for answers in among.values() for answer in answers]
    rows = root.execute(
        "select distinct unnest(documents) from answering_question where id = any(%s) order by 1", [questions]
    ).fetchall()
    return [row[0] for row in rows]


def markings_of(root: Raw, documents: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = root.execute(
        "select d.id, m.name from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where d.id = any (%s)",
        [documents],
    ).fetchall()
    return dict(rows)


def expected(root: Raw, username: str, permitted: set[int]) -> set[uuid.UUID]:
    rows = root.execute(
        "select q.id, q.label_ids from answering_question q join access_user u on u.id = q.owner where u.username = %s",
        [username],
    ).fetchall()
    return {question for question, labels in rows if set(labels) <= permitted}


def labels_of(username: str) -> set[int]:
    from django.db import connection

    with person(username), connection.cursor() as cursor:
        cursor.execute("select permitted_labels()")
        return set(cursor.fetchone()[0])


def test_nothing_bears_the_old_label_after_any_row_of_relabellings(
    server: Server, demo: str, root: Raw, told: dict[str, list[AnswerView]]
) -> None:
    """Random documents get random markings; after each step every row agrees, and everybody sees what they may, at once."""
    assert disagreeing(root) == {}
    dice = random.Random(6)  # noqa: S311  # the same relabellings every time
    documents = documents_of(root, told)
    assert len(documents) >= 5
    before = markings_of(root, documents)
    hidden = changed = 0
    for _ in range(STEPS):
        document, marking = dice.choice(documents), dice.choice(MARKINGS)
        with connected(server, "worker", demo):
            changed += len(relabel(document, marking=marking, reason="because").documents)
        assert disagreeing(root) == {}
        with connected(server, "app", demo):
            for username in told:
                readable = expected(root, username, labels_of(username))
                with person(username) as acting:
                    assert {found.id for found in list_questions(scope=acting)} == readable
                hidden += len(told[username]) - len(readable)
    assert changed >= STEPS // 2
    assert hidden > 0
    for document, marking in before.items():
        put(server, demo, document, marking)
    assert disagreeing(root) == {}


def cited(answer: AnswerView) -> uuid.UUID:
    return answer.citations[0].document_id


def put(server: Server, demo: str, document: uuid.UUID, marking: str) -> None:
    with connected(server, "worker", demo):
        relabel(document, marking=marking)


def test_answers_go_and_come_back_with_the_label(server: Server, demo: str) -> None:
    with connected(server, "app", demo):
        mine = ask(ASKED["engineer2"], session_id=sign_in_as_operator("engineer2"), marking="public")
    put(server, demo, cited(mine), "aurora")
    with connected(server, "app", demo), person("engineer2") as acting:
        with pytest.raises(NotFound):
            get_answer(mine.id, scope=acting)
        assert mine.question_id not in {found.id for found in list_questions(scope=acting)}
        hits = search("residual zero drift", scope=acting, limit=100).hits
        assert cited(mine) not in {hit.document.id for hit in hits}
    put(server, demo, cited(mine), "public")
    with connected(server, "app", demo):
        with person("engineer2") as acting:
            again = get_answer(mine.id, scope=acting)
            citation = again.citations[0]
            assert (citation.level, citation.marking) == (0, "public")
        with person("strategist") as acting:
            hits = search("residual zero drift", scope=acting, limit=100).hits
            assert cited(mine) in {hit.document.id for hit in hits}


def test_who_stores_has_seen_the_present_label(server: Server, demo: str, root: Raw) -> None:
    """What was found under one label and would be stored after the document got another is refused."""
    document, label = root.execute(
        "select d.id, d.label_id from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name = 'public' limit 1"
    ).fetchone()  # type: ignore[misc]
    other = root.execute("select label_id from access_marking where name = 'internal'").fetchone()[0]  # type: ignore[index]
    insert = (
        "insert into answering_question (id, owner, label_ids, own_label_ids, documents, text, language, event)"
        " values (gen_random_uuid(), identified_person(), %s, %s, %s, gen_random_uuid(), 'en', gen_random_uuid())"
    )
    with connected(server, "app", demo):
        session = sign_in_as_operator("engineer2")
        with server.login("app", demo) as raw:
            identify(raw, session)
            assert attempt(raw, insert, [[label], [label], [document]]) == ""
            assert attempt(raw, insert, [[other], [other], [document]]) == REFUSED
            assert attempt(raw, insert, [[label, other], [label], [document]]) == REFUSED
            assert attempt(raw, insert, [[label], [label], [uuid.uuid4()]]) == ""


@pytest.mark.parametrize(("marking", "goes_on"), [("internal", True), ("aurora", False)])
def test_what_is_written_after_a_relabelling_bears_the_new_label(
    server: Server, demo: str, root: Raw, marking: str, goes_on: bool
) -> None:
    """A stream in whose middle a source gets another label goes on under it, or ends where it may be read no more."""

    def script(prompt: Prompt, cancellation: Cancellation) -> Iterable[Piece]:
        marker = next(marker for marker, passage in passages(prompt).items() if SAID in passage)
        text = f'It was 0.21 ns with drift compensation [{marker}: "{SAID}"]. ' * 3
        return says(text, analysis="a thought", size=3)(prompt, cancellation)

    desk = Desk(chat=ScriptedModel(script), salt_key=b"k")
    with connected(server, "app", demo):
        session = sign_in_as_operator("engineer2")
        pieces = ask_stream(ASKED["engineer2"], session_id=session, desk=desk, marking="public")
        with closing(pieces):
            begun = next(pieces)
            question = begun.question_id  # type: ignore[union-attr]
            while not isinstance(next(pieces), StatementView):
                pass
            sources = root.execute(
                "select documents from answering_question where id = %s", [question]
            ).fetchone()
            assert sources is not None
            before = markings_of(root, sources[0])
            for document in before:
                put(server, demo, document, marking)
            if goes_on:
                assert any(isinstance(piece, AnswerView) for piece in pieces)
            else:
                with pytest.raises(Denied, match="access_changed"):
                    list(pieces)
    assert disagreeing(root) == {}
    for document, former in before.items():
        put(server, demo, document, former)


def test_a_relabelling_that_fails_changes_nothing(
    server: Server, demo: str, root: Raw, told: dict[str, list[AnswerView]], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = documents_of(root, told)[0]
    tables = (
        "portfolios_document",
        "portfolios_passage",
        "portfolios_original",
        "answering_question",
        "audit_text",
    )
    seen = [
        root.execute(f"select md5(string_agg(t::text, '|' order by id)) from {t} t").fetchone()
        for t in tables
    ]

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no record, no act")

    monkeypatch.setattr(relabelling, "record", fail)
    with connected(server, "worker", demo), pytest.raises(RuntimeError, match="no record"):
        relabel(document, marking="cassini")
    after = [
        root.execute(f"select md5(string_agg(t::text, '|' order by id)) from {t} t").fetchone()
        for t in tables
    ]
    assert after == seen
    assert disagreeing(root) == {}


def document_at(root: Raw, path: Path, marking: str = "") -> Any:
    return root.execute(
        "select d.id, d.label_id, d.withdrawn_at from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where d.path = %s and (%s = '' or m.name = %s) order by d.withdrawn_at nulls first, d.ingested_at desc",
        [str(path), marking, marking],
    ).fetchall()


def test_the_same_bytes_elsewhere_keep_their_label(
    server: Server, demo: str, root: Raw, tmp_path: Path
) -> None:
    """Of two portfolios with one file, of two markings in one, and of two versions."""
    path = tmp_path / "note.txt"
    path.write_text("A note on zqxtwinwort and nothing else.", encoding="utf-8")
    with connected(server, "worker", demo):
        take_in(path, portfolio="one", marking="internal")
        take_in(path, portfolio="two", marking="internal")
        other, first = [row[0] for row in document_at(root, path)]
        assert relabel(first, marking="aurora").documents == (first,)
        assert disagreeing(root) == {}
        assert len(document_at(root, path, "internal")) == len(document_at(root, path, "aurora")) == 1
        assert relabel(other, marking="aurora").withdrawn == 0
        assert document_at(root, path, "internal") == []
        take_in(path, portfolio="two", marking="internal")
        twin = document_at(root, path, "internal")[0][0]
        assert relabel(twin, marking="aurora").withdrawn == 1
        assert disagreeing(root) == {}
        assert relabel(twin, marking="aurora").documents == ()
        path.write_text("A note on zqxnewerwort.", encoding="utf-8")
        take_in(path, portfolio="one", marking="aurora")
        newest, former = document_at(root, path, "aurora")[0][0], first
        assert newest != former
        done = relabel(newest, marking="cassini")
        assert (done.documents, done.others) == ((newest,), (former,))
        assert set(relabel(former, marking="internal", versions=True).documents) == {former}
        assert disagreeing(root) == {}


def test_what_cannot_be_relabelled_says_so(server: Server, demo: str, root: Raw, tmp_path: Path) -> None:
    path = tmp_path / "waiting.txt"
    path.write_text("A note.", encoding="utf-8")
    with connected(server, "worker", demo):
        with pytest.raises(DocumentUnknown):
            relabel(uuid.uuid4(), marking="internal")
        take_in(path, portfolio="one", marking="internal")
        found = document_at(root, path)[0][0]
        root.execute("update portfolios_ingestedfile set state = 'waiting' where path = %s", [str(path)])
        with pytest.raises(BeingTakenIn):
            relabel(found, marking="aurora")
        root.execute("update portfolios_ingestedfile set state = 'done' where path = %s", [str(path)])


def test_the_command(server: Server, demo: str, root: Raw) -> None:
    document = root.execute(
        "select d.id from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name = 'dorado' and d.withdrawn_at is null limit 1"
    ).fetchone()[0]  # type: ignore[index]
    named = str(document)
    done = server.kaas("relabel", named, "--marking", "internal", "--reason", "declassified", database=demo)
    assert (done.returncode, "now have the marking internal" in done.stdout) == (0, True), done.stderr
    kept = root.execute(
        "select reason from portfolios_documentlabel where document_id = %s and valid_to is null", [document]
    ).fetchone()
    assert kept == ("declassified",)
    event = root.execute(
        "select actor, detail ->> 'by' from audit_event where action = 'document:relabelled' and resource = %s",
        [f"document:{document}"],
    ).fetchone()
    assert event == ("worker", "operator")
    assert server.kaas("relabel", named, "--marking", "internal", database=demo).returncode == 1
    unknown = server.kaas("relabel", named, "--marking", "no such", database=demo)
    assert (unknown.returncode, "there is no marking" in unknown.stderr) == (2, True)
    missing = server.kaas("relabel", str(uuid.uuid4()), "--marking", "internal", database=demo)
    assert (missing.returncode, "there is no document" in missing.stderr) == (2, True)


def test_nobody_else_changes_labels_of_what_was_derived(
    server: Server, demo: str, root: Raw, told: dict[str, list[AnswerView]]
) -> None:
    """Neither the roles that log in nor a superuser: only what follows a document's label."""
    for table in ("question", "answer", "statement", "citation", "heldback", "share"):
        change = f"update answering_{table} set label_ids = '{{1}}'"
        assert attempt(root, change) == REFUSED, table
        for role in ("app", "worker"):
            with server.login(role, demo) as raw:
                assert attempt(raw, change) == REFUSED, (role, table)
