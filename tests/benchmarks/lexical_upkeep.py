"""Adding and withdrawing a document of 20 passages beside 100,000, words and vectors, and what the index weighs.

Beside the time that it takes stands its processor time, here and in the database: what else the machine does is not in that.

`python -m tests.benchmarks.lexical_upkeep`
"""

import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

DOCUMENTS, PASSAGES, SIZE = 100, 20, 384
GOAL_BYTES, GOAL_MS = 2600, 60
MODEL = "made-up-384"
# Of the words; vectors are weighed by themselves.
WEIGHED = """
    select sum(pg_total_relation_size(c.oid)) from pg_class c
     where c.relkind = 'r'
       and c.relname in ('index_lexeme', 'index_forward', 'index_posting', 'index_list', 'index_statistic', 'index_span',
                         'index_withdrawn')
"""
EACH = """
    select c.relname, pg_total_relation_size(c.oid), pg_indexes_size(c.oid) from pg_class c
     where c.relname ~ '^index_' and c.relkind = 'r' order by 2 desc
"""


def measure() -> str:
    """Milliseconds until the transaction is committed; bytes a passage, of all and of those that were added last."""
    from tests.benchmarks.many_passages import DATABASE, many_passages, texts_of_grants
    from tests.benchmarks.timing import spread, table
    from tests.databases import connected

    with many_passages() as server, server.superuser(DATABASE) as root:
        texts = texts_of_grants(server)
        root.execute("vacuum")
        before, held = _number(root, WEIGHED), _number(root, "select count(*) from index_forward")
        with connected(server, "worker", DATABASE):
            added, merged, withdrawn = _come_and_go(texts, partial(_weigh, root))
        after = added.pop("bytes")
        weights = root.execute(EACH).fetchall()
    sizes = [
        f"  {name:22}{size / held:9.0f} bytes a passage, {of / held:.0f} of them indexes"
        for name, size, of in weights
    ]
    fresh, joined = ((weight - before) / (DOCUMENTS * PASSAGES) for weight in after)
    whole = (
        f"{held} passages: {before / held:.0f} bytes each for the words; {fresh:.0f} each for the next,"
        f" {joined:.0f} once merged (goal {GOAL_BYTES})"
    )
    rows = {
        "add": spread(added["took"]),
        "add, processor": spread(added["busy"]),
        "withdraw": spread(withdrawn),
        "merge, a batch": spread(merged),
    }
    verdict = "; ".join(
        f"{name} p95 under {GOAL_MS} ms: {'met' if rows[name]['p95'] < GOAL_MS else 'missed'}"
        for name in ("add", "withdraw")
    )
    return "\n".join([whole, *sizes, table(rows), verdict])


def _weigh(root: Any) -> int:
    root.execute("vacuum index_posting")
    return _number(root, WEIGHED)


def _number(root: Any, query: str) -> int:
    return int(root.execute(query).fetchone()[0])


def _come_and_go(
    texts: list[str], weigh: Callable[[], int]
) -> tuple[dict[str, list[float]], list[float], list[float]]:
    """Every document is added, all are merged, every one is withdrawn, and what is left of them goes."""
    from portfolios.models import Document
    from portfolios.vectors.codebook import centres
    from portfolios.vectors.index import add_cells, open_space
    from tests.benchmarks.timing import timed

    dice = random.Random(3)  # noqa: S311
    open_space(MODEL, SIZE)
    add_cells(MODEL, centres([], SIZE), codebook="made up")
    documents = [_copy_of(Document.objects.order_by("id")[0]) for _ in range(DOCUMENTS)]
    added: dict[str, list[float]] = {"took": [], "busy": [], "bytes": []}
    for document in documents:
        chosen = dice.choices(texts, k=PASSAGES)
        vectors = [[dice.gauss(0, 1) for _ in range(SIZE)] for _ in range(PASSAGES)]
        before = _busy()
        added["took"].append(timed(partial(_add, document, chosen, vectors)))
        added["busy"].append(_busy() - before)
    added["bytes"].append(weigh())
    merged = _merged()
    added["bytes"].append(weigh())
    withdrawn = [timed(partial(_withdraw, document)) for document in documents]
    return added, merged + _merged(), withdrawn


def _merged() -> list[float]:
    """Milliseconds of each batch until nothing waits."""
    from portfolios.merging import merge
    from tests.benchmarks.timing import timed

    took = []
    while True:
        batches: list[int] = []
        took.append(timed(partial(merge, go_on=iter([True, False]).__next__, told=batches.append)))
        if not batches:
            return took[:-1]


def _busy() -> float:
    """Milliseconds of processor time, of this process and of the one that serves it in the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (served_by,) = cursor.fetchone()
    spent = Path(f"/proc/{served_by}/schedstat").read_text(encoding="ascii").split()[0]
    return time.process_time() * 1000 + int(spent) / 1e6


def _copy_of(document: Any) -> Any:
    """Another document like it, for the worker to fill."""
    document.id, document.member = uuid.uuid4(), uuid.uuid4().hex
    document.save(force_insert=True)
    return document


def _withdraw(document: Any) -> None:
    from django.db import transaction

    from portfolios.passages import withdraw_passages

    with transaction.atomic():
        withdraw_passages(document)


def _add(document: Any, texts: list[str], vectors: list[list[float]]) -> None:
    from django.db import transaction

    from portfolios.chunking import Chunk
    from portfolios.models import Passage
    from portfolios.passages import add_passages
    from portfolios.vectors.index import add_vectors

    with transaction.atomic():
        add_passages(
            document, [Chunk(n, "", "paragraph", str(n), (), text, "en") for n, text in enumerate(texts)]
        )
        ids = Passage.objects.filter(document=document).order_by("ordinal").values_list("id", flat=True)
        add_vectors(MODEL, dict(zip(ids, vectors, strict=True)))


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{__doc__}\n\n{measure()}\n")
