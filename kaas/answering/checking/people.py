"""Names of people and firms, which are written with capitals in a sentence of small letters. Plain Python."""

import re

from kaas.answering.checking.words import words

# Behind another word of the sentence, and no abbreviation.
PROPER = re.compile(
    r"(?<=[^.!?:;\s]\s)(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Japanese|English|Fig|Table)\b)[A-Z][a-z]{2,}\b"
)


def proper_names(text: str) -> list[str]:
    """The words of an English sentence that bear a capital and do not begin it."""
    return PROPER.findall(text)


def knows_people(sentence: str, near: str, around: str) -> bool:
    """Whether every such name of a sentence stands in the passages it quotes, however it is written there."""
    own = words(" ".join(proper_names(sentence)))
    return not own or own <= words(near) or own <= words(near) | words(around)
