"""Adding and withdrawing a document of 20 passages beside 100,000, words and vectors, and what the index weighs.

`python -m tests.benchmarks.lexical_upkeep`
"""

import os
import random
import sys
import uuid
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

DOCUMENTS, PASSAGES, SIZE = 100, 20, 384
MODEL = "made-up-384"
# Of the words; vectors are weighed by themselves.
WEIGHED = """
    select sum(pg_total_relation_size(c.oid)) from pg_class c
     where c.relkind = 'r'
       and c.relname in ('index_lexeme', 'index_forward', 'index_posting', 'index_list', 'index_statistic')
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
            added, withdrawn = _come_and_go(texts, lambda: _number(root, WEIGHED))
        after = added.pop("bytes")
        weights = root.execute(EACH).fetchall()
    sizes = [
        f"  {name:22}{size / held:9.0f} bytes a passage, {of / held:.0f} of them indexes"
        for name, size, of in weights
    ]
    marginal = (after[0] - before) / (DOCUMENTS * PASSAGES)
    whole = f"{held} passages: {before / held:.0f} bytes each for the words; {marginal:.0f} each for the next"
    return "\n".join([whole, *sizes, table({"add": spread(added["took"]), "withdraw": spread(withdrawn)})])


def _number(root: Any, query: str) -> int:
    return int(root.execute(query).fetchone()[0])


def _come_and_go(texts: list[str], weigh: Any) -> tuple[dict[str, list[float]], list[float]]:
    """Every document is added, then every one withdrawn; what is held is as it was, and a million other rows stay cached."""
    from portfolios.models import Document
    from portfolios.vectors.codebook import centres
    from portfolios.vectors.index import add_cells, open_space
    from tests.benchmarks.timing import timed

    dice = random.Random(3)  # noqa: S311
    open_space(MODEL, SIZE)
    add_cells(MODEL, centres([], SIZE), codebook="made up")
    documents = [_copy_of(Document.objects.order_by("id")[0]) for _ in range(DOCUMENTS)]
    added: dict[str, list[float]] = {"took": [], "bytes": []}
    for document in documents:
        chosen = dice.choices(texts, k=PASSAGES)
        vectors = [[dice.gauss(0, 1) for _ in range(SIZE)] for _ in range(PASSAGES)]
        added["took"].append(timed(partial(_add, document, chosen, vectors)))
    added["bytes"].append(weigh())

    return added, [timed(partial(_withdraw, document)) for document in documents]


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
