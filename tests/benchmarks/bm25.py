"""Searching by words in 100,000 passages, against the database's own full-text search without row security, and tantivy.

`python -m tests.benchmarks bm25`. Somebody reads everything, all under one label; then somebody reads a tenth, 100 of 500
labels, by which tantivy filters. Ours has permitted labels and statistics to find; the peers rank by statistics of all.
The ranking is compared with the definition over what is permitted in the demo company: 1,000 pairs of a person and a query.
"""

import functools
import random
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db import connection

from governance.access.scopes import scope
from governance.access.sessions import sign_in_as_operator
from kaas.evaluation.reader import READER
from kaas.operations.embedded import Cluster
from portfolios.analysis import query_terms
from portfolios.analysis.indexing import occurrences
from portfolios.passages import search_index
from tests import reference_bm25
from tests.benchmarks import peer_tantivy
from tests.benchmarks.many_labels import many_labels
from tests.benchmarks.many_passages import DATABASE, many_passages
from tests.benchmarks.timing import keep, ratios, spread, table, timed
from tests.databases import TEMPLATE, Server, connected
from tests.verification.crowds import sign_in
from tests.verification.logins import Raw, person
from tests.verification.test_ranking import PEOPLE, texts_by_person

QUERIES = 40  # of each length
FOUND = 10
PAIRS = 1000
GOALS = {3: 0.35, 8: 0.10}  # p95 against the full-text search
FILTERED, UP_TO = 2.0, 8  # p50 against tantivy, for so many words, where a tenth is read
# Words of a query, and the share of all passages that none of them exceeds.
LENGTHS = {1: 0.05, 3: 0.10, 8: 0.30, 25: 1.0}
OURS, FULL_TEXT, TANTIVY = "ours, under row security", "ts_rank, GIN, no row security", "tantivy, filtered"
HELD = "select to_regclass('peer.words') is not null"
MAKE = """
    create schema if not exists peer;
    create table peer.words as select id, to_tsvector('english', text) as terms from public.portfolios_passage;
    create index on peer.words using gin (terms);
    vacuum analyze peer.words
"""
FIND = """
    select p.id, ts_rank(p.terms, a.asked) as score from peer.words p, (select %s::tsquery as asked) a
     where p.terms @@ a.asked order by score desc, p.id limit %s
"""
TEXTS = """
    select f.label_id, p.text from index_forward f join portfolios_passage p on p.id = f.passage_id
"""
Query = list[tuple[str, int]]
Search = Callable[[Query], object]


def measure() -> str:
    """Run everything, keep the result, and return the tables."""
    with many_passages() as server:
        queries, told = _all(server)
        tenth = _tenth(server, queries)
    kept = keep(
        "bm25",
        {
            "lengths": {str(row["words"]): row for row in told},
            "tenth": {str(row["words"]): row for row in tenth},
            "pairs": _pairs(),
        },
    )
    said = [row["said"] for row in told], [row["said"] for row in tenth]
    return "\n".join(
        [*said[0], "A tenth is read", *said[1], f"{PAIRS} rankings are those of the definition", str(kept)]
    )


def _all(server: Server) -> tuple[dict[int, list[Query]], list[dict[str, Any]]]:
    with server.superuser(DATABASE) as root:
        if not _value(root, HELD):
            for statement in MAKE.split(";\n"):
                root.execute(statement)  # type: ignore[arg-type]
        root.execute("vacuum analyze index_posting, index_forward, index_list")
        queries = queries_of(root)
        with connected(server, "app", DATABASE), _searches(root, sign_in_as_operator(READER)) as searches:
            return queries, [_compare(length, asked, searches) for length, asked in queries.items()]


def _tenth(server: Server, queries: Mapping[int, Sequence[Query]]) -> list[dict[str, Any]]:
    name = many_labels(server)
    with (
        server.superuser(name) as root,
        connected(server, "app", name),
        _searches(root, sign_in(root, 0)) as searches,
    ):
        searches.pop(FULL_TEXT)
        return [_compare(length, asked, searches) for length, asked in queries.items()]


def _value(root: Any, query: str) -> Any:
    return root.execute(query).fetchone()[0]


def queries_of(root: Any) -> dict[int, list[Query]]:
    """Words that stand together in a passage, drawn by chance: the same ones for the same passages."""
    dice = random.Random(1)  # noqa: S311
    most = _value(root, "select count(*) from index_forward")
    df = dict(root.execute("select lexeme, sum(df) from index_list group by 1").fetchall())
    texts = [
        row[0]
        for row in root.execute(
            "select text from portfolios_passage order by md5(digest || ordinal) limit 1000"
        ).fetchall()
    ]
    made: dict[int, list[Query]] = {}
    for length, share in LENGTHS.items():
        words = (
            [
                word
                for word in sorted(set(occurrences(text).frequencies))
                if 0 < df.get(word, 0) <= share * most
            ]
            for text in texts
        )
        long_enough = (one for one in words if len(one) >= length)
        drawn = (dice.sample(one, length) for one, _ in zip(long_enough, range(QUERIES), strict=False))
        made[length] = [[(word, 16) for word in one] for one in drawn]
    return made


@contextmanager
def _searches(root: Raw, session: uuid.UUID) -> Iterator[dict[str, Search]]:
    """What is compared, by name. The person is identified once, as for everything that one request does."""
    with scope(session) as acting, tempfile.TemporaryDirectory() as folder:
        searches: dict[str, Search] = {
            OURS: lambda asked: search_index(asked, scope=acting, within=None, limit=FOUND),
            FULL_TEXT: lambda asked: root.execute(
                FIND, [" | ".join(f"'{word[2:]}'" for word, _ in asked), FOUND]
            ).fetchall(),
        }
        if peer_tantivy.installed():
            with connection.cursor() as cursor:
                cursor.execute("select permitted_labels()")
                (labels,) = cursor.fetchone()
            searches[TANTIVY] = peer_tantivy.tantivy_search(
                Path(folder), lambda: _counted(root), labels, found=FOUND
            )
        yield searches


def _counted(root: Raw) -> Iterator[tuple[int, str]]:
    """(label, its words, each as often as it is there) of every passage."""
    for label, text in root.execute(TEXTS):
        counted = occurrences(text).frequencies
        yield label, " ".join(word[2:] for word, count in counted.items() for _ in range(int(count)))


def _compare(length: int, asked: Sequence[Query], searches: Mapping[str, Search]) -> dict[str, Any]:
    """Each query by each search, one after the other, so that all see the same machine; the first round fills caches."""
    times: dict[str, list[float]] = {name: [] for name in searches}
    for measured in (False, True, True):
        for query in asked:
            for name, search in searches.items():
                took = timed(lambda search=search, query=query: search(query))  # type: ignore[misc]
                if measured:
                    times[name].append(took)
    rows = {name: spread(taken) for name, taken in times.items()}
    compared = {f"ours / {name}": ratios(rows[OURS], of) for name, of in rows.items() if name != OURS}
    lines = [
        f"{name:42}{of['p50']:>9.2f}x{of['p95']:>9.2f}x{of['max']:>9.2f}x" for name, of in compared.items()
    ]
    if length in GOALS and FULL_TEXT in rows:
        goal, reached = GOALS[length], compared[f"ours / {FULL_TEXT}"]["p95"]
        lines.append(
            f"goal: p95 at most {goal} of the full-text search: {'met' if reached <= goal else 'missed'}"
        )
    if length <= UP_TO and FULL_TEXT not in rows and TANTIVY in rows:
        reached = compared[f"ours / {TANTIVY}"]["p50"]
        lines.append(f"goal: p50 at most {FILTERED} of tantivy: {'met' if reached <= FILTERED else 'missed'}")
    if TANTIVY not in rows:
        lines.append("tantivy left out: it is not installed")
    said = "\n".join([f"{length} words, {len(asked)} queries", table(rows), *lines])
    return {"words": length, "milliseconds": rows, "ratios": compared, "said": said}


def _pairs() -> dict[str, Any]:
    """Compare with the definition; raise AssertionError with the first pair that differs."""
    dice = random.Random(time.time_ns())  # noqa: S311  # others every time
    with tempfile.TemporaryDirectory() as folder, Cluster.ephemeral(Path(folder)) as cluster:
        server = Server(cluster)
        server.make_template()
        with server.superuser(TEMPLATE) as root:
            readable = texts_by_person(root)
        every = sorted({text for texts in readable.values() for text in texts.values()})
        found = 0
        # Each text is counted once.
        with (
            connected(server, "app", TEMPLATE),
            patch("tests.reference_bm25.occurrences", functools.cache(occurrences)),
        ):
            for name in PEOPLE:
                with person(name) as acting:
                    for _ in range(-(-PAIRS // len(PEOPLE))):
                        text = dice.choice(every)
                        begin = dice.randrange(max(1, len(text) - 80))
                        query = text[begin : begin + dice.choice((10, 30, 80, 300))]
                        terms = [(term.lexeme, term.weight) for term in query_terms(query)]
                        ranked = search_index(terms, scope=acting, within=None, limit=10_000)
                        expected = reference_bm25.scores(readable[name], query)
                        assert dict(ranked) == expected, (name, query)
                        assert search_index(terms, scope=acting, within=None, limit=FOUND) == ranked[:FOUND]
                        found += len(ranked)
    return {"compared": PAIRS, "hits": found}
