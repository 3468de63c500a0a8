"""On what something depends: a sentence may not leave out the condition under which its source says it. Plain Python."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from kaas.answering.checking.denial import denies
from kaas.answering.checking.spotting import in_one_language, latin
from kaas.answering.checking.words import words

IF, UNLESS = (
    re.compile(
        r"(?i)\b(?:if|when|where|should|once|in case)\b|場合|とき|れば|(?<!例)(?<!たと)[えけせてねべめげ]ば|たら|なら"
    ),
    re.compile(r"(?i)\bunless\b|ない限り|なければ(?!なら|なり|いけ)"),
)
# Words with which a sentence says of itself that it holds on a condition, or until something.
DEPENDS = re.compile(
    r"(?i)\b(?:if|unless|until|till|when\w*|where\w*|provided|as long as|should|(?<!at )once|in case"
    r"|depend\w*|condition\w*|only|would|could"
    r"|before|after|while|during|upon|subject to)\b"
    r"|場合|とき|れば|(?<!例)(?<!たと)[えけせてねべめげ]ば|たら|なら|まで|限|際に|際は|条件|次第|後|間は|うちは|ため"
)
SENTENCES = re.compile(r"(?<=[。\n;])|(?<=\.)\s+(?=[A-Z])")
# What stands before a condition is what depends on it, as far as its clause goes; or it stands behind, where that begins.
ON = re.compile(r"(?i)\b(?:(?:only )?(?:if|unless|when)|provided that|(?P<until>until))\s")
ON_JAPANESE = re.compile(
    r"場合(?:に)?は?|とき(?!ど)に?は?|際[には]|(?P<until>まで(?:は)?)|れば|(?<!例)(?<!たと)[えけせてねべめげ]ば|たら|なし(?:では|の場合)|(?<=[るいた])と(?=、)"
)
# What something is told without, where that stands first; at the end it may say little: ended without any failure.
WITHOUT = re.compile(r"(?:^|(?<=[.;] ))Without (?P<on>[^,.;]{2,80}), (?P<main>[^;|\n]+)")
ENDS, ENDS_JAPANESE = re.compile(r"[,.;:|\n](?!\d)"), re.compile(r"[、。|\n]")
STOPS, COMMA = re.compile(r"[;|\n]"), re.compile(r",(?!\d)")
PARTICLES = ("は", "が", "を", "に", "で", "も")
LONGEST = 160  # characters on either side
# Words that begin a Japanese clause and belong to what follows the condition.
TOPIC = re.compile(r"^[^、。]{1,20}?は(?=.)")
WOULD_IF = re.compile(r"(?i)\bwould (?:\w+ ){1,4}if\b")
FORMAL = re.compile("j:(?:[ぁ-ん]|為る|有る|成る|居る|出来る)")
SUPPOSED = re.compile(r"if|provided that|in case|.*(?:場合|ば|たら|なしで)は?")
MOST = 12
MAIN = 0.6  # of the words of what depends, in a sentence that says it
SIGNS = ("until", "まで", "unless", "際", "Without", "なし", "rovided")


class Condition(NamedTuple):
    """What depends, and on what, by their words; and the word that says so."""

    main: frozenset[str]
    on: frozenset[str]
    sign: str


def depends_alike(sentence: str, quoted: str, said: str) -> bool:
    """Whether what holds only on a condition is not told without it, nor if told as unless; `said`: the sentences that are
    quoted from, whose condition may not be."""
    if "would" in latin(quoted) and WOULD_IF.search(quoted) and not DEPENDS.search(sentence):
        return False
    if not in_one_language(sentence, quoted):
        return True
    ours, theirs = (UNLESS.search(text) is not None for text in (sentence, quoted))
    if ours != theirs and (IF.search(sentence) or IF.search(quoted)):
        return denies(sentence) != denies(quoted)
    return DEPENDS.search(sentence) is not None or not _leaves_it_out(sentence, quoted, said)


def _leaves_it_out(sentence: str, quoted: str, said: str) -> bool:
    """Whether a sentence says what depends on something, and no word of that on which it depends: of what is quoted, or of a
    mere supposition beside it."""
    conditions = conditions_of(said)
    own = telling(sentence) if conditions else frozenset()
    for one in conditions:
        told = one.on - one.main
        if not told or not one.main or told & own or len(one.main & own) < MAIN * len(one.main):
            continue
        if said == quoted or SUPPOSED.fullmatch(one.sign) or told & telling(quoted):
            return True
    return False


@lru_cache(maxsize=256)
def conditions_of(quoted: str) -> tuple[Condition, ...]:
    """What depends, and on what; until only where something is denied."""
    return tuple(_conditions(quoted))


def _conditions(quoted: str) -> Iterator[Condition]:
    if not (IF.search(quoted) or any(sign in quoted for sign in SIGNS)):
        return
    for part in SENTENCES.split(quoted)[:MOST]:
        for found in islice(ON.finditer(part), MOST):
            yield from _english(part, found)
        for found in islice(WITHOUT.finditer(part), MOST):
            yield Condition(telling(found["main"]), telling(found["on"]), "without")
        for found in islice(ON_JAPANESE.finditer(part), MOST):
            on = ENDS_JAPANESE.split(part[max(found.start() - LONGEST, 0) : found.start()])[-1]
            rest = re.split(r"[。|\n]", part[found.end() : found.end() + LONGEST].lstrip("、"))[0]
            topic = TOPIC.match(on)
            for main in rest.split("、")[:MOST]:
                if not (main.endswith(PARTICLES) or (found["until"] and not denies(main))):
                    yield Condition(telling(main), telling(on[topic.end() :] if topic else on), found[0])


def _english(part: str, found: re.Match[str]) -> Iterator[Condition]:
    """A condition that ends its sentence, or one that begins it."""
    before = part[max(found.start() - LONGEST, 0) : found.start()].rstrip(" ,")
    behind = STOPS.split(part[found.end() : found.end() + LONGEST])[0]
    if before.strip():
        main = ENDS.split(before)[-1]
        if not (found["until"] and not denies(main)):
            yield Condition(telling(main), telling(behind), found[0].lower().strip())
    elif (comma := COMMA.search(behind)) is not None:
        main, on = behind[comma.end() :], behind[: comma.start()]
        yield Condition(telling(main), telling(on), found[0].lower().strip())


def telling(text: str) -> frozenset[str]:
    """The words of a text, without those that any may have."""
    return frozenset(word for word in words(text) if not FORMAL.fullmatch(word))
