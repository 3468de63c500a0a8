"""Places that questions name, in both languages."""

import pytest

from kaas.answering.places import Place, places_in, without_places


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("請求項3には何が書かれていますか。", [("claim", "3")]),
        ("固体電解質セパレータの請求項１を教えて", [("claim", "1")]),
        ("What does claim 9 of US19204511B2 say?", [("claim", "9")]),
        ("Compare claims 1 and paragraph [0007]", [("claim", "1"), ("paragraph", "0007")]),
        ("段落0014の内容は？", [("paragraph", "0014")]),
        ("【００３２】を見せて", [("paragraph", "0032")]),
        ("paragraph 12", [("paragraph", "0012")]),
        ("What is on page 3 of the report?", [("page", "3")]),
        ("報告書の3ページ", [("page", "3")]),
        ("claim 3 and claim 3", [("claim", "3")]),
        ("特許法第29条第2項の要件は", []),
        ("What thickness is claimed?", []),
        ("US19204511B2", []),
        ("claim 123456", []),
        ("", []),
    ],
)
def test_places(question: str, places: list[tuple[str, str]]) -> None:
    assert places_in(question) == [Place(kind, value) for kind, value in places]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("What do claims 1 and 99 of US19204511B2 say?", ["1", "99"]),
        ("claims 1, 3 and 5 to 7", ["1", "3", "5", "6", "7"]),
        ("請求項1、3および99", ["1", "3", "99"]),
        ("請求項1〜3とクレーム5", ["1", "2", "3", "5"]),
        ("claims 1-3, and page 4", ["1", "2", "3", "4"]),
        ("paragraphs [0012] to [0014]", ["0012", "0013", "0014"]),
        ("段落0014と0015", ["0014", "0015"]),
        ("pages 3 and 5", ["3", "5"]),
        ("page 3 and 40 °C", ["3"]),
        ("3ページと5ページ", ["3", "5"]),
        ("pages 1 to 900", ["1", "900"]),
    ],
    ids=range(11),
)
def test_every_place_of_a_list_is_named(question: str, places: list[str]) -> None:
    assert [one.value for one in places_in(question)] == places


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("What is the second claim of JP9911071B2?", ["2"]),
        ("the 3rd claim", ["3"]),
        ("JP9911071B2の第2請求項", ["2"]),
        ("2番目の請求項", ["2"]),
        ("第三請求項は？", ["3"]),
        ("the second test of the first claim", []),
        ("the 22nd claim", []),
    ],
    ids=range(7),
)
def test_a_claim_may_be_counted_in_words(question: str, places: list[str]) -> None:
    assert [one.value for one in places_in(question)] == places


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What do claims 1, 3 and 99 of it say?", "What do of it say?"),
        ("それの請求項1、3と99は？", "それの は？"),
        ("段落0014と【0015】の粒子", "の粒子"),
        ("the particles of paragraphs [0012] to [0014]", "the particles of"),
        ("page 3 and 40 °C", "and 40 °C"),
        ("報告書の3ページの抵抗", "報告書の の抵抗"),
        ("the pager of the claimant in 2014", "the pager of the claimant in 2014"),
    ],
    ids=range(7),
)
def test_what_names_a_place_is_left_out(question: str, left: str) -> None:
    found = without_places(question)
    assert len(found) == len(question)
    assert found.split() == left.split()
