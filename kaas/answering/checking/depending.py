"""What rises as another falls, and by how much one is more than another: neither is the one's own value. Plain Python."""

import re
from functools import lru_cache
from itertools import islice

from kaas.answering.checking.listed import says_as_listed
from kaas.answering.checking.opposites import OPPOSITES, ways_of
from kaas.answering.checking.words import words

PAIR = "height"
UP, DOWN = OPPOSITES[PAIR]
FORMAL = frozenset({"e:when", "e:was", "e:were", "e:the"})
_COMPARATIVES = (
    "(?:heav|cost|earl)ier|(?:light|long|short|high|low|great|small|thick|thinn|fast|slow|old|young|cheap|dear|hott|warm|cool"
    "|cold|deep|bett|few|furth|farth|broad|narrow|bigg|tall|strong|weak)er|(?:wid|larg|lat)er|worse|more|less"
)
MORE_BY = re.compile(
    rf"(?i)(?<![\d.])(?P<value>\d+(?:\.\d+)? ?[^\s\d,;.]{{1,12}}) (?:{_COMPARATIVES}) (?:\w+ )?than\b"
)
COMPARES = re.compile(
    rf"(?i)\b(?:{_COMPARATIVES}|than|by|differ\w*|exceed\w*|gap|extra|additional\w*|surplus|overr[ua]n|delay\w*|late|beyond"
    r"|compared|increas\w*|decreas\w*|ris\w*|rose|f[ae]ll|plus|minus|advantage|gain\w*|sav\w+|loss|margin|offset)\b"
    r"|差|より|超|増|減|上回|下回|余|遅|延"
)
LONGEST, MOST = 600, 8


def depends_alike(sentence: str, said: str) -> bool:
    """Whether nothing of two that belong together is told of the other one."""
    return not (moves_another(sentence, said) or is_the_difference(sentence, said)) and says_as_listed(
        sentence, said
    )


def moves_another(sentence: str, said: str) -> bool:
    """Whether of two things the one goes up in the sentence and the other down, and there it is the other way round."""
    if not {(PAIR, True), (PAIR, False)} <= ways_of(sentence):
        return False
    ours = _moved(sentence[:LONGEST])
    theirs = _moved(said[:LONGEST]) if ours else None
    if ours is None or theirs is None:
        return False
    return any(
        bool(up & other_down and down & other_up) and not (up & other_up or down & other_down)
        for (up, down), (other_up, other_down) in zip(ours, theirs, strict=True)
    )


Ends = tuple[frozenset[str], frozenset[str]]


@lru_cache(maxsize=256)
def _moved(text: str) -> tuple[Ends, Ends] | None:
    """What stands before the only word that goes up and before the only one that goes down, and what behind them."""
    ups, downs = (list(islice(pattern.finditer(text), 2)) for pattern in (UP, DOWN))
    if len(ups) != 1 or len(downs) != 1:
        return None
    first, second = sorted((ups[0], downs[0]), key=lambda found: found.start())
    begin = max(text.rfind(stop, 0, first.start()) for stop in (". ", "。", "\n")) + 1
    before = {
        first: _things(text[begin : first.start()]),
        second: _things(text[first.end() : second.start()]),
    }
    ends = [at for stop in (". ", "。", "\n") if (at := text.find(stop, second.end())) >= 0]
    behind = {first: before[second], second: _things(text[second.end() : min(ends, default=len(text))])}
    return (before[ups[0]], before[downs[0]]), (behind[ups[0]], behind[downs[0]])


def _things(text: str) -> frozenset[str]:
    return words(text) - FORMAL


def is_the_difference(sentence: str, said: str) -> bool:
    """Whether by how much one thing is more than another is told as what it is: 3 kg heavier, 3 kg."""
    if "than" not in said or COMPARES.search(sentence):
        return False
    return any(
        found["value"] in sentence and said.count(found["value"]) == 1
        for found in islice(MORE_BY.finditer(said), MOST)
    )
