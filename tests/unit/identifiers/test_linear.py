"""Twice the text takes about twice the time; measured by doubling, the best of several runs."""

import time
from collections.abc import Callable

import pytest

from portfolios.dates import find_dates
from portfolios.identifiers import find_classifications, find_literature, find_pin_cites, identify

PIECES = (
    *(
        "US 10,123,",
        "特許第",
        "1234567890 ",
        "Japanese Patent Application ",
        "2020-12-",
        "同",
        "平成",
        " ",
        "\n",
    ),
    *("H01L 21/", "EP 1 234 ", "5,123,456, ", "'123 patent ", "U.S. Pat. No. 5,123,456 and "),
    *("Smith, ", '"A, ', "D1 ", "段落0021、", "col. 3, ll. 1-"),
    *(
        "USPP2,U.S. Pat. No. 821A,781 JP09\n221424 ",
        "特2020-12345",
        "R6.4.1 ",
        "CN 1234567\n8 ",
        "FIGS. 1, 2, ",
    ),
)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "find",
    [identify, find_dates, find_classifications, find_pin_cites, find_literature],
    ids=lambda find: find.__name__,
)
def test_twice_the_text_takes_twice_the_time(find: Callable[[str], object], piece: str) -> None:
    short = piece * (10_000 // len(piece))
    assert _seconds(find, short * 4) < 0.05 + 12 * _seconds(find, short)


def _seconds(find: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        find(text)
        best = min(best, time.process_time() - started)
    return best
