"""Sentences that conclude what only counsel may, told by their words alone. The rules stand in conclusions.toml.

What a model concludes of infringement, freedom to operate, validity or inventorship is never called supported, whatever it
quotes for it (DOMAIN 2.8): the passage may say so, but nobody who may has looked.
"""

import functools

from kaas.answering.reading.rules import Rule, first_rule, read_rules


def concludes(sentence: str) -> Rule | None:
    """The rule by which a sentence concludes; its `kind` is an `Opinion`. None for what it only reports of others."""
    return first_rule(_rules(), sentence)


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return read_rules("conclusions")
