"""On what something depends: a sentence may not leave out the condition under which its source says it. Plain Python."""

import re
from collections.abc import Iterator
from itertools import islice

from kaas.answering.checking.denial import denies
from kaas.answering.checking.words import words
from portfolios.analysis import language_of

IF, UNLESS = (
    re.compile(r"(?i)\b(?:if|when|where|should|once|in case)\b|場合|とき|れば|たら|なら"),
    re.compile(r"(?i)\bunless\b|ない限り|なければ(?!なら|なり|いけ)"),
)
# Words with which a sentence says of itself that it holds on a condition, or until something.
DEPENDS = re.compile(
    r"(?i)\b(?:if|unless|until|till|when\w*|where\w*|provided|as long as|should|(?<!at )once|in case"
    r"|depend\w*|condition\w*|only|would|could"
    r"|before|after|while|during|upon|subject to)\b"
    r"|場合|とき|れば|たら|なら|まで|限|際に|際は|条件|次第|後|間は|うちは|ため"
)
SENTENCES = re.compile(r"(?<=[。\n;])|(?<=\.)\s+(?=[A-Z])")
# What stands before a condition is what depends on it, as far as its clause goes; or it stands behind, where that begins.
ON = re.compile(r"(?i)\b(?:(?:only )?(?:if|unless|when)|provided that|(?P<until>until))\s")
ON_JAPANESE = re.compile(
    r"場合(?:に)?は?|とき(?!ど)に?は?|際[には]|(?P<until>まで(?:は)?)|れば|たら|(?<=[るいた])と(?=、)"
)
ENDS, ENDS_JAPANESE = re.compile(r"[,.;:|\n](?!\d)"), re.compile(r"[、。|\n]")
STOPS, COMMA = re.compile(r"[;|\n]"), re.compile(r",(?!\d)")
PARTICLES = ("は", "が", "を", "に", "で", "も")
LONGEST = 160  # characters on either side
# Words that begin a Japanese clause and belong to what follows the condition.
TOPIC = re.compile(r"^[^、。]{1,20}?は(?=.)")
WOULD_IF = re.compile(r"(?i)\bwould (?:\w+ ){1,4}if\b")
FORMAL = re.compile("j:(?:[ぁ-ん]|為る|有る|成る|居る|出来る)")
MOST = 12
MAIN = 0.6  # of the words of what depends, in a sentence that says it


def depends_alike(sentence: str, quoted: str) -> bool:
    """Whether what holds only on a condition is not told without it, nor if told as unless."""
    if WOULD_IF.search(quoted) and not DEPENDS.search(sentence):
        return False
    if language_of(sentence) != language_of(quoted):
        return True
    ours, theirs = ((IF.search(text), UNLESS.search(text)) for text in (sentence, quoted))
    if bool(ours[1]) != bool(theirs[1]) and (ours[0] or theirs[0]):
        return denies(sentence) != denies(quoted)
    return DEPENDS.search(sentence) is not None or not _leaves_it_out(sentence, quoted)


def _leaves_it_out(sentence: str, quoted: str) -> bool:
    """Whether a sentence says what depends on something, and no word of that on which it depends."""
    own = _telling(sentence)
    for main, on in _conditions(quoted):
        told = on - main
        if told and main and not told & own and len(main & own) >= MAIN * len(main):
            return True
    return False


def _conditions(quoted: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What depends, and on what, by their words; until only where something is denied."""
    if not (
        IF.search(quoted) or "until" in quoted or "まで" in quoted or "unless" in quoted or "際" in quoted
    ):
        return
    for part in SENTENCES.split(quoted)[:MOST]:
        for found in islice(ON.finditer(part), MOST):
            yield from _english(part, found)
        for found in islice(ON_JAPANESE.finditer(part), MOST):
            on = ENDS_JAPANESE.split(part[max(found.start() - LONGEST, 0) : found.start()])[-1]
            rest = re.split(r"[。|\n]", part[found.end() : found.end() + LONGEST].lstrip("、"))[0]
            topic = TOPIC.match(on)
            for main in rest.split("、")[:MOST]:
                if not (main.endswith(PARTICLES) or (found["until"] and not denies(main))):
                    yield _telling(main), _telling(on[topic.end() :] if topic else on)


def _english(part: str, found: re.Match[str]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """A condition that ends its sentence, or one that begins it."""
    before = part[max(found.start() - LONGEST, 0) : found.start()].rstrip(" ,")
    behind = STOPS.split(part[found.end() : found.end() + LONGEST])[0]
    if before.strip():
        main = ENDS.split(before)[-1]
        if not (found["until"] and not denies(main)):
            yield _telling(main), _telling(behind)
    elif (comma := COMMA.search(behind)) is not None:
        yield _telling(behind[comma.end() :]), _telling(behind[: comma.start()])


def _telling(text: str) -> frozenset[str]:
    """The words of a text, without those that any may have."""
    return frozenset(word for word in words(text) if not FORMAL.fullmatch(word))
