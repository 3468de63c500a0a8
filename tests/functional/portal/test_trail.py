"""The trail for counsel and auditors: a day's events, and texts that open with a reason."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.functional.portal.reading_aids import QUESTION, QUOTE, Browse, bar_of, stream, text_of

REASON = "review for matter 2026-014"


@pytest.fixture
def asked(browse: Browse) -> str:
    """The event of a question that the engineer asked."""
    return str(stream(browse("engineer"))[-1][1]["event"])


def test_counsel_sees_who_asked(browse: Browse, asked: str) -> None:
    page = text_of(browse("counsel").get("/trail/?action=answer:asked"))
    assert asked in page
    assert re.search(r"asked a question; \d+ passages found, \d+ handed on", page)


def test_the_trail_shows_no_text(browse: Browse, asked: str) -> None:
    page = text_of(browse("counsel").get("/trail/"))
    assert asked in page
    assert QUESTION not in page
    assert QUOTE not in page


def test_sentences_come_in_japanese(browse: Browse, asked: str) -> None:
    counsel = browse("counsel")
    counsel.cookies["kaas_language"] = "ja"
    page = text_of(counsel.get("/trail/?action=answer:asked"))
    assert asked in page
    assert "質問しました" in page


@pytest.mark.parametrize("person", ["engineer", "attorney", "strategist", "admin"])
def test_others_do_not_see_the_trail(browse: Browse, person: str) -> None:
    assert browse(person).get("/trail/").status_code == 403


def test_reading_the_trail_is_on_the_trail(browse: Browse) -> None:
    counsel = browse("counsel")
    counsel.get("/trail/")
    assert "read the trail of" in text_of(counsel.get("/trail/?action=trail:read"))


def test_filters_offer_what_happened_and_narrow(browse: Browse, asked: str) -> None:
    counsel = browse("counsel")
    everything = text_of(counsel.get("/trail/"))
    assert '<option value="answer:asked">' in everything
    engineer = re.search(r'<option value="([0-9a-f-]{36})"', everything)
    assert engineer is not None
    narrowed = text_of(counsel.get("/trail/", {"actor": engineer.group(1), "action": "answer:asked"}))
    assert narrowed.count('<li class="event"') < everything.count('<li class="event"')


def test_a_day_without_events_and_a_day_that_is_none(browse: Browse) -> None:
    counsel = browse("counsel")
    assert "Nothing happened on this day" in text_of(counsel.get("/trail/?day=2001-02-03"))
    wrong = counsel.get("/trail/?day=yesterday")
    assert wrong.status_code == 400
    assert "YYYY-MM-DD" in text_of(wrong)


def test_one_can_go_from_day_to_day_but_not_into_the_future(browse: Browse) -> None:
    today = timezone.localdate()
    page = text_of(browse("counsel").get("/trail/"))
    assert f"?day={today - timedelta(days=1)}" in page
    assert f"?day={today + timedelta(days=1)}" not in page


def test_texts_open_with_a_reason_and_the_opening_is_recorded(browse: Browse, asked: str) -> None:
    counsel = browse("counsel")
    response = counsel.post(f"/trail/{asked}/open/", {"reason": REASON})
    page = text_of(response)
    assert response.status_code == 200
    assert QUESTION in page
    assert QUOTE in page
    assert REASON in page
    assert bar_of(response).startswith("L")
    assert "opened the text of an answer" in text_of(counsel.get("/trail/?action=text:opened"))


def test_opened_texts_come_as_a_fragment_that_says_how_secret_it_is(browse: Browse, asked: str) -> None:
    response = browse("counsel").post(
        f"/trail/{asked}/open/", {"reason": REASON}, headers={"HX-Request": "true"}
    )
    page = text_of(response)
    assert "<html" not in page
    assert QUESTION in page
    assert "<template data-classification=" in page


@pytest.mark.parametrize("reason", ["", "   "])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_without_a_reason_nothing_opens(
    browse: Browse, asked: str, reason: str, headers: dict[str, str]
) -> None:
    counsel = browse("counsel")
    response = counsel.post(f"/trail/{asked}/open/", {"reason": reason}, headers=headers)
    page = text_of(response)
    assert response.status_code == 400
    assert "Give the reason" in page
    assert QUESTION not in page
    assert "opened the text of an answer" not in text_of(counsel.get("/trail/"))


def test_a_reason_too_long_is_explained(browse: Browse, asked: str) -> None:
    response = browse("counsel").post(f"/trail/{asked}/open/", {"reason": "x" * 501})
    assert "at most 500" in text_of(response)


@pytest.mark.parametrize("person", ["engineer", "engineer2", "auditor", "admin"])
def test_others_open_nothing(browse: Browse, asked: str, person: str) -> None:
    response = browse(person).post(f"/trail/{asked}/open/", {"reason": REASON})
    assert response.status_code == 403
    assert QUESTION not in text_of(response)


def test_an_auditor_is_not_offered_to_open(browse: Browse, asked: str) -> None:
    page = text_of(browse("auditor").get("/trail/"))
    assert asked in page
    assert "/open/" not in page


def test_an_event_that_never_was_opens_nothing(browse: Browse) -> None:
    counsel = browse("counsel")
    assert counsel.post(f"/trail/{uuid.uuid4()}/open/", {"reason": REASON}).status_code == 404
    assert counsel.get(f"/trail/{uuid.uuid4()}/open/")["Location"] == "/trail/"


def test_how_and_where_somebody_signed_in_has_words(browse: Browse) -> None:
    browse("engineer")
    page = text_of(browse("auditor").get("/trail/", headers={"Accept-Language": "en"}))
    assert "<dt>Signed in with</dt>" in page and "<dt>Place</dt>" in page
    assert "<dt>method</dt>" not in page and "<dt>place</dt>" not in page
