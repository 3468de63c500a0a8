"""Pages for what went wrong."""

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from governance.access import sessions
from kaas.portal import errors
from tests.functional.portal.reading_aids import Browse, text_of


@pytest.fixture
def request_of_nobody(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/somewhere/")
    request.session = SessionStore()
    return request


def test_an_address_that_leads_nowhere(browse: Browse) -> None:
    for client in (browse("engineer"), browse("")):
        response = client.get("/no/such/page/")
        assert response.status_code == 404
        assert "There is nothing here" in text_of(response)


def test_a_refusal_speaks_of_the_role(browse: Browse) -> None:
    response = browse("engineer").get("/trail/")
    assert response.status_code == 403
    assert "Your role does not include this" in text_of(response)


def test_an_error_answering_part_of_a_page_replaces_the_page(browse: Browse) -> None:
    response = browse("admin").get("/search/?q=a", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert response["HX-Retarget"] == "body"


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        (errors.bad_request, 400, "could not be read"),
        (errors.failed, 500, "Something went wrong on our side"),
        (errors.unavailable, 503, "The database cannot be reached"),
    ],
)
def test_pages_that_need_no_database(
    request_of_nobody: HttpRequest, page: object, status: int, words: str
) -> None:
    response = page(request_of_nobody)  # type: ignore[operator]
    assert response.status_code == status
    assert words in text_of(response)
    assert response["Cache-Control"] == "no-store"


def test_a_database_that_goes_away_in_the_middle_is_not_a_fault_of_the_page(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sign_in(*_given: object, **_place: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(sessions, "sign_in", sign_in)
    response = browse("").post("/sign-in/", {"username": "engineer", "password": "x"})
    assert response.status_code == 503
    assert "The database cannot be reached" in text_of(response)


def test_a_fault_of_the_page_is_told_as_one(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    def sign_in(*_given: object, **_place: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(sessions, "sign_in", sign_in)
    response = browse("").post("/sign-in/", {"username": "engineer", "password": "x"})
    assert response.status_code == 500
    assert "Something went wrong on our side" in text_of(response)
    assert "secret" not in text_of(response)


def test_unavailable_says_when_to_come_back_in_the_readers_language(request_of_nobody: HttpRequest) -> None:
    request_of_nobody.COOKIES["theme"] = "dark"
    with translation.override("ja"):
        response = errors.unavailable(request_of_nobody)
    assert response["Retry-After"] == "10"
    assert "データベースに接続できません" in text_of(response)
    assert '<html lang="ja" data-theme="dark">' in text_of(response)
