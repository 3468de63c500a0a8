"""Merging changes nothing that anybody finds: neither before it is done nor after, nor when it is killed in the middle."""

import random
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from portfolios import jobs
from portfolios.analysis import query_terms
from portfolios.merging import Waiting, merge, waiting
from portfolios.models import Document
from portfolios.passages import search_index, withdraw_passages
from portfolios.relabelling import relabel
from tests.databases import TEMPLATE, Server, connected
from tests.recount import check_index
from tests.verification.logins import Raw, attempt, person
from tests.verification.test_noninterference import QUERIES, QUESTIONS

PEOPLE = ("engineer", "engineer2", "counsel")
MARKINGS = ("public", "internal", "borealis", "aurora-secret")
STEPS = 6
PAIRS = """
    select count(*), count(distinct (lexeme_id, label_id, block)), max(length(entries)) / 4, count(distinct block)
      from index_posting
"""
# Each label goes on just before the border of two blocks of places.
BORDER = """
    insert into index_span (label_id, nth, span) select label_id, 511, 100000 + label_id from index_statistic;
    update index_statistic set places = 512 * 2048 - 3
"""


@pytest.fixture(scope="module")
def asked() -> list[list[tuple[str, int]]]:
    queries = [*QUERIES, *(question["text"] for question in QUESTIONS)]
    terms = ([(term.lexeme, term.weight) for term in query_terms(query)] for query in queries)
    return [one for one in terms if one][::3]


@pytest.fixture
def merged(server: Server, demo: str) -> Iterator[tuple[str, Raw]]:
    """A demo company whose rows are merged, two or three entries in each, while another one's never are."""
    database = server.fresh(TEMPLATE)
    with server.superuser(database) as raw:
        (definition,) = raw.execute(
            "select pg_get_functiondef('merge_postings(bigint, integer)'::regprocedure)"
        ).fetchone() or ("",)
        assert definition.count("integer := 1800;") == 1
        raw.execute(definition.replace("integer := 1800;", "integer := 3;").encode())
        for statement in BORDER.split(";\n"):
            raw.execute(statement)  # type: ignore[arg-type]
        raw.execute(
            "update index_posting set fresh = true"
        )  # the worker that loaded it may have merged already
        yield database, raw


def found(server: Server, database: str, asked: list[list[tuple[str, int]]]) -> list[Any]:
    """What some people find, each passage with its score."""
    told = []
    with connected(server, "app", database):
        for name in PEOPLE:
            with person(name) as acting:
                for terms in asked:
                    told += [
                        search_index(terms, scope=acting, within=None, limit=limit) for limit in (3, 10_000)
                    ]
    return told


def test_whatever_happens_to_documents_both_are_searched_alike(
    server: Server, merged: tuple[str, Raw], asked: list[list[tuple[str, int]]]
) -> None:
    """Withdrawn, relabelled to and fro, merged a little, merged whole: by chance, the same every time."""
    (database, root), plain = merged, server.fresh(TEMPLATE)
    dice = random.Random(6)  # noqa: S311
    documents = [
        row[0]
        for row in root.execute(
            "select id from portfolios_document where withdrawn_at is null order by path, member"
        ).fetchall()
    ]
    begun = found(server, plain, asked)
    assert sum(map(len, begun)) > 300
    for step in range(STEPS):
        document, marking, leaves = dice.choice(documents), dice.choice(MARKINGS), step % 3 == 2
        for name in (database, plain):
            with connected(server, "worker", name):
                change(document, marking, leaves=leaves)
        with connected(server, "worker", database):
            left = dice.randrange(5)
            merge(go_on=iter([True] * left + [False]).__next__ if step % 2 else lambda: True)
        if step % 3 == 1:
            assert found(server, database, asked) == found(server, plain, asked), step
    with connected(server, "worker", database):
        assert merge() and waiting() == Waiting(0, 0)
    check_index(root)
    assert found(server, database, asked) == found(server, plain, asked) != begun
    rows, pairs, longest, blocks = root.execute(PAIRS).fetchone() or (0,) * 4
    assert rows > pairs and (longest, blocks) == (3, 2)


def change(document: uuid.UUID, marking: str, *, leaves: bool) -> None:
    if leaves:
        Document.objects.filter(id=document).update(withdrawn_at="2026-01-01T00:00:00Z")
        withdraw_passages(Document.objects.get(id=document))
    elif Document.objects.filter(id=document, withdrawn_at__isnull=True).exists():
        relabel(document, marking=marking)


def test_nobody_sees_half_a_merge(
    server: Server, merged: tuple[str, Raw], asked: list[list[tuple[str, int]]]
) -> None:
    database, root = merged
    with connected(server, "worker", database):
        withdraw_passages(Document.objects.order_by("id")[3])
    before = found(server, database, asked)
    with server.login("worker", database) as worker:
        for _ in range(3):
            worker.execute("select merge_postings(1, 300)")
        assert found(server, database, asked) == before, "what is not committed"
        root.execute("select pg_terminate_backend(%s, 20000)", [worker.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            worker.execute("select 1")
    assert found(server, database, asked) == before
    with connected(server, "worker", database):
        assert waiting().withdrawn > 0
        assert merge()
    assert found(server, database, asked) == before
    assert root.execute("select count(*) from index_posting where fresh").fetchone() == (0,)


def test_the_worker_merges_where_many_rows_wait(
    server: Server, merged: tuple[str, Raw], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, root = merged
    counts = dict(
        root.execute("select label_id, count(*) from index_posting where fresh group by 1").fetchall()
    )
    enough = sorted(counts.values())[-2]
    monkeypatch.setattr(jobs, "WAITING", enough)
    monkeypatch.setattr(jobs, "TURN", 600.0)
    with connected(server, "worker", database):
        jobs.merge_postings()
        left = dict(
            root.execute("select label_id, count(*) from index_posting where fresh group by 1").fetchall()
        )
        assert {label for label in counts if left.get(label) != counts[label]} == {
            label for label, count in counts.items() if count >= enough
        }
        assert max(left.values()) < enough
        monkeypatch.setattr(jobs, "TURN", 0.0)
        monkeypatch.setattr(jobs, "WAITING", 1)
        jobs.merge_postings()
        assert waiting().rows == sum(left.values()), "a turn that is over begins nothing"
    check_index(root)


def test_the_application_cannot_merge(server: Server, demo: str) -> None:
    with server.login("app", demo) as raw:
        assert attempt(raw, "select merge_postings(1, 10)") == "42501"
