"""Text from outside: what is made harmless, and what must be left alone."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaas.inference.neutralising import has_control_tokens, neutralise

TRICKY = st.text(
    st.sampled_from("<|＜｜﹤￨>＞start\u200b\u200d\u00ad\ufeff\u202e\U000e0041\ufe0fあ👩"), max_size=30
)


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("<|start|>", "<¦start|>"),
        ("＜｜start｜＞", "＜¦start｜＞"),
        ("<｜User｜>", "<¦User｜>"),
        ("﹤|end|>", "﹤¦end|>"),
        ("<\u200b|start|>", "<¦start|>"),
        ("<\u200d|start|>", "<¦start|>"),
        ("<\u00ad|start|>", "<¦start|>"),
        ("<\U000e0041|start|>", "<¦start|>"),
        ("<\ufe0f\ufe0f|x", "<\ufe0f|x"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("a\U000e0048\U000e0049b", "ab"),
        ("a\ud800b", "ab"),
        ("a\x1b[31mb\x00", "a[31mb"),
        ("a\u200db", "ab"),
    ],
    ids=[
        "plain", "full_width", "full_width_bar", "small", "zero_width_space", "joiner", "soft_hyphen", "tag",
        "selectors", "direction", "tags", "surrogate", "control", "stray_joiner",
    ],
)  # fmt: skip
def test_what_is_spelled_or_hidden_is_made_harmless(text: str, neutral: str) -> None:
    assert neutralise(text) == neutral


@pytest.mark.parametrize(
    "text",
    [
        "特許権の存続期間は、特許出願の日から二十年をもつて終了する。\n\t（第六十七条）",
        "全角ＡＢＣ　｜表｜の罫線｜ ＜請求項１＞ 〈注〉",
        "葛\U000e0100飾区、辻\U000e0101、か\u3099き\u309a",
        "é e\u0301 ñ ﬁ ½ µ Ω ² ㎜",
        "👩\u200d🔬 ☎\ufe0f 🏳\ufe0f\u200d🌈",
        "می\u200cخواهم क्\u200dष",
        "a < b || c |> d, x <= y",
    ],
    ids=["statute", "full_width", "variants", "marks", "emoji", "joined_scripts", "operators"],
)
def test_text_that_means_something_is_left_as_it_is(text: str) -> None:
    assert neutralise(text) == text
    assert not has_control_tokens(text)


@pytest.mark.parametrize(
    "text",
    ["x <|start|>", "＜｜ＳＴＡＲＴ｜＞", "<\u200b|end\u200b|>", "<|im_start|>", "<｜User｜>", "<|CHANNEL|>"],
)
def test_an_attempt_is_seen(text: str) -> None:
    assert has_control_tokens(text)
    assert not has_control_tokens(neutralise(text))


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(TRICKY, st.text(max_size=40)))
def test_once_is_enough_and_no_folding_brings_a_token_back(text: str) -> None:
    neutral = neutralise(text)
    assert neutralise(neutral) == neutral
    assert len(neutral) <= len(text)
    assert "<|" not in neutral and "<|" not in unicodedata.normalize("NFKC", neutral)
