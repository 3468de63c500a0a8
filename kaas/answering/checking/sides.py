"""Who is said to be more than whom, and which of two values belongs to which. Plain Python."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice

from kaas.answering.checking.depending import depends_alike
from kaas.answering.checking.exchanging import turns_nothing_round
from kaas.answering.checking.names import names
from kaas.answering.checking.opposites import LESS, MORE, ways_of
from kaas.answering.checking.people import proper_names
from kaas.answering.checking.quantities import Quantity
from kaas.answering.checking.rows import comes_as_often, stands_in_its_column
from kaas.answering.checking.spotting import latin
from kaas.answering.checking.units import Unit
from kaas.answering.checking.words import clause_bounds, words
from portfolios.characters import record
from portfolios.chunking import CELL

ENGLISH = re.compile(
    r"(?i)\bthan\b|\binstead of\b|\band not\b|(?<=,) not\b|\bcompared (?:with|to)\b|\b(?:before|after|above|below)\b"
    r"|\b(?:exceeds?|exceeded|surpass(?:es|ed)|outperform(?:s|ed)?|precedes?|follows?|replaces?)\b"
)
_SPELLED = """
than instead not compared before after above below exceed exceeds exceeded surpasses surpassed outperform outperforms
outperformed precede precedes follow follows replace replaces
"""
COMPARING = frozenset(_SPELLED.split())  # each of these has one of them
JAPANESE = re.compile(
    r"ではなく|の代わりに|よりも?(?=[^、。]{0,12}[いくきかすたる])|に比べて?|と比べて?|に対して"
)
TOPIC = re.compile(r"[はが、,]")
NUMBER_NEXT = re.compile(r"\s(?:the |a )?[\d−-]")
# Words that any clause may end in.
SAYING_THAT = frozenset({"j:有る", "j:為る", "j:成る", "j:居る", "j:だ"})
THAN = re.compile(r"(?i)\bthan\b|より")
JOINED = re.compile(r" (?:but|and|while|whereas) ")
LETTER = re.compile(r"(?<=[a-z] )[A-Z]\b")
LAST = 4  # words before "than" that say which way it goes
MOST = 48  # values that are told apart
PARTED = re.compile(r"、|,\s|\sand\s")
EVERY = re.compile(r"(?i)\b(?:every|each|per)\b|ごと")
IS_NUMBER_OF = re.compile(
    r"(?i)\b(?:run|test|trial|sample|cell|lot|batch|series|group|case|step|phase|stage|unit|head|meter|site|plant"
    r"|line|day|week|example|zone|stack|module) $"
)
# Ways that tell values apart in either language: upper and lower, positive and negative, first and last.
APART = frozenset({"extreme", "place", "pole", "charge", "heat", "order", "stream", "home", "hand side"})
WITH = re.compile(r"(?i)\b(with|without)\b|(あり|なし)")


@record()
class Comparison:
    """What stands before and behind the word that compares; `word` is it, where it is one of its own."""

    one: frozenset[str]
    other: frozenset[str]
    word: str
    up: int

    def says_as(self, other: "Comparison") -> bool:
        """Whether another one says the same of the same, with hardly a word more or less."""
        return (
            (self.word, self.up) == (other.word, other.up)
            and (self.one <= other.one or other.one <= self.one)
            and (self.other <= other.other or other.other <= self.other)
        )


def sides_agree(sentence: str, said: str) -> bool:
    """Whether no comparison of the sentence has its sides the other way round than in the passage."""
    if not (turns_nothing_round(sentence, said) and depends_alike(sentence, said)):
        return False
    mine = list(islice(_comparisons(sentence), MOST))
    theirs = list(islice(_comparisons(said), MOST)) if mine else []
    return not any(
        ours.word == other.word and _swapped(ours, other)
        for ours in mine
        if not any(ours.says_as(other) for other in theirs)
        for other in theirs
    )


def _swapped(ours: Comparison, theirs: Comparison) -> bool:
    """Whether sides are exchanged: higher and lower at once say the same again."""
    if not (ours.one and ours.other and theirs.one and theirs.other):
        return False
    straight = len(ours.one & theirs.one) + len(ours.other & theirs.other)
    crossed = len(ours.one & theirs.other) + len(ours.other & theirs.one)
    apart = ours.one & theirs.other and ours.other & theirs.one and not ours.other & theirs.other
    if apart and ours.up * theirs.up >= 0:
        return True
    if ours.up * theirs.up < 0:
        straight, crossed = crossed, straight
    return crossed > straight


def _comparisons(text: str) -> Iterator[Comparison]:
    for match in () if COMPARING.isdisjoint(latin(text)) else ENGLISH.finditer(text):
        if match[0].endswith(("than", "above", "below")) and NUMBER_NEXT.match(text, match.end()):
            continue  # a bound, which is compared with its number
        left, right = _left(text, match.start()), _right(text, match.end())
        word = match[0].casefold()
        if word == "than":
            right = JOINED.split(right, maxsplit=1)[0]
            way = _way(" ".join(left.split(" ")[-LAST:]), MORE, LESS)
            yield Comparison(_compared(left), _compared(right), word, way)
        else:
            yield Comparison(words(left), words(right), word, 0)
    for match in JAPANESE.finditer(text):
        left = _left(text, match.start())
        cut = max((found.end() for found in TOPIC.finditer(left)), default=0)
        behind = _right(text, match.end())
        topic = TOPIC.search(behind)
        mine = left[:cut] or (behind[: topic.start()] if topic else behind)
        yield Comparison(words(mine), words(left[cut:]), "より", _way(behind, MORE, LESS))


def _compared(text: str) -> frozenset[str]:
    """The words of a side, and the letters that tell one thing from another: meter A."""
    return words(text) | frozenset(LETTER.findall(text))


def _way(text: str, up: re.Pattern[str], down: re.Pattern[str]) -> int:
    return bool(up.search(text)) - bool(down.search(text))


def _left(text: str, at: int) -> str:
    """Back to the beginning of the sentence: a comma may stand between the subject and what it is."""
    return text[max(text.rfind(stop, 0, at) for stop in (". ", "。", "\n", ";", "；")) + 1 : at]


def _right(text: str, at: int) -> str:
    stops = [found for stop in (". ", "。", "\n", ";", "；", ", ") if (found := text.find(stop, at)) >= 0]
    return text[at : min(stops, default=len(text))]


def orders_agree(sentence: str, ours: Sequence[Quantity], said: str, theirs: Sequence[Quantity]) -> bool:
    """Whether values of one kind stand in the same order, which is all that can be seen across languages.

    Bounds and periods are no such values: at least 900 s and every 30 s may stand first or last.
    """
    mine, others = _by_kind(sentence, ours), _by_kind(said, theirs)
    return all(_stand_in_order(values, others.get(kind, [])) for kind, values in mine.items())


def _by_kind(text: str, found: Sequence[Quantity]) -> dict[tuple[Unit, int], list[Fraction]]:
    kinds: dict[tuple[Unit, int], list[Fraction]] = {}
    for one in found:
        if one.kind and not EVERY.search(text[max(one.start - 9, 0) : one.end + 2]):
            kinds.setdefault((one.kind, one.bound.direction), []).append(one.value)
    return kinds


def _stand_in_order(ours: list[Fraction], theirs: list[Fraction]) -> bool:
    """Whether ours follow each other so in theirs; what is not there at all is another matter."""
    known = [value for value in ours if value in theirs]
    rest = iter(theirs)
    return all(any(value == other for other in rest) for value in known)


@dataclass(frozen=True)
class Labelled:
    """A value and the text that says of what it is, each kind of word in it when it is first looked at: in a table the head
    and the first cell, else the `clause`; `said` is that with the value left out. by_names: by what every language has."""

    kind: Unit | None
    amount: Fraction
    said: tuple[str, ...]
    clause: str = ""
    by_names: bool = False

    @cached_property
    def label(self) -> frozenset[str]:
        """The words that say of what it is."""
        if self.by_names:
            return self.named | self.ways
        found = frozenset[str]().union(*map(words, self.said))
        return found - SAYING_THAT | _with(self.said[0]) if self.clause else found

    @cached_property
    def named(self) -> frozenset[str]:
        """The names among them, and whether it is with something or without."""
        found = frozenset[str]().union(*(name.forms for text in self.said for name in names(text)))
        return found | _with(self.said[0]) if self.clause else found

    @cached_property
    def ways(self) -> frozenset[str]:
        if not self.clause:
            return frozenset()
        return frozenset(f"{name}{up}" for name, up in ways_of(self.said[0]) if name in APART)

    @cached_property
    def proper(self) -> frozenset[str]:
        """The names of people and firms."""
        return words(" ".join(proper_names(self.clause)))


def values_agree(
    sentence: str, ours: Sequence[Quantity], said: str, theirs: Sequence[Quantity], *, by_names: bool = False
) -> bool:
    """Whether no value of the sentence is put down to what the passage gives another value for, nor to another column.

    by_names: only by what is spelled the same in every language.
    """
    if not (stands_in_its_column(sentence, ours, said) and comes_as_often(sentence, ours, said, theirs)):
        return False
    ours = [one for one in ours if not _is_number_of(sentence, one)]
    kinds = {one.kind for one in ours}
    theirs = [one for one in theirs if one.kind in kinds and not _is_number_of(said, one)][:MOST]
    if len(ours) > MOST:
        return False
    apart, beside = _given_apart(ours, theirs), ours
    ours = [one for one in ours if one.value in apart.get(one.kind, ())]
    if not ours:
        return True
    compared = THAN.search(sentence) is not None  # then what is said of both stands beside the one
    here = _labelled(sentence, ours, beside, by_names=by_names)
    there = _labelled(said, [one for one in theirs if one.kind in apart], theirs, by_names=by_names)
    return not (
        any(_is_of_another(value, there, compared=compared) for value in here)
        or any(_are_exchanged(one, other, there) for one, other in combinations(here, 2))
    )


def _given_apart(
    ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> dict[Unit | None, frozenset[Fraction]]:
    """Of each kind of ours, the values that the passage gives, where these are several: they might be exchanged."""
    values = {
        kind: frozenset(other.value for other in theirs if other.kind == kind)
        for kind in {one.kind for one in ours}
    }
    mine = {one.value for one in ours}
    return {kind: found for kind, found in values.items() if len(found) > 1 and not mine.isdisjoint(found)}


def are_named(sentence: str, ours: Sequence[Quantity]) -> bool:
    """Whether each value of a sentence is put down to something that bears a name of its own."""
    return all(value.named for value in _labelled(sentence, ours, ours))


def _are_exchanged(one: Labelled, other: Labelled, there: list[Labelled]) -> bool:
    """Whether each of two values is put down to what the passage says of the other."""
    if one.kind != other.kind or one.amount == other.amount:
        return False
    of_one, of_other = (
        _all_labels(o for o in there if o.kind == value.kind and o.amount == value.amount)
        for value in (one, other)
    )
    mine, theirs = of_one - of_other, of_other - of_one
    return bool(
        one.label & theirs and other.label & mine and not one.label & mine and not other.label & theirs
    )


def _is_of_another(value: Labelled, there: list[Labelled], *, compared: bool) -> bool:
    """Whether what the sentence says it is of, is in the passage said of another value of the kind and not of this one."""
    kind = [other for other in there if other.kind == value.kind]
    own = _all_labels(other for other in kind if other.amount == value.amount)
    others = [other for other in kind if other.amount != value.amount]
    if _is_of_another_name(value, kind):
        return True
    apart = own - _all_labels(others)
    if not apart:
        return False  # nothing sets it apart in the passage
    if not compared and any(_has_place_of(value.label, apart, other.label - own) for other in others):
        return True
    return not value.label & apart and any(_names(value.label, other.label - own) for other in others)


def _has_place_of(label: frozenset[str], own: frozenset[str], alien: frozenset[str]) -> bool:
    """Whether a label has all that sets another value apart, and not all that sets its own apart: what the values are of
    may be said of the first alone, as in "the resistance of the one was 12 Ω, that of the other 30 Ω"."""
    return bool(alien) and alien <= label and not own <= label


def _is_of_another_name(value: Labelled, kind: Sequence[Labelled]) -> bool:
    """Whether it is put down to a person or firm to whom the passage gives another value, and not to its own."""
    mine, others = (
        frozenset[str]().union(*(one.proper for one in kind if (one.amount == value.amount) is is_same))
        for is_same in (True, False)
    )
    return bool(mine - others and value.label & (others - mine) and not value.label & (mine - others))


def _names(label: frozenset[str], alien: frozenset[str]) -> bool:
    """Whether a label holds most of what sets another value apart."""
    return bool(alien) and 2 * len(label & alien) >= len(alien)


def _all_labels(values: Iterable[Labelled]) -> frozenset[str]:
    return frozenset[str]().union(*(value.label for value in values))


def _labelled(
    text: str, found: Sequence[Quantity], beside: Sequence[Quantity], *, by_names: bool = False
) -> list[Labelled]:
    """Some values of a text, each with what is said of it and not of one of those `beside` it."""
    measured = [
        one for one in beside if not _is_number_of(text, one)
    ]  # the rest is part of a name: 実施例1, run 2
    return [
        Labelled(
            one.kind,
            one.value,
            *_said_of(text, one, measured if one.kind else beside),
            by_names=by_names,
        )
        for one in found
    ]


def _said_of(text: str, one: Quantity, beside: Sequence[Quantity]) -> tuple[tuple[str, ...], str]:
    """In a table, the head of its column and the first cell of its row; else what of its clause is nearer to it than to
    another value."""
    line_start = text.rfind("\n", 0, one.start) + 1
    line_end = text.find("\n", one.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    if CELL.strip() in line:
        return _heads(text, line, one.start - line_start), ""
    begin, end = clause_bounds(text, one.start, one.end)
    for other in beside:
        if begin <= other.start < one.start:
            begin = max(begin, _parting(text, other.end, one.start))
        elif one.start < other.start < end:
            end = min(end, _parting(text, one.end, other.start))
    return (f"{text[begin : one.start]} {text[one.end : end]}",), text[max(begin - 1, 0) : end]


def _with(text: str) -> frozenset[str]:
    return frozenset(match[0].casefold() for match in WITH.finditer(text))


def _is_number_of(text: str, one: Quantity) -> bool:
    """Whether a figure only says which run or sample, though it may stand before another and its unit: in run 1 and 80 %."""
    if not one.kind and text[one.start - 1 : one.start].isalpha():
        return True
    return IS_NUMBER_OF.search(text, max(one.start - 12, 0), one.start) is not None


def _parting(text: str, left: int, right: int) -> int:
    """Where the words of one value end and those of the next begin: at a comma between them, else between two words in the
    middle."""
    comma = PARTED.search(text, left, right)
    middle = (left + right) // 2
    spaces = [at for at in (text.rfind(" ", left, middle + 1), text.find(" ", middle, right)) if at >= 0]
    return comma.end() if comma else min(spaces, key=lambda at: abs(at - middle), default=middle)


def _heads(text: str, line: str, at: int) -> tuple[str, str]:
    heads = next((row for row in text.split("\n") if CELL.strip() in row), "").split("|")
    cells = line.split("|")
    column = line[:at].count("|")
    head = heads[column] if column < len(heads) else ""
    return head, cells[0]
