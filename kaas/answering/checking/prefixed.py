"""What is the one kind of thing and what the other: exclusive and non-exclusive. Plain Python."""

import re
from collections.abc import Iterator

from kaas.answering.checking.denial import denies
from kaas.answering.checking.spotting import latin
from kaas.answering.checking.words import clauses, words

NON = re.compile(r"(?i)\bnon[- ](?P<word>[a-z]{4,})")
MOST = 12


def is_of_the_same_kind(sentence: str, said: str) -> bool:
    """Whether nothing that is told to be non-exclusive is told to be exclusive, nor that of another which is said of one."""
    if "non" not in latin(said) and "non" not in latin(sentence):
        return True
    kinds = {found["word"].lower() for text in (said, sentence) for found in NON.finditer(text)}
    return all(_is_alike(kind, sentence, said) for kind in kinds)


def _is_alike(kind: str, sentence: str, said: str) -> bool:
    ours, theirs = (list(_told(kind, text)) for text in (sentence, said))
    for is_so, own in ours:
        same = [around for other, around in theirs if other is is_so]
        opposite = [around for other, around in theirs if other is not is_so]
        if opposite and not same:
            return False
        if opposite and _fits_only(own, opposite, same):
            return False
    return True


def _fits_only(own: frozenset[str], opposite: list[frozenset[str]], same: list[frozenset[str]]) -> bool:
    """Whether what is said of it is said of the opposite kind alone."""
    of_opposite, of_same = frozenset[str]().union(*opposite), frozenset[str]().union(*same)
    return bool(own & (of_opposite - of_same)) and not own & (of_same - of_opposite)


def _told(kind: str, text: str) -> Iterator[tuple[bool, frozenset[str]]]:
    """Whether it is so, each time it is named, and the words behind it, or else those around it."""
    pattern = re.compile(rf"(?i)(?<![a-z\-])(?P<non>non[- ])?{kind}\b(?: [a-z]+(?= ))?")
    for clause in clauses(text)[:MOST]:
        denied = denies(clause)
        for found in pattern.finditer(clause):
            if found["non"] and denied:
                continue
            yield not (found["non"] or denied), words(clause[found.end() :]) or words(clause[: found.start()])
