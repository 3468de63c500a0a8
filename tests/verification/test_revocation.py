"""What was closed is closed for every view that begins after the commit: asking, history, what is shared, and documents."""

import random
from collections import Counter

from tests.databases import Server
from tests.verification.late import revoke, scenes
from tests.verification.revoking import KINDS

REVOCATIONS = 300


def test_no_view_is_late(server: Server, demo: str) -> None:
    dice = random.Random(20261122)  # noqa: S311  # the same revocations every time
    figures: Counter[str] = Counter()
    with scenes(server, demo) as (root, people):
        for _ in range(REVOCATIONS):
            revoke(root, dice.choice(people), dice, figures)
    print(dict(figures))  # noqa: T201
    assert figures["revocations"] == REVOCATIONS
    assert all(figures[f"of {kind}"] > REVOCATIONS / 30 for kind in KINDS)
