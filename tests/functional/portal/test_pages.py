"""Every page for every kind of person: who gets it, what stands around it, and what never does."""

import re
import uuid

import pytest
from django.test import Client

from tests.functional.portal.reading_aids import QUESTION, Browse, ask, bar_of, text_of

READERS = ("engineer", "engineer2", "cn-engineer", "attorney", "strategist", "executive", "counsel")
WITHOUT_CONTENT = ("admin", "admin2", "auditor")
CONTENT_PAGES = ("/search/", "/search/?q=resistance", "/documents/", "/questions/")
MISSING = uuid.UUID("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize("person", READERS)
def test_readers_get_the_pages_with_content(browse: Browse, person: str) -> None:
    client = browse(person)
    assert [client.get(path).status_code for path in ("/", *CONTENT_PAGES)] == [200] * 5


@pytest.mark.parametrize("person", WITHOUT_CONTENT)
def test_those_who_administer_or_audit_get_no_content(browse: Browse, person: str) -> None:
    client = browse(person)
    assert client.get("/").status_code == 200
    assert [client.get(path).status_code for path in CONTENT_PAGES] == [403] * 4
    assert client.post("/ask/", {"question": QUESTION}).status_code == 403
    assert client.post("/ask/stream", {"question": QUESTION}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/", *CONTENT_PAGES, f"/documents/{MISSING}/", f"/answers/{MISSING}/", "/trail/"]
)
def test_nobody_gets_a_page_without_signing_in(browse: Browse, path: str) -> None:
    response = browse("").get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_sign_in_goes_on_to_the_page_that_was_asked_for(browse: Browse) -> None:
    response = browse("").get("/search/?q=a")
    assert response["Location"] == "/sign-in/?next=%2Fsearch%2F%3Fq%3Da"


@pytest.mark.parametrize(
    ("person", "places"),
    [
        ("engineer", ["Ask", "Search", "Documents", "My questions"]),
        ("counsel", ["Ask", "Search", "Documents", "My questions", "For counsel", "Trail", "Emergencies"]),
        ("auditor", ["Trail", "Administration"]),
        ("admin", ["Administration"]),
    ],
)
def test_navigation_shows_only_what_the_role_can_use(browse: Browse, person: str, places: list[str]) -> None:
    page = text_of(browse(person).get("/"))
    navigation = re.search(r'<nav class="places".*?</nav>', page, re.S)
    found = re.findall(r"<a [^>]*>([^<]+)</a>", navigation.group()) if navigation else []
    assert found == places


def test_administrators_are_told_why_there_is_nothing_to_read(browse: Browse) -> None:
    assert "on purpose" in text_of(browse("admin").get("/"))


@pytest.mark.parametrize("path", ["/", *CONTENT_PAGES, "/trail/", "/nowhere/"])
def test_pages_are_strict_about_where_things_come_from(browse: Browse, path: str) -> None:
    response = browse("counsel").get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert not re.search(r"(?:href|src|action|hx-\w+)=[\"'](?:https?:)?//", page)
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)", page)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", *CONTENT_PAGES, "/trail/", "/nowhere/"])
def test_pages_have_what_a_screen_reader_needs(browse: Browse, path: str) -> None:
    page = browse("counsel").get(path).content.decode()
    assert '<html lang="en"' in page
    assert 'class="skip" href="#main"' in page
    assert '<main id="main"' in page
    assert page.count("<h1") - page.count('<h1 data-field="question"') == 1


def test_the_bar_names_the_highest_level_on_the_page(browse: Browse) -> None:
    counsel = browse("counsel")
    assert bar_of(counsel.get("/documents/")) == "L4 RESTRICTED / 特別管理"
    assert bar_of(counsel.get("/documents/?portfolio=common")) == "L1 INTERNAL / 社内"
    assert bar_of(counsel.get("/search/")) == ""
    assert bar_of(browse("admin").get("/")) == ""


def test_a_list_of_questions_is_marked_too(browse: Browse) -> None:
    counsel = browse("counsel")
    assert bar_of(counsel.get("/questions/")) == ""
    ask(counsel)
    assert bar_of(counsel.get("/questions/")) == "L4 RESTRICTED / 特別管理"


def test_an_api_key_opens_no_page(browse: Browse) -> None:
    response = browse("").get(
        "/", headers={"Authorization": "Bearer kaas.00000000000040008000000000000000.x"}
    )
    assert response.status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_answer_only_to_the_methods_they_have(browse: Browse, method: str) -> None:
    send = getattr(browse("engineer"), method)
    assert send("/documents/").status_code == 405


def test_a_form_that_is_not_ours_is_refused(browse: Browse) -> None:
    outside = Client(enforce_csrf_checks=True)
    response = outside.post("/sign-in/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "once more" in text_of(response)
