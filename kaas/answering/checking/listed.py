"""Which of two has the greater value where the source lists one for each, and what a value was before it moved.

In either language: names and values are known in both. Nothing is told unless each value has one name. Plain Python.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from kaas.answering.checking.denial import denies
from kaas.answering.checking.exchanging import relations
from kaas.answering.checking.names import Name, masked, names
from kaas.answering.checking.quantities import Bound, Quantity, quantities
from kaas.answering.checking.spotting import has_figures, holds

_SIGNS = "than same both halved half 同 いずれも どちらも 両方 とも 半 より"
SIGNS = _SIGNS.split()
SENTENCES = re.compile(r"(?<=[。\n;；])|(?<=\.)\s+(?=[A-Z])")
GREATER = re.compile(
    r"(?i)\b(?:(?P<up>more|higher|larger|greater)|less|lower|smaller)\b[^.;。]{0,50}?\bthan\b"
    r"|より(?:も)?[^、。]{0,12}?(?:(?P<up_ja>多|高|大き)|[少低]な?|小さ)"
)
SAME = re.compile(r"(?i)\bthe same (?:amount|quantity|value|figure)\b|\bas much\b|同量|同値|同じ(?:量|値)")
BOTH = re.compile(r"(?i)\bboth\b|いずれも|どちらも|両方とも")
COMPARED = re.compile(r"(?i)\bthan\b|より|\bthe same\b|同じ|同量|同値")
HALVED = re.compile(r"(?i)\bhalved\b|\b(?:to|by|in) half\b|半減|半分に(?:な|低|減|下|まで)")
HALF = re.compile(r"(?i)\bhal(?:f|ved?|ves|ving)\b|半|50 ?%|(?:2|二)分の(?:1|一)")
LEAST, MOST = Fraction("0.4"), Fraction("0.6")  # of the one, where the other is about half of it
# With one of these the value may be of what is not named.
BESIDE = re.compile(
    r"(?i)\b(?:from|than|instead|not|before|against|compared|by|initially|replac\w*|chang\w*|without)\b"
    r"|から|より|ではな|代わり|前|比べ|だけ|[替換変]え|なし"
)
NEAR = 8  # characters between a name and the word that compares with it


def says_as_listed(sentence: str, said: str) -> bool:
    """Whether a sentence compares values as they are listed, and puts them down to what they are of behind a change."""
    if not has_figures(said):
        return True
    if holds(sentence, SIGNS) and (
        _is_compared_otherwise(sentence, said)
        or _is_of_one_only(sentence, said)
        or _is_no_half(sentence, said)
    ):
        return False
    return not _is_of_before(sentence, said)


def _is_compared_otherwise(sentence: str, said: str) -> bool:
    """Whether one is said to be more than the other, or the same, where the values listed of them say otherwise."""
    own = names(sentence)
    greater, same = GREATER.search(sentence), SAME.search(sentence)
    if len(own) != 2 or (greater is None) == (same is None) or COMPARED.search(said) or denies(sentence):
        return False
    listed = _list(said)
    of = {at: one.size for at, name in enumerate(own) for forms, one in listed if forms & name.forms}
    if len(of) != 2 or min(of.values()) < 0:
        return False
    if greater is None:
        return of[0] != of[1]
    compared = _compared(own, greater)
    if compared is None:
        return False
    is_up = bool(greater["up"] or greater["up_ja"])
    return (of[1 - compared] <= of[compared]) if is_up else (of[1 - compared] >= of[compared])


def _compared(own: Sequence[Name], greater: re.Match[str]) -> int | None:
    """Which of two names is that with which the other is compared."""
    if greater[0][0] == "よ":
        return next((at for at in (1, 0) if 0 <= greater.start() - own[at].end <= NEAR), None)
    return 1 if own[0].end <= greater.start() and greater.end() <= own[1].start else None


def _is_of_one_only(sentence: str, said: str) -> bool:
    """Whether of both is said what is listed of one of two."""
    mine = _amounts(sentence) if BOTH.search(sentence) else []
    listed = [one for _, one in _list(said)] if len(mine) == 1 and not mine[0].bound else []
    return len({one.amount() for one in listed}) == 2 and mine[0].amount() in [one.amount() for one in listed]


def _is_no_half(sentence: str, said: str) -> bool:
    """Whether something is told to have become half of what it was, where what is told of it before and behind is not."""
    if not HALVED.search(sentence) or HALF.search(said) or not _moved(said):
        return False
    return not any(
        one.powers == other.powers
        and one.size
        and other.size
        and any(LEAST <= share <= MOST for share in (one.size / other.size, other.size / one.size))
        for one, other in combinations(_amounts(said), 2)
    )


def _is_of_before(sentence: str, said: str) -> bool:
    """Whether the value behind a replacement is put down to what was replaced, or the one before to what replaced it."""
    own = names(sentence)
    if len(own) != 1 or BESIDE.search(sentence):
        return False
    for line in SENTENCES.split(said):
        changes = [one for one in relations(line) if one.kind == "replaced"]
        moved = _moved(line) if len(changes) == 1 else None
        if moved is None:
            continue
        before, behind = names(changes[0].first), names(changes[0].second)
        mine = [one for one in _amounts(sentence) if one.powers == moved[0].powers]
        if len(before) == len(behind) == len(mine) == 1 and not mine[0].bound:
            ends = ((before, moved[1]), (behind, moved[0]))
            return any(own[0].is_one_of(end) and mine[0].amount() == other.amount() for end, other in ends)
    return False


def _moved(text: str) -> tuple[Quantity, Quantity] | None:
    """The only two values of which it is told that something went from the one to the other."""
    ends = [one for one in _amounts(text) if one.bound in (Bound.LOW, Bound.HIGH)]
    return (ends[0], ends[1]) if [one.bound for one in ends] == [Bound.LOW, Bound.HIGH] else None


def _list(said: str) -> list[tuple[frozenset[str], Quantity]]:
    """The names and values of the only sentence that gives each of several things a value, all of one kind."""
    found = [one for line in SENTENCES.split(said) if len(names(line)) > 1 for one in _lists_of(line)]
    return found[0] if len(found) == 1 else []


def _lists_of(line: str) -> list[list[tuple[frozenset[str], Quantity]]]:
    own, amounts, found = names(line), _amounts(line), []
    for powers in {one.powers for one in amounts}:
        of_kind = [one for one in amounts if one.powers == powers]
        if len(of_kind) < 2:
            continue
        places = sorted([(one.start, True) for one in own] + [(one.start, False) for one in of_kind])
        order = [is_name for _, is_name in places]
        takes_turns = all(one != other for one, other in pairwise(order))
        apart = len({form for one in own for form in one.forms}) >= len(own) == len(of_kind)
        bound = any(one.bound for one in of_kind)
        found.append(
            [(one.forms, value) for one, value in zip(own, of_kind, strict=True)]
            if takes_turns and apart and not bound
            else []
        )
    return found


def _amounts(text: str) -> list[Quantity]:
    return [one for one in quantities(masked(text, names(text))) if one.kind]
