"""The search page: what is understood, narrowed, gathered, explained and asked back, without any script."""

import html
import re
import uuid
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from kaas.portal.classification import LEVELS
from kaas.portal.search_words import STATUSES, VALUES, facet_name, standing_name, value_name
from kaas.retrieval.fields import KINDS, LANGUAGES, STAGES
from kaas.retrieval.parts import Part
from kaas.retrieval.registered import Registered
from kaas.retrieval.understanding import understand
from kaas.retrieval.values import read_value
from portfolios.catalogue import list_documents
from portfolios.families import Status
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
    assert "EP4991107A1" in page and "Same family:" in page


def test_status_and_family_narrow_and_say_as_of_when(browse: Browse) -> None:
    page = _page(browse, q="interface resistance")
    assert "The offices' registers are authoritative." in html.unescape(page)
    assert _links(page, "<span>lapsed</span>")[0]["q"] == ["interface resistance status:lapsed"]
    assert _links(page, "<span>特願2022-991107</span>")[0]["q"] == [
        "interface resistance family:特願2022-991107"
    ]
    assert _numbers(_page(browse, q="interface resistance status:lapsed")) == {"US19041873B2"}
    family = _page(browse, q="interface resistance family:特願2022-991107 office:EP")
    assert "EP4991107B9" in family and "US19041873B2" not in family
    assert "<span>in force, opposed</span>" in family


def test_a_value_that_is_none_is_answered_with_those_that_there_are(browse: Browse) -> None:
    page = _page(browse, q="drift status:inforced office:XX")
    assert _links(page, "in force")[0]["q"] == ["drift status:in_force office:XX"]
    assert _links(page, "JP")[0]["q"] == ["drift status:inforced office:JP"]
    assert not _links(page, "expired")  # nothing that the engineer may read is
    assert "Did you mean" not in page  # of what is answered already
    assert "There is:" not in _page(browse, q="drift class:nix")


def test_a_name_of_several_words_is_asked_about_where_its_first_word_finds_nothing(browse: Browse) -> None:
    page = _page(browse, q="party:hoshimine instruments")
    (link,) = _links(page, "Did you mean the whole name, Party “hoshimine instruments”?")
    assert link["q"] == ['party:"hoshimine instruments"']
    assert "Did you mean" not in _page(browse, q=link["q"][0])


def test_what_stands_under_a_number_says_where_it_stands(browse: Browse) -> None:
    page = _page(browse, q="EP4991107A1")
    assert "granted as EP4991107B1, in force, opposed" in page
    assert "<span>ends 13 Mar 2043</span>" in page
    assert "JP9911071B2</a>" in page
    whole = _page(browse, q="EP4991107").partition("Find the passage")[0]
    listed = whole[whole.index('class="numbered"') : whole.index("The offices' registers")]
    assert [listed.count(f">{one}<") for one in ("EP4991107B1", "EP4991107B9", "JP9911071B2")] == [1, 1, 1]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_the_page_prints_can_be_typed(language: str) -> None:
    printed = {
        "status": (STATUSES, STATUSES),
        "kind": (VALUES, dict.fromkeys(KINDS.values())),
        "language": (VALUES, dict.fromkeys(LANGUAGES.values())),
        "stage": (VALUES, dict.fromkeys(STAGES.values())),
    }
    with translation.override(language):
        for field, (names, values) in printed.items():
            for value in values:
                text = f"{facet_name(field)}:{names[value]} zirconia"
                found = understand(text, today=date(2026, 11, 22))
                assert [(one.field, one.value) for one in found.parts] == [(field, value)], text
                assert found.words == "zirconia"
        for level in LEVELS:
            text = f"{facet_name('level')}:{level.code} {level.name(language)}"
            assert understand(text, today=date(2026, 11, 22)).parts[0].value == str(level.number)
    opposed = standing_name(Registered("", "in_force", ("opposition_pending",)))
    assert read_value("status", opposed, 0) == ("opposition_pending", len(opposed), "")


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


def test_a_number_is_looked_for_in_any_spelling_and_in_no_pieces(browse: Browse) -> None:
    pages = [_page(browse, q=spelled) for spelled in ("EP4991107B1", "EP 4 991 107 B1", "EP 4,991,107 B1")]
    assert all("EP4991107B1" in _numbers(page) for page in pages)
    found = browse("engineer").get("/search/", {"q": "特許第9911071号"})
    assert "JP9911071B2" in _numbers(text_of(found))
    assert not {"特許", "第", "号"} & set(marks_in(found))


def test_readings_under_which_something_may_be_read_come_first(browse: Browse) -> None:
    page = _page(browse, q="2023-993114")
    asked = re.findall(r'<p class="asked-back">(.*?)</p>', page, re.DOTALL)[0]
    assert re.findall(r"[^>]*(特.)2023-993114</a>", asked) == ["特開", "特表", "特願"]


def test_what_was_not_understood_is_said(browse: Browse) -> None:
    assert "“office:XX” was not understood" in _page(browse, q="office:XX 電池")
    assert "Say at least one word to look for" in _page(browse, q="-界面抵抗")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", ["grant", "application", "document"]),
        ("stage", ["granted", "published"]),
        ("status", [*map(str, Status), "opposition_pending", "uncertain"]),
        ("family", ["JP-APP 2022-991107", "US-APP-18/998317", "PCT/JP2024/990347", "EP4991107B1"]),
        ("language", ["ja", "en"]),
        ("level", [str(level.number) for level in LEVELS]),
        ("office", ["JP", "US", "EP"]),
        ("date", ["2021-01-01/2022-01-01", "2021-04-01/2021-05-01", "2021-04-30/2021-05-01"]),
    ],
)
def test_what_the_page_calls_a_value_can_be_typed(field: str, values: list[str], language: str) -> None:
    with translation.override(language):
        shown = [value_name(Part(field, value, 0, 0)) for value in values]
    read = [read_value(field, f'"{one}"', 0) for one in shown]
    assert [one and one.value for one in read] == values
    if field == "level":
        names = [level.japanese if language == "ja" else level.english for level in LEVELS]
        named = [read_value(field, one, 0) for one in names]
        assert [one and one.value for one in named] == values


def test_beyond_the_last_page_is_the_last(browse: Browse) -> None:
    query = "電池 cell separator project document test patent"
    page = _page(browse, q=query, page=39)
    assert "No matching passage" not in page
    assert _links(page, "Previous") and not _links(page, "Next")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("interface resistance 2031年以降", "Its date of publication is not: since 1 Jan 2031"),
        ("interface resistance before:1990", "Its date of publication is not: before 1 Jan 1990"),
        ("interface resistance date:1990", "Its date of publication is not: 1990"),
    ],
)
def test_a_date_that_does_not_pass_is_said_in_a_sentence(browse: Browse, query: str, reason: str) -> None:
    assert reason in _page(browse, q=query, missed="EP4991107B1")


def test_a_misspelled_word_is_asked_back_from_what_may_be_read(browse: Browse) -> None:
    assert _links(_page(browse, q="interfase resistance"), "interface")[0]["q"] == ["interface resistance"]
    assert "Did you mean" not in _page(browse, q="Coriolos")  # only the other project writes Coriolis


def test_a_bare_year_is_offered(browse: Browse) -> None:
    assert _links(_page(browse, q="令和3年の電池"), "2021")[0]["q"] == ["令和3年の電池 date:2021"]


def test_each_hit_says_why(browse: Browse) -> None:
    page = _page(browse, q="interface resistance")
    reasons = page.split('<details class="why">')[1].split("</details>")[0]
    assert (
        "interface" in reasons
        and "resistance" in reasons
        and re.search(r"number \d+ of all passages that words found", reasons)
    )
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


def test_what_is_like_a_document_leaves_it_and_its_family_out(browse: Browse, acting_as: Acting) -> None:
    document = _document(acting_as, "EP4991107B1")
    assert f"/search/?like={document}" in text_of(browse("engineer").get(f"/documents/{document}/"))
    page = _page(browse, like=document)
    assert {"JP2019998811A", "US19041873B2"} & _numbers(page)
    assert not {number for number in _numbers(page) if number.startswith("EP4991107")} | {
        "US19204511B2"
    } & _numbers(page)
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
