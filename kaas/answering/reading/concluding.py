"""Sentences that conclude what only counsel may, told by their words alone. The rules stand in conclusions.toml.

What a model concludes of infringement, freedom to operate, validity or inventorship is never called supported, whatever it
quotes for it (DOMAIN 2.8): the passage may say so, but nobody who may has looked.
"""

import functools

from kaas.answering.reading.rules import Rule, Rules, plain, read_rules

# Who the inventors are is no conclusion where it is quoted from the record of them.
_RECORDED = frozenset({"invented it", "is an inventor or not", "among the inventors"})


def concludes(sentence: str, *, of_record: bool = False) -> Rule | None:
    """The rule by which a sentence concludes; its `kind` is an `Opinion`. None for what it only reports of others.

    of_record: whether it says nothing but what the line of the inventors on a front page says.
    """
    return _rules(of_record=of_record).first(plain(sentence))


@functools.cache
def _rules(*, of_record: bool) -> Rules:
    rules = read_rules("conclusions")
    return rules.only(lambda rule: rule.name not in _RECORDED) if of_record else rules
