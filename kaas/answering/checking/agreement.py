"""Whether a sentence agrees with the words it rests on; what it does not agree in is named. Plain Python.

These are checks that a sentence cannot pass by chance, not an understanding of it.
"""

import re
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from kaas.answering.checking.days import days, knows_days, may_date
from kaas.answering.checking.denial import denies_alike
from kaas.answering.checking.direction import directions_agree
from kaas.answering.checking.grounding import Grounds, Spelled
from kaas.answering.checking.materials import elements, names_another
from kaas.answering.checking.measures import has_measures
from kaas.answering.checking.names import Name, knows_names, masked, names
from kaas.answering.checking.people import knows_people
from kaas.answering.checking.plain import plain
from kaas.answering.checking.quantities import Bound, Quantity, quantities
from kaas.answering.checking.roles import roles_agree
from kaas.answering.checking.sides import are_named, orders_agree, sides_agree, values_agree
from kaas.answering.checking.subject import speaks_of_it
from kaas.answering.checking.sureness import sureness_agrees
from kaas.answering.checking.units import Unit
from portfolios.analysis import language_of

# The other value may stand first in the other language.
CONTRAST = re.compile(
    r"(?i)\b(?:not|instead of|rather than|than|against)\b|ではなく|でなく|より|に対して|代わり|に比べ"
)


A_DAY = Unit((("date", 1),), Fraction(1))
FIGURE, MOST_FIGURES = re.compile(r"\d+|[一二三四五六七八九十百千]+"), 60


class Doubt(StrEnum):
    """In what a sentence does not agree with what it quotes."""

    NAME = "name"
    DATE = "date"
    MEASURE = "measure"
    VALUE = "value"
    DENIAL = "denial"
    DIRECTION = "direction"
    SIDES = "sides"
    ROLES = "roles"
    MATERIAL = "material"
    SURENESS = "sureness"
    SUBJECT = "subject"


def doubts(sentence: str, grounds: Grounds, *, asked: str = "") -> list[Doubt]:
    """What of a sentence does not agree with its grounds; nothing where all does. `asked`: the question, whose numbers it
    may repeat from the passage around."""
    ours, said = plain(sentence), Spelled(grounds)
    if len(FIGURE.findall(ours)) > MOST_FIGURES:
        return [Doubt.MEASURE]  # nothing that a reader could check either
    same_language = language_of(ours) == language_of(said.said)
    agrees = {
        Doubt.NAME: (not names(ours) or knows_names(ours, said.beside, said.passages))
        and (not same_language or knows_people(ours, said.beside, said.around)),
        Doubt.DATE: not may_date(ours)
        or (knows_days(ours, said.beside, said.passages) and _has_days(ours, said.near, same_language)),
        Doubt.MEASURE: _has_measures(ours, grounds, asked, same_language),
        Doubt.VALUE: _has_values(ours, said.near, same_language),
        Doubt.DENIAL: denies_alike(ours, said.said, said.quoted),
        Doubt.DIRECTION: directions_agree(ours, said.near),
        Doubt.SIDES: sides_agree(ours, said.said),
        Doubt.ROLES: not same_language or roles_agree(ours, said.said),
        Doubt.MATERIAL: not elements(ours) or not names_another(ours, said.near, said.passages),
        Doubt.SURENESS: sureness_agrees(ours, said.quoted),
        Doubt.SUBJECT: speaks_of_it(ours, said, same_language=same_language),
    }
    return [doubt for doubt, holds in agrees.items() if not holds]


def _has_measures(ours: str, grounds: Grounds, asked: str, same_language: bool) -> bool:
    said = bare(ours)
    mine = quantities(said)
    return not mine or has_measures(
        mine,
        Spelled(grounds, _bare_and_plain),
        asked=_bare_and_plain(asked),
        sentence=said,
        same_language=same_language,
    )


def _has_days(ours: str, near: str, same_language: bool) -> bool:
    """Whether no date is put down to what the passage gives another date for: priority to filing."""
    mine = _dated(ours)
    theirs = _dated(near) if mine else []
    return values_agree(ours, mine, near, theirs, by_names=not same_language)


def _dated(text: str) -> list[Quantity]:
    """The days of a text as amounts of a kind of their own."""
    return [
        Quantity(Fraction(day.year * 372 + day.month * 31 + day.day), A_DAY, Bound.NONE, day.start, day.end)
        for day in days(text)
    ]


def _has_values(ours: str, near: str, same_language: bool) -> bool:
    mine = quantities(bare(ours))
    if not mine:
        return True
    theirs = quantities(bare(near))
    if not values_agree(ours, mine, near, theirs, by_names=not same_language):
        return False
    told_apart = same_language or CONTRAST.search(ours) or CONTRAST.search(near) or are_named(ours, mine)
    return bool(told_apart) or orders_agree(ours, mine, near, theirs)


@lru_cache(maxsize=1024)
def bare(text: str) -> str:
    """The text without names and dates, whose figures measure nothing."""
    without = masked(text, names(text))
    return masked(without, [Name(frozenset(), day.start, day.end) for day in days(without)])


def _bare_and_plain(text: str) -> str:
    return bare(plain(text))
