"""Phrases are held against texts as readers would."""

import pytest

from kaas.retrieval.phrases import phrase_spans, says
from kaas.retrieval.snippets import excerpt


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("The zero\n drift was small.", "zero drift", True),
        ("The ZERO DRIFT was small.", "zero drift", True),
        ("The subzero drifts", "zero drift", False),
        ("固体電\n解質の界面抵抗", "固体電解質", True),
        ("ｾﾊﾟﾚｰﾀの厚さ", "セパレータ", True),
        ("電解質の固体", "固体電解質", False),
        ("a.b", "a+b", False),
        ("(a|b)*", "(a|b)*", True),
        ("anything", " ", False),
    ],
)
def test_says(text: str, phrase: str, held: bool) -> None:
    assert says(text, phrase) is held


def test_spans_are_those_of_the_text() -> None:
    text = "zero drift, then Zero\ndrift"
    assert [text[start:end] for start, end in phrase_spans(text, "zero drift")] == [
        "zero drift",
        "Zero\ndrift",
    ]


def test_the_window_of_a_long_passage_is_where_most_stands() -> None:
    text = "filler " * 300 + "zero drift of the sensor " + "filler " * 300 + "drift"
    pieces = excerpt(text, phrase_spans(text, "drift") + phrase_spans(text, "zero"))
    assert [piece.text for piece in pieces if piece.marked] == ["zero", "drift"]
