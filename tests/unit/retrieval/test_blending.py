"""Two rankings become one: the arithmetic of it, against figures worked out by hand."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaas.retrieval.blending import blend, stretch

A, B, C, D = (uuid.UUID(int=number) for number in range(1, 5))
whole = st.integers(-(10**6), 10**6)


def test_stretching_goes_from_worst_to_best() -> None:
    assert stretch([]) == []
    assert stretch([5.0]) == [1.0]
    assert stretch([2.0, 2.0]) == [1.0, 1.0]
    assert stretch([8.0, 2.0, 5.0]) == [1.0, 0.0, 0.5]


@settings(deadline=None)
@given(st.lists(whole, min_size=1))
def test_stretching_keeps_the_order(scores: list[int]) -> None:
    stretched = stretch(scores)
    assert all(0.0 <= one <= 1.0 for one in stretched)
    assert [scores[place] for place in sorted(range(len(scores)), key=lambda p: stretched[p])] == sorted(
        scores
    )


def test_a_blend_is_convex_and_what_is_missing_counts_nothing() -> None:
    words, near = [(A, 10.0), (B, 6.0), (C, 2.0)], [(B, 0.9), (D, 0.7), (A, 0.5)]
    found = {one.passage: one for one in blend(words, near, weight=0.3, floor=0.0)}
    assert found[A].score == pytest.approx(0.7 * 1.0 + 0.3 * 0.0)
    assert found[B].score == pytest.approx(0.7 * 0.5 + 0.3 * 1.0)
    assert found[C].score == pytest.approx(0.0)
    assert found[D].score == pytest.approx(0.3 * 0.5)
    assert [one.passage for one in blend(words, near, weight=0.3, floor=0.0)] == [A, B, D, C]
    assert (found[C].lexical, found[C].similarity) == (2.0, None)
    assert (found[D].lexical, found[D].similarity) == (None, 0.7)
    assert (found[A].lexical, found[A].similarity) == (10.0, 0.5)


def test_what_shares_no_word_must_reach_the_floor() -> None:
    words, near = [(A, 1.0)], [(B, 0.6), (C, 0.5), (A, 0.1), (D, 0.49)]
    assert {one.passage for one in blend(words, near, weight=0.3, floor=0.5)} == {A, B, C}


def test_equal_scores_keep_the_order_of_the_arms() -> None:
    words, near = [(C, 1.0), (A, 1.0)], [(D, 0.8), (B, 0.8)]
    assert [one.passage for one in blend(words, near, weight=0.5, floor=0.0)] == [C, A, D, B]


def test_all_of_the_weight_on_one_arm_is_that_arm() -> None:
    words, near = [(A, 3.0), (B, 2.0), (C, 1.0)], [(C, 0.9), (B, 0.8), (A, 0.7)]
    assert [one.passage for one in blend(words, near, weight=0.0, floor=0.0)] == [A, B, C]
    assert [one.passage for one in blend(words, near, weight=1.0, floor=0.0)] == [C, B, A]
