"""Whether the numbers of a sentence stand in what it quotes, with their units and bounds. Plain Python."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import Protocol

from kaas.answering.checking.numerals import MANY
from kaas.answering.checking.opposites import OPPOSITES
from kaas.answering.checking.quantities import Bound, Quantity, quantities
from kaas.answering.checking.units import UNIT, Unit, read_unit

# A column's head gives the unit of its cells: "D50 μm", "Without, ns", "質量 (kg)".
HEAD_UNIT = re.compile(
    rf"[(（\[]({UNIT.pattern})[)）\]]|(?<=[^\d\s]), ({UNIT.pattern})(?=[ \n|]|$)|(?<=[^\d\s]) ({UNIT.pattern})(?= ?\||$|\n)"
)
LIMIT = re.compile(
    r"(?i)\b(?:limits?|limited|max(?:imum)?|min(?:imum)?|within|up to|exceed\w*|at (?:least|most)|no later|latest|range"
    r"|between|from|over|below|under|above|less|more|short of|target|allow\w*|permit\w*|meet|met)\b"
    r"|上限|下限|最大|最小|最高|最低|以内|以上|以下|未満|超|まで|範囲|目標|要求|から|下回|上回|遅くとも|[<>≤≥~±]"
)
# "%" may stand for a share of mass or volume; the other way round would add what is not said.
GENERAL: dict[tuple[tuple[str, int], ...], set[tuple[tuple[str, int], ...]]] = {
    (("%", 1),): {(("mass%", 1),), (("vol%", 1),), (("mol%", 1),), (("at%", 1),)}
}
COUNTED = {(("cycle", 1),), (("fold", 1),), (("JPY", 1),)}  # units that read like things that are counted
KELVIN, CELSIUS, ZERO = (("K", 1),), (("°C", 1),), Fraction("273.15")
ROUNDED = Fraction("0.15")  # 25 °C is 298 K
ABOUT = re.compile(
    r"(?i)(?:\b(?:about|approximately|around|roughly|nearly|almost|some)\s|[約≈~]\s?|およそ\s?|ほぼ\s?)$"
)
MEAN_BEHIND = re.compile(r"(?i),? on average\b(?! (?:every|each|once|\d))|の平均")
MEAN_BEFORE = re.compile(
    r"(?i)(?:\b(?:on average|(?:average|mean)(?: of| is| was)?)(?: every| about)? |平均(?:値)?[はがで]?\s?)$"
)
EXACT = re.compile(r"(?i)\b(?:exactly|precisely)\b|ちょうど|きっかり")
BEYOND = re.compile(r"(?i)\b(?:beyond|above|over|after|more than) that\b|[そこ]れを超え|それ以上|それ以降")
# A range, and the same said as two bounds.
ENDS = {(Bound.LOW, Bound.LEAST), (Bound.HIGH, Bound.MOST)}
LAST_WORD = re.compile(r"[A-Za-z]{3,}(?=\s$)")
PLACE = re.compile(
    r"(?i)(?:articles?|clauses?|claims?|pages?|paragraphs?|sections?|chapters?|figures?|fig\.|tables?|steps?|slides?|lines?"
    r"|items?|annex|no\.)\s$|(?:第|請求項|段落|【|頁|図|表|項番|スライド)\s?$"
)


class Stretches(Protocol):
    """The stretches of text that a number may stand in; names and dates left out."""

    @property
    def quoted(self) -> str: ...
    @property
    def near(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def around(self) -> str: ...


def has_measures(
    ours: Sequence[Quantity], grounds: Stretches, *, asked: str, sentence: str, same_language: bool
) -> bool:
    """Whether every number of the sentence is one of the quoted words, or one beside them that could be no other.

    One that the question names need only stand in the passage, where the sentence that is quoted from gives no other of its
    kind: what holds at 80 °C is no answer for 25 °C. One of a kind of which nothing is quoted may stand in the
    sentence that is quoted from. What stands there must bear the unit and the bound that the sentence gives it.
    """
    known, near = quantities(grounds.quoted), quantities(grounds.near)
    named = {one.value for one in quantities(asked)}
    heads = cache(lambda: list(head_units(grounds.near)) or list(head_units(grounds.around)))
    if _stands_for_another(ours, near) or (near and _is_no_mean(ours, sentence, near, grounds.near)):
        return False
    for one in ours:
        is_place = one.kind is None and _is_place(one, sentence)
        may_repeat = one.value in named and not _is_quoted_kind(one, near, measured=True)
        places = [*known, *(quantities(grounds.around) if may_repeat else [])]
        if one.kind or is_place:
            places += [other for other in quantities(grounds.about) if other.kind or is_place]
        places += near if not _is_quoted_kind(one, known) else _of_same_thing(one, sentence, grounds.near)
        about = is_about(sentence, one)
        same = [
            other
            for other in places
            if _is_same(one, other, heads, is_place=is_place) or (about and _is_rounded(one, other))
        ]
        may_be_each = not (same_language and one.counts and one.value == 1 and not one.worded)
        if not (same or (may_be_each and _is_said_otherwise(one, grounds.near))):
            return False
        bounds = {one.bound, Bound.NONE} if _is_compared(one, ours) else {one.bound}
        if same and not any(
            _fits(bound, o.bound, sentence, grounds.near, same_language) for o in same for bound in bounds
        ):
            return False
    return True


def _stands_for_another(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Whether a number is said once more than in the source, and another of its kind once less: eight of eight for three of
    eight; or two have exchanged what bounds them: 9, more than 5 for 5, more than 9."""
    if len(ours) == len(theirs):
        mine, other = (Counter(one.amount() for one in found) for found in (ours, theirs))
        more, less = mine - other, other - mine
        if more.total() == 1:
            one, another = next(iter(more)), next(iter(less))
            return one[0] == another[0] and one in other
    return _exchange_bounds(ours, theirs)


def _exchange_bounds(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Whether of two amounts the one is bounded here and the other there."""
    here, there = ({one.amount(): one.bound.direction for one in found} for found in (ours, theirs))
    moved = [amount for amount, way in here.items() if way != there.get(amount, way)]
    if len(moved) != 2 or moved[0][0] != moved[1][0]:
        return False
    one, another = moved
    return (here[one], here[another]) == (there[another], there[one])


def _is_no_mean(ours: Sequence[Quantity], sentence: str, theirs: Sequence[Quantity], near: str) -> bool:
    """Whether a mean is told to be exact or a bound, or another value to be the mean."""
    means = {other.amount() for other in theirs if other.kind and _is_mean(other, near)}
    if not means:
        return False
    others = {other.amount() for other in theirs if not _is_mean(other, near)}
    for one in ours:
        if _is_mean(one, sentence):
            if one.amount() in others - means and any(powers == one.powers for powers, *_ in means):
                return True
        elif one.amount() in means - others and (
            one.bound.direction or EXACT.search(sentence[max(one.start - 10, 0) : one.end + 10])
        ):
            return True
    return False


def _is_mean(one: Quantity, text: str) -> bool:
    """Whether the word beside a value says that it is a mean."""
    return bool(
        MEAN_BEHIND.match(text, one.end) or MEAN_BEFORE.search(text[max(one.start - 20, 0) : one.start])
    )


def _is_compared(one: Quantity, ours: Sequence[Quantity]) -> bool:
    """Whether it bounds another amount of the sentence, which is so: 12 Ω, lower than 30 Ω."""
    if not one.powers or one.bound not in (Bound.LESS, Bound.MORE):
        return False
    others = [other.size for other in ours if other is not one and other.kind and other.powers == one.powers]
    return any(other < one.size if one.bound is Bound.LESS else other > one.size for other in others)


def _is_rounded(one: Quantity, other: Quantity) -> bool:
    """Whether the one, of which "about" is said, is the other in fewer figures."""
    if one.powers != other.powers:
        return False
    exact = float(other.size / (one.kind.factor if one.kind else 1))
    said = float(one.value)
    return exact != said and any(float(f"{exact:.{figures}g}") == said for figures in (1, 2, 3))


def is_about(text: str, one: Quantity) -> bool:
    """Whether an amount is said to be about so much."""
    return ABOUT.search(text, max(one.start - 15, 0), one.start) is not None


def _of_same_thing(one: Quantity, sentence: str, near: str) -> list[Quantity]:
    """The bare numbers behind the same word, as in "the lid 14" of a drawing."""
    word = LAST_WORD.search(sentence, max(one.start - 30, 0), one.start)
    if one.kind or word is None:
        return []
    return [
        other
        for other in quantities(near)
        if near[: other.start].rstrip()[-len(word[0]) :].casefold() == word[0].casefold()
    ]


def _is_place(one: Quantity, sentence: str) -> bool:
    """Whether it says where something stands, as in article 7 or 第3条."""
    return PLACE.search(sentence, max(one.start - 12, 0), one.start) is not None


def _is_quoted_kind(one: Quantity, known: Sequence[Quantity], *, measured: bool = False) -> bool:
    """Whether something of its kind is quoted, so that another value of the kind cannot be meant; `measured`: not of a mere
    number."""
    powers = one.powers
    return any(other.powers == powers for other in known if other.kind or not measured)


def _is_same(one: Quantity, other: Quantity, heads: Callable[[], list[Unit]], *, is_place: bool) -> bool:
    """Whether both are the same amount. What is counted is not measured, and a cell bears the unit of its head."""
    unit, there = one.kind, other.kind
    if unit and there and unit.powers != there.powers and {unit.powers, there.powers} == {KELVIN, CELSIUS}:
        return abs(abs(one.value - other.value) - ZERO) <= (
            0 if ZERO in (one.value, other.value) else ROUNDED
        )
    if unit is None:
        if there is not None and is_place:
            return False  # a figure 1550 is no wavelength
        counted = (
            one.counts and there is not None and there.powers not in COUNTED and not _may_be_meters(other)
        )
        return (one.value == other.value and not counted) or _is_inverse(one, other)
    if there is None:
        often = unit.powers == (("fold", 1),) and other.worded
        return one.value == other.value and (often or (not other.worded and unit in heads()))
    if there.powers in GENERAL.get(unit.powers, ()):
        return one.value == other.value
    return unit.powers == there.powers and one.amount() == other.amount()


def _may_be_meters(other: Quantity) -> bool:
    """Whether two meters may be two instruments."""
    return other.worded and other.kind is not None and other.kind.powers == (("m", 1),)


def _is_inverse(one: Quantity, other: Quantity) -> bool:
    """Whether one is a part and the other how often it fits: 3分の1, by a factor of three."""
    return other.kind is None and one.value != other.value and one.value * other.value == 1


def _is_said_otherwise(one: Quantity, near: str) -> bool:
    """Two that is said as "both" or "twice", one as "each"."""
    if one.unit is not None or one.value not in (1, 2):
        return False
    folded = near.casefold()
    return any(value == one.value and word in folded for word, value in MANY.items())


def _is_extreme(near: str, direction: int) -> bool:
    """Whether a text speaks of the one extreme only: at least is not the maximum."""
    most, least = (pattern.search(near) is not None for pattern in OPPOSITES["extreme"])
    return most != least and least == (direction > 0)


def head_units(text: str) -> Iterator[Unit]:
    """The units that the heads of columns give."""
    return (read_unit(match[match.lastindex or 0]) for match in HEAD_UNIT.finditer(text))


def _fits(ours: Bound, theirs: Bound, sentence: str, near: str, same_language: bool) -> bool:
    """Whether at least stays at least; a bound is neither lost nor added where nothing else speaks of one."""
    if ours is Bound.MORE and theirs is Bound.MOST and BEYOND.search(near):
        return True
    if (ours, theirs) in ENDS:
        return True
    if {ours, theirs} == {Bound.LOW, Bound.HIGH} or (
        Bound.OVER in (ours, theirs) and min(ours.direction, theirs.direction) < 0
    ):
        return False
    if ours.direction and theirs.direction:
        return ours == theirs or (ours.direction == theirs.direction and not same_language)
    if theirs.direction:
        return bool(LIMIT.search(sentence))
    if ours.direction:
        end = {Bound.LOW: 1, Bound.HIGH: -1}.get(theirs, ours.direction)
        return end == ours.direction and bool(LIMIT.search(near)) and not _is_extreme(near, -ours.direction)
    return True
