"""Searching by words in a million passages under 500 labels, and what the index weighs.

`python -m tests.benchmarks bm25_million`. People who read all, a tenth and a hundredth of the passages; the first of them
against the database's own full-text search without row security. Milliseconds of processor time, here and in the database, so
that what else the machine does is not in them; the time on the clock stands beside.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from governance.access.scopes import scope
from portfolios.passages import search_index
from tests.benchmarks.bm25 import FIND, FOUND, HELD, MAKE, Query, queries_of
from tests.benchmarks.many_passages import many_passages
from tests.benchmarks.million import million
from tests.benchmarks.timing import keep, spread, table
from tests.databases import Server, connected
from tests.verification.crowds import sign_in
from tests.verification.logins import Raw

READERS = {"all": 0, "a tenth": 1, "a hundredth": 2}
LENGTHS, QUERIES = (1, 3, 8), 20
GOALS = {3: 0.35, 8: 0.10}  # p95 against the full-text search
GOAL_BYTES = 2600
WEIGHTS = """
    select c.relname, pg_total_relation_size(c.oid), pg_indexes_size(c.oid) from pg_class c
     where c.relkind = 'r' and c.relname in ('index_lexeme', 'index_forward', 'index_posting', 'index_list') order by 2 desc
"""


def measure() -> str:
    """Run everything, keep the result, and return the tables."""
    with many_passages() as server:
        name = million(server)
        with server.superuser(name) as root:
            if not _first(root, HELD):
                for statement in MAKE.split(";\n"):
                    root.execute(statement)  # type: ignore[arg-type, unused-ignore]
            queries = {
                length: asked[:QUERIES] for length, asked in queries_of(root).items() if length in LENGTHS
            }
            weights = root.execute(WEIGHTS).fetchall()
            passages = int(_first(root, "select count(*) from index_forward"))
            rows: dict[str, dict[str, float]] = {}
            for who, number in READERS.items():
                with _reading(server, name, sign_in(root, number)) as find:
                    for length, asked in queries.items():
                        rows |= _compare(root, who, length, asked, find)
    weight = sum(size for _, size, _ in weights) / passages
    kept = keep("bm25_million", {"milliseconds": rows, "bytes": weight})
    sizes = [
        f"  {one:22}{size / passages:8.0f} bytes a passage, {of / passages:.0f} of them indexes"
        for one, size, of in weights
    ]
    told = f"{passages} passages: {weight:.0f} bytes each for the words (goal {GOAL_BYTES})"
    return "\n".join([told, *sizes, table(rows), *_verdicts(rows), str(kept)])


def _first(root: Raw, query: str) -> Any:
    return (root.execute(query).fetchone() or (None,))[0]  # type: ignore[arg-type, unused-ignore]


@contextmanager
def _reading(server: Server, name: str, session: uuid.UUID) -> Iterator[Callable[[Query], float]]:
    """Searches for somebody, and gives the processor time that it took."""
    with connected(server, "app", name), scope(session) as acting:
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            (pid,) = cursor.fetchone()

        def find(asked: Query) -> float:
            begun = time.process_time() * 1000 + spent(pid)
            search_index(asked, scope=acting, within=None, limit=FOUND)
            return time.process_time() * 1000 + spent(pid) - begun

        yield find


def spent(pid: int) -> float:
    """Milliseconds that a process has had a processor."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6


def _compare(
    root: Raw, who: str, length: int, asked: list[Query], find: Callable[[Query], float]
) -> dict[str, dict[str, float]]:
    """Query by query, one search after the other; the first round fills caches."""
    pid = int(_first(root, "select pg_backend_pid()"))
    taken: dict[str, list[float]] = {"ours": [], "by the clock": [], "full text": []}
    for is_measured in (False, True):
        for query in asked:
            begun = time.perf_counter()
            ours = find(query)
            clock = (time.perf_counter() - begun) * 1000
            before = spent(pid)
            if who == "all":
                root.execute(FIND, [" | ".join(f"'{word[2:]}'" for word, _ in query), FOUND]).fetchall()
            if is_measured:
                taken["ours"].append(ours)
                taken["by the clock"].append(clock)
                taken["full text"].append(spent(pid) - before)
    return {
        f"{who}, {length} words, {name}": spread(times)
        for name, times in taken.items()
        if who == "all" or name != "full text"
    }


def _verdicts(rows: dict[str, dict[str, float]]) -> list[str]:
    reached = {
        length: rows[f"all, {length} words, ours"]["p95"] / rows[f"all, {length} words, full text"]["p95"]
        for length in LENGTHS
    }
    return [
        f"{length} words: p95 {ratio:.2f} of the full-text search"
        + (
            f", goal {GOALS[length]}: {'met' if ratio <= GOALS[length] else 'missed'}"
            if length in GOALS
            else ""
        )
        for length, ratio in reached.items()
    ]
