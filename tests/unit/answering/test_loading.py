"""What a process loads before it takes questions."""

import tomllib
from typing import Any

import pytest

from kaas.answering.desk import Desk
from kaas.answering.loading import load
from kaas.answering.reading import concluding, opinions, past_policy


class _Counting:
    """A chat model of which only that it counts is looked at."""

    counted = 0

    def count(self, prompt: Any) -> int:
        self.counted += 1
        return 1


def test_a_first_question_reads_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of every kind are there, and the model has counted, which takes its vocabulary."""
    for rules in (concluding._rules, opinions._rules, past_policy._rules):
        rules.cache_clear()
    chat = _Counting()
    load(Desk(chat=chat))  # type: ignore[arg-type]
    monkeypatch.setattr(tomllib, "loads", lambda _: pytest.fail("a file is read when the question is there"))
    assert opinions.opinion_in("Does it infringe?") is not None
    assert opinions.opinion_of("Do we need a licence?", ["What does JP2020-123456A say?"]) is not None
    assert opinions.opinion_of("Which of them?", ["Who invented JP2020-123456A?"]) is None
    assert past_policy.past_policy("What is the thickness of the wire?") is None
    assert concluding.concludes("The wire infringes claim 1.") is not None
    assert concluding.concludes("A and B invented it.", of_record=True) is None
    assert chat.counted == 1
