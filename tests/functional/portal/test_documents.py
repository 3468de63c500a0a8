"""Reading documents and finding passages."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from kaas.portal.views import documents as views
from kaas.retrieval.viewing import ShownDocument
from portfolios.catalogue import DocumentSummary, list_documents
from portfolios.passages import FoundPassage
from tests.conftest import Acting
from tests.functional.portal.reading_aids import Browse, bar_of, marks_in, text_of


def _documents(acting_as: Acting, person: str) -> dict[str, DocumentSummary]:
    with acting_as(person) as acting:
        return {document.title: document for document in list_documents(scope=acting)}


def _titled(found: dict[str, DocumentSummary], part: str) -> DocumentSummary:
    return next(document for title, document in found.items() if part in title)


def test_a_patent_shows_front_page_outline_paragraphs_and_claims(browse: Browse, acting_as: Acting) -> None:
    patent = _titled(_documents(acting_as, "engineer"), "Solid electrolyte separator")
    response = browse("engineer").get(f"/documents/{patent.id}/")
    page = text_of(response)
    assert bar_of(response) == "L2 CONFIDENTIAL / 秘"
    for part in (
        "US19204511B2",
        "Bibliographic data",
        "Filing date",
        "Paragraph [0001]",
        "Claim 1",
        "BACKGROUND",
    ):
        assert part in page


def test_a_pdf_shows_its_pages(browse: Browse, acting_as: Acting) -> None:
    report = _titled(_documents(acting_as, "engineer"), "寿命試験")
    client = browse("engineer")
    client.cookies["kaas_language"] = "ja"
    page = text_of(client.get(f"/documents/{report.id}/"))
    assert page.count("3ページ") >= 2  # in the outline and beside the text
    assert '<article class="reading with-gutter" lang="ja">' in page


def test_a_document_does_not_repeat_its_title(browse: Browse, acting_as: Acting) -> None:
    note = _titled(_documents(acting_as, "engineer"), "LN-21")
    page = text_of(browse("engineer").get(f"/documents/{note.id}/"))
    assert page.count(f">{note.title}<") == 1


def test_hidden_and_missing_are_one_page(browse: Browse, acting_as: Acting) -> None:
    hidden = _titled(_documents(acting_as, "engineer2"), "BOR-CP-05")
    client = browse("engineer")
    answers = [client.get(f"/documents/{key}/") for key in (hidden.id, uuid.uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (_masked(answer.content) for answer in answers)
    assert first == second


def test_a_hidden_portfolio_and_a_missing_one_are_one_page(browse: Browse) -> None:
    client = browse("engineer")
    answers = [client.get("/documents/", {"portfolio": name}) for name in ("borealis", "no-such-one")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_lists_hold_only_what_one_may_read(browse: Browse) -> None:
    page = text_of(browse("engineer").get("/documents/"))
    assert "LN-21" in page
    assert "borealis" not in page.lower()


@pytest.mark.parametrize(
    "place", ["passage=x", "passage=&start=-1", "start=a&end=b", "passage=1&q=" + "x" * 9000]
)
def test_a_mangled_place_still_opens_the_document(browse: Browse, acting_as: Acting, place: str) -> None:
    note = _titled(_documents(acting_as, "engineer"), "LN-21")
    response = browse("engineer").get(f"/documents/{note.id}/?{place}")
    assert response.status_code == 200
    assert marks_in(response) == []


def test_a_passage_that_is_not_there_is_said_to_be_lost(browse: Browse, acting_as: Acting) -> None:
    note = _titled(_documents(acting_as, "engineer"), "LN-21")
    page = text_of(browse("engineer").get(f"/documents/{note.id}/?passage={uuid.uuid4()}"))
    assert "not in this version of the document" in page


def test_search_marks_words_and_leads_to_the_passage(browse: Browse) -> None:
    client = browse("engineer")
    found = client.get("/search/", {"q": "interface resistance"})
    assert "interface" in {mark.lower() for mark in marks_in(found)}
    address = text_of(found).split('class="hit-passages"><li><a href="')[1].split('"')[0]
    document = client.get(address.partition("#")[0])
    assert "data-target" in text_of(document)
    assert "interface" in {mark.lower() for mark in marks_in(document)}


def test_search_gathers_passages_under_their_document(browse: Browse) -> None:
    page = text_of(browse("engineer").get("/search/", {"q": "interface resistance"}))
    titles = [part.split("</a>")[0] for part in page.split("<h2><a ")[1:]]
    assert len(titles) == len(set(titles))


def test_search_finds_nothing_of_the_other_project(browse: Browse) -> None:
    page = text_of(browse("engineer").get("/search/", {"q": "BOR-CP-05"}))
    assert "CALIBRATION PROCEDURE" not in page


def test_a_search_without_a_match_helps_on(browse: Browse) -> None:
    assert "No matching passage" in text_of(browse("engineer").get("/search/", {"q": "qqqqzzzz"}))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("!!!", "There are no words"), ("x" * 5000, "This has 5000 characters"), ("\x07", "control characters")],
)
def test_what_cannot_be_searched_is_explained(browse: Browse, query: str, sentence: str) -> None:
    response = browse("engineer").get("/search/", {"q": query})
    assert response.status_code == 400
    assert sentence in text_of(response)


def test_markup_in_a_document_stays_text(
    browse: Browse, acting_as: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = _titled(_documents(acting_as, "engineer"), "LN-21")
    hostile = '</p><script>alert("x")</script><img src=x onerror=alert(1)>'
    passage = FoundPassage(uuid.uuid4(), note.id, 1, "body", "heading", hostile, (hostile,), hostile, "en")

    def view_document(document_id: uuid.UUID, **_scope: Any) -> ShownDocument:
        return ShownDocument(replace(note, title=hostile, marking=hostile), None, [passage])

    monkeypatch.setattr(views, "view_document", view_document)
    page = browse("engineer").get(f"/documents/{note.id}/?passage={passage.id}&start=0&end=30").content
    assert b"<script>alert" not in page
    assert b"<img src=x" not in page
    assert page.count(b"&lt;script&gt;") >= 4


def _masked(content: bytes) -> str:
    """The page without the address it repeats and its tokens."""
    lines = [line for line in content.decode().splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(line.split("/documents/")[0] if 'name="next"' in line else line for line in lines)
