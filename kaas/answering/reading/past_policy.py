"""Questions that ask for something around the rules of access. The rules stand in past_policy.toml."""

import functools
from enum import StrEnum

from kaas.answering.reading.names import rule_in
from kaas.answering.reading.rules import Rule, Rules, read_rules


class Past(StrEnum):
    """What a question would get around the rules to."""

    ACCESS = "access"
    CREDENTIALS = "credentials"


def past_policy(question: str) -> Rule | None:
    """The rule by which a question asks around the policy; its `kind` is a `Past`."""
    return rule_in(_rules(), question)


@functools.cache
def _rules() -> Rules:
    return read_rules("past_policy")
