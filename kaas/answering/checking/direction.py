"""Whether a sentence says of something the opposite way of what the passage says. Plain Python."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from kaas.answering.checking.denial import denies
from kaas.answering.checking.exchanging import says_it_backwards
from kaas.answering.checking.opposites import COMPARABLE, DENIABLE, OPPOSITES, Pair, may_hold
from kaas.answering.checking.spotting import has_figures, in_one_language, latin
from kaas.answering.checking.words import clause_at, words
from portfolios.characters import record

# What bounds a number is compared with the number.
BOUNDS = re.compile(
    r"(?i)\b(?:at (?:least|most)|up to|(?:no|not) (?:more|less|later|fewer|higher|lower) than)"
    r"|\d\S*(?:\s\S{1,4}){0,2},?\s(?:or|and) (?:an? )?(?:more|less|above|below|higher|lower|later|earlier)\b"
    r"|\b(?:exceed(?:s|ed|ing)?) (?=\d)"
    r"|\b(?:more|less|over|under|above|below) (?:(?:the|a|its) (?:\w+ ){1,2}of )?(?=\d+(?:\.\d+)?(?![\d.]*\d))"
    r"|(?<=[\da-zΩ²³%°年月日時間分秒回個円数り点])(?:以上|以下|以内|未満|を?(?:超え|下回|上回)(?:る|た|ない|て)?)"
)
IN_BOUNDS = frozenset({"least", "most", "up", "than", "exceed", "exceeds", "exceeded", "exceeding"})
DEADLINES = re.compile(r"(?i)\bat the (?:latest|earliest)\b|[遅早]くとも")
# What compares two things: their sides are looked at, not which way it goes.
COMPARED = re.compile(r"(?i)\b\w+(?: \w+)? than\b|より(?:も)?[^、。]{0,12}?[いくきかすたる]")
INVERSE = (
    (
        re.compile(r"(?i)(?<!inversely )(?<!indirectly )\bproportional|(?<![反逆])比例"),
        re.compile(r"(?i)\b(?:inversely|indirectly) proportional|[反逆]比例"),
    ),
    (
        re.compile(
            r"(?i)(?<!negatively )(?<!inversely )(?<!negative )(?<!inverse )\bcorrelat|(?<!逆)(?<!負の)相関"
        ),
        re.compile(r"(?i)\b(?:negative|inverse)(?:ly)? correlat|逆相関|負の相関"),
    ),
)
COMPARES = re.compile(r"(?i)\bthan\b|より")
REACH, REACH_JAPANESE = 30, 10  # characters before and behind a word in which its denial stands
MOST = 48  # words of one kind that are compared
ALIKE = 0.5
NEITHER = re.compile(r"(?i)\b(?:neither|no|none)\b")


@record()
class Turn:
    """A word that says which way, and its clause."""

    up: bool
    clause: str


def directions_agree(sentence: str, said: str) -> bool:
    """Whether no word of the sentence says the opposite of what the passage says of the same thing.

    Across languages it cannot be seen what is said of the same; there one word that goes the same way is enough.
    """
    return not opposed(sentence, said) and not _is_inverse(sentence, said)


def _is_inverse(sentence: str, said: str) -> bool:
    """Whether what is proportional is inversely so there, or the other way round."""
    small = sentence.lower()
    return any(sign in small for sign in ("proportional", "比例", "correlat", "相関")) and any(
        _stands(way, sentence)
        and _stands(other, said)
        and not _stands(other, sentence)
        and not _stands(way, said)
        for pair in INVERSE
        for way, other in (pair, pair[::-1])
    )


def _stands(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def opposed(sentence: str, said: str) -> list[str]:
    """The pairs of opposites in which the sentence goes the other way."""
    likely = {name for name, _ in may_hold(sentence)}
    if not likely:
        return []
    ours, theirs = _unbounded(sentence), _unbounded(said)
    both_compare = bool(
        COMPARES.search(ours) and COMPARES.search(theirs)
    )  # then their sides are looked at too
    return [
        name
        for pairs, turned in ((OPPOSITES, False), (DENIABLE, True))
        for name, pair in pairs.items()
        if name in likely
        and not _agrees(
            _left_out(name, ours, both_compare),
            _left_out(name, theirs, both_compare),
            name,
            pair,
            turned=turned,
        )
        and not (name == "time" and says_it_backwards(sentence, said))
    ]


def _left_out(name: str, text: str, both_compare: bool) -> str:
    """A text without what goes either way in a pair of another kind: at the latest is not later."""
    if name == "time":
        return DEADLINES.sub(" ", text)
    return COMPARED.sub(" ", text) if both_compare and name in COMPARABLE else text


@lru_cache(maxsize=1024)
def _unbounded(text: str) -> str:
    """The text without what bounds its numbers."""
    if not has_figures(text) and IN_BOUNDS.isdisjoint(latin(text)):
        return text
    return BOUNDS.sub(" ", text)


def _agrees(sentence: str, said: str, name: str, pair: Pair, *, turned: bool) -> bool:
    ours = list(islice(_turns(sentence, name, pair, turned=turned), MOST + 1))
    theirs = list(islice(_turns(said, name, pair, turned=turned), MOST)) if ours else []
    if len(ours) > MOST:
        return False
    if not theirs:
        return True
    if not in_one_language(sentence, said):
        return {turn.up for turn in ours} <= {turn.up for turn in theirs}
    if len({turn.up for turn in (*ours, *theirs)}) == 1:
        return True
    return all(_has_like(turn, theirs) for turn in ours) and not _one_is_turned(sentence, ours, said, theirs)


def _one_is_turned(sentence: str, ours: list[Turn], said: str, theirs: list[Turn]) -> bool:
    """Whether as much is said both ways of the same, but not as often each way."""
    if len(ours) != len(theirs) or sum(turn.up for turn in ours) == sum(turn.up for turn in theirs):
        return False
    own = words(sentence)
    return len(own & words(said)) >= ALIKE * len(own)


def _turns(text: str, name: str, pair: Pair, *, turned: bool) -> Iterator[Turn]:
    for is_up, pattern in zip((True, False), pair, strict=True):
        for match in pattern.finditer(text) if (name, is_up) in may_hold(text) else ():
            denied = turned and _is_denied(text, match)
            yield Turn(is_up != denied, clause_at(text, *match.span()))


def _is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether a word is denied where its language does so: Japanese behind it, English before it."""
    behind = text[match.end() : match.end() + REACH]
    if match[0][0] >= "\u3040":
        return denies(behind[:REACH_JAPANESE])
    before = text[max(match.start() - REACH, 0) : match.start()]
    return denies(clause_at(before, len(before), len(before))) or NEITHER.search(behind) is not None


def _has_like(turn: Turn, theirs: list[Turn]) -> bool:
    """Whether the passage says the same way where it speaks of the same; whatever else it says elsewhere."""
    own = words(turn.clause)
    same = max((len(own & words(other.clause)) for other in theirs if other.up == turn.up), default=-1)
    opposite = max((len(own & words(other.clause)) for other in theirs if other.up != turn.up), default=-1)
    return same >= opposite
