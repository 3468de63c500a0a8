"""What people say is wrong with a sentence is theirs, and is asked again; what changes under an answer shows."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from governance.access.scopes import Denied, NotFound
from governance.access.sessions import sign_in_as_operator
from governance.audit import texts
from kaas.answering.answers import AnswerView, StatementView, get_answer
from kaas.answering.ask import ask
from kaas.answering.corrections import NoteMissing, Reason, corrections, feedback_on, give_feedback, repeats
from kaas.answering.grounds import grounds_of, words_missing
from kaas.answering.sharing import share
from kaas.answering.staleness import Change
from tests.databases import Server, connected
from tests.verification.logins import Raw, attempt, identify, person, take_in

REFUSED = "42501"
OWNER, COLLEAGUE, OUTSIDER = "engineer2", "laser-lead", "engineer"
QUESTION = "What was the residual zero drift at 80 °C with drift compensation?"
NOTE = "zqxcorrection: it was 0.4 kg/h, see BOR-TR-119."


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def answer(app: str) -> AnswerView:
    return ask(QUESTION, session_id=sign_in_as_operator(OWNER), marking="borealis")


def test_a_correction_is_its_givers_and_is_asked_again(answer: AnswerView) -> None:
    with person(OWNER) as acting:
        given = give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.WRONG_NUMBER, note=NOTE)
        assert (given.ordinal, given.reason, given.note) == (1, Reason.WRONG_NUMBER, NOTE)
        assert feedback_on(answer, scope=acting) == [given]
        item = corrections(scope=acting)[-1]
    assert {name: item[name] for name in ("kind", "as", "text", "wrong", "reason", "correction")} == {
        "kind": "corrected",
        "as": OWNER,
        "text": QUESTION,
        "wrong": answer.statements[0].text,
        "reason": "wrong_number",
        "correction": NOTE,
    }
    assert repeats(answer, item["wrong"])
    for other in (COLLEAGUE, OUTSIDER, "counsel"):
        with person(other) as acting:
            assert item["id"] not in {one["id"] for one in corrections(scope=acting)}
    with person("auditor") as acting, pytest.raises(Denied):
        corrections(scope=acting)


def test_a_note_is_kept_without_what_prints_nothing(answer: AnswerView) -> None:
    with person(OWNER) as acting:
        note = " a\u202eb\x00\ud800\u200b c\r\nd "
        given = give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.OTHER, note=note)
        assert given.note == "ab c\nd"
        with pytest.raises(NoteMissing):
            give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.OTHER, note="\u202e\x00")


def test_whom_it_is_shown_to_says_their_own(answer: AnswerView, root: Raw) -> None:
    with person(COLLEAGUE) as acting, pytest.raises(NotFound):
        give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.MISLEADING)
    with person(OWNER) as acting:
        share(answer.id, scope=acting, username=COLLEAGUE)
        give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.OTHER, note=NOTE)
    with person(COLLEAGUE) as acting:
        assert feedback_on(answer, scope=acting) == []
        give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.NOT_IN_SOURCE)
        again = give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.NOT_IN_SOURCE)
        assert feedback_on(answer, scope=acting) == [again]
        notes = root.execute("select note from answering_feedback where note is not null").fetchall()
        assert texts.read([uuid.UUID(str(note)) for (note,) in notes]) == {}


@pytest.mark.parametrize(
    ("ordinal", "reason", "note", "refusal"),
    [
        (99, Reason.MISLEADING, "", NotFound),
        (0, Reason.MISLEADING, "", NotFound),
        (1, Reason.OTHER, " ", NoteMissing),
        (1, Reason.MISLEADING, "x" * 1001, NoteMissing),
    ],
    ids=["no-sentence", "nothing", "no-note", "too-long"],
)
def test_what_says_nothing_is_refused(
    answer: AnswerView, ordinal: int, reason: Reason, note: str, refusal: type[Exception]
) -> None:
    with person(OWNER) as acting:
        with pytest.raises(refusal):
            give_feedback(answer.id, scope=acting, ordinal=ordinal, reason=reason, note=note)
        assert feedback_on(answer, scope=acting) == []


def test_the_database_keeps_feedback_to_its_giver(answer: AnswerView, server: Server, app: str) -> None:
    forged = (
        "insert into answering_feedback (id, owner, label_ids, question_id, ordinal, reason)"
        " values (gen_random_uuid(), {owner}, '{{1}}', %s, {ordinal}, {reason})"
    )
    me = "identified_person()"
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(OWNER))
        assert (
            attempt(raw, forged.format(owner=me, ordinal=1, reason="'misleading'"), [answer.question_id])
            == ""
        )
        for owner, ordinal, reason, code in (
            ("gen_random_uuid()", 1, "'misleading'", REFUSED),
            (me, 99, "'misleading'", REFUSED),
            (me, 1, "'infringes'", "23514"),
            (me, 1, "'other'", "23514"),
        ):
            statement = forged.format(owner=owner, ordinal=ordinal, reason=reason)
            assert attempt(raw, statement, [answer.question_id]) == code, statement
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(OUTSIDER))
        statement = forged.format(owner=me, ordinal=1, reason="'misleading'")
        assert attempt(raw, statement, [answer.question_id]) == REFUSED


def test_it_goes_with_the_labels_of_the_answer(answer: AnswerView, root: Raw) -> None:
    with person(OWNER) as acting:
        give_feedback(answer.id, scope=acting, ordinal=1, reason=Reason.MISLEADING)
    with root.transaction(force_rollback=True):
        root.execute(
            "update portfolios_document set label_id = (select label_id from access_marking where name = 'aurora')"
            " where id = %s",
            [answer.citations[0].document_id],
        )
        same = root.execute(
            "select distinct f.label_ids = q.label_ids from answering_feedback f"
            " join answering_question q on q.id = f.question_id"
        ).fetchall()
        assert same == [(True,)]


def test_only_a_supported_sentence_says_it_again(answer: AnswerView) -> None:
    one = answer.statements[0]
    for verdict, text, expected in (
        ("supported", one.text, True),
        ("supported", one.text.upper() + "x", False),
        ("supported", f" {one.text} ", True),
        ("unsupported", one.text, False),
        ("supported", "Something else.", False),
    ):
        changed = replace(answer, statements=[StatementView(1, text, verdict, [1])])
        assert repeats(changed, one.text) is expected, (verdict, text)


def test_what_was_said_and_what_is_missing(answer: AnswerView) -> None:
    with person(OWNER) as acting:
        odd = ask(f"{QUESTION[:-1]} by the zqxwort?", session_id=acting.session_id, marking="borealis")
        grounds = grounds_of(odd, scope=acting)
    assert grounds is not None
    assert words_missing(odd) == ["zqxwort"]
    assert {"residual", "drift", "80"} <= set(grounds.words)
    assert grounds.found >= grounds.used > 0
    assert ("words" in grounds.arms, grounds.rule) == (True, "")
    with person(COLLEAGUE) as acting:
        assert grounds_of(odd, scope=acting) is None


def changes(answer: AnswerView) -> set[Change]:
    with person(OWNER) as acting:
        return {one.change for one in get_answer(answer.id, scope=acting).stale}


def test_an_answer_goes_stale_when_what_it_cites_changes(
    server: Server, demo: str, answer: AnswerView, root: Raw, tmp_path: Path
) -> None:
    assert changes(answer) == set()
    cited = answer.citations[0].document_id
    relabel = (
        "insert into portfolios_documentlabel (id, document_id, label_id, reason, valid_from)"
        " select gen_random_uuid(), id, label_id, 'for this test', clock_timestamp() from portfolios_document where id = %s"
    )
    root.execute(relabel, [cited])
    assert changes(answer) == {Change.RELABELLED}
    root.execute("update portfolios_document set withdrawn_at = clock_timestamp() where id = %s", [cited])
    assert changes(answer) == {Change.RELABELLED, Change.WITHDRAWN}
    fresh = ask(QUESTION, session_id=sign_in_as_operator(OWNER), marking="borealis")
    assert changes(fresh) == set()
    root.execute("update portfolios_document set withdrawn_at = null where id = %s", [cited])


def test_a_newer_version_is_named_where_it_may_be_read(
    server: Server, demo: str, app: str, tmp_path: Path
) -> None:
    file = tmp_path / "zqxpump.md"

    def write(pressure: int, marking: str) -> None:
        file.write_text(
            f"# Zqxpump\n\nThe zqxpump delivers {pressure} bar at the zqxvalve.\n", encoding="utf-8"
        )
        with connected(server, "worker", demo):
            assert not take_in(file, portfolio="borealis", marking=marking).failed

    write(3, "borealis")
    with connected(server, "app", demo):
        asked = ask(
            "How many bar does the zqxpump deliver at the zqxvalve?", session_id=sign_in_as_operator(OWNER)
        )
        assert asked.citations
    write(5, "borealis")
    with connected(server, "app", demo), person(OWNER) as acting:
        (found,) = get_answer(asked.id, scope=acting).stale
        assert (found.change, found.title) == (Change.REPLACED, "Zqxpump")
        assert found.instead_id not in {None, asked.citations[0].document_id}
