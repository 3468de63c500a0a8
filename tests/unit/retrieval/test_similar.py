"""How many passages hold a word follows from its idf."""

import math

import pytest

from kaas.retrieval.boilerplate import is_boilerplate
from kaas.retrieval.similar import _holders
from portfolios.analysis import index_terms


@pytest.mark.parametrize(
    "word", ["comprising", "wherein", "contains", "each", "前記", "記載", "有する", "其々", "0.5"]
)
def test_words_that_put_claims_together_tell_of_none(word: str) -> None:
    lexemes = [one for one in index_terms(word) if one[0] != "b"]
    assert lexemes and all(is_boilerplate(one) for one in lexemes)


@pytest.mark.parametrize("word", ["separator", "sulfide", "mass", "固体", "電解質", "AUR-MS-11", "10000"])
def test_words_that_name_things_do(word: str) -> None:
    assert not all(is_boilerplate(one) for one in index_terms(word) if one[0] != "b")


def _idf(passages: int, df: int) -> int:
    return round(64 * math.log(1 + (passages - df + 0.5) / (df + 0.5)))


@pytest.mark.parametrize("passages", [40, 2_000, 1_000_000])
@pytest.mark.parametrize("df", [0, 1, 2, 3, 10, 30])
def test_what_holds_a_word_is_counted_back(passages: int, df: int) -> None:
    assert _holders(_idf(passages, df), _idf(passages, 0)) == pytest.approx(df, rel=0.02, abs=0.3)
