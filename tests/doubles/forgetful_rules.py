"""Rules that do not know an idiom, whatever they have learnt since: what a model adds to them can be tested at any time."""

from collections.abc import Sequence

import pytest

from kaas.answering.reading.opinions import opinion_of
from kaas.answering.reading.rules import Rule

PLACES = ("kaas.answering.steps.understand.opinion_of", "kaas.evaluation.screened.opinion_of")


def forget(monkeypatch: pytest.MonkeyPatch, *idioms: str) -> None:
    """No rule tells a question that begins with one of these any more."""

    def without(question: str, before: Sequence[str]) -> Rule | None:
        return None if question.startswith(idioms) else opinion_of(question, before)

    for place in PLACES:
        monkeypatch.setattr(place, without)
