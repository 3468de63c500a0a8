"""Larger and stranger worlds than the ordinary tests have: crowds of people, thousands of labels, facts that turn."""

import random
from datetime import datetime, timedelta

from tests.verification.logins import Raw
from tests.verification.worlds import NAMED, Maker


class Crowd(Maker):
    """A world of a size of its own. Some of its facts begin or end within seconds, while it is being asked about."""

    def __init__(self, raw: Raw, seed: int) -> None:
        self.raw = raw
        self.dice = random.Random(seed)  # noqa: S311  # made again from its seed
        self.seed = seed
        self.people = self._people(self.dice.choice([40, 80, 120]))
        self.names = {which: self._names(table, self.dice.randint(5, 9)) for which, table in NAMED.items()}
        self.labels(self.dice.choice([500, 1500, 3000]))
        self.facts(now=self._now())

    def _window(self, now: datetime) -> tuple[datetime, datetime | None]:
        if self.dice.random() < 0.8:
            return super()._window(now)
        begins = now + timedelta(seconds=self.dice.uniform(-4, 4))
        return begins, self.dice.choice([None, begins + timedelta(seconds=self.dice.uniform(0.001, 4))])
