"""The hundred questions of the demo company, every one, by a faithful model, one that lies and one that obeys."""

import pytest

from tests.doubles.hundred import faithful, lying, obedient
from tests.integration.test_demo_questions import HUNDRED
from tests.integration.test_hundred_by_model import ask_all
from tests.slow.budget import turn

pytestmark = pytest.mark.slow

# Of the sentences of the one that lies; identifiers and quotes are caught always, see test_lies.
MISSED = 0.01
WRITTEN_FOR = 80  # the others are answered, or not, before a model is asked


def test_no_ending_turns_into_a_wrong_answer(db: None) -> None:
    with turn("hundred") as share:
        came = ask_all(HUNDRED, faithful)
        assert (came.endings, came.wrong) == ([], [])
        assert came.by_model >= WRITTEN_FOR
        for seed in share.rounds():
            for written in (lying, obedient):
                came = ask_all(HUNDRED, lambda question, by=written, seed=seed: by(question, seed))  # type: ignore[misc]
                share.count(answers=came.by_model, sentences=came.sentences, wrong=len(came.wrong))
                print(seed, written.__name__, *came.wrong, sep="\n  ")  # noqa: T201
                assert came.endings == []
                assert len(came.wrong) <= (MISSED * came.sentences if written is lying else 0), came.wrong
