"""A citation of a front page leads to its lines: the page opens them, and programs are told what kind of place it is."""

import json
import re
import uuid

import pytest

from portfolios.catalogue import list_documents
from tests.conftest import Acting
from tests.functional.portal.reading_aids import Browse, ask, marks_in, text_of

QUESTION = "Who are the inventors of US20230993317A1?"
INVENTORS = "Haruka Aizawa; Ryosuke Miyakoshi"
OPEN = '<details class="bibliography" open>'


def _document(acting_as: Acting, number: str) -> uuid.UUID:
    with acting_as("engineer") as acting:
        return next(one.id for one in list_documents(scope=acting) if one.publication_number == number)


def test_the_link_of_an_answer_opens_the_front_page_and_marks_the_line(browse: Browse) -> None:
    client = browse("engineer")
    links = re.findall(r'href="(/documents/[^"]+#front-page)"', text_of(ask(client, QUESTION)))
    assert links
    response = client.get(links[0].partition("#")[0])
    assert OPEN in text_of(response) and marks_in(response) == [INVENTORS]
    assert text_of(response).count("data-target") == 1


@pytest.mark.parametrize(
    ("lines", "marked"),
    [("22.72", ["9 Mar 2023", INVENTORS]), ("54", []), ("45", ["14 Sep 2023"])],
    ids=["two", "title", "published"],
)
def test_the_lines_that_an_address_asks_for_are_marked(
    browse: Browse, acting_as: Acting, lines: str, marked: list[str]
) -> None:
    document = _document(acting_as, "US20230993317A1")
    response = browse("engineer").get(f"/documents/{document}/", {"lines": lines})
    assert OPEN in text_of(response)
    assert sorted(marks_in(response)) == sorted(marked)


@pytest.mark.parametrize("lines", ["", "<b>", "72.", "7", "front"])
def test_otherwise_the_front_page_is_closed(browse: Browse, acting_as: Acting, lines: str) -> None:
    document = _document(acting_as, "US20230993317A1")
    response = browse("engineer").get(f"/documents/{document}/", {"lines": lines})
    assert response.status_code == 200
    assert OPEN not in text_of(response) and marks_in(response) == []


def test_a_program_is_told_that_a_front_page_is_cited(browse: Browse) -> None:
    asked = json.dumps({"question": QUESTION})
    client = browse("engineer")
    answer = client.post("/api/v1/ask", asked, content_type="application/json").json()
    cited = answer["citations"][0]
    assert cited["locator"] == {"kind": "front page", "value": "Bibliographic data"}
    held = client.get(f"/api/v1/documents/{cited['document']['id']}").json()
    assert cited["passage"] not in {one["id"] for one in held["passages"]}
    assert client.get(f"/api/v1/answers/{answer['id']}").json()["citations"] == answer["citations"]
