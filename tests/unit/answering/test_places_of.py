"""Which of several documents that a question names each of its places belongs to."""

import pytest

from kaas.answering.places_of import names_of_documents, places_by_name, without_names_and_places

A, B = "JP9911071B2", "US19204511B2"


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("claim 2 of {} and claim 3 of {}", ["2"], ["3"]),
        ("What do claims 2 and 3 of {} and {} say?", ["2", "3"], ["2", "3"]),
        ("{}の請求項2と{}の請求項3には何が書かれていますか。", ["2"], ["3"]),
        ("{}と{}の請求項2と3は？", ["2", "3"], ["2", "3"]),
        ("Compare {} claim 1 with {} claim 2.", ["1"], ["2"]),
        ("{} claim 1 and claim 2 of {}", ["1"], ["2"]),
        ("{}'s claim 1 and claim 2 and claim 3 of {}", ["1", "2"], ["3"]),
        ("claim 1 of {}, claim 2 of {}", ["1"], ["2"]),
        ("What does claim 2 of {} say, and what does claim 3 of {} say?", ["2"], ["3"]),
        ("Quote {} (claim 2) and {} (claim 3).", ["2"], ["3"]),
        ("{}, claim 2; {}, claim 3", ["2"], ["3"]),
        ("claim 1 of {}, and claims 2 and 3 of the patent {}", ["1"], ["2", "3"]),
        ("{}の請求項1、3と、{}の段落0014を見せて", ["1", "3"], ["0014"]),
        ("{}の請求項1と{}を比べて", ["1"], ["1"]),
        ("Compare claim 1 of {} with that of {}", ["1"], ["1"]),
        ("claim 2 of {} and of {}", ["2"], ["2"]),
        ("What does claim 2 say? {} {}", ["2"], ["2"]),
        ("請求項1は{}と{}でどう違いますか", ["1"], ["1"]),
        ("paragraph [0012] of {} and [0014] of {}", ["0012"], ["0014"]),
        ("claim 3 in {} vs. claim 5 in {}", ["3"], ["5"]),
        ("{}のclaim 3と{}のclaim 2", ["3"], ["2"]),
        ("What do {} and {} say?", [], []),
        ("claim 2 of {} and 3 of {}", ["2"], ["3"]),
        ("claims 1-3 of {}, and 5 and 6 of {}", ["1", "2", "3"], ["5", "6"]),
        ("{}の請求項2と{}の3は？", ["2"], ["3"]),
        ("claim 2 of {} and 3 samples of {}", ["2"], ["2"]),
    ],
    ids=range(26),
)
def test_a_place_is_of_the_document_beside_it(question: str, first: list[str], second: list[str]) -> None:
    found = places_by_name(question.format(A, B))
    assert {name: [one.value for one in places] for name, places in found.items()} == {A: first, B: second}


def test_a_document_beside_which_nothing_stands_is_asked_for_no_place_where_others_have_their_own() -> None:
    asked = f"Does claim 1 of {A} or claim 4 of {B} mention niobate, and what does EP4991107B1 say?"
    assert {name: len(places) for name, places in places_by_name(asked).items()} == {
        A: 1,
        B: 1,
        "EP4991107B1": 0,
    }


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (f"page 2 of AUR-TR-031 and claim 3 of {A}", ["AUR-TR-031", A]),
        ("「固体電解質シートの製造」の請求項1とJP9911071B2", ["「固体電解質シートの製造」", A]),
        ("What does “The method of claim 3” say?", []),
        ("What is on page 2?", []),
        (f"{A} and {A}", [A]),
    ],
    ids=range(5),
)
def test_numbers_and_titles_are_names(question: str, names: list[str]) -> None:
    assert names_of_documents(question) == names
    assert list(places_by_name(question)) == names


@pytest.mark.parametrize(
    ("question", "left"),
    [
        (f"What does claim 2 of {A} say of niobate?", "What does of say of niobate?"),
        (f"{A}の請求項1とAUR-TR-031の2ページの粒子", "の と の の粒子"),
        ("「固体電解質シートの製造」の粒子", "「固体電解質シートの製造」の粒子"),
    ],
    ids=range(3),
)
def test_names_and_places_are_left_out(question: str, left: str) -> None:
    assert without_names_and_places(question).split() == left.split()
