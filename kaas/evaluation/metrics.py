"""Figures of ranked lists, each from 0 to 1.

A *ranking* is the found ids, best first, each at most once; *relevant* maps the judged ids of the query
to grades, of which those above 0 are relevant. Definitions as in trec_eval: gains are the grades
themselves, the discount of rank r is 1 / log2(r + 1). A query without relevant documents has no figures
and is left out of means.
"""

from collections.abc import Callable, Mapping, Sequence
from math import log2
from typing import Final

Figure = Callable[[Sequence[str], Mapping[str, int], int], float]


def hit(ranking: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """1 where one of the first k is relevant."""
    return float(any(_grade(relevant, found) for found in ranking[:k]))


def mrr(ranking: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """One over the rank of the first relevant among the first k, 0 where there is none."""
    ranks = (rank for rank, found in enumerate(ranking[:k], start=1) if _grade(relevant, found))
    return 1 / rank if (rank := next(ranks, 0)) else 0.0


def recall(ranking: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """The share of all relevant that are among the first k."""
    wanted = {judged for judged in relevant if _grade(relevant, judged)}
    return len(wanted.intersection(ranking[:k])) / len(wanted) if wanted else 0.0


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """Gain of the first k, discounted by rank, against the best order there could be."""
    best = _discounted(sorted((max(0, grade) for grade in relevant.values()), reverse=True)[:k])
    return _discounted([_grade(relevant, found) for found in ranking[:k]]) / best if best else 0.0


FIGURES: Final[Mapping[str, tuple[Figure, int]]] = {
    "hit@1": (hit, 1),
    "mrr@10": (mrr, 10),
    "ndcg@10": (ndcg, 10),
    "recall@10": (recall, 10),
    "recall@100": (recall, 100),
}


def measure(
    rankings: Mapping[str, Sequence[str]], judgements: Mapping[str, Mapping[str, int]]
) -> dict[str, float]:
    """The mean of every figure over the judged queries; a query without a ranking found nothing.

    Raises ValueError where no query has a relevant document, since a mean of nothing is no figure.
    """
    each = measure_each(rankings, judgements)
    if not each:
        raise ValueError("no query has a relevant document, so there is nothing to measure")
    return {name: sum(one[name] for one in each.values()) / len(each) for name in FIGURES}


def measure_each(
    rankings: Mapping[str, Sequence[str]], judgements: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, float]]:
    """Judged query -> every figure of it."""
    return {
        query: {name: figure(rankings.get(query, ()), relevant, k) for name, (figure, k) in FIGURES.items()}
        for query, relevant in judgements.items()
        if any(grade > 0 for grade in relevant.values())
    }


def _grade(relevant: Mapping[str, int], found: str) -> int:
    return max(0, relevant.get(found, 0))


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))
