"""Whether what a sentence rests on says the opposite of it, or another value, and not only too little. Plain Python.

A sentence that speaks of something else is not contradicted by what is said here. So it must share most of its words with
the sentences it quotes from; in the other language, an amount or a name.
"""

from collections.abc import Sequence

from kaas.answering.checking.agreement import Doubt
from kaas.answering.checking.days import Day, days
from kaas.answering.checking.denial import denies
from kaas.answering.checking.figures import bare
from kaas.answering.checking.grounding import Grounds, Spelled
from kaas.answering.checking.names import names
from kaas.answering.checking.plain import plain
from kaas.answering.checking.quantities import Quantity, quantities
from kaas.answering.checking.words import words
from portfolios.analysis import language_of

# Across languages a denial may be said without one (誰も気付かないうちに, "before anybody noticed"), and values may stand
# in another order.
OPPOSITE = frozenset({Doubt.VALUE, Doubt.DIRECTION, Doubt.SIDES, Doubt.ROLES})
OPPOSITE_ACROSS = frozenset({Doubt.DIRECTION})
OF_SOMETHING_ELSE = frozenset({Doubt.NAME, Doubt.SUBJECT})
LIKE = 0.5  # of the words of a sentence, in the sentences it quotes from


def contradicts(sentence: str, grounds: Grounds, doubted: Sequence[Doubt]) -> bool:
    """Whether the grounds of a sentence say otherwise, where it does not agree with them in what is `doubted`."""
    found = frozenset(doubted)
    if not found or found & OF_SOMETHING_ELSE:
        return False
    ours, said = plain(sentence), Spelled(grounds)
    same_language = language_of(ours) == language_of(said.said)
    if not _speaks_of_the_same(ours, said, same_language):
        return False
    return bool(
        found & (OPPOSITE if same_language else OPPOSITE_ACROSS)
        or (Doubt.DENIAL in found and same_language and denies(ours) != denies(_most_like(ours, said.said)))
        or (Doubt.MEASURE in found and _gives_another_value(ours, said))
        or (Doubt.DATE in found and _gives_another_day(ours, said))
    )


def _speaks_of_the_same(ours: str, said: Spelled, same_language: bool) -> bool:
    if same_language:
        own = words(ours)
        return len(own & (words(said.near) | words(said.about))) >= LIKE * len(own)
    shared = {one.amount() for one in _amounts(ours)} & {one.amount() for one in _amounts(said.near)}
    return bool(shared) or any(name.is_one_of(names(said.beside)) for name in names(ours))


def _most_like(ours: str, said: str) -> str:
    """Of the sentences that are quoted from, the one with most words of ours."""
    return max(said.split("\n"), key=lambda line: len(words(ours) & words(line)))


def _amounts(text: str) -> list[Quantity]:
    """What is measured or counted in a text, and so is of a kind."""
    return [one for one in quantities(bare(text)) if one.kind]


def _gives_another_value(ours: str, said: Spelled) -> bool:
    """Whether a value of the sentence stands nowhere there, and another one of its kind stands in its place."""
    there = _amounts(said.said)
    known = {one.amount() for one in there}
    kinds = {powers for powers, _ in known}
    return any(one.amount() not in known and one.amount()[0] in kinds for one in _amounts(ours))


def _gives_another_day(ours: str, said: Spelled) -> bool:
    there = days(said.said)
    return bool(there) and any(not _is_among(day, there) for day in days(ours))


def _is_among(day: Day, others: Sequence[Day]) -> bool:
    return any(day.agrees(other) for other in others)
