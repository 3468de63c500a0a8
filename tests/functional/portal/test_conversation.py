"""Questions that follow others: the chain above an answer, with and without script, and only one's own."""

import json
import re
import uuid
from datetime import UTC, datetime

import pytest

from kaas.answering.answers import QuestionSummary
from kaas.answering.outcomes import Outcome
from kaas.portal.conversations import by_conversation
from tests.doubles.chat_model import says
from tests.functional.connected import connect
from tests.functional.portal.reading_aids import QUESTION, QUOTE, Browse, ask, stream, text_of

FURTHER = "均一型の界面抵抗は、勾配型と比べてどうでしたか。"
LAST = "勾配型の界面抵抗をもう一度教えてください。"


def test_a_follow_up_stands_below_its_question_and_chains_do_not_interleave() -> None:
    def asked(number: int, follows: int | None = None) -> QuestionSummary:
        ids = [uuid.UUID(int=one) if one is not None else None for one in (number, follows)]
        assert ids[0] is not None
        now = datetime(2026, 11, 22, tzinfo=UTC)
        outcome = Outcome.ANSWERED_BY_QUOTING
        return QuestionSummary(ids[0], ids[0], f"{number}", "en", outcome, now, 1, False, ids[1])

    newest_first = [asked(6, 9), asked(5, 3), asked(4, 1), asked(3, 1), asked(2), asked(1)]
    listed = [(one.text, is_below) for one, is_below in by_conversation(newest_first)]
    assert listed == [("6", False), ("1", False), ("3", True), ("4", True), ("5", True), ("2", False)]


def chain_of(page: str) -> list[str]:
    """The earlier questions above an answer, in the order of the page."""
    found = re.search(r'<nav class="chain"[^>]*>(.*?)</nav>', page, re.S)
    assert found is not None
    return re.findall(r">([^<>]+)</a>", found[1])


def id_of(address: str) -> str:
    return address.strip("/").rpartition("/")[2]


def test_a_conversation_reads_from_top_to_bottom(browse: Browse) -> None:
    client = browse("engineer")
    first = client.post("/ask/", {"question": QUESTION})["Location"]
    second = client.post("/ask/", {"question": FURTHER, "follows": id_of(first)})["Location"]
    third = text_of(ask(client, LAST, follows=id_of(second)))
    assert chain_of(third) == [QUESTION, FURTHER]
    assert third.index(first) < third.index(second)
    assert chain_of(text_of(client.get(first))) == []
    assert f'name="follows" value="{id_of(second)}"' in text_of(client.get(second))


def test_a_followed_answer_streams_the_same(browse: Browse) -> None:
    client = browse("engineer")
    first = stream(client)[-1][1]
    second = stream(client, FURTHER, follows=first["answer"])[-1][1]
    assert chain_of(text_of(client.get(second["href"]))) == [QUESTION]


def test_the_model_gets_the_earlier_turn(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    model = connect(monkeypatch, says(f'勾配型は9.1でした。[1: "{QUOTE}"]', analysis="CANARY-88"))
    client = browse("engineer")
    first = stream(client)[-1][1]
    stream(client, FURTHER, follows=first["answer"])
    (turn,) = model.asked[-1][0].turns
    assert (turn.question, turn.answer) == (QUESTION, "勾配型は9.1でした。")


@pytest.mark.parametrize("path", ["/ask/", "/ask/stream"])
def test_nobody_follows_somebody_elses_answer(browse: Browse, path: str) -> None:
    others = stream(browse("engineer"))[-1][1]["answer"]
    client = browse("counsel")
    for follows in (others, str(uuid.uuid4()), "nonsense"):
        assert client.post(path, {"question": FURTHER, "follows": follows}).status_code == 404
    assert FURTHER not in text_of(client.get("/questions/"))


@pytest.mark.parametrize("question", ["", "x" * 5000, "\x01"], ids=["empty", "long", "control"])
def test_what_is_no_question_is_explained_on_the_answer_it_follows(browse: Browse, question: str) -> None:
    client = browse("engineer")
    first = stream(client)[-1][1]
    asked = {"question": question, "follows": first["answer"]}
    response = client.post("/ask/", asked)
    assert response.status_code == 400
    page = text_of(response)
    assert QUOTE in page
    assert '<p class="error block">' in page
    streamed = client.post("/ask/stream", asked)
    assert (streamed.status_code, bool(json.loads(streamed.content)["errors"])) == (400, True)


def test_who_may_not_ask_any_more_still_reads_but_is_offered_no_question(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse("engineer")
    first = stream(client)[-1][1]
    monkeypatch.setattr("kaas.portal.views.answers.can", lambda *_: False)
    page = text_of(client.get(first["href"]))
    assert QUOTE in page
    assert 'name="follows"' not in page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_question_that_is_not_finished_leads_nowhere_and_can_be_asked_again(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    connect(monkeypatch, says(f'勾配型は9.1でした。[1: "{QUOTE}"] 次に。'))
    client = browse("engineer")
    client.cookies["kaas_language"] = language
    response = client.post("/ask/stream", {"question": QUESTION}, headers={"Accept": "text/event-stream"})
    events = iter(response.streaming_content)  # type: ignore[attr-defined]
    assert next(events).startswith(b"event: begin")
    for path in ("/questions/", "/"):
        page = text_of(client.get(path))
        assert QUESTION in page
        assert 'href="/answers/' not in page
        assert "/?q=500" in page
    assert list(events)[-1].startswith(b"event: end")
    assert 'href="/answers/' in text_of(client.get("/questions/"))


def test_the_list_of_questions_marks_those_that_follow(browse: Browse) -> None:
    client = browse("engineer")
    first = stream(client)[-1][1]
    assert "data-follows" not in text_of(client.get("/questions/"))
    stream(client, FURTHER, follows=first["answer"])
    page = text_of(client.get("/questions/"))
    assert page.count("data-follows") == 1
    assert FURTHER in page.partition("data-follows")[2].partition("</li>")[0]
