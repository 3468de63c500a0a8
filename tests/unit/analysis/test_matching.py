import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.analysis import first_spans, index_terms, matching_spans, query_terms


def marked(text: str, query: str) -> list[str]:
    lexemes = {term.lexeme for term in query_terms(query)}
    return [text[span.start : span.end] for span in matching_spans(text, lexemes)]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Batteries and a battery.", "battery", ["Batteries", "battery"]),
        ("The lithium-ion cell", "ion", ["ion"]),
        ("The lithium-ion cell", "lithium ion", ["lithium", "ion"]),
        ("The lithium-ion cell", "lithium-ion", ["lithium-ion"]),
        ("10mm and 5 µm", "um", ["µm"]),
        ("H₂Oを含むＣＮＮ", "h2o cnn", ["H₂O", "ＣＮＮ"]),
        ("㎜ の ㈱東京ﾊﾞｯﾃﾘｰ", "東京バッテリー", ["東京ﾊﾞｯﾃﾘｰ"]),
        ("全固体電池は電池だ", "固体電池", ["固体電池", "電池"]),
        ("取付けを行う", "取り付け", ["取付け"]),
        ("モーターとエレベーター", "セパレーター", []),
        ("國體", "国体", ["國體"]),
        ("", "電池", []),
    ],
)
def test_the_words_of_the_query_are_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_nothing_asked_nothing_marked() -> None:
    assert matching_spans("電池 battery", frozenset()) == []


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aB -電池ｶﾞ㎜①é\u0301"))))
def test_spans_are_apart_in_order_and_within(text: str) -> None:
    spans = matching_spans(text, index_terms(text).keys())
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end < other.start for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "Batteries, a battery and the lithium-ion cell",
        "全固体電池は電池だ。國體、東京ﾊﾞｯﾃﾘｰ",
        "10mm µm 10 mm",
        "",
    ],
)
def test_where_each_word_first_stands_is_where_it_alone_would_be_marked_first(text: str) -> None:
    lexemes = index_terms(text).keys() | {"e:absent"}
    alone = {lexeme: spans[0] for lexeme in lexemes if (spans := matching_spans(text, {lexeme}))}
    assert first_spans(text, lexemes) == alone
