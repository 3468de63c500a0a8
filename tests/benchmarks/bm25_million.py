"""Searching by words in a million passages under 500 labels, and what the index weighs.

`python -m tests.benchmarks bm25_million`. People who read all, a tenth and a hundredth of the passages; the first of them
against the database's own full-text search without row security, the second against tantivy, which filters by label. There a
word counts once in a passage, which is less work. Milliseconds of processor time, here and in the database, so that what
else the machine does is not in them; the time on the clock stands beside.
"""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from governance.access.scopes import scope
from kaas.operations.state import state_dir
from portfolios.passages import search_index
from tests.benchmarks import peer_tantivy
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
FILTERED = 2.0  # p50 against tantivy, where a tenth is read
GOAL_BYTES = 2600
WORDS = """
    select f.label_id, string_agg(substr(x.lexeme, 3), ' ')
      from index_forward f cross join lateral lexemes_of(f.impacts) w join index_lexeme x on x.id = w.lexeme_id
     where f.number > %s and f.number <= %s group by f.number, f.label_id
"""
PART = 20_000  # passages that tantivy is handed at once
WEIGHTS = """
    select c.relname, pg_total_relation_size(c.oid), pg_indexes_size(c.oid) from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and c.relname in ('index_lexeme', 'index_forward', 'index_posting', 'index_list', 'index_span')
     order by 2 desc
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
                with _reading(server, name, sign_in(root, number)) as (find, labels):
                    tantivy = _tantivy(root, labels) if who == "a tenth" else None
                    for length, asked in queries.items():
                        peer = _full_text(root) if who == "all" else tantivy if who == "a tenth" else None
                        rows |= _compare(who, length, asked, find, peer)
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
def _reading(
    server: Server, name: str, session: uuid.UUID
) -> Iterator[tuple[Callable[[Query], float], list[int]]]:
    """Searches for somebody, and gives the processor time that it took; and the labels that they may read."""
    with connected(server, "app", name), scope(session) as acting:
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid(), permitted_labels()")
            pid, labels = cursor.fetchone()

        def find(asked: Query) -> float:
            begun = time.process_time() * 1000 + spent(pid)
            search_index(asked, scope=acting, within=None, limit=FOUND)
            return time.process_time() * 1000 + spent(pid) - begun

        yield find, labels


def _full_text(root: Raw) -> Callable[[Query], float]:
    pid = int(_first(root, "select pg_backend_pid()"))

    def find(asked: Query) -> float:
        before = spent(pid)
        root.execute(FIND, [" | ".join(f"'{word[2:]}'" for word, _ in asked), FOUND]).fetchall()
        return spent(pid) - before

    return find


def _tantivy(root: Raw, labels: Sequence[int]) -> Callable[[Query], float] | None:
    """None where it is not installed. Its index is kept beside the database."""
    if not peer_tantivy.installed():
        return None
    folder = state_dir() / "bench" / "tantivy-million"
    folder.mkdir(parents=True, exist_ok=True)

    def words() -> Iterator[tuple[int, str]]:
        for begin in range(0, int(_first(root, "select max(number) from index_forward")), PART):
            yield from root.execute(WORDS, [begin, begin + PART])

    search = peer_tantivy.tantivy_search(folder, words, labels, found=FOUND)

    def find(asked: Query) -> float:
        begun = time.process_time() * 1000
        search(asked)
        return time.process_time() * 1000 - begun

    return find


def spent(pid: int) -> float:
    """Milliseconds that a process has had a processor."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6


def _compare(
    who: str,
    length: int,
    asked: list[Query],
    find: Callable[[Query], float],
    peer: Callable[[Query], float] | None,
) -> dict[str, dict[str, float]]:
    """Query by query, one search after the other; the first round fills caches."""
    taken: dict[str, list[float]] = {"ours": [], "by the clock": [], "peer": []}
    for is_measured in (False, True):
        for query in asked:
            begun = time.perf_counter()
            ours = find(query)
            clock = (time.perf_counter() - begun) * 1000
            theirs = peer(query) if peer else 0.0
            if is_measured:
                taken["ours"].append(ours)
                taken["by the clock"].append(clock)
                taken["peer"].append(theirs)
    return {
        f"{who}, {length} words, {name}": spread(times)
        for name, times in taken.items()
        if peer or name != "peer"
    }


def _verdicts(rows: dict[str, dict[str, float]]) -> list[str]:
    told = []
    for length in LENGTHS:
        ratio = rows[f"all, {length} words, ours"]["p95"] / rows[f"all, {length} words, peer"]["p95"]
        told.append(
            f"{length} words: p95 {ratio:.2f} of the full-text search{_reached(ratio, GOALS.get(length))}"
        )
    for length in LENGTHS:
        if f"a tenth, {length} words, peer" in rows:
            ratio = (
                rows[f"a tenth, {length} words, ours"]["p50"] / rows[f"a tenth, {length} words, peer"]["p50"]
            )
            told.append(f"{length} words, a tenth: p50 {ratio:.2f} of tantivy{_reached(ratio, FILTERED)}")
    return told


def _reached(ratio: float, goal: float | None) -> str:
    return f", goal {goal}: {'met' if ratio <= goal else 'missed'}" if goal else ""
