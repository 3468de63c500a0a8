"""Questions that only counsel may conclude, told by their words alone (DOMAIN 2.8). The rules stand in opinions.toml."""

import functools
from collections.abc import Sequence
from enum import StrEnum

from kaas.answering.reading.following import only_names
from kaas.answering.reading.names import readings
from kaas.answering.reading.rules import Rule, first_rule, read_rules
from kaas.answering.reading.standing_for import in_its_place


class Opinion(StrEnum):
    """What a question asks an assessment of."""

    INFRINGEMENT = "infringement"
    VALIDITY = "validity"
    INVENTORSHIP = "inventorship"
    FILING = "filing"
    EXPORT = "export"


def opinion_in(question: str) -> Rule | None:
    """The rule by which a question asks for an opinion; its `kind` is an `Opinion`. Titles are read as names."""
    found = (first_rule(_rules(), reading) for reading in readings(question))
    return next(filter(None, found), None)


def opinion_of(question: str, before: Sequence[str]) -> Rule | None:
    """The same of a question behind others, oldest first: of what its pronouns stand for, and of the one before it where it
    only puts another name into that ("And claim 2?").
    """
    found = opinion_in(question) or opinion_in(in_its_place(question, before))
    if found is None and before and only_names(question):
        found = opinion_of(before[-1], before[:-1])
    return found


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return read_rules("opinions")
