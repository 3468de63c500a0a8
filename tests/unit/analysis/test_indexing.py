import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.analysis import ANALYZER, index_terms, word_lexemes
from portfolios.analysis.indexing import occurrences
from portfolios.analysis.weights import PIVOT_ENGLISH, PIVOT_JAPANESE, impact, length_in_pivots
from tests import reference_bm25


def test_the_analyzer_has_a_version() -> None:
    assert "sudachi" in ANALYZER
    assert "snowball" in ANALYZER


def test_impacts_by_hand() -> None:
    # One English word: 256 * 1 * (2 + 1) / (1 + 2 * (0.25 + 0.75 / 120)) = 768 / 1.5125
    assert index_terms("separator") == {"e:separ": 508}
    # One Japanese unit and one pair: 256 * 1.5 / (1 + 0.5 * (0.25 + 0.75 / 125)) = 384 / 1.128, and 0.3 of it
    assert index_terms("電池") == {"j:電池": 340, "b:電池": 102}


@pytest.mark.parametrize(("field", "expected"), [("e", 256), ("j", 256), ("b", 77)])
def test_one_occurrence_at_the_pivot_counts_the_field_weight(field: str, expected: int) -> None:
    assert impact(field, 1, 1.0) == expected


def test_more_occurrences_count_more_and_longer_passages_less() -> None:
    assert impact("e", 1, 1.0) < impact("e", 2, 1.0) < impact("e", 20, 1.0) < 256 * 3
    assert impact("e", 1, 2.0) < impact("e", 1, 1.0)


def test_an_impact_is_never_nothing() -> None:
    assert impact("b", 1, 1e9) == 1


def test_lengths_of_mixed_texts_add_up() -> None:
    assert length_in_pivots(PIVOT_ENGLISH, PIVOT_JAPANESE) == 2


def test_mixed_text_goes_to_both_fields() -> None:
    terms = index_terms("NMC電池 with 正極")
    assert {"e:nmc", "j:電池", "j:正極"} <= terms.keys()
    assert {lexeme[0] for lexeme in terms} == {"e", "j", "b"}


def test_joined_compounds_and_pairs_add_no_length() -> None:
    found = occurrences("lithium-ion 電池")
    assert (found.english_words, found.japanese_units) == (2, 1)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB 1-.,'電池のためセー。\nα①ｶﾞ")))
def test_impacts_are_those_of_the_reference(text: str) -> None:
    for lexeme, value in index_terms(text).items():
        assert value == reference_bm25.impact(lexeme, text)


@settings(deadline=None)
@given(st.text())
def test_any_text_has_bounded_lexemes_and_positive_impacts(text: str) -> None:
    for lexeme, value in index_terms(text).items():
        assert lexeme[:2] in ("e:", "j:", "b:")
        assert 2 < len(lexeme) <= 80
        assert isinstance(value, int)
        assert 0 < value <= 768
        assert "\0" not in lexeme
        lexeme.encode()
    assert word_lexemes(text) == {lexeme for lexeme in index_terms(text) if lexeme[:2] != "b:"}


@pytest.mark.parametrize(
    "text",
    ["\ud800電", "\0電\0池", "電池\ufffe", "ไทย", "हिन्दी", "עברית", "العربية", "🙂電🙂", "\u202e電", "㍿"],
)
def test_no_script_raises(text: str) -> None:
    index_terms(text)


def test_reference_ranks_by_hand() -> None:
    passages = {"a": "lithium battery", "b": "battery", "c": "separator"}
    found = reference_bm25.scores(passages, "lithium battery")
    assert found == {
        "a": 16 * (reference_bm25.impact("e:lithium", passages["a"]) * 63 + 504 * 30),
        "b": 16 * 508 * 30,
    }
    assert reference_bm25.ranking(passages, "lithium battery") == ["a", "b"]
