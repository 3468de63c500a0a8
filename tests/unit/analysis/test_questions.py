import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.analysis import index_terms, query_terms


def weights(text: str) -> dict[str, int]:
    return {term.lexeme: term.weight for term in query_terms(text)}


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "?",
        "何ですか？",
        "教えてください。",
        "とは",
        "What is this?",
        "How does it?",
        "\0\x07",
        "。。。",
    ],
)
def test_asking_alone_asks_for_nothing(question: str) -> None:
    assert query_terms(question) == []


def test_what_says_when_or_where_behind_a_noun_weighs_little() -> None:
    found = weights("充電時に基板上の製造中")
    assert {lexeme: found[lexeme] for lexeme in ("j:充電", "j:時", "j:上", "j:中")} == {
        "j:充電": 16,
        "j:時": 5,
        "j:上": 5,
        "j:中": 5,
    }
    assert weights("上の層")["j:上"] == 16, "by itself it is what is asked about"


def test_question_words_have_no_weight() -> None:
    assert weights("What is the thickness of the separator?") == {"e:thick": 16, "e:separ": 16}
    assert weights("電池とは何ですか") == {"j:電池": 16, "b:電池": 16, "b:池と": 16}
    assert "b:教え" not in weights("電池について教えてください")


def test_words_weigh_by_what_they_are() -> None:
    found = weights("東京で1945年に電池を走る三つの彼")
    assert found["j:東京"] == 21
    assert found["e:1945"] == 19
    assert found["e:3"] == 19
    assert found["j:電池"] == 16
    assert found["j:走る"] == 10
    assert found["j:彼"] == 3


def test_numbers_in_english_weigh_like_words() -> None:
    assert weights("the 1945 battery")["e:1945"] == 16


def test_a_joined_compound_weighs_half() -> None:
    assert weights("lithium-ion") == {"e:lithium": 16, "e:ion": 16, "e:lithiumion": 8}


def test_terms_are_different() -> None:
    assert weights("battery batteries battery") == {"e:batteri": 16}


def test_at_most_three_hundred_terms_words_before_pairs_and_long_before_short() -> None:
    long = " ".join(f"w{number:03}" for number in range(400)) + " counterelectrode 電池の正極の活物質の厚さ"
    terms = query_terms(long)
    assert len(terms) == 300
    assert terms[0].lexeme == "e:counterelectrod"
    assert not any(term.lexeme.startswith("b:") for term in terms)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_every_term_of_a_query_is_a_term_of_its_text(text: str) -> None:
    terms = query_terms(text)
    assert len(terms) <= 300
    assert len({term.lexeme for term in terms}) == len(terms)
    assert {term.lexeme for term in terms} <= index_terms(text).keys()
    assert all(term.weight > 0 for term in terms)
