"""Asking: with and without script, with something found and with nothing, and with what is no question."""

import html
import json
import re
import uuid
from typing import Any

import pytest

from tests.functional.portal.reading_aids import (
    NOTHING,
    QUESTION,
    QUOTE,
    Browse,
    ask,
    marks_in,
    stream,
    text_of,
)


def test_without_script_the_answer_has_a_page_of_its_own(browse: Browse) -> None:
    response = browse("engineer").post("/ask/", {"question": QUESTION})
    assert response.status_code == 302
    assert response["Location"].startswith("/answers/")


def test_an_answer_shows_sentences_sources_and_what_it_is(browse: Browse) -> None:
    page = text_of(ask(browse("engineer")))
    assert QUESTION in page
    assert QUOTE in page
    assert 'href="#source-1"' in page
    assert 'id="source-1"' in page
    assert "Page 3" in page
    assert "L2 Confidential · aurora" in page
    assert "言語モデルによる文章ではありません" in page  # in the language of the question
    assert "Recorded as event" in page


def test_a_citation_leads_to_the_quotation_in_its_document(browse: Browse) -> None:
    client = browse("engineer")
    page = text_of(ask(client))
    address = page.split('class="open-document" href="')[1].split('"')[0]
    assert address.startswith("/documents/")
    document = client.get(address.partition("#")[0])
    assert QUOTE in marks_in(document)[0]
    assert f'id="{address.partition("#")[2]}"' in text_of(document)
    assert " data-target " in text_of(document)


def test_the_stream_tells_citations_before_their_statements_and_then_ends(browse: Browse) -> None:
    events = stream(browse("engineer"))
    names = [name for name, _ in events]
    assert names[:3] == ["begin", "citation", "statement"]
    assert names[-1] == "end"
    assert "言語モデル" in events[0][1]["note"]  # before the first statement
    seen: set[int] = set()
    for name, data in events:
        if name == "citation":
            seen.add(data["marker"])
        if name == "statement":
            assert set(data["citations"]) <= seen


def test_the_stream_and_the_page_say_the_same(browse: Browse) -> None:
    client = browse("engineer")
    events = stream(client)
    end = events[-1][1]
    page = text_of(client.get(end["href"]))
    for name, data in events:
        if name == "statement":
            assert data["text"] in page
        if name == "citation":
            assert all(data[part] in page for part in ("title", "locator", "level_text", "quote"))
            assert data["href"] in page
    assert end["event"] in page
    assert end["outcome"] == "answered_by_quoting"


def test_the_stream_is_not_to_be_kept(browse: Browse) -> None:
    response = browse("engineer").post("/ask/stream", {"question": QUESTION})
    assert response["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Accel-Buffering"] == "no"


def test_the_stream_speaks_the_readers_language(browse: Browse) -> None:
    client = browse("engineer")
    client.cookies["kaas_language"] = "ja"
    citation = next(data for name, data in stream(client) if name == "citation")
    assert citation["locator"] == "3ページ"
    assert citation["level_text"] == "L2 秘 · aurora"


def test_nothing_found_says_so_and_what_to_do_next(browse: Browse) -> None:
    client = browse("engineer")
    page = text_of(ask(client, NOTHING))
    assert "No supporting passage was found in the documents you may access" in page
    assert "/search/?q=How%20does%20a%20space%20elevator" in page
    assert [name for name, _ in stream(client, NOTHING)] == ["begin", "end"]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "Type a question first. Nothing was asked."),
        ("  \n ", "Type a question first. Nothing was asked."),
        (" 。、 ", "There are no words in this to look for. Type at least one."),
        ("x" * 100_000, "This has 100000 characters; at most 4000 can be searched for."),
        ("\x01\x02\x03", "The text contains control characters. Type it again as plain text."),
        ("a\x00b", "The text contains control characters. Type it again as plain text."),
    ],
)
def test_what_is_no_question_is_explained_beside_the_box(
    browse: Browse, question: str, sentence: str
) -> None:
    client = browse("engineer")
    response = client.post("/ask/", {"question": question})
    assert response.status_code == 400
    assert sentence in text_of(response)
    streamed = client.post("/ask/stream", {"question": question})
    assert streamed.status_code == 400
    assert json.loads(streamed.content)["errors"][0].startswith(sentence)
    assert "/answers/" not in text_of(client.get("/questions/"))


def test_a_question_that_was_refused_is_still_in_the_box(browse: Browse) -> None:
    assert "x" * 5000 in text_of(browse("engineer").post("/ask/", {"question": "x" * 5000}))


@pytest.mark.parametrize("portfolio", ["borealis", "no-such-portfolio"])
def test_a_portfolio_one_may_not_see_is_none(browse: Browse, portfolio: str) -> None:
    client = browse("engineer")
    response = client.post("/ask/", {"question": QUESTION, "portfolio": portfolio})
    assert response.status_code == 400
    assert "There is no such portfolio." in text_of(response)
    assert portfolio not in text_of(client.get("/"))


def test_one_portfolio_can_be_asked(browse: Browse) -> None:
    client = browse("engineer")
    assert QUOTE in text_of(ask(client, portfolio="aurora"))
    assert QUOTE not in text_of(ask(client, portfolio="common"))


def test_somebody_elses_answer_is_as_missing_as_one_that_never_was(browse: Browse) -> None:
    address = stream(browse("engineer"))[-1][1]["href"]
    others = browse("engineer2")
    hidden = others.get(address)
    missing = others.get(f"/answers/{uuid.uuid4()}/")
    assert hidden.status_code == missing.status_code == 404
    assert _without_address(hidden.content, address) == _without_address(
        missing.content, missing.request["PATH_INFO"]
    )


def test_my_questions_are_mine(browse: Browse) -> None:
    engineer = browse("engineer")
    ask(engineer)
    assert QUESTION in text_of(engineer.get("/questions/"))
    assert QUESTION in text_of(engineer.get("/"))
    assert QUESTION not in text_of(browse("engineer2").get("/questions/"))


def test_examples_come_from_what_one_may_read(browse: Browse) -> None:
    page = text_of(browse("engineer").get("/"))
    assert "What is described in “" in page
    assert "CORIOLIS" not in page
    assert "CORIOLIS" in text_of(browse("engineer2").get("/"))


def test_an_example_fills_the_box_without_script(browse: Browse) -> None:
    assert ">\nWhat now?</textarea>" in text_of(browse("engineer").get("/?q=What+now%3F"))


def test_markup_in_a_question_stays_text(browse: Browse) -> None:
    hostile = "<script>alert(1)</script> 界面抵抗 <img src=x onerror=alert(1)>"
    client = browse("engineer")
    for response in (
        ask(client, hostile),
        client.get("/questions/"),
        client.get("/"),
        client.get("/search/", {"q": hostile}),
    ):
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
        assert b"<img src=x" not in response.content


def _without_address(content: bytes, address: str) -> bytes:
    """The page without the one thing it repeats from the request, and without its tokens."""
    lines = content.replace(address.encode(), b"ADDRESS").splitlines()
    return b"\n".join(line for line in lines if b"csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("person", ["engineer", "engineer2", "cn-engineer", "counsel"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_example_has_an_answer(browse: Browse, person: str, language: str) -> None:
    client = browse(person)
    client.cookies["kaas_language"] = language
    examples = re.findall(r'data-question="([^"]+)"', client.get("/").content.decode())
    assert examples
    outcomes = {example: stream(client, html.unescape(example))[-1][1]["outcome"] for example in examples}
    assert set(outcomes.values()) == {"answered_by_quoting"}, outcomes


def test_too_many_questions_at_once_are_told_so(browse: Browse, settings: Any) -> None:
    settings.QUESTIONS_AT_ONCE = 0
    client = browse("engineer")
    page = ask(client)
    assert page.status_code == 429
    assert "several questions open" in text_of(page)
    told = client.post("/ask/stream", {"question": "Anything?"}, headers={"Accept": "text/event-stream"})
    assert told.status_code == 429
    assert "several questions open" in told.json()["errors"][0]
