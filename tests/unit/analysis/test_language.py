import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.analysis import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("1234 !?", "en"),
        ("What is a separator?", "en"),
        ("セパレーターとは何ですか", "ja"),
        ("全固体電池", "ja"),
        ("LiCoO2とは", "ja"),
        ("TensorFlow Serving Kubernetes integrationの方法", "ja"),
        ("What does もの mean in the independent claims?", "en"),
        ("The company 東京電力 filed the application in 2020.", "en"),
        ("ｾﾊﾟﾚｰﾀ", "ja"),
        ("батарея", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


@settings(deadline=None)
@given(st.text())
def test_every_text_has_one(text: str) -> None:
    assert language_of(text) in ("ja", "en")
