import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portfolios.analysis import fold
from portfolios.analysis.folding import FoldedText


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢ－１２３", "ab-123"),
        ("ｾﾊﾟﾚｰﾀ", "セパレータ"),
        ("セパレ−タ", "セパレータ"),
        ("H₂O", "h2o"),
        ("①㎜", "1mm"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("國體の變化", "国体の変化"),
        ("檢査", "検査"),
        ("ΑΣ ΑΣΑ", "ασ ασα"),
        ("ﬁlter", "filter"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_angstrom_is_not_an_article() -> None:
    assert fold("5 Å") == fold("5 Å") == "5 å"


def test_lone_surrogates_become_encodable() -> None:
    assert fold("電\ud800池").encode()


@settings(deadline=None)
@given(st.text())
@example("ｶﾞ゙ΑΣ\u0345각İ㈱")
@example("\u09c7\u09be \u0b47\u0b57")
@example("\u1112\u1161\u11ab")
def test_the_map_covers_the_folded_text(text: str) -> None:
    folded = FoldedText(text)
    assert folded.text == fold(text)
    spans = [folded.original_span(index, index + 1) for index in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@settings(deadline=None)
@given(st.text(alphabet="aZé電ｶﾞ㎜①İß\u0301 -", min_size=1))
def test_a_mapped_character_folds_to_what_it_was_mapped_from(text: str) -> None:
    folded = FoldedText(text)
    for index, character in enumerate(folded.text):
        start, end = folded.original_span(index, index + 1)
        assert character in fold(text[start:end]) or unicodedata.combining(character)


def test_offsets_survive_characters_that_grow_and_shrink() -> None:
    text = "㈱東ﾊﾞｯﾃﾘｰ㎜"
    folded = FoldedText(text)
    start = folded.text.index("バッテリー")
    assert text[slice(*folded.original_span(start, start + 5))] == "ﾊﾞｯﾃﾘｰ"
    start = folded.text.index("mm")
    assert text[slice(*folded.original_span(start, start + 1))] == "㎜"
