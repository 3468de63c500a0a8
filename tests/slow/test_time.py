"""How long things take must not tell of what is hidden: three companies asked in turn, one of them full of it.

The first and the last are alike; the second also holds documents that the reader may not read, about the very things that
are asked. Requests go to the three in an order of chance, so that whatever else the machine does falls on all of them alike.
The difference of the first and the last is what chance and clones do; that of the first and the second is what hidden
documents do. Beside them a leak is planted: a walk through a graph of near neighbours (HNSW) whose filter is applied as it
goes, with hidden neighbours in the second company only. Where these times do not show it, nothing that they show counts.

Times are told and judge nothing: what judges is the number of pages that were touched.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.databases import Server, connected
from tests.slow import budget
from tests.slow.budget import Turn, turn
from tests.slow.databases import drop
from tests.slow.differing import difference
from tests.slow.writing import Writer, write
from tests.verification.logins import Raw, take_in
from tests.verification.twins import Visitor

pytestmark = pytest.mark.slow

READER = "engineer2"
HIDDEN = "aurora-secret"
FIRST, FULL, LAST = "first", "full", "last"
GHOSTS = 40
MIN_TIMES = 16  # at each door of each company: fewer cannot be certain of anything
REQUESTS = 5  # at each door while pages are counted, besides a first one, which looks into the catalogue
MARGIN = 1.1  # an index of more rows has a few pages more
QUESTION = "How thick is the zirconia coating of the separator, and how large is the drift of the meter?"
SIZE = 24
PLANT = f"""
    create table planted (id int, visible boolean, point vector({SIZE}));
    insert into planted select n, true, array(select random() + 0.2 + n * 0 from generate_series(1, {SIZE}))::vector
      from generate_series(1, 600) n;
"""
PLANT_HIDDEN = f"""
    insert into planted select n, false, array(select random() + n * 0 from generate_series(1, {SIZE}))::vector
      from generate_series(1, 4000) n;
"""
GROW = """
    create index on planted using hnsw (point vector_l2_ops);
    analyze planted;
"""
WALK = f"""
    select id from planted where visible order by point <-> array_fill(0.4, array[{SIZE}])::vector limit 10
"""


@dataclass(slots=True)
class House:
    """One of the three companies: a reader who is signed in there, a way into its planted graph, and times so far."""

    database: str
    visitor: Visitor
    root: Raw
    hidden: str
    connection: Any
    times: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def open(self) -> Iterator[None]:
        """This company's connection is Django's, and stays open after it."""
        kept = connections["default"]
        connections["default"] = self.connection
        try:
            yield
        finally:
            connections["default"] = kept

    def time(self, door: str) -> None:
        visit, expected = DOORS[door]
        with self.open():
            begun = time.perf_counter()
            answered = visit(self)
            took = time.perf_counter() - begun
        assert answered == expected, (door, answered)
        self.times.setdefault(door, []).append(took)


def post(path: str, **body: str) -> Callable[[House], int]:
    return lambda house: house.visitor.client.post(path, body, content_type="application/json").status_code


def get(path: str, **query: str) -> Callable[[House], int]:
    return lambda house: house.visitor.client.get(path.format(house.hidden), query).status_code


# What is asked, and the status of the answer: an error of the system takes as long with and without hidden documents.
DOORS: Mapping[str, tuple[Callable[[House], int], int]] = {
    "search": (post("/api/v1/search", query=QUESTION), 200),
    "ask": (post("/api/v1/ask", question=QUESTION), 200),
    "page of a search": (get("/search/", q=QUESTION), 200),
    "list of documents": (get("/documents/"), 200),
    "document not found": (get("/api/v1/documents/{}"), 404),
    "planted": (lambda house: len(house.root.execute(WALK).fetchall()), 10),
}
PLANTED = "planted"
LEAST = 30


def test_time_tells_nothing_of_what_is_hidden(
    server: Server, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with django_db_blocker.unblock(), turn("time") as share:
        has_time = share.left > LEAST
        if has_time:
            with three(server, tmp_path, share.seed) as houses:
                take_times(share, houses)
                for line in told(houses):
                    budget.report.append(f"time: {line}")
                judge(server, houses)
    if not has_time:
        pytest.skip(f"less than {LEAST} seconds are left, which is what this takes at least")


def take_times(share: Turn, houses: Mapping[str, House]) -> None:
    """As many as there is time for, and enough of them to be certain of what is plain."""
    for house in houses.values():
        for door in DOORS:
            house.time(door)  # the first times fill caches
        house.times.clear()
    for seed in share.rounds(spare=share.left / 4):
        interleave(houses, random.Random(seed))  # noqa: S311  # the same order again
        share.count(times=len(DOORS) * len(houses))
    while len(houses[LAST].times[PLANTED]) < MIN_TIMES:
        interleave(houses, random.Random(share.seed))  # noqa: S311
        share.count(times=len(DOORS) * len(houses))
        share.seed += 1


def judge(server: Server, houses: Mapping[str, House]) -> None:
    """By the pages that each door touches."""
    for door in DOORS:
        if door == PLANTED:  # goes by another connection
            continue
        counted = pages(server, houses, door)
        budget.report.append(f"time: {door}, pages of {REQUESTS} requests: {counted}")
        assert counted[FULL] < MARGIN * max(counted[FIRST], counted[LAST]), (door, counted)


def interleave(houses: Mapping[str, House], dice: random.Random) -> None:
    """Each door of each company once, in an order of chance."""
    visits = [(house, door) for house in houses.values() for door in DOORS]
    dice.shuffle(visits)
    for house, door in visits:
        house.time(door)


def told(houses: Mapping[str, House]) -> Iterator[str]:
    """A line for each door: what hidden documents do to its times, what chance does, and whether that counts."""
    caught = difference(houses[FIRST].times[PLANTED], houses[FULL].times[PLANTED]).is_certain
    for door in DOORS:
        first, full, last = (houses[which].times[door] for which in (FIRST, FULL, LAST))
        hidden, chance = difference(first, full), difference(first, last)
        if door == PLANTED:
            verdict = "the planted leak is caught" if caught else "the planted leak is NOT caught"
        elif not caught:
            verdict = "not counted"
        else:
            verdict = "A DIFFERENCE IS SEEN" if hidden.is_certain else "no difference is seen"
        yield f"{door}, {len(first)} times each: {verdict}; hidden: {hidden}; chance: {chance}"


@contextmanager
def three(server: Server, folder: Path, seed: int) -> Iterator[dict[str, House]]:
    """A company, the same with what is hidden, and the same again."""
    writer = Writer(random.Random(seed))  # noqa: S311  # made again from its seed
    base = server.fresh()
    names = {FIRST: base}
    try:
        furnish(server, base, writer, folder)
        names |= {FULL: server.fresh(base), LAST: server.fresh(base)}
        hidden = haunt(server, names[FULL], writer, folder)
        houses = {which: settle(server, name, which, hidden) for which, name in names.items()}
        try:
            yield houses
        finally:
            for house in houses.values():
                house.connection.close()
                house.root.close()
    finally:
        for name in names.values():
            drop(server, name)


def furnish(server: Server, database: str, writer: Writer, folder: Path) -> None:
    """Documents that the reader finds."""
    with connected(server, "worker", database):
        for number in range(8):
            file = write(folder, f"visible{number}.md", writer.document())
            assert not take_in(file, portfolio="common", marking="public").failed


def haunt(server: Server, database: str, writer: Writer, folder: Path) -> str:
    """Documents that the reader may not read, the question in the middle of each; the id of one of them."""
    files = [
        write(folder, f"ghost{number}.md", f"{writer.document()}\n{QUESTION}\n\n{writer.paragraph('en')}\n")
        for number in range(GHOSTS)
    ]
    with connected(server, "worker", database):
        assert not take_in(*files, portfolio="aurora", marking=HIDDEN).failed
    with server.superuser(database) as root:
        row = root.execute(
            "select d.id::text from portfolios_document d join access_marking m on m.label_id = d.label_id"
            " where m.name = %s order by d.id limit 1",
            [HIDDEN],
        ).fetchone()
    assert row is not None
    return str(row[0])


def settle(server: Server, database: str, which: str, hidden: str) -> House:
    """Sign the reader in, plant the graph, and tidy up."""
    root = server.superuser(database)
    for statement in (PLANT, PLANT_HIDDEN if which == FULL else "", GROW):
        root.execute(statement)
    root.execute("vacuum analyze")
    root.execute("set hnsw.iterative_scan = strict_order; set enable_seqscan = off; set enable_sort = off")
    with connected(server, "app", database):
        visitor = Visitor(READER)
    connection = connections.create_connection("default")
    connection.settings_dict = {**connections["default"].settings_dict, **server.settings("app", database)}
    return House(database, visitor, root, hidden, connection)


COUNTED = "select blks_hit + blks_read from pg_stat_database where datname = %s"
GONE = "select count(*) from pg_stat_activity where datname = %s and usename = 'kaas_app'"


def pages(server: Server, houses: Mapping[str, House], door: str) -> dict[str, int]:
    """The pages that some requests at a door touch. The lesser of two times: somebody may be tidying up."""
    counted: dict[str, int] = {}
    with server.superuser("postgres") as root:
        for which, house in houses.items():
            one, more = (
                min(touched(root, house, door, requests) for _ in range(2)) for requests in (1, 1 + REQUESTS)
            )
            counted[which] = more - one
    return counted


def touched(root: Raw, house: House, door: str, requests: int) -> int:
    """The pages that the application touches in a connection of its own."""
    before = so_far(root, house)
    with house.open():
        for _ in range(requests):
            DOORS[door][0](house)
    return so_far(root, house) - before


def so_far(root: Raw, house: House) -> int:
    """What was touched until now, once the application's connection is gone: at its end it tells what it counted."""
    house.connection.close()
    deadline = time.monotonic() + 60
    while _number(root, GONE, house) and time.monotonic() < deadline:
        time.sleep(0.02)
    return _number(root, COUNTED, house)


def _number(root: Raw, query: str, house: House) -> int:
    row = root.execute(query, [house.database]).fetchone()
    assert row is not None
    return int(row[0])
