"""The search page: what is understood, narrowed, gathered, explained and asked back, without any script."""

import html
import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest

from portfolios.catalogue import list_documents
from tests.conftest import Acting
from tests.functional.portal.reading_aids import Browse, bar_of, marks_in, text_of


def _page(browse: Browse, **asked: object) -> str:
    response = browse("engineer").get("/search/", asked)
    assert response.status_code == 200
    return text_of(response)


def _links(page: str, words: str) -> list[dict[str, list[str]]]:
    """The parameters of the links in which words stand."""
    found = re.findall(r'<a [^>]*href="(/search/\?[^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [parse_qs(urlsplit(html.unescape(href)).query) for href, inside in found if words in inside]


def _numbers(page: str) -> set[str]:
    return set(re.findall(r'<span class="number">([^<]+)</span>', page))


def _document(acting_as: Acting, number: str) -> uuid.UUID:
    with acting_as("engineer") as acting:
        return next(one.id for one in list_documents(scope=acting) if one.publication_number == number)


def test_what_was_understood_can_be_taken_out_again(browse: Browse) -> None:
    page = _page(browse, q="界面抵抗 office:JP 2019年以降")
    assert _links(page, "JP</span>")[0]["q"] == ["界面抵抗 2019年以降"]
    assert _links(page, "1 Jan 2019")[0]["q"] == ["界面抵抗 office:JP"]
    assert _numbers(page) and all(number.startswith("JP") for number in _numbers(page))


def test_a_facet_narrows_and_says_how_many(browse: Browse) -> None:
    page = _page(browse, q="interface resistance")
    way = _links(page, "<span>US</span>")[0]
    assert way["q"] == ["interface resistance office:US"]
    narrowed = _page(browse, q=way["q"][0])
    assert all(number.startswith("US") for number in _numbers(narrowed))
    assert 'aria-current="true"><span>US</span>' in narrowed


def test_filters_alone_list_documents(browse: Browse) -> None:
    page = _page(browse, q="class:H01M10/0562 office:EP")
    assert _numbers(page) == {"EP4991107B9"}
    assert "EP4991107A1" in page  # under the same application


def test_a_phrase_and_an_exclusion_are_kept(browse: Browse) -> None:
    both = _page(browse, q="“interface resistance” -binder")
    found = browse("engineer").get("/search/", {"q": "“interface resistance” -binder"})
    assert "interface resistance" in {mark.lower() for mark in marks_in(found)}
    assert "binder" not in "".join(re.findall(r'class="snippet".*?</a>', both, re.DOTALL)).lower()


def test_a_number_leads_to_its_document_and_an_ambiguous_one_is_asked_back(browse: Browse) -> None:
    assert "Solid electrolyte" in _page(browse, q="US19204511B2")
    page = _page(browse, q="2020-123456")
    assert _links(page, "特開2020-123456")[0]["q"] == ["特開2020-123456"]
    assert _links(page, "特願2020-123456")[0]["q"] == ["特願2020-123456"]


def test_an_application_number_leads_to_its_publications(browse: Browse) -> None:
    assert {"JP2023993114A", "JP9911071B2"} <= _numbers(_page(browse, q="特願2022-991107"))
    assert "EP4991107B1" in _numbers(_page(browse, q="EP 23991107.6"))


def test_a_misspelled_word_is_asked_back_from_what_may_be_read(browse: Browse) -> None:
    assert _links(_page(browse, q="interfase resistance"), "interface")[0]["q"] == ["interface resistance"]
    assert "Did you mean" not in _page(browse, q="Coriolos")  # only the other project writes Coriolis


def test_a_bare_year_is_offered(browse: Browse) -> None:
    assert _links(_page(browse, q="令和3年の電池"), "2021")[0]["q"] == ["令和3年の電池 date:2021"]


def test_each_hit_says_why(browse: Browse) -> None:
    page = _page(browse, q="interface resistance")
    reasons = page.split('<details class="why">')[1].split("</details>")[0]
    assert "interface" in reasons and "resistance" in reasons and "rank 1 by words" in reasons
    assert '<rect width="100.0"' in reasons


def test_pages_go_on_and_back(browse: Browse) -> None:
    first = _page(browse, q="the")
    assert "No matching passage" in first
    first = _page(browse, q="電池 cell separator project document test patent")
    later = _links(first, "Next")
    assert later and later[0]["page"] == ["2"]
    second = _page(browse, q=later[0]["q"][0], page=2)
    assert _links(second, "Previous")[0]["page"] == ["1"]
    titles = [set(re.findall(r'<h2><a href="([^"]+)"', page)) for page in (first, second)]
    assert titles[0] and titles[1] and not titles[0] & titles[1]


def test_what_is_like_a_document_leaves_it_and_its_application_out(browse: Browse, acting_as: Acting) -> None:
    document = _document(acting_as, "EP4991107B1")
    assert f"/search/?like={document}" in text_of(browse("engineer").get(f"/documents/{document}/"))
    page = _page(browse, like=document)
    assert "US19204511B2" in page
    assert not {number for number in _numbers(page) if number.startswith("EP4991107")}
    claim = _page(browse, like=document, claim=1, q="office:US")
    assert "claim 1" in claim.lower()
    assert all(number.startswith("US") for number in _numbers(claim))


def test_the_like_of_what_is_hidden_is_that_of_nothing(browse: Browse, acting_as: Acting) -> None:
    with acting_as("engineer2") as acting:
        hidden = next(one.id for one in list_documents(scope=acting) if one.marking == "borealis-secret")
    answers = [browse("engineer").get("/search/", {"like": one}) for one in (hidden, uuid.uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(
    ("missed", "sentence"),
    [
        ("US19041873B2", "Office is not EP"),
        ("EP4991107B1", "It was found"),
        ("BOR-CP-05", "There is no such document for you."),
        ("US20240991734A1", "There is no such document for you."),
        ("no such thing", "There is no such document for you."),
    ],
)
def test_why_a_document_is_missing(browse: Browse, missed: str, sentence: str) -> None:
    assert sentence in _page(browse, q="interface resistance office:EP", missed=missed)


def test_the_bar_counts_what_is_only_counted(browse: Browse) -> None:
    found = browse("engineer").get("/search/", {"q": "interface resistance"})
    assert bar_of(found) >= "L2"


@pytest.mark.parametrize(
    "query",
    [
        "-",
        "NOT",
        "title:",
        '""',
        "office:XX",
        "(?:",
        "🔋 a",
        "界",
        "-a",
        "before:2019 -office:JP",
        "x:" * 900,
    ],
)
@pytest.mark.parametrize(
    "mangled", [{}, {"page": "-1", "like": "x", "claim": "９"}], ids=["plain", "mangled"]
)
def test_odd_queries_do_no_harm(browse: Browse, query: str, mangled: dict[str, str]) -> None:
    answer = browse("engineer").get("/search/", {"q": query, **mangled})
    assert answer.status_code in (200, 400)
