"""A condition is no fact, nor is it what depends on it: if the seal breaks, the cell is discarded. Plain Python."""

import re

from kaas.answering.checking.conditions import (
    DEPENDS,
    IF,
    MAIN,
    SUPPOSED,
    UNLESS,
    Condition,
    conditions_of,
    telling,
)
from kaas.answering.checking.denial import denies
from kaas.answering.checking.spotting import in_one_language

ONLY = re.compile(r"(?i)\bonly\b|のみ|だけ|限")
DONE = re.compile(
    r"(?i)\b(?:was|were|had|did|\w+ed|met|fell|rose|broke|held)\b|[たっ]た(?:。|$|\n)|[いしれ]た"
)
PARTS = re.compile(r"(?i)[,;。](?!\d)|\band\b|\n")
NEARLY = 0.8  # of the words of a condition, in what tells it


def keeps_conditions(sentence: str, said: str) -> bool:
    """Whether no sentence tells as a fact on what something depends, nor turns round which depends on which."""
    if not (IF.search(said) or "rovided" in said) or not in_one_language(sentence, said):
        return True
    theirs = conditions_of(said)
    if not theirs:
        return True
    if not DEPENDS.search(sentence):
        return not any(_is_told_as_fact(sentence, one) for one in theirs if SUPPOSED.fullmatch(one.sign))
    if any(UNLESS.search(text) or ONLY.search(text) or denies(text) for text in (sentence, said)):
        return True
    ours = conditions_of(sentence)
    is_rule = not DONE.search(said)
    return not any(
        _is_turned_round(mine, one)
        for one in theirs
        if is_rule or SUPPOSED.fullmatch(one.sign)
        for mine in ours
    )


def _is_told_as_fact(sentence: str, one: Condition) -> bool:
    """Whether a part of the sentence says the condition and nothing else, and the rest of it what depends on that."""
    if not one.on or not telling(sentence) <= one.on | one.main:
        return False
    return any(
        (part := telling(told)) <= one.on and len(part) >= NEARLY * len(one.on)
        for told in PARTS.split(sentence)
    )


def _is_turned_round(mine: Condition, one: Condition) -> bool:
    """Whether what depends is told as that on which it does, and that as what depends."""
    main, on = mine.main - mine.on, mine.on - mine.main
    of_main, of_on = one.main - one.on, one.on - one.main
    if not main or not on or main & of_main or on & of_on:
        return False
    return len(main & of_on) >= MAIN * len(main) and len(on & of_main) >= MAIN * len(on)
