"""Hidden documents come and go, again and again, and whoever may not read them is told the same bytes throughout."""

import random
from pathlib import Path

from tests.databases import Server
from tests.verification.ghosts import House, compare, draw, ways_to_read

HAUNTINGS = 4  # each is compared with the ghosts and after them
TIMES, DEAR = 4, 3  # that each way to read, and each that takes longer, is taken in a reading
MIN_COMPARISONS = 2_000
MIN_OF_EACH = 20


def test_ghosts_come_and_go_unseen(server: Server, demo: str, tmp_path: Path) -> None:
    house = House(server, demo, tmp_path, random.Random(20261122))  # noqa: S311  # the same ghosts every time
    house.furnish()
    with server.superuser(demo) as root:
        probes = draw(house, root, times=TIMES, dear=DEAR)
    first = house.reading(probes)
    comparisons = 0
    for _ in range(HAUNTINGS):
        size = house.size_for("counsel")
        ghosts = house.haunt()
        assert house.size_for("counsel") > size  # who may read them sees them
        for present in (ghosts, []):
            if not present:
                house.lay(ghosts)
            differences = list(compare(first, house.reading(probes, present), probes))
            assert not differences, differences[0]
            comparisons += len(probes)
    ways = len(ways_to_read())
    print(f"{comparisons:,} comparisons at {ways} ways to read, {2 * HAUNTINGS * DEAR} of each at least")  # noqa: T201
    assert comparisons >= MIN_COMPARISONS and 2 * HAUNTINGS * DEAR >= MIN_OF_EACH


def test_an_error_of_the_system_is_no_agreement(server: Server, demo: str, tmp_path: Path) -> None:
    """Two faults are byte-identical too: no probe may end in one, and most must be let in."""
    house = House(server, demo, tmp_path, random.Random(7))  # noqa: S311
    house.furnish()
    with server.superuser(demo) as root:
        told = house.reading(draw(house, root, times=1, dear=1))
    assert not [one for one in told if one.startswith("5")]
    assert (
        sum(one.startswith(("200", "302", "0", "1")) for one in told) > len(told) / 6
    )  # readers are let in at the doors of readers
