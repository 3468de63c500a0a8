from math import log2

import pytest

from kaas.evaluation.metrics import hit, measure, mrr, ndcg, recall

RANKING = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ({"a": 1}, 1, 1.0),
        ({"b": 1}, 1, 0.0),
        ({"b": 1}, 2, 1.0),
        ({"z": 1}, 4, 0.0),
        ({"a": 0}, 4, 0.0),
        ({"a": -1}, 4, 0.0),
        ({}, 4, 0.0),
    ],
)
def test_hit(relevant: dict[str, int], k: int, expected: float) -> None:
    assert hit(RANKING, relevant, k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ({"a": 1}, 10, 1.0),
        ({"c": 1, "d": 2}, 10, 1 / 3),
        ({"d": 1}, 3, 0.0),
        ({"a": 0, "b": 1}, 10, 1 / 2),
        ({}, 10, 0.0),
    ],
)
def test_mrr(relevant: dict[str, int], k: int, expected: float) -> None:
    assert mrr(RANKING, relevant, k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ({"a": 1, "d": 1, "z": 1}, 4, 2 / 3),
        ({"a": 1, "d": 1, "z": 1}, 3, 1 / 3),
        ({"a": 1, "b": 0}, 1, 1.0),
        ({}, 4, 0.0),
    ],
)
def test_recall(relevant: dict[str, int], k: int, expected: float) -> None:
    assert recall(RANKING, relevant, k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ({"a": 1}, 10, 1.0),
        ({"b": 1}, 10, 1 / log2(3)),
        ({"a": 1, "c": 1}, 10, (1 + 1 / 2) / (1 + 1 / log2(3))),
        ({"a": 1, "b": 2}, 10, (1 + 2 / log2(3)) / (2 + 1 / log2(3))),
        ({"a": 1, "z": 1}, 1, 1.0),
        ({"d": 3}, 3, 0.0),
        ({"a": -1, "b": 1}, 10, 1 / log2(3)),
        ({}, 10, 0.0),
    ],
)
def test_ndcg(relevant: dict[str, int], k: int, expected: float) -> None:
    assert ndcg(RANKING, relevant, k) == pytest.approx(expected)


def test_nothing_found_is_nothing() -> None:
    assert [figure([], {"a": 1}, 10) for figure in (hit, mrr, recall, ndcg)] == [0.0] * 4


def test_means_count_judged_queries_only() -> None:
    judgements = {"one": {"a": 1}, "two": {"b": 1}, "three": {"c": 1}, "unjudged": {"d": 0}}
    rankings = {"one": ["a"], "two": ["x", "b"], "unjudged": ["d"], "other": ["e"]}
    figures = measure(rankings, judgements)
    assert figures == {
        "hit@1": pytest.approx(1 / 3),
        "mrr@10": pytest.approx((1 + 1 / 2) / 3),
        "ndcg@10": pytest.approx((1 + 1 / log2(3)) / 3),
        "recall@10": pytest.approx(2 / 3),
        "recall@100": pytest.approx(2 / 3),
    }


def test_a_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to measure"):
        measure({"one": ["a"]}, {"one": {"a": 0}})
