"""Every lie about the demo company is told once, and as many as promised are caught."""

import pytest

from tests.doubles.lying_model import Kind, lies
from tests.slow.budget import turn
from tests.unit.answering.test_lying_model import CAUGHT, GOLD, SECOND, gold, shares_caught

pytestmark = pytest.mark.slow


def test_every_lie_is_told() -> None:
    with turn("lies") as share:
        told = list(lies(gold(GOLD) + gold(SECOND)))
        shares = shares_caught(told)
        share.count(lies=len(told))
    assert set(shares) == set(Kind)
    assert all(share >= CAUGHT[kind] for kind, share in shares.items()), shares
