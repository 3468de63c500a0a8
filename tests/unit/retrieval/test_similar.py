"""How many passages hold a word follows from its idf."""

import math
import uuid
from typing import cast

import pytest

from governance.access.scopes import Scope
from kaas.retrieval import looking
from kaas.retrieval.arms import Ranking
from kaas.retrieval.blending import Candidate
from kaas.retrieval.boilerplate import is_boilerplate
from kaas.retrieval.paging import Found
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


@pytest.mark.parametrize(
    ("kept", "looked_at_as_many_as_may_be", "is_cut"),
    [
        ([0, 1, 2], True, True),
        ([0, 2], True, True),
        ([0, 1], True, False),
        ([], True, False),
        ([0, 1, 2], False, False),
    ],
)
def test_a_list_that_likeness_ends_is_whole(
    monkeypatch: pytest.MonkeyPatch, kept: list[int], looked_at_as_many_as_may_be: bool, is_cut: bool
) -> None:
    found = Found(cast(Ranking, None), cast(Scope, None), is_cut=looked_at_as_many_as_may_be)
    found.candidates = [Candidate(uuid.UUID(int=at), 1.0) for at in range(3)]
    monkeypatch.setattr(looking, "alike", lambda *_given, **_named: {uuid.UUID(int=at) for at in kept})
    looking._keep_alike(found, {}, {})
    assert [one.passage.int for one in found.candidates] == kept
    assert found.is_cut is is_cut
