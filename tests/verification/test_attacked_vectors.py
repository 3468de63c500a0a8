"""Attacks on searching by meaning: embedders that answer nonsense, vectors and rights that change during a search."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from kaas.retrieval.search import search
from portfolios.embedding import EmbeddingFailed
from portfolios.vectors.filling import fill
from portfolios.vectors.index import gather_loose, search_vectors, searched_space
from tests.databases import Server, connected
from tests.doubles.embedders import WordEmbedder
from tests.verification.logins import Raw, person

QUERY = "residual zero drift"
Vectors = list[list[float] | None]


class Answering(WordEmbedder):
    """Does something to what it would answer, or while it is asked."""

    def __init__(self, change: Callable[[Vectors], Any]) -> None:
        super().__init__()
        self.change = change

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Any:
        return self.change(super().embed(texts, query=query))


def each(*numbers: Any) -> Callable[[Vectors], Any]:
    """Every vector replaced by these numbers, over and over."""
    return lambda vectors: [[*numbers] * (24 // len(numbers)) for _ in vectors]


NONSENSE: dict[str, Callable[[Vectors], Any]] = {
    "half": lambda vectors: vectors[: len(vectors) // 2],
    "twice": lambda vectors: vectors * 2,
    "infinite": each(float("inf"), 1.0),
    "too large": each(1e308),
    "whole and huge": each(10**400),
    "words": each("1.0"),
    "nothing": each(None),
    "lists": each([1.0]),
    "opposite infinities": each(float("inf"), float("-inf")),
}


@pytest.fixture(scope="module", autouse=True)
def filled(server: Server, demo: str) -> None:
    with connected(server, "worker", demo):
        assert fill(WordEmbedder()).is_searched


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def told(username: str = "counsel", **how: Any) -> Any:
    """All that a search tells of its hits, and what failed."""
    with person(username) as acting:
        results = search(QUERY, scope=acting, limit=50, **how)
    return results.hits, results.failed


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_for_a_query_leaves_the_words(app: str, kind: str) -> None:
    hits, failed = told(embedder=Answering(NONSENSE[kind]))
    assert failed == ("meaning",)
    assert (hits, ()) == told()


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_for_passages_is_not_kept(server: Server, demo: str, root: Raw, kind: str) -> None:
    class Foreign(Answering):
        """A model of its own, so that everything is to be read."""

        def __init__(self) -> None:
            super().__init__(NONSENSE[kind])
            self.name = "nonsense"

    with connected(server, "worker", demo), pytest.raises(EmbeddingFailed):
        fill(Foreign())
    kept = "select count(*) from index_vector v join embedding_space s on s.id = v.space_id where s.name = 'nonsense'"
    assert root.execute(kept).fetchone() == (0,)
    with connected(server, "app", demo), person("counsel"):
        assert searched_space() == ("words-1", 24)


def test_a_new_model_in_the_middle_of_a_search(server: Server, demo: str, app: str, root: Raw) -> None:
    """The vector is of the old model, the vectors searched are the new one's: they are never compared."""
    switch = "update embedding_space set is_searched = name = %s where is_searched or name = %s"

    def switched(vectors: Vectors) -> Vectors:
        root.execute(
            "insert into embedding_space (name, dimensions) values ('words-2', 24) on conflict do nothing"
        )
        root.execute("update embedding_space set is_searched = false")
        root.execute(switch, ["words-2", "words-2"])
        return vectors

    try:
        hits, failed = told(embedder=Answering(switched))
    finally:
        root.execute("delete from embedding_space where name = 'words-2'")
        root.execute(switch, ["words-1", "words-1"])
    words, _ = told()
    assert failed == ()
    assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in words]
    assert all(hit.similarity is None for hit in hits)


def test_a_run_that_loses_a_passage_is_found_by_the_others(
    server: Server, demo: str, app: str, root: Raw
) -> None:
    """At once, and by the same similarity; the middle that the lost one had a part in is gone in the same transaction."""
    asked = WordEmbedder().embed([QUERY], query=True)[0] or []

    def found() -> list[tuple[uuid.UUID, float]]:
        with person("counsel") as acting:
            return search_vectors(asked, space="words-1", scope=acting, within=None, limit=1000)

    before = found()
    run, held = root.execute(
        "select run, count(*) from index_vector where run is not null group by 1 order by 2 desc, 1 limit 1"
    ).fetchall()[0]
    assert held > 1
    lost, number = root.execute(
        "select f.passage_id, v.number from index_vector v join index_forward f using (number) where v.run = %s limit 1",
        [run],
    ).fetchall()[0]
    root.execute("delete from index_vector where number = %s", [number])
    assert root.execute("select count(*) from index_vector_run where id = %s", [run]).fetchone() == (0,)
    assert root.execute("select count(*) from index_vector where loose is not null").fetchone() == (held - 1,)
    assert found() == [one for one in before if one[0] != lost]
    with connected(server, "worker", demo):
        assert gather_loose("words-1", limit=500) == held - 1
        assert fill(WordEmbedder()).is_whole
    assert found() == before


def test_rights_that_end_while_the_model_thinks(app: str, root: Raw) -> None:
    """What was permitted when the search began is not what is shown at its end."""
    whole, _ = told(embedder=WordEmbedder())

    def ended(vectors: Vectors) -> Vectors:
        root.execute(
            "update access_compartmentmembership set valid_to = now() where valid_to is null"
            " and person_id = (select id from access_user where username = 'counsel')"
        )
        return vectors

    hits, _ = told(embedder=Answering(ended))
    after, _ = told(embedder=WordEmbedder())
    shown, still = ({hit.passage.id for hit in found} for found in (hits, after))
    assert shown == still
    assert len({hit.passage.id for hit in whole} - still) > 0, "it can fail"
