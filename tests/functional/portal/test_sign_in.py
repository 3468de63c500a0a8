"""Signing in and out, and how a person likes the pages."""

import uuid
from typing import Any

import pytest

from governance.access import sessions
from governance.access.middleware import COOKIE_KEY
from tests.functional.portal.reading_aids import Browse, text_of


@pytest.fixture
def known_password(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The door of the sessions' room for "right", without the price of hashing. This machine is in Japan."""

    def sign_in(username: str, password: str, *, place: str, address: str) -> uuid.UUID:
        assert (place, address) == ("JP", "127.0.0.1")
        if password != "right":
            raise sessions.SignInRefused
        return sessions.sign_in_as_operator(username)

    settings.PLACES = "127.0.0.0/8=JP"
    monkeypatch.setattr(sessions, "sign_in", sign_in)


def test_a_wrong_password_says_the_same_as_an_unknown_name(browse: Browse) -> None:
    pages = [
        browse("").post("/sign-in/", {"username": name, "password": "wrong"})
        for name in ("engineer", "nobody")
    ]
    assert [page.status_code for page in pages] == [400, 400]
    refusals = [text_of(page).split('role="alert">')[1].split("<")[0] for page in pages]
    assert refusals[0] == refusals[1]
    assert "not right" in refusals[0]


def test_guessing_ends_and_says_nothing_of_the_name(browse: Browse, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    pages = {
        name: [browse("").post("/sign-in/", {"username": name, "password": "wrong"}) for _ in range(6)]
        for name in ("engineer", "nobody")
    }
    assert [page.status_code for page in pages["engineer"]] == [400] * 5 + [429]
    assert [page.status_code for page in pages["nobody"]] == [400] * 5 + [429]
    last, other = (pages[name][-1] for name in pages)
    assert "Too many attempts" in text_of(last)
    assert text_of(last).replace("engineer", "nobody").count("nobody") == text_of(other).count("nobody")
    assert 1 <= int(last["Retry-After"]) <= 30


def test_that_nobody_can_be_checked_is_said(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    def sign_in(*_: object, **__: object) -> uuid.UUID:
        raise sessions.SignInUnavailable

    monkeypatch.setattr(sessions, "sign_in", sign_in)
    page = browse("").post("/sign-in/", {"username": "engineer", "password": "right"})
    assert page.status_code == 503
    assert "directory does not answer" in text_of(page)


def test_what_is_left_out_is_said_beside_the_field(browse: Browse) -> None:
    page = text_of(browse("").post("/sign-in/", {"username": "", "password": ""}))
    assert "Enter your user name." in page
    assert "Enter your password." in page


@pytest.mark.usefixtures("known_password")
def test_signing_in_starts_a_new_session_and_leads_on(browse: Browse) -> None:
    client = browse("")
    session = client.session
    session["left over"] = "from somebody else"
    session.save()
    client.cookies["kaas_session"] = session.session_key or ""
    response = client.post("/sign-in/", {"username": "engineer", "password": "right", "next": "/questions/"})
    assert response["Location"] == "/questions/"
    assert set(client.session.keys()) == {COOKIE_KEY}
    assert client.get("/questions/").status_code == 200


@pytest.mark.usefixtures("known_password")
@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_signing_in_leads_nowhere_else(browse: Browse, address: str) -> None:
    response = browse("").post("/sign-in/", {"username": "engineer", "password": "right", "next": address})
    assert response["Location"] == "/"


def test_signing_out_ends_the_session_for_good(browse: Browse) -> None:
    client = browse("engineer")
    kept = client.cookies["kaas_session"].value
    assert client.get("/").status_code == 200
    response = client.post("/sign-out/")
    assert response["Location"] == "/sign-in/?signed-out=1"
    assert "You have signed out." in text_of(client.get(response["Location"]))
    client.cookies["kaas_session"] = kept
    assert client.get("/").status_code == 302


def test_signing_out_is_not_done_by_a_link(browse: Browse) -> None:
    client = browse("engineer")
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/").status_code == 200


def test_whoever_is_signed_in_needs_no_sign_in_page(browse: Browse) -> None:
    assert browse("engineer").get("/sign-in/")["Location"] == "/"


def test_a_script_is_told_to_sign_in(browse: Browse) -> None:
    client = browse("")
    partial = client.get("/search/?q=a", headers={"HX-Request": "true"})
    assert (partial.status_code, partial["HX-Redirect"]) == (204, "/sign-in/")
    stream = client.post("/ask/stream", {"question": "a"}, headers={"Accept": "text/event-stream"})
    assert (stream.status_code, stream.json()) == (403, {"location": "/sign-in/"})


def test_the_language_changes_and_the_page_stays(browse: Browse) -> None:
    client = browse("engineer")
    response = client.post("/preferences/language/", {"language": "ja", "next": "/search/?q=resistance"})
    assert response["Location"] == "/search/?q=resistance"
    page = text_of(client.get(response["Location"]))
    assert '<html lang="ja"' in page
    assert "検索" in page
    assert 'value="resistance"' in page


def test_the_switch_on_a_page_names_that_page(browse: Browse) -> None:
    page = text_of(browse("engineer").get("/search/?q=a&portfolio=aurora"))
    assert '<input type="hidden" name="next" value="/search/?q=a&portfolio=aurora">' in page


@pytest.mark.parametrize(("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("system", "system")])
def test_the_theme_is_remembered(browse: Browse, chosen: str, shown: str) -> None:
    client = browse("engineer")
    assert (
        client.post("/preferences/theme/", {"theme": chosen, "next": "/documents/"})["Location"]
        == "/documents/"
    )
    assert f'data-theme="{shown}"' in text_of(client.get("/"))


def test_an_unknown_theme_changes_nothing(browse: Browse) -> None:
    client = browse("engineer")
    client.post("/preferences/theme/", {"theme": '"><script>', "next": "https://example.org/"})
    client.cookies["theme"] = "purple"
    assert 'data-theme="system"' in text_of(client.get("/"))
