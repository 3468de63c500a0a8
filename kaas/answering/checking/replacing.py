"""Whether a value or a date of a sentence stands in the place of another one in its source. Plain Python."""

import re

from kaas.answering.checking.days import Day, days
from kaas.answering.checking.denial import denies
from kaas.answering.checking.figures import bare
from kaas.answering.checking.grounding import Spelled
from kaas.answering.checking.names import Name, masked, names
from kaas.answering.checking.quantities import Bound, Quantity, quantities
from kaas.answering.checking.sides import SAYING_THAT
from kaas.answering.checking.words import clause_at, words

# A value beside one of these may follow from others, or stand for a stretch of them.
DERIVED = re.compile(
    r"(?i)\b(?:about|approximately|around|roughly|nearly|almost|some|circa|by|more|less|fewer|than|th(?:ick|inn)er|longer"
    r"|shorter|higher|lower|greater|smaller|differ\w*|total|sum|altogether|average|mean|median|range[sd]?|from|between|to"
    r"|within|per|plus|minus|increment\w*|remain\w*|rest|rose|fell|dropped|rounded|due|since|period|years|months)\b"
    r"|約|およそ|ほぼ|程度|前後|より|から|平均|合計|計|差|範囲|残り|ずつ|あたり|増|減|[~±≈]"
)
HOLDS_AT = re.compile(r"(?i)\b(?:at|after|for|under|with|over|during|in|every|of)\s$")
THERE = re.compile(r"で(?!あ|し|す|は(?:な|あ))|において|における|後|の")
MOST = 8  # values of a sentence of which one is told to be another's
FORMAL = SAYING_THAT | {"e:cannot", "e:never", "e:doe", "e:did", "e:nor"}


def gives_another_value(ours: str, line: str, said: Spelled) -> bool:
    """Whether one value stands in the place of another one of its kind, neither of them bounded or derived."""
    mine, known = ({one.amount(): one for one in amounts(text)} for text in (ours, line))
    new = [one for amount, one in mine.items() if amount not in known]
    if len(new) != 1 or any(one.amount() == new[0].amount() for one in amounts(said.passages)):
        return False
    left = [one for amount, one in known.items() if amount not in mine and amount[0] == new[0].amount()[0]]
    return (
        len(left) == 1
        and not _is_rounded(*(float(one.size) for one in (new[0], left[0])))
        and not (_follows(ours, new[0]) or _follows(line, left[0]))
        and _is_of_the_same(ours, line)
    )


def _follows(text: str, one: Quantity | Day) -> bool:
    """Whether a value is bounded, may follow from others, or is what something else holds at, by what its clause says."""
    clause = clause_at(text, one.start, one.end)
    if isinstance(one, Quantity) and (
        HOLDS_AT.search(text, max(one.start - 8, 0), one.start) or THERE.match(text, one.end)
    ):
        return True
    return is_bounded(clause) or DERIVED.search(clause) is not None


def _is_rounded(one: float, other: float) -> bool:
    """Whether the one is the other in fewer figures."""
    return any(
        float(f"{long:.{figures}g}") == short
        for long, short in ((one, other), (other, one))
        for figures in (1, 2, 3)
    )


def gives_another_day(ours: str, line: str, said: Spelled) -> bool:
    """Whether its only date stands in the place of the only one there, both of them whole."""
    mine, there = days(ours), days(line)
    return (
        len(mine) == len(there) == 1
        and all(day.year and day.month and day.day for day in (*mine, *there))
        and not any(mine[0].agrees(day) for day in days(said.passages))
        and not (_follows(ours, mine[0]) or _follows(line, there[0]))
        and _is_of_the_same(ours, line)
    )


def puts_plainly(ours: str, line: str, _: Spelled) -> bool:
    """Whether nothing but figures differs, and no word makes one of them follow from others."""
    return (
        len(amounts(ours)) <= MOST
        and _is_of_the_same(ours, line)
        and not any(is_bounded(text) or DERIVED.search(text) for text in (ours, line))
    )


def _is_of_the_same(ours: str, line: str) -> bool:
    """Whether a sentence has no word that its source has not, and denies what that denies."""
    return denies(ours) == denies(line) and core(ours) <= core(line)


def core(text: str) -> frozenset[str]:
    """The words of a text without its values and dates, and without those that any sentence may end in."""
    rest = bare(text)
    found = [Name(frozenset(), one.start, one.end) for one in quantities(rest)]
    kept = frozenset(form for name in names(text) for form in name.forms)
    return (words(masked(rest, found)) | kept) - FORMAL


def values(text: str) -> set[tuple[object, ...]]:
    return {one.amount() for one in quantities(bare(text))}


def amounts(text: str) -> list[Quantity]:
    """What is measured or counted in a text, and so is of a kind."""
    return [one for one in quantities(bare(text)) if one.kind]


def is_bounded(text: str) -> bool:
    return any(one.bound is not Bound.NONE for one in quantities(bare(text)))
