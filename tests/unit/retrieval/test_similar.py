"""How many passages hold a word follows from its idf."""

import math

import pytest

from kaas.retrieval.similar import _holders


def _idf(passages: int, df: int) -> int:
    return round(64 * math.log(1 + (passages - df + 0.5) / (df + 0.5)))


@pytest.mark.parametrize("passages", [40, 2_000, 1_000_000])
@pytest.mark.parametrize("df", [0, 1, 2, 3, 10, 30])
def test_what_holds_a_word_is_counted_back(passages: int, df: int) -> None:
    assert _holders(_idf(passages, df), _idf(passages, 0)) == pytest.approx(df, rel=0.02, abs=0.3)
