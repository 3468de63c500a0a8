"""What each clearance finds by meaning, against an exact search of that person's own passages: nobody loses a hit.

100,000 made-up vectors (KAAS_BENCH_CLEARANCES names another number) under 40 labels, level upon level: the lowest clearance
reads one label of 400, the highest reads all. Queries near a passage that the person may read, near one that they may not,
and near any. Made anew at every run, in a database of its own.
"""

import os
import random
import tempfile
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

from kaas.operations.embedded import Cluster
from tests.benchmarks.timing import keep, timed
from tests.databases import Server
from tests.verification.logins import Raw, identify
from tests.verification.readers import FIRST, add_rows, make_labels, make_reader, make_space, near, written

ROWS = int(os.environ.get("KAAS_BENCH_CLEARANCES") or 100_000)
SIZE, CELLS, TOPICS, LABELS, QUERIES, TEN = 48, 256, 200, 40, 20, 10
GOAL = 0.99
SHARES = {"L0": 0.0025, "L1": 0.02, "L2": 0.1, "L3": 0.4, "L4": 1.0}  # of the passages, each with those below
ASK = "select passage_id from search_vectors(%s::halfvec, 'made-up', null, 10)"
EXACT = """
    select f.passage_id from index_vector v join index_forward f using (number) where v.label_id = any (%s)
     order by v.vector <#> %s::halfvec, f.tie limit 10
"""
NEAR = "select vector::real[] from index_vector where {} order by md5(number::text) limit 20"


def measure() -> str:
    """A row for each clearance."""
    with tempfile.TemporaryDirectory() as folder, Cluster.ephemeral(Path(folder)) as cluster:
        server = Server(cluster)
        done = server.kaas("prepare", database="kaas")
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        with server.superuser("kaas") as root, server.login("app", "kaas") as raw:
            reads = _fill(root)
            rows = {
                name: _row(root, raw, number, labels) for number, (name, labels) in enumerate(reads.items())
            }
    path = keep("clearances", {"rows": ROWS, "clearances": rows, "goal": GOAL})
    head = f"{'':4}{'passages':>10}{'may read':>10}{'may not':>10}{'any':>10}{'p95 ms':>9}"
    told = [
        f"{name:4}{row['passages']:10}{row['own']:10.3f}{row['hidden']:10.3f}{row['any']:10.3f}{row['p95']:9.1f}"
        for name, row in rows.items()
    ]
    missed = [name for name, row in rows.items() if min(row["own"], row["hidden"], row["any"]) < GOAL]
    verdict = (
        f"goal: recall@10 at least {GOAL} for each: {'missed by ' + ', '.join(missed) if missed else 'met'}"
    )
    return "\n".join(
        [f"{ROWS} vectors; recall@10 of queries near what one", head, *told, f"{verdict}; kept in {path}"]
    )


def _fill(root: Raw) -> dict[str, list[int]]:
    """Clearance -> the labels it reads. Every level has labels of its own, and its own share of the passages."""
    dice = random.Random(11)  # noqa: S311
    centres = [[dice.gauss(0, 1) for _ in range(SIZE)] for _ in range(CELLS)]
    topics = [[dice.gauss(0, 1) for _ in range(SIZE)] for _ in range(TOPICS)]
    make_labels(root, LABELS)
    make_space(root, "made-up", centres)
    of_level = {name: range(FIRST + 8 * at, FIRST + 8 * at + 8) for at, name in enumerate(SHARES)}
    added = [share - below for share, below in zip(SHARES.values(), [0.0, *SHARES.values()], strict=False)]
    for begin in range(1, ROWS + 1, 20_000):
        numbers = range(begin, min(begin + 20_000, ROWS + 1))
        levels = dice.choices(list(SHARES), added, k=len(numbers))
        add_rows(
            root,
            {
                number: (dice.choice(of_level[level]), near(dice.choice(topics), dice, 0.35))
                for number, level in zip(numbers, levels, strict=True)
            },
        )
    root.execute("vacuum analyze index_vector, index_forward, embedding_cell, index_vector_count")
    names = list(SHARES)
    return {
        name: [label for below in names[: at + 1] for label in of_level[below]]
        for at, name in enumerate(names)
    }


def _row(root: Raw, raw: Raw, number: int, labels: Sequence[int]) -> dict[str, Any]:
    session = make_reader(root, number + 1, labels)
    held = root.execute(
        "select count(*) from index_vector where label_id = any (%s)", [list(labels)]
    ).fetchone()
    own = "label_id = any (%(labels)s)"
    recall: dict[str, list[float]] = {}
    took: list[float] = []
    for what, where in (("own", own), ("hidden", f"not {own}"), ("any", "true")):
        kept = root.execute(NEAR.format(where), {"labels": list(labels)}).fetchall()  # type: ignore[arg-type]
        dice = random.Random(number)  # noqa: S311
        for (vector,) in kept:
            query, found = written(near(vector, dice, 0.1)), list[Any]()
            took.append(timed(partial(_ask, raw, session, query, found)))
            best = {row[0] for row in root.execute(EXACT, [list(labels), query]).fetchall()}
            recall.setdefault(what, []).append(len(best & set(found)) / len(best))
    figures = {what: mean(recall.get(what, [1.0])) for what in ("own", "hidden", "any")}
    return {"passages": held[0] if held else 0, **figures, "p95": sorted(took)[int(len(took) * 0.95)]}


def _ask(raw: Raw, session: uuid.UUID, query: str, found: list[Any]) -> None:
    with raw.transaction(force_rollback=True):
        identify(raw, session)
        found.extend(row[0] for row in raw.execute(ASK, [query], prepare=True).fetchall())
