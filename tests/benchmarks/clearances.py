"""What each clearance finds by meaning, against an exact search of that person's own passages: nobody loses a hit.

The made-up company of the `dense` benchmark (KAAS_BENCH_CLEARANCES names how many vectors, 100,000 else), read by five,
each of whom reads what the one before reads and more. Queries near any passage, near one of the smallest share that is asked
about there, and near one that this share does not hold.
"""

import os
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from kaas.operations.state import state_dir
from tests.benchmarks.dense import KINDS, OURS, PEERS
from tests.benchmarks.dense_store import DATABASE, dense_store
from tests.benchmarks.timing import keep, timed
from tests.verification.crowds import sign_in
from tests.verification.logins import Raw, identify
from tests.verification.readers import make_reader

ROWS = int(os.environ.get("KAAS_BENCH_CLEARANCES") or 100_000)
GOAL = 0.99
FIRST_READER = 900  # a number that no person of the dense benchmark has
SHARES = {"L0": 0.0025, "L1": 0.02, "L2": 0.1, "L3": 0.4, "L4": 1.0}  # of the vectors, at least
SIZES = "select label_id, count(*) from index_vector group by 1 order by 2, 1"
EXACT = """
    select md5('p' || number)::uuid from index_vector where label_id = any (%s)
     order by vector <#> %s::halfvec(384), number limit 10
"""


def measure() -> str:
    """A row for each clearance."""
    python = Path(os.environ.get(PEERS) or "/nonexistent") / "bin" / "python"
    if not python.exists() and not (state_dir() / "bench" / f"runs-{ROWS}" / "filled").exists():
        pytest.skip(f"{PEERS} names no virtual environment with numpy and faiss-cpu")
    with (
        dense_store(ROWS, python) as (server, _files, asked),
        server.superuser(DATABASE) as root,
        server.login("app", DATABASE) as raw,
    ):
        least = min(asked.values(), key=lambda share: len(share["labels"]))
        queries = {kind: [query for query, _nearest in least[kind]] for kind in KINDS}
        rows = {
            name: _row(root, raw, FIRST_READER + at, labels, queries)
            for at, (name, labels) in enumerate(_read(root).items())
        }
    path = keep("clearances", {"vectors": ROWS, "clearances": rows, "goal": GOAL})
    missed = [name for name, row in rows.items() if min(row[kind] for kind in KINDS) < GOAL]
    head = f"{'':4}{'vectors':>10}" + "".join(f"{kind:>13}" for kind in KINDS) + f"{'p95 ms':>9}"
    told = [
        f"{name:4}{row['vectors']:10}"
        + "".join(f"{row[kind]:13.3f}" for kind in KINDS)
        + f"{row['p95']:9.1f}"
        for name, row in rows.items()
    ]
    verdict = "missed by " + ", ".join(missed) if missed else "met"
    return "\n".join(
        [f"recall@10 among {ROWS} vectors", head, *told, f"goal {GOAL}: {verdict}; kept in {path}"]
    )


def _read(root: Raw) -> dict[str, list[int]]:
    """Clearance -> its labels: the smallest ones first, until they hold enough."""
    sizes = root.execute(SIZES).fetchall()
    found = {}
    for name, share in SHARES.items():
        held, labels = 0, []
        for label, count in sizes:
            if held < share * ROWS:
                labels.append(label)
                held += count
        found[name] = labels
    return found


def _row(
    root: Raw, raw: Raw, number: int, labels: list[int], queries: dict[str, list[str]]
) -> dict[str, Any]:
    known = root.execute("select 1 from access_user where username = %s", [f"crowd-{number}"]).fetchone()
    session = sign_in(root, number) if known else make_reader(root, number, labels)
    held = root.execute("select count(*) from index_vector where label_id = any (%s)", [labels]).fetchone()
    took: list[float] = []
    figures = {}
    for kind, texts in queries.items():
        recall = []
        for query in texts:
            found: set[Any] = set()

            def ask(query: str = query, found: set[Any] = found) -> None:
                with raw.transaction(force_rollback=True):
                    identify(raw, session)
                    found.update(row[0] for row in raw.execute(OURS, [query], prepare=True).fetchall())

            took.append(timed(ask))
            best = {row[0] for row in root.execute(EXACT, [labels, query]).fetchall()}
            recall.append(len(best & found) / len(best))
        figures[kind] = mean(recall)
    return {"vectors": held[0] if held else 0, **figures, "p95": sorted(took)[int(len(took) * 0.95)]}
