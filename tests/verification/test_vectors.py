"""Searching by meaning compares every permitted passage with the query and no other, exactly, and whatever else is held."""

import functools
import struct
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import psycopg
import pytest

from portfolios.catalogue import find_portfolio
from portfolios.vectors.filling import fill
from portfolios.vectors.index import add_vectors, open_space, search_vectors
from tests.databases import Server, connected
from tests.doubles.embedders import WordEmbedder, cosine
from tests.oracle import Session
from tests.verification.logins import Raw, attempt, person
from tests.verification.test_noninterference import QUERIES, QUESTIONS
from tests.verification.worlds import read_world

PEOPLE = ["engineer", "engineer2", "cn-engineer", "attorney", "counsel"]
ENGLISH = [query for query in QUERIES + [q["text"] for q in QUESTIONS] if query.isascii()]
DENIED = "42501"
TABLES = ["index_vector", "index_vector_count", "index_vector_run", "embedding_space", "embedding_cell"]
EMBEDDER = WordEmbedder()
Texts = Mapping[uuid.UUID, str]


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture(scope="module", autouse=True)
def filled(server: Server, demo: str) -> None:
    with connected(server, "worker", demo):
        assert fill(EMBEDDER).is_searched


@pytest.fixture(scope="module")
def permitted(root: Raw) -> dict[str, Texts]:
    """For each person the passages they may read, by the oracle."""
    world, people = read_world(root), dict(root.execute("select username, id from access_user").fetchall())
    now: Any = root.execute("select now()").fetchall()[0][0]
    passages = root.execute(
        "select p.id, p.label_id, p.text from portfolios_passage p join index_forward f on f.passage_id = p.id"
    ).fetchall()
    found = {}
    for name in PEOPLE:
        labels = world.permitted(Session(people[name], now + timedelta(1), factor_level=2), now)
        found[name] = {passage: text for passage, label, text in passages if label in labels}
    return found


@functools.cache
def vector(text: str, *, query: bool = False) -> list[float] | None:
    return EMBEDDER.embed([text], query=query)[0]


def found_by(
    query: str, username: str, *, limit: int = 10_000, portfolio: str = ""
) -> list[tuple[uuid.UUID, float]]:
    asked = vector(query, query=True)
    assert asked is not None
    with person(username) as acting:
        within = find_portfolio(portfolio, scope=acting) if portfolio else None
        return search_vectors(asked, space=EMBEDDER.name, scope=acting, within=within, limit=limit)


def expected(texts: Texts, query: str) -> dict[uuid.UUID, float]:
    """The cosine of every text that can be read."""
    asked = vector(query, query=True)
    assert asked is not None
    vectors = ((key, vector(text)) for key, text in texts.items())
    return {key: cosine(asked, one) for key, one in vectors if one is not None}


@pytest.mark.parametrize("username", PEOPLE)
def test_every_permitted_passage_is_compared_and_no_other(
    app: str, permitted: dict[str, Texts], username: str
) -> None:
    for query in ENGLISH:
        found, reference = found_by(query, username), expected(permitted[username], query)
        assert dict(found).keys() == reference.keys()
        assert len(found) > 10
        assert dict(found) == pytest.approx(reference, abs=2e-3)  # half floats
        assert all(before >= after for (_, before), (_, after) in pairwise(found))
        for limit in (1, 4, 9):
            assert found_by(query, username, limit=limit) == found[:limit]


def test_similarities_are_those_of_half_floats(app: str, permitted: dict[str, Texts]) -> None:
    """Recomputed from what is stored, without a library: the same to the last digits of a float."""

    def halves(given: Sequence[float]) -> list[float]:
        length = sum(number * number for number in given) ** 0.5
        return [struct.unpack("e", struct.pack("e", number / length))[0] for number in given]

    query = ENGLISH[0]
    asked = halves(vector(query) or [])
    for passage, similarity in found_by(query, "counsel"):
        kept = halves(vector(permitted["counsel"][passage]) or [])
        assert similarity == pytest.approx(sum(a * b for a, b in zip(asked, kept, strict=True)), abs=2e-4)


@pytest.mark.parametrize(("username", "portfolio"), [("attorney", "aurora"), ("counsel", "borealis")])
def test_narrowing_to_a_portfolio(app: str, root: Raw, username: str, portfolio: str) -> None:
    query = (
        "select p.id from portfolios_passage p join portfolios_document d on d.id = p.document_id"
        " join portfolios_portfolio f on f.id = d.portfolio_id where f.name = %s"
    )
    inside = {row[0] for row in root.execute(query, [portfolio]).fetchall()}
    for text in ENGLISH[:5]:
        whole = [one for one in found_by(text, username) if one[0] in inside]
        assert found_by(text, username, portfolio=portfolio) == whole != []


def test_what_is_equally_near_comes_in_the_order_of_its_content(
    server: Server, root: Raw, demo: str, permitted: dict[str, Texts]
) -> None:
    """Also at the edge of a limit, where the order in which documents came in would decide otherwise."""
    with connected(server, "worker", demo):
        open_space("same-1", 3)
        add_vectors("same-1", dict.fromkeys(permitted["counsel"], (1.0, 2.0, 3.0)))
    try:
        root.execute("update embedding_space set is_searched = false where name = %s", [EMBEDDER.name])
        root.execute("update embedding_space set is_searched = true where name = 'same-1'")
        ordered = root.execute("select passage_id from index_forward order by tie, passage_id").fetchall()
        with connected(server, "app", demo):
            for username in ("engineer", "engineer2", "counsel"):
                own = [row[0] for row in ordered if row[0] in permitted[username]]
                for limit in (3, 10, 1000):
                    with person(username) as acting:
                        found = search_vectors(
                            (1, 2, 3), space="same-1", scope=acting, within=None, limit=limit
                        )
                    assert [key for key, _ in found] == own[:limit]
    finally:
        root.execute("delete from embedding_space where name = 'same-1'")
        root.execute("update embedding_space set is_searched = true where name = %s", [EMBEDDER.name])


def test_a_space_that_is_not_searched_finds_nothing(app: str) -> None:
    with person("counsel") as acting:
        for name in ("words-2", ""):
            assert search_vectors([1.0] * 24, space=name, scope=acting, within=None, limit=5) == []
        assert search_vectors([0.0] * 24, space=EMBEDDER.name, scope=acting, within=None, limit=5) == []


def test_vectors_stand_behind_the_walls(server: Server, root: Raw, demo: str) -> None:
    call = "select search_vectors('[1,2]'::halfvec, 'words-1', null, 5)"
    with server.login("app", demo) as raw:
        for statement in (
            "select 1 from index_vector",
            "select vector from index_vector",
            "insert into embedding_space (name, dimensions) values ('mine', 3)",
            "update embedding_space set is_searched = false",
            "delete from index_vector",
            "select centre from embedding_cell",
            "select vectors from index_vector_count",
            "select middle from index_vector_run",
            "select probe_vectors('[1,2]', 1::smallint, '{1}', '{}', 1, 1, 1, 1)",
            "select gather_vectors(1::smallint, '{}')",
            "select compare_vectors('[1,2]', 1::smallint, '{1}', '{}', 1)",
            "select compare_runs('[1,2]', 1::smallint, '{1}', '{}', 1, 1)",
        ):
            assert attempt(raw, statement) == DENIED, statement
        assert attempt(raw, call) == "28000", "nobody is identified"
        assert attempt(raw, "select name from embedding_space") == "28000", "nobody is identified"
    with server.login("worker", demo) as raw:
        assert attempt(raw, call) == DENIED
        held: Any = raw.execute("select count(*), count(run) from index_vector").fetchall()[0]
        assert held[0] > held[1] > 20
    with server.login("owner", demo) as raw:
        for table in ("index_vector", "index_vector_run"):
            assert raw.execute(f"select count(*) from {table}").fetchall() == [(0,)]
        assert raw.execute("select count(*) from embedding_space").fetchall() == [(0,)]
    forced = "select relrowsecurity and relforcerowsecurity from pg_class where relname = any(%s)"
    assert root.execute(forced, [TABLES]).fetchall() == [(True,)] * len(TABLES)


def test_vectors_follow_their_passage(root: Raw) -> None:
    """A label that changes, and a passage that leaves: the database itself keeps vectors with their passage."""
    with root.transaction(force_rollback=True):
        numbers = [row[0] for row in root.execute("select number from index_vector limit 6").fetchall()]
        root.execute("update index_forward set label_id = 2147483000 where number = any(%s)", [numbers])
        followed = "select count(*) from index_vector where label_id = 2147483000"
        assert root.execute(followed).fetchone() == (6,)
        root.execute("delete from index_forward where label_id = 2147483000")
        assert root.execute(followed).fetchone() == (0,)
    astray = (
        "select count(*) from index_vector v left join index_forward f using (number)"
        " where f.label_id is distinct from v.label_id or f.portfolio_id is distinct from v.portfolio_id"
    )
    assert root.execute(astray).fetchone() == (0,)


def test_lengths_cannot_be_mixed(root: Raw) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation), root.transaction():
        root.execute(
            "insert into index_vector (space_id, number, label_id, portfolio_id, vector)"
            " select v.space_id, f.number, f.label_id, f.portfolio_id, '[1,2,3]' from index_forward f"
            " left join index_vector v using (number) where v.vector is null limit 1"
            " on conflict (space_id, number) do update set vector = excluded.vector"
        )
