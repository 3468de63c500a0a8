"""Attacks on answers in a model's words: seeing what one may not, citing what is not there, and losing an answer."""

import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from governance.access.scopes import NotFound, Scope
from kaas import wiring
from kaas.answering.answers import AnswerView, get_answer, list_questions, open_answer
from kaas.answering.ask import ask, ask_stream
from kaas.answering.desk import Desk
from kaas.answering.draft import DraftStatement, Verdict
from kaas.answering.outcomes import Outcome
from kaas.answering.statements import StatementCutter
from kaas.answering.steps.verify import verify
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import FinalText, Piece
from kaas.inference.chat_replies import ChatReader
from kaas.inference.prompts import Prompt
from kaas.inference.replies import Ending
from kaas.inference.wire import read_usage
from kaas.operations.logs import Formatter
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentSummary
from portfolios.passages import FoundPassage, read_passages
from tests.conftest import Acting, role
from tests.doubles.chat_model import Script, ScriptedModel, passages, quotes_first, says

DRIFT = "What was the residual zero drift at 80 °C with drift compensation?"
SHARED = "impedance measuring apparatus with drift compensation by a reference resistor"  # a public patent
SAID = "the residual zero drift was 0.21 ns with drift compensation"
GOOD = f'It was 0.21 ns with drift compensation [1: "{SAID}"].'
THOUGHT = "zqxthoughtwort"
REJECTED = "zqxrejectedwort is what it says."
ENGINEER, OUTSIDER, COUNSEL = "engineer2", "engineer", "counsel"
NOT_PERMITTED = "42501"
HELD_BACK_FOR_ANOTHER = (
    "insert into answering_heldback (id, owner, label_ids, question_id, document, title, level)"
    " select gen_random_uuid(), gen_random_uuid(), '{1}', id, id, 'x', 0 from answering_question returning id"
)
FILM = (
    "The film is unstable at 80 °C and was not tested after 10 000 cycles. The conductivity of 10⁶ S/cm was seen over "
    "5½ mm at 40 °C, in a nonconductive frame. The resistance is 5.2×10^6 ohm, or 5e6 ohm, and 5/6 of it at −40 °C."
)
ZERO = (
    "At 80 °C the residual zero drift was 0.21 ns with drift compensation, against 1.90 ns without it. No zero drift was "
    "seen in the film. None of the films were stable at 120 °C. The step was less than 5 ns in all the tests."
)
膜 = "これは不可能である。膜は安定しない。厚さは約3万 mである。"


def desk(script: Script, **limits: object) -> Desk:
    return Desk(chat=ScriptedModel(script).permitting(**limits), salt_key=b"k" * 32)


def model_of(asked: Desk) -> ScriptedModel:
    assert isinstance(asked.chat, ScriptedModel)
    return asked.chat


def answered(acting: Scope, script: Script, question: str = DRIFT, **given: object) -> AnswerView:
    return ask(question, session_id=acting.session_id, desk=desk(script), **given)  # type: ignore[arg-type]


def hit(text: str) -> Hit:
    passage = FoundPassage(uuid.uuid4(), uuid.uuid4(), 0, "body", "page", "3", (), text, "en")
    return Hit(1, 1.0, passage, cast(DocumentSummary, SimpleNamespace(title="Report")))


def sql(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def refused(statement: str, *values: object) -> str:
    try:
        with transaction.atomic():
            sql(statement, *values)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", ""))
    return ""


# Seeing what one may not see


@pytest.mark.parametrize("final", [GOOD, REJECTED], ids=["shown", "rejected"])
def test_what_is_restricted_is_hidden_from_its_owner_also_from_sql(acting_as: Acting, final: str) -> None:
    with acting_as(ENGINEER) as acting:
        found = answered(acting, says(final, analysis=THOUGHT))
        resource = f"question:{found.question_id}"
        again = get_answer(found.id, scope=acting)
        assert {found.analysis, found.withheld, again.analysis, again.withheld} == {""}
        purposes = {row[0] for row in sql("select purpose from audit_text where resource = %s", resource)}
        assert purposes == {"question", "statement"}
        kept = sql("select analysis, withheld from answering_answer where id = %s", found.id)[0]
        assert sql("select 1 from audit_text where id = any(%s)", [text for text in kept if text]) == []


def test_who_may_not_open_texts_cannot_write_an_opening(acting_as: Acting) -> None:
    with acting_as(ENGINEER) as acting:
        found = answered(acting, says(GOOD, analysis=THOUGHT))
        opening = (
            "insert into access_opening (id, person, resource, reason, opened_at, expires_at)"
            " values (gen_random_uuid(), %s, %s, 'for fun', now(), now() + interval '1 hour') returning id"
        )
        assert refused(opening, acting.person_id, f"question:{found.question_id}") == NOT_PERMITTED


@pytest.mark.parametrize(
    "statement",
    [
        "select vector from index_vector limit 1",
        "select count(*) from index_vector",
        "select lexeme from index_lexeme limit 1",
        HELD_BACK_FOR_ANOTHER,
        "update answering_answer set outcome = 'answered_by_model' returning id",
        "delete from answering_statement returning id",
    ],
    ids=["vectors", "count of vectors", "words", "held back for another", "change", "delete"],
)
def test_the_application_login_cannot(acting_as: Acting, statement: str) -> None:
    with acting_as(ENGINEER) as acting:
        answered(acting, says(GOOD))
        assert refused(statement) == NOT_PERMITTED


def test_another_persons_answer_is_no_beginning_of_a_conversation(
    acting_as: Acting, no_such_id: uuid.UUID
) -> None:
    with acting_as(ENGINEER) as acting:
        found = answered(acting, says(GOOD))
    asked = desk(quotes_first())
    with acting_as(COUNSEL) as acting:
        for follows in (found.id, no_such_id):
            with pytest.raises(NotFound):
                ask("And without it?", session_id=acting.session_id, follows=follows, desk=asked)
    assert model_of(asked).asked == []


def test_who_opened_an_answer_with_a_reason_still_cannot_go_on_with_it(acting_as: Acting) -> None:
    with acting_as(ENGINEER) as acting:
        found = answered(acting, quotes_first(analysis=THOUGHT), SHARED)
    with acting_as(COUNSEL) as acting:
        assert open_answer(found.event, scope=acting, reason="audit").analysis == THOUGHT
        with pytest.raises(NotFound):
            ask("And then?", session_id=acting.session_id, follows=found.id, desk=desk(says(GOOD)))
        assert found.question_id not in {summary.id for summary in list_questions(scope=acting)}


def test_a_conversation_ends_with_the_access_to_its_sources(acting_as: Acting) -> None:
    with acting_as(ENGINEER) as acting:
        first = answered(acting, says(GOOD))
    with role("kaas_owner"), connection.cursor() as cursor:
        cursor.execute(
            "update access_compartmentmembership m set valid_to = statement_timestamp() from access_user u"
            " where u.id = m.person_id and u.username = %s and m.valid_to is null",
            [ENGINEER],
        )
        assert cursor.rowcount > 0
    asked = desk(quotes_first())
    with acting_as(ENGINEER) as acting:
        with pytest.raises(NotFound):
            get_answer(first.id, scope=acting)
        with pytest.raises(NotFound):
            ask("And without it?", session_id=acting.session_id, follows=first.id, desk=asked)
        assert sql("select 1 from answering_question where id = %s", first.question_id) == []
        assert sql("select 1 from answering_citation where question_id = %s", first.question_id) == []
    assert model_of(asked).asked == []


@pytest.mark.parametrize("username", [ENGINEER, OUTSIDER, "cn-engineer", COUNSEL, "attorney", "strategist"])
def test_a_model_is_shown_nothing_that_the_asker_cannot_read(acting_as: Acting, username: str) -> None:
    asked = desk(quotes_first())
    with acting_as(username) as acting:
        found = ask(SHARED, session_id=acting.session_id, desk=asked)
        readable = {str(row[0]).strip() for row in sql("select text from portfolios_passage")}
        cited = read_passages([citation.passage_id for citation in found.citations], scope=acting)
    ((prompt, _),) = model_of(asked).asked
    assert set(passages(prompt).values()) <= readable
    assert len(cited) == len({citation.passage_id for citation in found.citations})


def test_the_prefix_cache_is_parted_by_what_may_be_read(acting_as: Acting) -> None:
    """Also where two people are shown the very same passages; and a salt tells nothing of the labels behind it."""
    asked = desk(says("[none]"))
    salts: dict[str, set[str]] = {}
    for username in (ENGINEER, OUTSIDER, ENGINEER):
        with acting_as(username) as acting:
            ask(SHARED, session_id=acting.session_id, desk=asked)
        salts.setdefault(username, set()).add(model_of(asked).asked[-1][1])
    assert len(salts) == 2
    assert all(len(of_one) == 1 for of_one in salts.values())
    assert len(set().union(*salts.values())) == len(salts)
    assert all(len(salt) == 64 for of_one in salts.values() for salt in of_one)


# Citing what is not there


@pytest.mark.parametrize(
    ("sentence", "quote", "passage"),
    [
        ("The film is safe.", "w…a…s…n…o…t…s…t…a…b…l…e", FILM),
        ("The film was tested.", "The film … was … tested after", FILM),
        ("The film was tested.", "tested after … The film is", FILM),
        ("The film is stable at 80 °C.", "stable at 80 °C and was", FILM),
        ("It has a conductive frame.", "conductive frame. The", FILM),
        ("It was 106 S/cm.", "The conductivity of 10", FILM),
        ("It was 10 S/cm.", "The conductivity of 10", FILM),
        ("It spans 51 mm.", "S/cm was seen over 5", FILM),
        ("After 10 cycles it was not tested.", "was not tested after 10", FILM),
        ("The resistance is 5.2 ohm.", "The resistance is 5.2", FILM),
        ("The resistance is 5 ohm.", "or 5", FILM),
        ("It was seen at -40 °C.", "S/cm was seen over 5½ mm at 40 °C", FILM),
        ("It was 5/6 of it at 40 °C.", "5/6 of it at −40 °C", FILM),
        ("The residual zero drift was 0.21 ms.", "the residual zero drift was 0.21 ns", ZERO),
        ("The residual zero drift was 0.22 ns.", "the residual zero drift was 0.21 ns", ZERO),
        ("The residual zero drift was not 0.21 ns.", "the residual zero drift was 0.21 ns", ZERO),
        ("With drift compensation the zero drift was 1.90 ns.", SAID, ZERO),
        ("Zero drift was seen in the film.", "zero drift was seen in the film", ZERO),
        ("The films were stable at 120 °C.", "films were stable at 120 °C", ZERO),
        ("The step was 5 ns.", "5 ns in all the tests", ZERO),
        ("The chief executive stole the money.", SAID, ZERO),
        ("The residual zero drift was 0.21 ns.", "drift was", ZERO),
        ("The residual zero drift was 0.21 ns.", "", ZERO),
        ("これは可能である。", "可能である。膜は", 膜),
        ("厚さは約3 mである。", "厚さは約3", 膜),
        ("膜は安定する。", "膜は安定", 膜),
    ],
    ids=str,
)
def test_a_sentence_is_not_supported_by(sentence: str, quote: str, passage: str) -> None:
    statement = DraftStatement(sentence, [(hit(passage), quote)], phrased=True)
    verify(statement)
    assert statement.verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("written", "passage"),
    [
        ("a ＝ b", "a ≠ b is what holds here"),
        ("a = b is what", "a =\u0338 b is what holds here"),
        ("film is stable here", "film is \u200bun\u200bstable here"),
        ("pаss the tеst here", "pass the test here"),  # Cyrillic
        ("grade 1 is taken here", "grade ① is taken here"),
        ("of 5 ohm", "of 5\u2009000 ohm"),
        ("[2] c0dec0de Report", "the second passage"),
    ],
    ids=["unequal", "overlay", "invisible", "cyrillic", "circled", "thin space", "header"],
)
def test_look_alikes_are_not_the_same(written: str, passage: str) -> None:
    statement = DraftStatement(f"It says {written}.", [(hit(passage), written)], phrased=True)
    verify(statement)
    assert statement.verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "mark",
    [
        f'[99: "{SAID}"]',
        f'[0: "{SAID}"]',
        f'[2: "{SAID}"]',
        f'[①: "{SAID}"]',
        f'[1234: "{SAID}"]',
        f"【1†{SAID}】",
        '[1: "the "zero" drift"]',
        '[1: "[2: the passage]"]',
        '[1: "…"]',
        "[1][2][3]",
    ],
)
def test_a_marker_that_does_not_lead_to_the_words_supports_nothing(acting_as: Acting, mark: str) -> None:
    with acting_as(ENGINEER) as acting:
        found = answered(acting, says(f"{GOOD} The zero drift was 0.21 ns there {mark}. {GOOD}"))
    assert found.outcome is Outcome.ANSWERED_BY_MODEL
    about = [statement for statement in found.statements if "there" in statement.text]
    assert about and all(statement.verdict != "supported" for statement in about)
    for citation in found.citations:
        assert citation.quote and citation.quote in citation.passage_text


def test_a_passage_cannot_put_another_under_its_number(acting_as: Acting) -> None:
    """What is cited is what the platform laid out, whatever a text or a reply calls itself; the code is new each time."""
    asked = desk(quotes_first())
    with acting_as(ENGINEER) as acting:
        for _ in range(2):
            found = ask(DRIFT, session_id=acting.session_id, desk=asked)
    (first, _), (second, _) = model_of(asked).asked
    codes = {prompt.instructions.split("The code of this request is ")[1][:8] for prompt in (first, second)}
    assert len(codes) == 2
    assert found.citations[0].passage_text.strip() == passages(second)[1]


PLAIN = "\x00\x1b[31m\x07\u202e\u2066\u200b\U000e0041\ufeff"


def test_a_statement_is_plain_text(acting_as: Acting) -> None:
    """What has no look of its own goes; what looks like markup stays what it looks like."""
    markup = '<script>alert(1)</script> [a](http://x.example/) <img src="x">'
    with acting_as(ENGINEER) as acting:
        found = answered(acting, says(f"{GOOD} Said {PLAIN} so: {markup}. {GOOD}"))
    text = "".join(statement.text for statement in found.statements)
    assert "<script>alert(1)</script>" in text
    assert not set(text) & set(PLAIN.replace("[31m", ""))


# Losing or choking on an answer


@pytest.mark.parametrize(
    "pieces",
    [
        ["\n"] * 4096,
        ["a" + " " * 60_000],
        ["word "] * 4000,
        ["[1]"] * 1000,
        ["]"] * 4096,
        ["[1:«"] * 1000,
        ["[1: 「"] * 1000,
        ["A b. "] * 2000,
        ["x" * 100] * 1000,
    ],
    ids=["lines", "spaces", "words", "markers", "brackets", "quotes", "japanese", "sentences", "letters"],
)
def test_no_reply_keeps_the_cutter_busy(pieces: list[str]) -> None:
    """Each took minutes and more, in which nobody else was served, when the text was read again for each piece."""
    cutter = StatementCutter()
    statements = [statement for piece in pieces for statement in cutter.feed(piece)] + cutter.end()
    assert all(len(statement.text) <= 2000 for statement in statements)


def test_half_a_character_in_a_reply_of_the_chat_dialect_is_replaced() -> None:
    reader = ChatReader()
    shown = reader.feed({"content": "a \ud800 b. ", "reasoning": "\udfff"})
    reply = reader.end("stop")
    for text in (shown, reply.final, reply.analysis):
        text.encode()


def test_a_count_beyond_all_numbers_is_none() -> None:
    usage = read_usage({"usage": {"prompt_tokens": 10**18, "completion_tokens": -1}})
    assert usage is not None
    assert max(usage.prompt_tokens, usage.completion_tokens) < 2**31


class Defect(Exception):
    """Something nobody thought of."""


def breaks_after(text: str) -> Script:
    def script(prompt: Prompt, cancellation: Cancellation) -> Iterator[Piece]:
        yield FinalText(text)
        raise Defect(prompt.question)

    return script


def test_a_defect_in_mid_answer_keeps_what_was_released(
    acting_as: Acting, caplog: pytest.LogCaptureFixture
) -> None:
    with acting_as(ENGINEER) as acting:
        asked = desk(breaks_after(f"{GOOD} Another one is written "))
        with pytest.raises(Defect):
            ask(DRIFT, session_id=acting.session_id, desk=asked)
        found = get_answer(cast(uuid.UUID, list_questions(scope=acting)[0].answer_id), scope=acting)
    assert found.outcome is Outcome.FAILED_INTERRUPTED
    assert [statement.verdict for statement in found.statements] == ["supported"]
    for logged in caplog.records:
        assert DRIFT not in Formatter().format(logged)


def test_a_log_line_of_a_failure_repeats_nothing() -> None:
    try:
        raise Defect(DRIFT) from ValueError(SAID)
    except Defect as error:
        made = logging.LogRecord(
            "kaas", logging.ERROR, "", 0, "answer_stream_failed", None, (Defect, error, None)
        )
    line = Formatter().format(made)
    assert DRIFT not in line
    assert SAID not in line
    assert "Defect" in line


@pytest.mark.parametrize("after", range(5))
def test_a_reader_may_leave_at_any_point(acting_as: Acting, after: int) -> None:
    """What was released is kept and says that it is not the whole; nothing is lost and nothing is left open."""
    with acting_as(ENGINEER) as acting:
        stream = ask_stream(DRIFT, session_id=acting.session_id, desk=desk(says(f"{GOOD} " * 5)))
        for _ in range(after + 1):
            next(stream)
        cast(SimpleNamespace, stream).close()
        summary = list_questions(scope=acting)[0]
        found = get_answer(cast(uuid.UUID, summary.answer_id), scope=acting)
        assert found.outcome is Outcome.FAILED_INTERRUPTED
        ends = sql("select action from audit_event where resource = %s", f"question:{found.question_id}")
    assert [row[0] for row in ends].count("answer:composed") == 1


@pytest.mark.parametrize("ending", list(Ending))
def test_every_ending_of_a_reply_is_an_answer_with_a_sentence(acting_as: Acting, ending: Ending) -> None:
    with acting_as(ENGINEER) as acting:
        for text in ("", GOOD, REJECTED):
            found = answered(acting, says(text, analysis=THOUGHT, ending=ending))
            assert found.sentence
            assert THOUGHT not in str(found)


def test_a_question_may_name_a_thousand_places(acting_as: Acting) -> None:
    asked = desk(quotes_first())
    with acting_as(ENGINEER) as acting:
        question = f"{DRIFT} " + " ".join(f"p. {number}" for number in range(1, 600))
        ask(question[:3990], session_id=acting.session_id, desk=asked)
    assert all(len(passages(prompt)) <= 100 for prompt, _ in model_of(asked).asked)


# Wrong settings


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Reads the desk's settings anew with these values in the environment."""
    cached = (wiring.desk, wiring.chat_model, wiring.embedder, wiring.reranker, wiring.cards)

    def configure(**values: str) -> None:
        monkeypatch.setenv("KAAS_EMBEDDING_MODEL", "")
        for name, value in values.items():
            monkeypatch.setenv(f"KAAS_{name}", value)
        for part in cached:
            part.cache_clear()
        wiring.desk()

    yield configure
    for part in cached:
        part.cache_clear()


@pytest.mark.parametrize(
    "address",
    [
        "http://u:zqxsecret@host:8000",
        "u:zqxsecret@host:8000",
        "http:/u:zqxsecret@host:8000",
        "http://host:8000/?key=zqxsecret",
        "http://host:8000/v1#zqxsecret",
    ],
    ids=["user", "no scheme", "one slash", "query", "fragment"],
)
def test_a_secret_in_an_address_is_not_repeated(configured: Callable[..., None], address: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        configured(CHAT_ENDPOINTS=address, CHAT_MODEL="gpt-oss-120b")
    assert "zqxsecret" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHAT_MODEL", ""),
        ("CHAT_DIALECT", "Harmony"),
        ("CHAT_EFFORT", "max"),
        ("CHAT_TOOLS", "yes"),
        ("CHAT_CONTEXT", "0"),
        ("CHAT_CONTEXT", "8k"),
        ("CHAT_CONTEXT", "9" * 5000),
        ("CHAT_KEY", "a\nb"),
        ("CHAT_ENDPOINTS", "http://a:99999"),
        ("CHAT_ENDPOINTS", "http://a:1,http://a:1/v1"),
        ("MODEL_CARDS", "/nowhere"),
        ("MODEL_CA", "/nowhere"),
        ("EMBEDDING_ENDPOINTS", "http://a:1"),
        ("RERANK_ENDPOINTS", "http://a:1"),
    ],
    ids=lambda value: value[:24],
)
def test_a_wrong_setting_is_refused_at_the_start(
    configured: Callable[..., None], name: str, value: str
) -> None:
    right = {"CHAT_ENDPOINTS": "http://127.0.0.1:9", "CHAT_MODEL": "gpt-oss-120b"}
    with pytest.raises(ImproperlyConfigured):
        configured(**(right | {name: value}))


def test_a_model_without_a_card_is_shown_nothing(
    acting_as: Acting, configured: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "cards", dict)
    card = wiring.card_of("somebody-elses-model")
    asked = Desk(chat=replace(ScriptedModel(says(GOOD)), card=card), salt_key=b"k" * 32)
    with acting_as(ENGINEER) as acting:
        found = ask(DRIFT, session_id=acting.session_id, desk=asked)
    assert found.outcome is Outcome.ANSWERED_BY_QUOTING_QUESTION_NOT_PERMITTED
    assert model_of(asked).asked == []


def test_a_text_tells_no_labels_of_anothers_question(acting_as: Acting) -> None:
    """What is stored under somebody else's question keeps the labels it was given, as under one that is not there."""
    with acting_as(ENGINEER) as acting:
        theirs = answered(acting, says(GOOD)).question_id
    stored = []
    for about in (theirs, uuid.uuid4()):
        with acting_as(OUTSIDER) as acting, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into audit_text (id, owner, resource, purpose, key, ciphertext, label_ids, created_at)"
                " values (gen_random_uuid(), %s, %s, 'statement', gen_random_uuid(), 'x', '{1,1,1}', now())"
                " returning label_ids",
                [acting.person_id, f"question:{about}"],
            )
            stored.append(cursor.fetchone())
            transaction.set_rollback(True)
    assert stored == [([1, 1, 1],), ([1, 1, 1],)]
