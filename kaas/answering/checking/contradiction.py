"""Whether what a sentence rests on says the opposite of it, or another value, and not only too little. Plain Python.

A reader who is told that a sentence is contradicted believes the source to say the opposite. So it is said only where nothing
else can explain what differs: the sentence has no word that its source has not, nothing but the one thing is turned, and no
word on either side denies, bounds or derives it in another way. Whatever is less certain is supported in part.
"""

import re
from collections.abc import Sequence

from kaas.answering.checking.agreement import Doubt, is_crowded
from kaas.answering.checking.denial import DENIED, NO_DENIAL, TURNED, denies
from kaas.answering.checking.direction import COMPARES, opposed
from kaas.answering.checking.grounding import Grounds, Spelled
from kaas.answering.checking.names import names
from kaas.answering.checking.opposites import DENIABLE, OPPOSITES
from kaas.answering.checking.plain import plain
from kaas.answering.checking.replacing import (
    amounts,
    core,
    gives_another_day,
    gives_another_value,
    is_bounded,
    puts_plainly,
    values,
)
from kaas.answering.checking.roles import is_passive
from kaas.answering.checking.words import words

OF_SOMETHING_ELSE = frozenset({Doubt.NAME, Doubt.SUBJECT, Doubt.SURENESS, Doubt.BELONGING})
# Words that deny, limit or condition without a "not": with one of them on either side, what differs may say the same.
TURNS = re.compile(
    r"(?i)\b(?:fail\w*|refus\w*|declin\w*|lack\w*|without|prevent\w*|avoid\w*|exclu\w*|dispens\w*|den(?:y|ies|ied)"
    r"|disabled?|impossible|unable|away|all|every|each|both|only|no|none|nobody|nothing|neither|nor|if|unless|until|before"
    r"|after|except\w*|but|yet|longer|too|enough|otherwise|instead|rather|(?-i:may)|might|could|cannot|hardly|scarcely|barely"
    r"|doubt\w*|wrong(?:ly)?|error\w*|false\w*|correct(?:ed|ion)|amended|previous\w*|former\w*|originally|earlier|later)\b"
    r"|失敗|断[らりるっ]|拒|避け|防[ぐぎい]|除[くきい外]|以外|すべて|全て|のみ|だけ|限[りるっ]|ば、|場合|まで|前|後に|訂正|誤"
    r"|可能性|かもしれ|なし|無し|かつて|当初"
)
# As with buying and selling: the other way round said of the other side, it says the same.
CONVERSES = frozenset({"hand", "time", "stream", "hand side", "order", "place"})
STANDS = re.compile(r"(?i)\b(?:above|below|over|under|beneath|upper|lower|top|bottom|behind)\b")


def contradicts(sentence: str, grounds: Grounds, doubted: Sequence[Doubt]) -> bool:
    """Whether the grounds of a sentence say otherwise, where it does not agree with them in what is `doubted`."""
    found = frozenset(doubted)
    if not found or found & OF_SOMETHING_ELSE:
        return False
    ours, said = plain(sentence), Spelled(grounds)
    if is_crowded(ours):
        return False
    if not said.is_in_the_language_of(ours):
        return (
            found == {Doubt.DIRECTION}
            and _shares_a_figure(ours, said)
            and bool(_turned(ours, said.said, across=True))
        )
    line = _most_like(ours, said.said)
    if TURNS.search(ours) or TURNS.search(line):
        return False
    return any(doubt in found and says_other(ours, line, said) for doubt, says_other in _CERTAIN.items())


def _shares_a_figure(ours: str, said: Spelled) -> bool:
    shared = {one.amount() for one in amounts(ours)} & {one.amount() for one in amounts(said.near)}
    return bool(shared) or any(name.is_one_of(names(said.beside)) for name in names(ours))


def _most_like(ours: str, said: str) -> str:
    """Of the sentences that are quoted from, the one with most words of ours."""
    return max(said.split("\n"), key=lambda line: len(words(ours) & words(line)))


def _denies_it(ours: str, line: str, _: Spelled) -> bool:
    """Whether the same words stand on both sides, but for one denial on one of them."""
    if denies(ours) == denies(line) or any(map(_is_turned_within, (ours, line))):
        return False
    mine, theirs = core(ours), core(line)
    if not (mine <= theirs and values(ours) <= values(line)):
        return False
    return (denies(ours) or (mine == theirs and values(ours) == values(line))) and not (
        is_bounded(ours) or is_bounded(line)
    )


def _is_turned_within(text: str) -> bool:
    """Whether more than one word denies in a text, or something bounds or denies in form only."""
    return bool(len(DENIED.findall(text)) > 1 or NO_DENIAL.search(text) or TURNED.search(text))


def _goes_the_other_way(ours: str, line: str, _: Spelled) -> bool:
    without = _turned(ours, line)
    return bool(without) and core(without) <= core(line)


def _turned(ours: str, said: str, *, across: bool = False) -> str:
    """The sentence without its one word that goes the other way; nothing where more is turned, or a side may be.

    across: in another language, in which nothing more can be seen."""
    pairs = opposed(ours, said)
    if len(pairs) != 1 or pairs[0] in CONVERSES or denies(ours) or denies(said):
        return ""
    if any(
        pattern.search(text) for pattern in (STANDS, COMPARES, *([TURNS] * across)) for text in (ours, said)
    ):
        return ""
    both = (OPPOSITES | DENIABLE)[pairs[0]]
    if any(sum(len(pattern.findall(text)) for pattern in both) != 1 for text in (ours, said)):
        return ""
    return both[0].sub(" ", both[1].sub(" ", ours))


def _exchanges(ours: str, line: str, _: Spelled) -> bool:
    """Whether all its words stand there, and neither voice nor place says the same again of the other side."""
    return (
        core(ours) <= core(line)
        and denies(ours) == denies(line)
        and is_passive(ours) == is_passive(line)
        and sorted(STANDS.findall(ours.casefold())) == sorted(STANDS.findall(line.casefold()))
    )


_CERTAIN = {
    Doubt.DENIAL: _denies_it,
    Doubt.MEASURE: gives_another_value,
    Doubt.DATE: gives_another_day,
    Doubt.VALUE: puts_plainly,
    Doubt.DIRECTION: _goes_the_other_way,
    Doubt.SIDES: _exchanges,
    Doubt.ROLES: _exchanges,
}
