"""Showing an answer to somebody, and what a question is classified as, on the pages."""

import re

import pytest
from django.http import HttpResponse

from kaas.answering.outcomes import Outcome, sentence
from tests.doubles.chat_model import says
from tests.functional.connected import connect
from tests.functional.portal.reading_aids import QUESTION, QUOTE, Browse, ask, bar_of, stream, text_of

GOOD = f'勾配型は9.1、均一型は31.5でした。[1: "{QUOTE}"]'
RECEIVER, OUTSIDER = "cto", "engineer2"


def answer_of(response: HttpResponse) -> str:
    """The answer's own address."""
    return str(response.redirect_chain[-1][0])  # type: ignore[attr-defined]


def own_label(page: str) -> str:
    found = re.search(r'data-field="own_level_text" data-level="\d">([^<]*)<', page)
    return found.group(1) if found else ""


def test_an_answer_is_shown_found_and_taken_back(browse: Browse) -> None:
    mine, theirs, outside = browse("engineer"), browse(RECEIVER), browse(OUTSIDER)
    address = answer_of(ask(mine, marking="aurora"))
    assert "Nobody shows you an answer just now" in text_of(theirs.get("/shared/"))
    for other in (RECEIVER, OUTSIDER):
        shown = mine.post(f"{address}share/", {"username": other}, follow=True)
        assert "you are not told whether that is so" in text_of(shown)
    listed = text_of(theirs.get("/shared/"))
    assert address in listed and QUESTION in listed
    page = text_of(theirs.get(address))
    assert "shown to you by" in page
    assert 'class="ask follow"' not in page and 'class="share-form"' not in page
    assert address not in text_of(outside.get("/shared/"))
    assert outside.get(address).status_code == 404
    shares = re.findall(r'action="(/shares/[^"]+/withdraw/)"', text_of(mine.get(address)))
    assert len(shares) == 2
    assert theirs.post(shares[0]).status_code == 404
    for share in shares:
        assert "No longer shown to them." in text_of(mine.post(share, follow=True))
    assert theirs.get(address).status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Give one user name"),
        ({"username": RECEIVER, "reader_group": "battery-lab"}, "Give one user name"),
        ({"username": "nobody-such"}, "There is nobody else with this user name"),
        ({"username": "engineer"}, "There is nobody else with this user name"),
        ({"reader_group": "board"}, "You are in no such circle of readers"),
    ],
    ids=["nobody", "both", "unknown", "oneself", "not-in-it"],
)
def test_whom_to_show_it_to_is_told_apart(browse: Browse, given: dict[str, str], said: str) -> None:
    client = browse("engineer")
    refused = client.post(f"{answer_of(ask(client))}share/", given)
    assert refused.status_code == 400
    assert said in text_of(refused)


def test_the_question_has_a_label_of_its_own(browse: Browse) -> None:
    """Chosen or the highest; the bar says the whole label of the answer."""
    client = browse("engineer")
    chosen, default = ask(client, marking="internal"), ask(client)
    assert own_label(text_of(chosen)) == "L1 Internal · internal"
    assert own_label(text_of(default)).startswith("L3 Secret")
    assert bar_of(chosen) > "L1"
    assert "aurora" in bar_of(chosen).lower()
    assert ask(client, marking="borealis").status_code == 400
    end = stream(client, marking="internal")[-1][1]
    assert (end["own_level"], end["level_bar"]) == (1, bar_of(client.get(end["href"])))


def test_a_lower_classification_lets_the_model_answer(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that may not see the highest label is said so, with what to do; and doing it helps."""
    connect(monkeypatch, says(GOOD), max_level=2)
    client = browse("engineer")
    told = text_of(ask(client))
    assert sentence(Outcome.ANSWERED_BY_QUOTING_QUESTION_NOT_PERMITTED, "ja") in told
    assert stream(client, marking="internal")[-1][1]["outcome"] == "answered_by_model"
