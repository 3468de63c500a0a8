"""Numbers with what they measure and what bounds them. Plain Python."""

import re
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import gcd

from kaas.answering.checking.numerals import Numeral, numerals
from kaas.answering.checking.spotting import latin
from kaas.answering.checking.units import HOUR, MINUTE, SECOND, UNIT, Unit, read_unit
from portfolios.characters import record


class Bound(StrEnum):
    """What a number is said to be of what it measures. `LOW` and `HIGH` are the ends of a range; `OVER` may be a bound."""

    NONE = ""
    LEAST = ">="
    MORE = ">"
    MOST = "<="
    LESS = "<"
    OVER = "over"
    LOW = "from"
    HIGH = "to"

    @property
    def direction(self) -> int:
        if self is Bound.LEAST or self is Bound.MORE:
            return 1
        return -1 if self is Bound.MOST or self is Bound.LESS else 0


BEFORE = {
    Bound.MOST: r"[≤]"
    r"|\b(?:at most|(?:no|not) (?:more|greater|higher|longer|later|larger) than|(?:not|never) exceed(?:s|ed|ing)?"
    r"|up to|limited to(?: about)?|within(?: about)?|maximum of|a limit of|not above)"
    r"|最大|最高|最長|(?:上限|最大値)(?:は|が|値は)?",
    Bound.LEAST: r"[≥]|\b(?:at least|(?:no|not) (?:less|fewer|lower|shorter|smaller|earlier) than|minimum of|not below)"
    r"|最小|最低|最短|少なくとも|遅くとも|下限(?:は|が|値は)?",
    Bound.LESS: r"<|\b(?:(?:less|fewer|lower|shorter|smaller) than|below|under)",
    Bound.MORE: r">|\b(?:(?:more|greater|higher|longer|larger) than|exceed(?:s|ed|ing)?|above)",
}
BEHIND = {
    Bound.LEAST: r"以上|を?下回らな|を?下回らず|を?下回りませ|未満(?:で|に)は?な|前まで"
    r"|,? or (?:more|above|higher|longer|greater|larger)\b",
    Bound.MOST: r"以下|以内|を?超えな|を?超えず"
    r"|を?超えませ|を?上回りませ|を?超えては(?:なら|なり|いけ)(?:な|ませ)|を?上回っては(?:なら|なり|いけ)(?:な|ませ)|を?上回らな|まで(?!に[はも]|下|上|低|減|増|落|達|冷|温|加|至)|を(?:限度|上限)"
    r"|,? or (?:less|below|lower|shorter|fewer|smaller|under)\b|,? at (?:the )?most\b",
    Bound.LESS: r"未満|を?下回|より(?:も)?{slightly}(?:小さ|低|短|少な|軽|薄)",
    Bound.MORE: r"を?超え|超|を?上回|より(?:も)?{slightly}(?:大き|高|長|多|重|厚)",
}
# A word, or a character, of each of those that stand before a number.
_WORDS = (
    "most least than limited exceed exceeds exceeded exceeding up within maximum minimum limit above below under"
    " over"
)
IN_BOUNDS = frozenset(_WORDS.split())
BOUNDING = frozenset("≤≥<>最上下少遅")
SLIGHTLY = "(?:やや|少し|わずかに|大幅に|かなり|ずっと)?"
COUNTER = "(?:[点個本枚名人件回台つ社者歳通倍]|ロット)?"
_BEFORE = [
    (bound, re.compile(rf"(?i)(?:{pattern})(?: the| a| an| than)?(?:(?: [a-z]+){{1,2}} of)?\s*[(「]?$"))
    for bound, pattern in BEFORE.items()
]
_BEHIND = [
    (bound, re.compile(rf"(?i)\s?{COUNTER}(?:{pattern.replace('{slightly}', SLIGHTLY)})"))
    for bound, pattern in BEHIND.items()
]
# How each of those behind a number begins.
MAY_BOUND = re.compile(rf"(?i)\s?{COUNTER}(?:[以を未超上下まよ前]|,? (?:or|at)\b)")
# Preposition or bound: "filtered over 300 s" and "over 300 s long" cannot be told apart.
OVER = re.compile(r"(?i)\bover\s$")
# No later than a week before is a week before or more.
LATER = re.compile(r"(?i)\b(?:no|not) (?:later|earlier) than(?: the| a| an)?\s$")
AHEAD = {Bound.MOST: Bound.LEAST, Bound.LEAST: Bound.MOST}
AHEAD_OF = re.compile(r"(?i)\s?(?:before|prior to|ahead of)\b")
TO = re.compile(r"(?i)\s?(?:~|-|から|と|to|and|through)\s?(?:約|about )?$")
FROM = re.compile(r"(?i)(?:\bbetween|\bfrom)\s(?:about )?$")
SHARED = re.compile(r"(?i)\s?(?:/|,|、|~|-|から|と|to|and|or|及び|又は|または|·|±)\s?$")
PER = {"毎分": MINUTE, "毎秒": SECOND, "毎時": HOUR}
CURRENCY = {"JPY ": "JPY", "¥": "JPY", "USD ": "USD", "$": "USD", "EUR ": "EUR", "€": "EUR"}
RATE, MONEY = re.compile(rf"({'|'.join(PER)})\s*$"), re.compile(rf"(?:{'|'.join(map(re.escape, CURRENCY))})$")
REACH = 40
COUNTED = re.compile(
    r"(?i)\s?(?:[個本枚名人件回台つ社者通冊品]|ロット|セル|か国|箇所|(?!(?:and|to|or|at|in|of|for|with|against|on|by|from|is|was|than|per|as"
    r"|but|while|when|after|before|if|the|are|were|not|had|has)\b)[a-z]{2,})"
)
# What stands behind a number like a unit and is none that is known must be the same on both sides.
UNKNOWN = re.compile(
    r"(?!(?:st|nd|rd|th|to|or|at|in|of|on|by|is|as|if|it|an|a|no|so|we|be|he|up|do|go|p|k|x|I)\b)"
    r"(?:[A-Za-zμ]{1,2}|psi|atm|[A-Za-zμ]?[A-Z][A-Za-z]?[A-Z]?)(?![A-Za-z\d\-])"
)


Amount = tuple[tuple[tuple[str, int], ...], int, int]


@record()
class Quantity:
    """A number in a text. `unit` is None where none is known; `shares` one that only a later number of its list bears;
    `counts` where things are counted: five cells, 5個."""

    value: Fraction
    unit: Unit | None
    bound: Bound
    start: int
    end: int
    worded: bool = False
    counts: bool = False
    shares: Unit | None = None

    @property
    def kind(self) -> Unit | None:
        """The unit it bears or shares."""
        return self.unit or self.shares

    @property
    def powers(self) -> tuple[tuple[str, int], ...]:
        """What it measures."""
        unit = self.unit or self.shares
        return unit.powers if unit else ()

    @property
    def size(self) -> Fraction:
        """How much it is, however it is written."""
        unit = self.unit or self.shares
        return self.value * unit.factor if unit else self.value

    def amount(self) -> Amount:
        """What it measures and how much, the latter as a fraction in its lowest terms: equal for equal amounts, however they
        are written. Plain numbers, as fractions take long to compare."""
        unit = self.unit or self.shares
        above, below = self.value.numerator, self.value.denominator
        if unit is None:
            return (), above, below
        above, below = above * unit.factor.numerator, below * unit.factor.denominator
        common = gcd(above, below)
        return unit.powers, above // common, below // common


@lru_cache(maxsize=1024)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of a text in its plain spelling, in order."""
    found: list[Quantity] = []
    may_bound = not (IN_BOUNDS.isdisjoint(latin(text)) and BOUNDING.isdisjoint(text))
    for numeral in numerals(text):
        if not found or numeral.start >= found[-1].end:  # the 2 of cm2 is none
            found.append(_quantity(text, numeral, may_bound=may_bound))
    return tuple(_ranges(text, _shared(text, found)))


def _quantity(text: str, numeral: Numeral, *, may_bound: bool) -> Quantity:
    before = text[max(numeral.start - REACH, 0) : numeral.start]
    unit, end = _unit(text, numeral, before)
    counts = unit is None and COUNTED.match(text, end) is not None
    bound = _bound_behind(text, end) or (_bound_before(text, before, end) if may_bound else Bound.NONE)
    return Quantity(numeral.value, unit, bound, numeral.start, end, numeral.worded, counts)


def _unit(text: str, numeral: Numeral, before: str) -> tuple[Unit | None, int]:
    if before.endswith("第"):
        return None, numeral.end  # the second time delay, not two hours
    at = numeral.end + (text[numeral.end : numeral.end + 1] in (" ", "-"))
    match = UNIT.match(text, at)
    if match is None and (unknown := UNKNOWN.match(text, at)):
        return Unit(((unknown[0], 1),), Fraction(1)), unknown.end()
    if match is None or (at > numeral.end and text[numeral.end] == "-" and not match[0].isalpha()):
        money = CURRENCY.get(sign[0]) if (sign := MONEY.search(before)) else None
        return (Unit(((money, 1),), Fraction(1)) if money else None), numeral.end
    unit = read_unit(match[0])
    per = RATE.search(before)
    return (unit.per(PER[per[1]]) if per else unit), match.end()


def _bound_behind(text: str, end: int) -> Bound:
    if not MAY_BOUND.match(text, end):
        return Bound.NONE
    return next((bound for bound, pattern in _BEHIND if pattern.match(text, end)), Bound.NONE)


def _bound_before(text: str, before: str, end: int) -> Bound:
    found = next((bound for bound, pattern in _BEFORE if pattern.search(before)), Bound.NONE)
    if found in AHEAD and LATER.search(before) and AHEAD_OF.match(text, end):
        return AHEAD[found]
    return Bound.OVER if found is Bound.NONE and OVER.search(before) else found


def _shared(text: str, found: list[Quantity]) -> list[Quantity]:
    """Numbers of a list bear the unit of the one that ends it: 5/12/5 μm, 7.5 and 22.5 s."""
    known: list[Quantity] = []
    for one in reversed(found):
        after = known[-1] if known else None
        if one.unit is None and after and SHARED.fullmatch(text, one.end, after.start):
            one = replace(one, shares=after.unit or after.shares)
        known.append(one)
    return known[::-1]


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Ends of a range are bounds of their own kind."""
    known = list(found)
    for at in range(len(known) - 1):
        low, high = known[at], known[at + 1]
        between = text[low.end : high.start]
        if TO.fullmatch(between) and (
            between.strip() in ("~", "-", "から", "to")
            or FROM.search(text[max(low.start - 16, 0) : low.start])
        ):
            known[at] = replace(low, bound=low.bound if low.bound.direction else Bound.LOW)
            known[at + 1] = replace(high, bound=high.bound if high.bound.direction > 0 else Bound.HIGH)
    return known
