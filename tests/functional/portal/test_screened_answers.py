"""A question that a model, and no rule, took for counsel's: its asker, counsel and the auditor read by whom that was said."""

import html
import re

import pytest
from django.utils import translation

from kaas.answering.outcomes import Outcome
from kaas.answering.prompt_files import prompt_file
from kaas.inference.replies import Ending
from tests.doubles.chat_model import says, screening
from tests.doubles.forgetful_rules import forget
from tests.functional.connected import connect
from tests.functional.portal.reading_aids import QUOTE, Browse, ask, stream, text_of

IDIOM = "500サイクル後の界面抵抗が勾配型と均一型で違うのですが、枕を高くして眠れますか。"
WRITTEN = f'勾配型は9.1でした。[1: "{QUOTE}"]'
WHY = {
    "en": "A language model took this for a question that only counsel may conclude; none of the rules did.",
    "ja": "知財部だけが判断できるものとしたのは言語モデル",
}


@pytest.fixture(autouse=True)
def no_rule_knows_the_idiom(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, IDIOM)


@pytest.fixture
def screened(monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, screening("infringement", says(WRITTEN)), screens=True)


@pytest.mark.usefixtures("screened")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_asker_reads_that_it_was_a_model_and_which(browse: Browse, language: str) -> None:
    client = browse("engineer")
    client.cookies["kaas_language"] = language
    page = text_of(ask(client, IDIOM))
    assert "侵害の判断はAIでは回答しません" in page  # in the language of the question
    assert WHY[language] in page
    assert f"screening · {prompt_file('screening').digest[:16]}" in page
    assert 'data-field="writer">scripted' not in page
    assert "勾配型は9.1でした" not in page


@pytest.mark.usefixtures("screened")
def test_the_stream_ends_as_with_a_rule(browse: Browse) -> None:
    client = browse("engineer")
    events = stream(client, IDIOM)
    end = events[-1][1]
    assert (end["outcome"], end["family"], end["writer"]) == ("refused_infringement", "refused", "")
    assert end["receipt"]["number"] in end["sentence"]
    with translation.override("en"):
        assert [remark for remark in end["remarks"] if remark.startswith(WHY["en"])] == end["remarks"] != []
    verdicts = {data["verdict"] for name, data in events if name == "statement"}
    assert verdicts == {"supported"}
    page = text_of(client.get(end["href"]))
    for label, value in end["facts"]:
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page
    assert "Passages given to it" not in page


@pytest.mark.usefixtures("screened")
def test_counsel_and_the_auditor_read_it_too(browse: Browse) -> None:
    receipt = stream(browse("engineer"), IDIOM)[-1][1]["receipt"]["number"]
    counsel = browse("counsel")
    queue = counsel.get("/counsel/").content.decode()
    (address,) = {
        href
        for href in re.findall(r'href="(/counsel/[0-9a-f-]{36}/?)"', queue)
        if href[9:17].upper() == receipt.replace("-", "")
    }
    assert WHY["en"] in text_of(counsel.get(address))
    trail = html.unescape(browse("auditor").get("/trail/").content.decode())
    assert "Read by a model for what is counsel's" in trail
    assert prompt_file("screening").digest in trail


def test_where_the_model_says_nothing_of_use_no_page_speaks_of_it(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, screening("perhaps", says("", ending=Ending.UNREACHABLE)), screens=True)
    end = stream(browse("engineer"), IDIOM)[-1][1]
    assert end["outcome"] == Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY
    assert end["remarks"] == [] and not end["receipt"]
