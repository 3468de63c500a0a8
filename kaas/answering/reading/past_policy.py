"""Questions that ask for something around the rules of access. The rules stand in past_policy.toml."""

import functools
from enum import StrEnum

from kaas.answering.reading.names import readings
from kaas.answering.reading.rules import Rule, first_rule, read_rules


class Past(StrEnum):
    """What a question would get around the rules to."""

    ACCESS = "access"
    CREDENTIALS = "credentials"


def past_policy(question: str) -> Rule | None:
    """The rule by which a question asks around the policy; its `kind` is a `Past`."""
    found = (first_rule(_rules(), reading) for reading in readings(question))
    return next(filter(None, found), None)


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return read_rules("past_policy")
