"""Deciding about reading: `permitted_labels()` with 2,000 labels and 10,000 people, for random people, one by one.

First a decision made, then one used again that is held in the transaction.

`python -m tests.benchmarks.deciding`
"""

import os
import random
import statistics
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

LABELS, PEOPLE, ASKED = 2000, 10_000, 1000
ASK = "select permitted_labels()"


def measure() -> str:
    """A table: milliseconds of a decision made and of one held, as the application's login waits for them."""
    from kaas.operations.embedded import Cluster  # after the settings are known
    from tests.benchmarks.timing import spread, table, timed
    from tests.databases import EMPTY, Server
    from tests.verification.crowds import make_labels, make_people, sign_in
    from tests.verification.logins import identify

    dice = random.Random(1)  # noqa: S311  # the same people every time
    with tempfile.TemporaryDirectory() as folder, Cluster.ephemeral(Path(folder)) as cluster:
        server = Server(cluster)
        server.make_template()
        database = server.fresh(EMPTY)
        made, held, permitted = list[float](), list[float](), list[tuple[list[int]]]()
        with server.superuser(database) as root, server.login("app", database) as raw:
            make_labels(root, LABELS)
            make_people(root, 0, PEOPLE)
            for _ in range(ASKED):
                identify(raw, sign_in(root, dice.randrange(PEOPLE)))
                made.append(timed(lambda: permitted.extend(raw.execute(ASK).fetchall())))
                held.append(timed(lambda: permitted.extend(raw.execute(ASK).fetchall())))
                raw.rollback()
    size = f"{LABELS} labels, {PEOPLE} people, {statistics.mean(len(labels) for (labels,) in permitted):.0f} permitted"
    return f"{size}\n{table({'made': spread(made), 'held': spread(held)})}"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{__doc__}\n\n{measure()}\n")
