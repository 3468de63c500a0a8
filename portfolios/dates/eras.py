"""Japanese eras: their first and last days, and years that run over them.

"平成36年" stands in contracts and plans of before 2019 and means 2024: computed, and said to overrun.
"""

from datetime import date
from typing import NamedTuple


class Era(NamedTuple):
    """An era by letter; `offset` added to its year gives the western year."""

    letter: str
    name: str
    offset: int
    first: date
    last: date


ERAS = (
    Era("M", "明治", 1867, date(1868, 10, 23), date(1912, 7, 29)),
    Era("T", "大正", 1911, date(1912, 7, 30), date(1926, 12, 24)),
    Era("S", "昭和", 1925, date(1926, 12, 25), date(1989, 1, 7)),
    Era("H", "平成", 1988, date(1989, 1, 8), date(2019, 4, 30)),
    Era("R", "令和", 2018, date(2019, 5, 1), date.max),
)
GREGORIAN_SINCE = date(1873, 1, 1)  # before, Japan counted lunar months
_BY_SIGN = {sign: era for era in ERAS for sign in (era.letter, era.name[0])}
_SQUARE = {"㍾": "M", "㍽": "T", "㍼": "S", "㍻": "H", "㋿": "R"}


def era_of(written: str) -> Era:
    """The era written 平成, 平, H, h or ㍻. KeyError for anything else."""
    first = _SQUARE.get(written[:1], written[:1].upper())
    return _BY_SIGN[first]


def era_warning(era: Era, day: date) -> str:
    """ "era_overrun" after the era's last day, "before_era" before its first, else ""."""
    if day > era.last:
        return "era_overrun"
    return "before_era" if day < era.first else ""
