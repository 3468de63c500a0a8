"""Questions that only counsel may conclude, told by their words alone (DOMAIN 2.8). The rules stand in opinions.toml."""

import functools
from enum import StrEnum

from kaas.answering.reading.rules import Rule, first_rule, read_rules


class Opinion(StrEnum):
    """What a question asks an assessment of."""

    INFRINGEMENT = "infringement"
    VALIDITY = "validity"
    INVENTORSHIP = "inventorship"
    FILING = "filing"
    EXPORT = "export"


def opinion_in(question: str) -> Rule | None:
    """The rule by which a question asks for an opinion; its `kind` is an `Opinion`."""
    return first_rule(_rules(), question)


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return read_rules("opinions")
