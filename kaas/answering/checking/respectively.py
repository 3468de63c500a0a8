"""Lists that go with each other, the first with the first: samples A and B, at 9 and 7 °C, respectively. Plain Python."""

import re
from collections.abc import Iterator

from kaas.answering.checking.spotting import latin
from kaas.answering.checking.words import clauses, words

SENTENCES = re.compile(r"(?<=[\n;])|(?<=\.)\s+(?=[A-Z])")
JOINTS = re.compile(r"(?i),? and |, (?=\S)")
SIGN = re.compile(r"(?i),? ?\brespectively\b,?")
MEASURED = re.compile(r"(?<![\w.-])[-−]?\d+(?:\.\d+)? ?(?:[%°µμΩA-Za-z][\w/·²³°]*)")
TOKEN = re.compile(r"\d+(?:\.\d+)?")
LAST, FIRST = (
    re.compile(r"([\w][\w\-]*)\W*$"),
    re.compile(r"(?i)^(?:(?:the|an?|for|in|of|that of|to) )*([\w][\w\-]*)"),
)
LONGEST = 4  # words of an item that stands between two others
MOST = 6

Pair = tuple[str, frozenset[str]]


def are_paired_alike(sentence: str, said: str) -> bool:
    """Whether nothing is told of one of a list that is there told of another one of it."""
    if "respectively" not in latin(said):
        return True
    mine = list(_told(sentence))
    for part in SENTENCES.split(said)[:MOST]:
        pairs = list(_pairs(part))
        for label, told in pairs:
            others = frozenset[str]().union(*(what for other, what in pairs if other != label))
            own = [_told_of(label, pairs, one) for one in mine]
            if any(_are_exchanged(what, told, others) for what in own if what):
                return False
    return True


def _are_exchanged(what: frozenset[str], told: frozenset[str], others: frozenset[str]) -> bool:
    """Whether what is told is that of the others alone; by their figures, where both have such."""
    apart, alien = told - others, others - told
    if (figures := frozenset(filter(TOKEN.fullmatch, apart))) and any(map(TOKEN.fullmatch, alien)):
        apart, alien = figures, frozenset(filter(TOKEN.fullmatch, alien))
    return bool(what & alien) and not what & apart


def _told(sentence: str) -> list[str]:
    """The parts of a sentence, each of which may tell of one of them."""
    pairs = [f"{label} {' '.join(told)}" for label, told in _pairs(sentence)]
    return pairs or (clauses(sentence) if JOINTS.search(sentence) else [sentence])[:MOST]


def _told_of(label: str, pairs: list[Pair], told: str) -> frozenset[str]:
    """What a part tells of one of a list; nothing where it names none or more of them."""
    named = [other for other, _ in pairs if re.search(rf"(?<![\w-]){re.escape(other)}(?![\w-])", told)]
    return _tokens(told) if named == [label] else frozenset()


def _pairs(part: str) -> Iterator[Pair]:
    """Each of the things that a sentence lists, and what it says of it."""
    if "respectively" not in latin(part):
        return
    items = [one for one in JOINTS.split(SIGN.sub(" ", part).strip(" .\n")) if one.strip()]
    count, odd = divmod(len(items) + 1, 2)
    if odd or not 2 <= count <= MOST or any(len(one.split()) > LONGEST for one in _between(items, count)):
        return
    middle = items[count - 1]
    if MEASURED.search(items[0]) and not MEASURED.search(items[-1]):
        labels = [LAST.search(middle), *(FIRST.search(one) for one in items[count:])]
        told = [*items[: count - 1], " ".join(middle.split()[: _longest(items[1 : count - 1] or items[:1])])]
    else:
        labels = [LAST.search(items[0]), *(FIRST.search(one) for one in items[1:count])]
        told = [" ".join(middle.split()[-_longest(items[count:]) :]), *items[count:]]
    for label, what in zip(labels, told, strict=True):
        if label is not None and len(label[1]) < len(part):
            yield label[1], _tokens(what)


def _between(items: list[str], count: int) -> list[str]:
    """The items that hold nothing but themselves."""
    return [*items[1 : count - 1], *items[count:-1]]


def _longest(items: list[str]) -> int:
    """Of how many words the longest of them is."""
    return max(len(one.split()) for one in items)


def _tokens(text: str) -> frozenset[str]:
    return words(text).union(TOKEN.findall(text))
