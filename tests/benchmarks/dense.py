"""Searching by meaning behind the walls, against pgvector's graph behind the same walls, an exact scan, and faiss.

One million made-up vectors (KAAS_BENCH_VECTORS names another number). KAAS_BENCH_FAISS names a virtual environment with numpy
and faiss-cpu, which are no part of this project: without it there are no vectors, and this is left out.

For each share of the rows that a person may read, queries near any passage, near a permitted one, near a hidden one. All arms
answer each query in turn, after each has answered untimed; `dense 1 0.1` asks at those percents only. The graph walks on
(iterative scan) with the least ef_search, up to 1,000, that reaches our recall; KAAS_BENCH_GRAPH=none leaves it out, as it
takes minutes to build. Nothing is hidden from who reads 100 %.
"""

import hashlib
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

VECTORS, PEERS, GRAPHS = "KAAS_BENCH_VECTORS", "KAAS_BENCH_FAISS", "KAAS_BENCH_GRAPH"
KINDS = ("independent", "correlated", "anti")
FAISS_AT = "1"  # percent
EFS = (40, 100, 200, 400, 1000)
OURS = "select passage_id from search_vectors(%s::halfvec, 'made-up', null, 10)"
PEER = "select number from peer.vector order by vector <#> %s::halfvec(384) limit 10"
GRAPH = (
    "enable_seqscan = off",
    "enable_bitmapscan = off",
    "enable_sort = off",
    "hnsw.iterative_scan = relaxed_order",
)
EXACT = ("enable_indexscan = off", "jit = off")

Asked = list[tuple[str, list[int]]]
Ask = Callable[[str], list[Any]]


@dataclass
class Arm:
    """What one way of searching took, and what share of the nearest ten it found."""

    took: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)

    def ask(self, ask: Ask, query: str, nearest: set[Any]) -> None:
        """Once, timed."""
        from tests.benchmarks.timing import timed

        found: list[Any] = []
        self.took.append(timed(lambda: found.extend(ask(query))))
        self.recall.append(len(nearest & set(found)) / 10)

    def p95(self) -> float:
        """Milliseconds."""
        return float(sorted(self.took)[int(len(self.took) * 0.95)])

    def told(self) -> str:
        """Median, p95, recall; blanks where it was not asked."""
        if not self.took:
            return " " * 23
        return f"{sorted(self.took)[len(self.took) // 2]:8.1f}{self.p95():8.1f}{mean(self.recall):7.3f}"


def measure(*shares: str) -> str:
    """A table: a row for each share, or those named, and kind of query."""
    from tests.benchmarks.dense_store import DATABASE, dense_store, session_of

    python = Path(os.environ.get(PEERS) or "/nonexistent") / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{PEERS} names no virtual environment with numpy and faiss-cpu")
    rows = int(os.environ.get(VECTORS) or 1_000_000)
    lines = [f"{rows} vectors; p50 and p95 in ms, recall of the nearest ten", HEAD]
    with dense_store(rows, python) as (server, files, asked), server.login("app", DATABASE) as raw:
        with server.superuser(DATABASE) as root:
            sessions = [session_of(root, number) for number in range(len(asked))]
        for (share, what), session in zip(asked.items(), sessions, strict=True):
            if shares and share not in shares:
                continue
            with faiss_answers(python, files, share) as faiss:
                for kind in (kind for kind in KINDS if kind in what):
                    lines.append(f"{share:>5} {kind:12}" + row(raw, session, what[kind], kind, faiss))
                    sys.stderr.write(lines[-1] + "\n")
    return "\n".join(lines)


HEAD = f"{'%':>5} {'queries':12}{'ours':>23}{'graph':>23}{'ef':>6}{'exact':>23}{'/graph':>8}{'/exact':>8}{'/faiss':>8}"


def row(raw: Any, session: Any, asked: Asked, kind: str, faiss: Callable[[str, int], float] | None) -> str:
    """Every arm on every query; ratios of p95 to the graph and of p50 to the others."""

    def asking(statement: str, settings: tuple[str, ...] = ()) -> Ask:
        from tests.verification.logins import identify

        def ask(query: str) -> list[Any]:
            with raw.transaction(force_rollback=True):
                identify(raw, session)
                for setting in settings:
                    raw.execute(f"set local {setting}")
                return [found for (found,) in raw.execute(statement, [query], prepare=True).fetchall()]

        return ask

    ours, graph, exact, memory = Arm(), Arm(), Arm(), list[float]()
    found = recall_of(asking(OURS), asked, passages)  # and what it warms stays warm
    ef, walk = (0, None) if os.environ.get(GRAPHS) == "none" else graph_of(asking, asked, found)
    recall_of(asking(PEER, EXACT), asked[:3], set)  # each of them reads the same
    for number, (query, nearest) in enumerate(asked):
        ours.ask(asking(OURS), query, passages(nearest))
        if walk:
            graph.ask(walk, query, set(nearest))
        exact.ask(asking(PEER, EXACT), query, set(nearest))
        memory += [faiss(kind, number)] if faiss else []
    ratios = [ours.p95() / graph.p95() if walk else math.nan, middle(ours.took) / middle(exact.took)]
    ratios += [middle(ours.took) / middle(memory)] if memory else []
    return (
        ours.told() + graph.told() + f"{ef:6}" + exact.told() + "".join(f"{ratio:8.2f}" for ratio in ratios)
    )


def graph_of(asking: Callable[[str, tuple[str, ...]], Ask], asked: Asked, found: float) -> tuple[int, Ask]:
    """The least ef_search that finds as much as ours, and the graph asked with it."""
    for ef in EFS:
        walk = asking(PEER, (*GRAPH, f"hnsw.ef_search = {ef}"))
        if recall_of(walk, asked, set) >= min(0.98, found):
            break
    return ef, walk


def middle(times: list[float]) -> float:
    """The median."""
    return sorted(times)[len(times) // 2]


def recall_of(ask: Ask, asked: Asked, named: Callable[[list[int]], set[Any]]) -> float:
    """What is warmed by it stays warm."""
    return mean(len(named(nearest) & set(ask(query))) / 10 for query, nearest in asked)


def passages(numbers: list[int]) -> set[Any]:
    """Ids of the passages of these numbers, as the store has them."""
    from uuid import UUID

    return {UUID(hashlib.md5(f"p{number}".encode(), usedforsecurity=False).hexdigest()) for number in numbers}


@contextmanager
def faiss_answers(python: Path, files: Path, share: str) -> Iterator[Callable[[str, int], float] | None]:
    """Milliseconds of a query in faiss, at the share where it is compared; None elsewhere."""
    if share != FAISS_AT:
        yield None
        return
    command = [str(part) for part in (python, Path(__file__).with_name("dense_faiss.py"), files, share)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        told, said = process.stdin, process.stdout
        said.readline()

        def ask(kind: str, number: int) -> float:
            told.write(f"{kind} {number}\n")
            told.flush()
            return float(said.readline())

        yield ask
        told.close()


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{__doc__}\n\n{measure()}\n")
