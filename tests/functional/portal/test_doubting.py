"""Beside an answer: reporting a sentence, why the answer is so, what was not found, and what has changed since."""

import re

import pytest

from portfolios.models import Document
from tests.conftest import role
from tests.functional.portal.reading_aids import Browse, text_of

ASKER = "engineer2"
QUESTION = "What was the residual zero drift at 80 °C with drift compensation?"
ODD = "What was the residual zero drift at 80 °C with the zqxwort compensation?"


def asked(browse: Browse, question: str = QUESTION) -> tuple[str, str]:
    response = browse(ASKER).post("/ask/", {"question": question}, follow=True)
    return response.redirect_chain[-1][0], text_of(response)


def test_a_sentence_is_reported_and_that_is_shown(browse: Browse) -> None:
    address, page = asked(browse)
    assert f'action="{address}doubt/"' in page
    given = {"ordinal": "1", "reason": "wrong_number", "note": "It was <i>0.4</i>."}
    response = browse(ASKER).post(f"{address}doubt/", given)
    assert response["Location"] == f"{address}#sentence-1"
    told = browse(ASKER).get(address).content.decode()
    assert "You reported" in told
    assert "A number is wrong: It was &lt;i&gt;0.4" in told
    assert 'id="sentence-1"' in told


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"ordinal": "1"}, 400, "Choose what is wrong."),
        ({"ordinal": "1", "reason": "infringes"}, 400, "Choose what is wrong."),
        ({"ordinal": "1", "reason": "other"}, 400, "Write what is wrong"),
        ({"ordinal": "1", "reason": "other", "note": "x" * 1001}, 400, "at most 1000 are allowed"),
        ({"ordinal": "77", "reason": "misleading"}, 404, ""),
    ],
    ids=["none", "unknown", "no-note", "too-long", "no-sentence"],
)
def test_what_says_nothing_is_told(browse: Browse, given: dict[str, str], status: int, said: str) -> None:
    address, _page = asked(browse)
    response = browse(ASKER).post(f"{address}doubt/", given)
    assert response.status_code == status
    assert said in text_of(response)


def test_why_and_what_was_not_found(browse: Browse) -> None:
    _address, page = asked(browse, ODD)
    assert re.search(r'data-part="missing"[^>]*>[^<]*passages shown: zqxwort<', page)
    why = re.search(r'<details class="written why".*?</details>', page, re.S)
    assert why is not None
    assert "residual" in why[0]
    assert "Words" in why[0]


def test_what_changed_is_on_the_page_and_in_the_api(browse: Browse) -> None:
    address, page = asked(browse)
    assert "Changed since this answer" not in page
    place = f"/api/v1{address.rstrip('/')}"
    answer = browse(ASKER).get(place).json()
    assert "Changed since" not in text_of(browse(ASKER).get("/questions/"))
    assert answer["stale"] == []
    cited = answer["citations"][0]["document"]["id"]
    with role("kaas_worker"):
        document = Document.objects.get(id=cited)
        Document.objects.filter(id=cited).update(withdrawn_at=document.ingested_at.replace(year=2099))
    page = text_of(browse(ASKER).get(address))
    assert "Changed since this answer" in page and "It was withdrawn" in page
    assert "Changed since" in text_of(browse(ASKER).get("/questions/"))
    assert [one["change"] for one in browse(ASKER).get(place).json()["stale"]] == ["withdrawn"]


def test_the_api_takes_reports_and_gives_corrections(browse: Browse) -> None:
    address, _page = asked(browse)
    client = browse(ASKER)
    place = f"/api/v1{address.rstrip('/')}/feedback"

    def report(**given: object) -> int:
        return client.post(place, given, content_type="application/json").status_code

    assert report(ordinal=1, reason="misleading") == 201
    assert report(ordinal=1, reason="other") == 400
    assert report(ordinal=99, reason="misleading") == 404
    (item,) = client.get("/api/v1/corrections").json()
    assert (item["text"], item["reason"]) == (QUESTION, "misleading")
