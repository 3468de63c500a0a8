"""How words are counted as nearly alike."""

import pytest

from kaas.retrieval.suggesting import distance, nearest


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("drift", "drift", 0),
        ("drfit", "drift", 1),
        ("drit", "drift", 1),
        ("driftt", "drift", 1),
        ("draft", "drift", 1),
        ("セパレーダ", "セパレータ", 1),
        ("abcd", "dcba", 3),
    ],
)
def test_distance(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


def test_the_nearest_then_the_more_frequent_then_the_first() -> None:
    known = [("e:drift", 5), ("e:draft", 9), ("e:drifted", 90), ("j:drift", 99)]
    assert nearest("e:dreft", known) == "e:draft"
    assert nearest("e:drfit", known) == "e:drift"
    assert nearest("e:zzzzz", known) == ""
    assert nearest("e:resistans", [("e:resist", 3), ("e:resin", 9)]) == "e:resist"
