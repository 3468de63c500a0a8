"""Whether names, dates and numbers of a sentence stand in what it rests on, each of the same thing. Plain Python."""

import re
from fractions import Fraction
from functools import lru_cache

from kaas.answering.checking.bibliography import without_counts
from kaas.answering.checking.dating import dates_agree
from kaas.answering.checking.days import days, knows_days, names_dates
from kaas.answering.checking.grounding import Grounds, Spelled
from kaas.answering.checking.materials import made_of
from kaas.answering.checking.measures import has_measures
from kaas.answering.checking.names import (
    Name,
    bears_sign,
    knows_names,
    leads_elsewhere,
    masked,
    may_lead,
    names,
)
from kaas.answering.checking.people import knows_people, proper_names
from kaas.answering.checking.plain import plain
from kaas.answering.checking.quantities import Bound, Quantity, quantities
from kaas.answering.checking.sides import are_named, orders_agree, values_agree
from kaas.answering.checking.units import Unit

# The other value may stand first in the other language.
CONTRAST = re.compile(
    r"(?i)\b(?:not|instead of|rather than|than|against)\b|ではなく|でなく|より|に対して|代わり|に比べ"
)


A_DAY = Unit((("date", 1),), Fraction(1))


def has_names(ours: str, said: Spelled, *, same_language: bool) -> bool:
    """Whether every name stands near what is quoted; those of people and firms are spelled otherwise in another language."""
    spans = [(one.start, one.end) for one in names(ours)] + [(one.start, one.end) for one in days(ours)]
    if may_lead(ours) and leads_elsewhere(ours, said.passages):
        return False
    if bears_sign(ours, spans) and not bears_sign(said.near, [(0, len(said.near))]):
        return False
    return (not names(ours) or knows_names(ours, said.beside, said.passages)) and (
        not same_language or not proper_names(ours) or knows_people(ours, said.beside, said.around)
    )


def has_days(ours: str, said: Spelled, *, same_language: bool) -> bool:
    """Whether every date is given there, and of the same thing: filing is not priority."""
    return dates_agree(ours, said.near) and (
        not names_dates(ours)
        or (knows_days(ours, said.beside, said.passages) and _are_of_the_same(ours, said.near, same_language))
    )


def has_numbers(ours: str, grounds: Grounds, asked: str, *, same_language: bool) -> bool:
    """Whether every number stands there with its unit and its bound; `asked`: the question, whose numbers it may repeat."""
    said = bare(without_counts(ours, plain(grounds.lines)) if grounds.lines else ours)
    mine = quantities(said)
    return not mine or has_measures(
        mine,
        Spelled(grounds, _bare_and_plain),
        asked=_bare_and_plain(asked),
        sentence=said,
        same_language=same_language,
    )


def _are_of_the_same(ours: str, near: str, same_language: bool) -> bool:
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


def has_values(ours: str, near: str, *, same_language: bool) -> bool:
    """Whether no value is put down to what has another value there."""
    made = made_of(ours)
    if same_language and made and not values_agree(ours, made, near, made_of(near)):
        return False
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
