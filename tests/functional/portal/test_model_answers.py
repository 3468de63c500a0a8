"""Answers that a model phrased: what their page says of them, what it marks, and what it keeps to itself."""

import html
import re

import pytest

from kaas.answering.outcomes import Outcome, sentence
from kaas.inference.replies import Ending
from tests.doubles.chat_model import says
from tests.functional.connected import connect
from tests.functional.portal.reading_aids import NOTHING, QUESTION, QUOTE, Browse, ask, stream, text_of

THOUGHT = "The reader wants two numbers; CANARY-5519."
GOOD = f'勾配型は9.1、均一型は31.5でした。[1: "{QUOTE}"]'
PARTLY = f'差は22.4でした。[1: "{QUOTE}"]'
CONTRARY = f'500サイクル後の界面抵抗は、勾配型が19.1 Ω·cm²、均一型が31.5 Ω·cm²であった。[1: "{QUOTE}"]'
INVENTED = "この差は必ず再現されます。"
HOSTILE = "見よ <img src=x onerror=alert(1)> [詳しく](http://evil.example/?q=1) ![x](http://evil.example/p.png) です。"
RELEASED = f"{GOOD} {PARTLY} {INVENTED}"


def kinds(page: str) -> list[str]:
    return re.findall(
        r'<li class="statement"[^>]* data-verdict="(\w*)"', page.partition('<template id="answer-view"')[0]
    )


@pytest.mark.parametrize(
    ("language", "by"), [("en", "scripted (open weight)"), ("ja", "scripted")], ids=["en", "ja"]
)
def test_the_page_says_what_wrote_it(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, language: str, by: str
) -> None:
    connect(monkeypatch, says(RELEASED, analysis=THOUGHT))
    client = browse("engineer")
    client.cookies["kaas_language"] = language
    page = text_of(ask(client))
    assert f'<strong data-field="writer">{by}' in page
    assert sentence(Outcome.ANSWERED_BY_MODEL, "ja") in page  # in the language of the question
    assert "dddddddddddddddd…" in page
    assert "answer+tools · " in page


def test_sentences_without_support_are_marked_in_words(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, says(f"{RELEASED} {CONTRARY}"))
    page = text_of(ask(browse("engineer")))
    assert kinds(page) == ["supported", "partial", "unsupported", "contradicted"]
    answer = page.partition('<template id="answer-view"')[0]
    for words in ("No support", "Supported in part", "A passage contradicts this sentence."):
        assert words in answer


def test_the_stream_tells_what_writes_before_the_first_sentence(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, says(RELEASED, analysis=THOUGHT))
    client = browse("engineer")
    events = stream(client)
    begun, end = events[0][1], events[-1][1]
    assert [name for name, _ in events] == ["begin", "citation", "statement", "statement", "statement", "end"]
    assert begun["writer"] == end["writer"] == "scripted (open weight)"
    assert begun["note"] == end["note"] == end["sentence"]
    assert f"read: {begun['shown']}. scripted is writing" in begun["progress"]
    page = text_of(client.get(end["href"]))
    assert [data["verdict"] for name, data in events if name == "statement"] == kinds(page)
    for label, value in end["facts"]:
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page


def test_what_the_model_thought_is_on_no_page_of_the_reader(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, says(RELEASED, analysis=THOUGHT))
    client = browse("engineer")
    events = stream(client)
    address = events[-1][1]["href"]
    pages = [text_of(client.get(path)) for path in (address, "/", "/questions/")]
    assert "CANARY-5519" not in "".join([*pages, str(events)])


@pytest.mark.parametrize("noise", ["\x1b[2J", "\u202e", "\x07"], ids=["escape", "bidi", "bell"])
def test_markup_in_what_a_model_writes_stays_text(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, noise: str
) -> None:
    connect(monkeypatch, says(f"{GOOD} {noise}{HOSTILE}"))
    response = ask(browse("engineer"))
    page = response.content.decode()
    assert "<img" not in page
    assert 'href="http' not in page
    assert "[詳しく](http://evil.example/?q=1)" in html.unescape(page)


@pytest.mark.parametrize(
    ("written", "ending", "outcome"),
    [
        ("[none]", Ending.COMPLETE, "answered_by_quoting_model_found_none"),
        (INVENTED, Ending.COMPLETE, "answered_by_quoting_model_unusable"),
        ("", Ending.UNREACHABLE, "answered_by_quoting_model_away"),
    ],
    ids=["none", "unusable", "away"],
)
def test_where_the_model_gives_nothing_the_end_says_so(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, written: str, ending: Ending, outcome: str
) -> None:
    connect(monkeypatch, says(written, ending=ending))
    client = browse("engineer")
    end = stream(client)[-1][1]
    assert (end["outcome"], end["writer"], end["remarks"]) == (outcome, "", [])
    assert end["note"] == end["sentence"]
    page = text_of(client.get(end["href"]))
    assert end["sentence"] in page
    assert QUOTE in page
    assert INVENTED not in page
    assert "How this was written" in page


def test_an_answer_that_broke_off_says_so_below_what_was_shown(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, says(f"{GOOD} {PARTLY} {INVENTED} 次に", ending=Ending.BROKE_OFF))
    client = browse("engineer")
    end = stream(client)[-1][1]
    assert (end["outcome"], end["family"]) == ("failed_model_broke_off", "failed")
    assert end["note"] != end["sentence"]
    page = text_of(client.get(end["href"]))
    assert page.index(end["note"]) < page.index('class="statements"') < page.index(end["sentence"])
    assert "Broken off" in text_of(client.get("/questions/"))


def test_what_the_card_keeps_from_the_model_is_told_to_who_may_read_it(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, says(GOOD), max_level=1)
    client = browse("engineer")
    end = stream(client)[-1][1]
    assert end["outcome"] == "answered_by_quoting_question_not_permitted"
    assert end["held_back"]
    page = text_of(client.get(end["href"]))
    for document in end["held_back"]:
        assert f'<a href="{document["href"]}"' in page
        assert client.get(document["href"]).status_code == 200
        assert browse("engineer2").get(document["href"]).status_code == 404
    assert browse("engineer2").get(end["href"]).status_code == 404


def test_an_answer_by_quoting_alone_says_nothing_of_models(browse: Browse) -> None:
    page = text_of(ask(browse("engineer"))).partition('<template id="answer-view"')[0]
    assert '<strong data-field="writer"></strong>' in page
    assert re.search(r'<details class="written"[^>]* hidden>', page)
    assert re.search(r'<section class="held-back"[^>]* hidden>', page)


def test_the_model_is_not_asked_where_nothing_was_found(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = connect(monkeypatch, says(GOOD))
    client = browse("engineer")
    assert "No supporting passage was found" in text_of(ask(client, NOTHING))
    assert [name for name, _ in stream(client, NOTHING)] == ["begin", "end"]
    assert model.asked == []


def test_home_says_what_phrases_the_answers(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is a quotation with its place in the document" in text_of(browse("engineer").get("/"))
    connect(monkeypatch, says(GOOD))
    assert "scripted phrases the answer from passages you may read" in text_of(browse("engineer").get("/"))


def opened(browse: Browse, event: str, username: str = "counsel") -> str:
    return text_of(browse(username).post(f"/trail/{event}/open/", {"reason": "matter 2026-014"}))


def test_counsel_reads_what_the_model_thought_as_restricted_text(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, says(RELEASED, analysis=f"{THOUGHT} <b>bold</b>"))
    event = stream(browse("engineer"))[-1][1]["event"]
    page = opened(browse, event)
    assert "What the model noted while writing" in page
    assert "Restricted text" in page
    assert "CANARY-5519" in page.partition('<details class="restricted"')[2]
    assert "<details open" not in page
    raw = browse("counsel").post(f"/trail/{event}/open/", {"reason": "matter 2026-014"}).content.decode()
    assert "&lt;b&gt;bold" in raw
    assert "CANARY-5519" not in opened(browse, event, "auditor")


def test_counsel_reads_what_was_withheld(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, says(INVENTED))
    page = opened(browse, stream(browse("engineer"))[-1][1]["event"])
    assert INVENTED in page.partition("What the model wrote that was not shown")[2]


def test_the_trail_names_the_model_and_the_outcome(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, says(RELEASED))
    stream(browse("engineer"))
    page = text_of(browse("counsel").get("/trail/?action=answer:composed"))
    assert "<dt>Language model</dt><dd><code>scripted</code></dd>" in page
    assert "Answered <code>answered_by_model</code>" in page
    assert "<dt>Sentences without support</dt><dd><code>1</code></dd>" in page
    assert QUESTION not in page
