"""Vectors in cells: the way taken and what is found follow permitted rows, and counts are right after anything."""

import random
import re
import statistics
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import psycopg
import pytest

from tests.databases import EMPTY, Server
from tests.verification.logins import Raw, identify
from tests.verification.readers import (
    FIRST,
    PORTFOLIO,
    add_rows,
    make_labels,
    make_reader,
    make_space,
    near,
    written,
)

SIZE, CELLS, ROWS, LABELS = 24, 64, 17_000, 12
MINE = range(FIRST, FIRST + 9)  # the broad reader's labels; three more stay hidden
NARROW = [FIRST + 8]
BROAD, ONE = 1, 2  # people
MANY = 4000  # runs, beyond which cells are probed
GATHER = "select gather_vectors(1::smallint, array(select distinct document_id from index_forward))"
ASK = "select passage_id, similarity from search_vectors(%s::halfvec, 'made-up', %s, %s)"
COUNTED = """
    select space_id, label_id, portfolio_id, vectors, placed, runs from index_vector_count where vectors > 0
     order by 1, 2, 3
"""
RECOUNTED = """
    select space_id, label_id, portfolio_id, count(vector), count(run), count(distinct run) from index_vector
     group by 1, 2, 3 order by 1, 2, 3
"""
RUNS_HELD = "select count(*) = (select count(distinct run) from index_vector) from index_vector_run"


@pytest.fixture(scope="module")
def database(server: Server) -> str:
    """17,000 permitted vectors around sixty topics, 600 hidden ones, in 64 cells that know nothing of the topics.

    Most documents are on one topic from end to end; every tenth jumps.
    """
    dice = random.Random(4)  # noqa: S311
    centres = [[dice.gauss(0, 1) for _ in range(SIZE)] for _ in range(CELLS)]
    topics = [[dice.gauss(0, 1) for _ in range(SIZE)] for _ in range(60)]
    told = {document: dice.choice(topics) for document in range((ROWS + 600) // 20 + 1) if document % 10}

    def passage(n: int) -> list[float]:
        return near(told.get(n // 20) or dice.choice(topics), dice, 0.35)

    rows = {n: (FIRST + n // 20 % 9, passage(n)) for n in range(1, ROWS + 1)}
    rows |= {n: (FIRST + 9 + n // 20 % 3, passage(n)) for n in range(ROWS + 1, ROWS + 601)}
    name = server.fresh(EMPTY)
    with server.superuser(name) as root:
        make_labels(root, LABELS)
        make_space(root, "made-up", centres)
        add_rows(root, rows)
        root.execute(GATHER)
        root.execute(
            "vacuum analyze index_vector, index_vector_run, index_forward, embedding_cell, index_vector_count"
        )
    return name


@pytest.fixture(scope="module")
def root(server: Server, database: str) -> Iterator[Raw]:
    with server.superuser(database) as raw:
        yield raw


@pytest.fixture(scope="module")
def sessions(root: Raw) -> dict[int, uuid.UUID]:
    return {BROAD: make_reader(root, BROAD, MINE), ONE: make_reader(root, ONE, NARROW)}


@pytest.fixture
def app(server: Server, database: str, sessions: dict[int, uuid.UUID]) -> Iterator[Raw]:
    with server.login("app", database) as raw:
        yield raw


@pytest.fixture(scope="module")
def queries(root: Raw) -> list[str]:
    dice = random.Random(9)  # noqa: S311
    kept = root.execute(
        "select vector::real[] from index_vector where number % 701 = 0 order by number"
    ).fetchall()
    return [written(near(vector, dice, 0.1)) for (vector,) in kept]


def ask(
    app: Raw, session: uuid.UUID, query: str, *, limit: int = 10, within: Any = None
) -> list[tuple[Any, ...]]:
    with app.transaction(force_rollback=True):
        identify(app, session)
        return app.execute(ASK, [query, within, limit]).fetchall()


def exact(root: Raw, query: str, labels: Sequence[int], *, limit: int = 10) -> list[Any]:
    found = root.execute(
        "select f.passage_id from index_vector v join index_forward f using (number) where v.label_id = any(%s)"
        " order by v.vector <#> %s::halfvec, f.tie limit %s",
        [list(labels), query, limit],
    ).fetchall()
    return [row[0] for row in found]


COMPARE = (
    "compare_vectors(query halfvec, searched smallint, labels integer[], portfolios uuid[], most integer)"
)
PROBE = COMPARE.replace("compare", "probe").replace(
    "most", "looked integer, likely integer, kept integer, most"
)
RUNS = COMPARE.replace("compare_vectors", "compare_runs").replace("most", "kept integer, most")
SAYING = """
    create or replace function {} returns table (passage_id uuid, similarity real)
    language plpgsql as $$ begin raise '{}'; end $$
"""


def way_taken(root: Raw, session: uuid.UUID, within: Any = None) -> str:
    """The inner function that a search calls: each is made to say its name instead of searching."""
    with root.transaction(force_rollback=True):
        for signature, name in ((COMPARE, "compared"), (RUNS, "by runs"), (PROBE, "probed")):
            root.execute(SAYING.format(signature, name))  # type: ignore[arg-type]
        identify(root, session)
        try:
            with root.transaction():
                root.execute(ASK, [written([1.0] * SIZE), within, 5])
        except psycopg.errors.RaiseException as error:
            return str(error.diag.message_primary)
    return "neither"


@contextmanager
def counting_as_many(root: Raw) -> Iterator[None]:
    """As if there were so many runs under the first label that cells are probed."""
    count = "update index_vector_count set runs = runs + %s where label_id = %s"
    root.execute(count, [MANY, FIRST])
    try:
        yield
    finally:
        root.execute(count, [-MANY, FIRST])


def test_the_way_follows_what_is_counted_of_permitted_rows(root: Raw, sessions: dict[int, uuid.UUID]) -> None:
    assert way_taken(root, sessions[BROAD]) == "by runs"
    assert way_taken(root, sessions[ONE]) == "compared"
    assert way_taken(root, sessions[BROAD], within=PORTFOLIO) == "by runs"
    assert way_taken(root, sessions[BROAD], within=uuid.UUID(int=2)) == "neither", "nothing is there"
    with counting_as_many(root):
        assert way_taken(root, sessions[BROAD]) == "probed"
        assert way_taken(root, sessions[BROAD], within=PORTFOLIO) == "probed"
        assert way_taken(root, sessions[ONE]) == "compared"
    with root.transaction(force_rollback=True):
        root.execute(
            "update index_vector_count set vectors = 2000, placed = 2000 where label_id = %s", [FIRST]
        )
        root.execute("update index_vector_count set vectors = 0, placed = 0 where label_id <> %s", [FIRST])
        assert way_taken(root, sessions[BROAD]) == "compared", "the counts decide"


def test_an_index_half_moved_is_compared_whole(
    root: Raw, app: Raw, sessions: dict[int, uuid.UUID], queries: list[str]
) -> None:
    loose = "update index_vector set run = null where number % 50 = 7"
    try:
        root.execute(loose)
        assert way_taken(root, sessions[BROAD]) == "compared"
        for query in queries[:3]:
            assert [row[0] for row in ask(app, sessions[BROAD], query)] == exact(root, query, MINE)
    finally:
        root.execute(GATHER)
    assert way_taken(root, sessions[BROAD]) == "by runs"
    assert root.execute(COUNTED).fetchall() == root.execute(RECOUNTED).fetchall()


@pytest.mark.parametrize("counting", [nullcontext, counting_as_many], ids=["by runs", "probed"])
def test_runs_find_what_comparing_everything_finds(
    root: Raw, app: Raw, sessions: dict[int, uuid.UUID], queries: list[str], counting: Any
) -> None:
    recall = []
    with counting(root):
        for query in queries:
            found, best = ask(app, sessions[BROAD], query), exact(root, query, MINE)
            recall.append(len({row[0] for row in found} & set(best)) / 10)
            assert [row[1] for row in found] == sorted((row[1] for row in found), reverse=True)
        assert statistics.mean(recall) >= 0.97
        for query in queries[:3]:
            assert ask(app, sessions[BROAD], query, limit=50)[:10] == ask(app, sessions[BROAD], query)
            assert [row[0] for row in ask(app, sessions[ONE], query)] == exact(root, query, NARROW)


def planned(root: Raw, name: str, query: str, labels: Sequence[int], **given: int) -> list[str]:
    """The plan of an inner function's statement, under the function's own settings, and what it touched."""
    found = root.execute("select prosrc, proconfig from pg_proc where proname = %s", [name]).fetchone()
    assert found is not None
    body, settings = found[0].partition("return query")[2].rpartition("end")[0].strip().rstrip(";"), found[1]
    values = {
        "query": ("halfvec", f"'{query}'"),
        "searched": ("smallint", "1"),
        "labels": ("integer[]", "'{" + ",".join(map(str, labels)) + "}'"),
        "portfolios": ("uuid[]", f"'{{{PORTFOLIO}}}'"),
        "lowest": ("uuid", f"'{PORTFOLIO}'"),
        "highest": ("uuid", f"'{PORTFOLIO}'"),
        "exactly": ("vector", f"'{query}'"),
        "step": ("vector", f"array_fill(0.6 / sqrt({SIZE}), array[{SIZE}])::vector"),
        "opened": ("integer", "60"),
        "beyond": ("float8", "1.3"),
        "turn": ("float8", f"pi() / 2 / (0.432 * 3 * {SIZE})"),
        **{key: ("integer", str(value)) for key, value in given.items()},
    }
    for place, key in enumerate(values, start=1):
        body = re.sub(rf"(?<![\w.]){key}\b", f"${place}", body)
    with root.transaction(force_rollback=True):
        for setting in settings:
            if re.match("enable_|jit|plan_cache", setting):
                root.execute(f"set local {setting.replace('=', ' = ')}")  # type: ignore[arg-type]
        root.execute(f"prepare asked ({', '.join(kind for kind, _ in values.values())}) as {body}")  # type: ignore[arg-type]
        arguments = ", ".join(f"{value}::{kind}" for kind, value in values.values())
        try:
            rows = root.execute(
                f"explain (analyze, buffers, costs off, timing off) execute asked ({arguments})"
            )  # type: ignore[arg-type]
            return [row[0] for row in rows.fetchall()]
        finally:
            root.execute("deallocate asked")


def test_the_plan_reads_cells_in_order_and_only_the_index(root: Raw, queries: list[str]) -> None:
    plan = planned(root, "probe_vectors", queries[0], MINE, looked=400, likely=200, kept=100, most=10)
    text = "\n".join(plan)
    assert "Index Only Scan using index_vector_run_cell on index_vector_run i" in text
    assert not re.search("Seq Scan on|Hash Join|Merge Join|Bitmap", text)
    (scan,) = [at for at, line in enumerate(plan) if "Index Only Scan using index_vector_run_cell" in line]
    assert re.search(
        r"space_id = .* AND \(cell = .* AND \(label_id = ANY .* AND \(portfolio_id >= .* AND \(portfolio_id <=",
        plan[scan + 1],
    )
    (nested,) = [
        at for at, line in enumerate(plan) if "Nested Loop" in line and at < scan and "Limit" in plan[at - 2]
    ]
    seen = re.search(r"rows=(\d+)", plan[nested])
    assert seen and 400 <= int(seen[1]) < 1200, (
        "cells are read until enough was seen, and no sort stands in between"
    )
    assert re.search(
        "Index Scan using index_vector_run_(pkey|id_label_id_key) on index_vector_run r", text
    ), f"the likely ones by their middle: {text}"
    first, rest = [line for line in plan if "Index Scan using index_vector_run_of on index_vector v" in line]
    assert "loops=60)" in first, "of the best, every vector"
    others = re.search(r"loops=(\d+)", rest)
    assert "never executed" in rest or (others and int(others[1]) < 40), (
        "of the others, those that can be nearer"
    )
    assert "Index Scan using index_vector_loose on index_vector v" in text, "and every loose one"


def test_middles_of_permitted_runs_are_compared(root: Raw, queries: list[str]) -> None:
    plan = planned(root, "compare_runs", queries[0], MINE, kept=100, most=10)
    text = "\n".join(plan)
    assert not re.search("Seq Scan on|Hash Join|Merge Join|Bitmap", text)
    (scan,) = [line for line in plan if "Index Scan using index_vector_run_label" in line]
    seen = re.search(r"rows=(\d+)", scan)
    held = root.execute(
        "select count(*) from index_vector_run where label_id = any (%s)", [list(MINE)]
    ).fetchone()
    assert held and seen and int(seen[1]) == held[0]
    assert "Index Scan using index_vector_run_of on index_vector v" in text, "of the best, every vector"
    assert "Index Scan using index_vector_loose on index_vector v" in text, "and every loose one"


def test_comparing_reads_permitted_rows_only(root: Raw, queries: list[str]) -> None:
    plan = planned(root, "compare_vectors", queries[0], NARROW, most=10)
    (scan,) = [line for line in plan if "index_vector_portfolio" in line]
    seen = re.search(r"rows=(\d+)", scan)
    held = root.execute("select vectors from index_vector_count where label_id = %s", NARROW).fetchone()
    assert held and seen and int(seen[1]) == held[0]


def pages(plan: Sequence[str]) -> int:
    """Pages that a statement touched, wherever they were."""
    first = next(line for line in plan if "Buffers:" in line)
    return sum(int(number) for number in re.findall(r"(?:hit|read)=(\d+)", first))


def test_hidden_neighbours_change_neither_answer_nor_pages(
    root: Raw, app: Raw, sessions: dict[int, uuid.UUID], queries: list[str]
) -> None:
    """Hidden copies of the very queries, in the cells that are looked at first."""
    asked = queries[:8]

    def looked_at() -> tuple[list[Any], list[int]]:
        answers = [ask(app, session, query) for query in asked for session in sessions.values()]
        plans = [
            planned(root, "probe_vectors", one, MINE, looked=400, likely=200, kept=100, most=10)
            for one in asked
        ]
        plans += [planned(root, "compare_runs", one, MINE, kept=100, most=10) for one in asked]
        plans += [planned(root, "compare_vectors", one, NARROW, most=10) for one in asked]
        return answers, [pages(plan) for plan in plans]

    looked_at()  # what is looked up once for every connection
    without = looked_at()
    hidden = [FIRST + 9, FIRST + 10, FIRST + 11]
    vectors = [[float(number) for number in one.strip("[]").split(",")] for one in asked]
    add_rows(root, {50_000 + n: (hidden[n % 3], vectors[n % len(asked)]) for n in range(1600)})
    root.execute("vacuum index_vector, index_forward")
    with_hidden = looked_at()
    root.execute("delete from index_forward where number >= 50000")
    assert with_hidden[0] == without[0]
    ratios = [now / before for now, before in zip(with_hidden[1], without[1], strict=True)]
    assert statistics.median(ratios) <= 1.02
    assert max(ratios) <= 1.2


def test_counts_are_right_after_anything(server: Server, root: Raw, database: str) -> None:
    """Relabelled, withdrawn, unreadable, and a process that is killed in the middle."""
    with server.login("worker", database) as worker:
        worker.execute("delete from index_forward where number between 100 and 139")
        worker.execute(
            "update index_forward set label_id = %s where number between 200 and 219", [FIRST + 11]
        )
        worker.commit()
        assert root.execute(COUNTED).fetchall() == root.execute(RECOUNTED).fetchall()
        assert root.execute(RUNS_HELD).fetchone() == (True,), "no run outlives its vectors"
        before = root.execute(COUNTED).fetchall()
        worker.execute("delete from index_forward where number between 300 and 399")
        root.execute("select pg_terminate_backend(%s, 20000)", [worker.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            worker.execute("select 1")
    assert root.execute(COUNTED).fetchall() == before == root.execute(RECOUNTED).fetchall()
    root.execute("delete from embedding_space")
    assert root.execute("select count(*) from index_vector_count").fetchone() == (0,)
