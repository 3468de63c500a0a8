"""A hundred thousand different contexts in which a text tells an obedient model to do harm, be it by several runs."""

import pytest

from tests.doubles.obedient_model import contexts
from tests.slow.budget import turn
from tests.unit.answering.test_obedient_model import check

pytestmark = pytest.mark.slow

A_ROUND = 500


def test_an_obedient_model_can_do_nothing() -> None:
    with turn("obedient") as share:
        for seed in share.rounds():
            statements = sum(check(context) for context in contexts(A_ROUND, begin=seed * A_ROUND))
            share.count(contexts=A_ROUND, statements=statements)
