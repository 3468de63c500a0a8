"""A search by words and meaning together: what each arm adds, and what happens when a model is missing or fails."""

import logging
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kaas.retrieval import arms
from kaas.retrieval.search import SearchResults, find, search
from portfolios.vectors.filling import fill
from portfolios.vectors.index import search_vectors
from tests.databases import Server, connected
from tests.doubles.embedders import Fault, WordEmbedder
from tests.verification.logins import Raw, person
from tests.verification.test_noninterference import QUERIES

EMBEDDER = WordEmbedder()
QUERY = "residual zero drift"


@pytest.fixture(scope="module", autouse=True)
def filled(server: Server, demo: str) -> None:
    with connected(server, "worker", demo):
        assert fill(EMBEDDER).is_searched


class Reversing:
    """A reranker that likes best what stood last."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.given = list(texts)
        return [float(place) for place in range(len(texts))]


class Broken:
    """A reranker that does not answer."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        raise Fault


def found(query: str = QUERY, username: str = "counsel", **how: Any) -> SearchResults:
    with person(username) as acting:
        return search(query, scope=acting, **how)


def told(results: SearchResults) -> Any:
    """All of the results that a person is shown."""
    return results.query, results.hits, results.lexemes, results.rarity, results.weights


def test_the_blend_is_the_one_that_is_defined(app: str) -> None:
    """Recomputed from what both arms give: convex, stretched over what each found, missing is nothing."""
    for query in (query for query in QUERIES if query.isascii()):
        with person("counsel") as acting:
            words = find(query, scope=acting, limit=50).hits
            asked = EMBEDDER.embed([query], query=True)[0]
            near = search_vectors(asked or [], space=EMBEDDER.name, scope=acting, within=None, limit=50)
            hits = find(query, scope=acting, limit=50, embedder=EMBEDDER).hits
        lexical = stretched([(hit.passage.id, hit.score) for hit in words])
        dense = stretched(near)
        expected = {
            key: 0.7 * lexical.get(key, 0.0) + 0.3 * dense.get(key, 0.0)
            for key in {**lexical, **dense}
            if key in lexical or dict(near)[key] >= EMBEDDER.floor
        }
        kept = {hit.passage.id: hit for hit in hits}
        assert len(hits) == min(50, len(expected)) and kept.keys() <= expected.keys()
        for key, hit in kept.items():
            assert hit.score == pytest.approx(expected[key])
            assert hit.similarity == dict(near).get(key)
            assert hit.lexical == {hit.passage.id: hit.score for hit in words}.get(key)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def stretched(scored: Sequence[tuple[uuid.UUID, float]]) -> dict[uuid.UUID, float]:
    scores = [score for _, score in scored]
    width = max(scores, default=0.0) - min(scores, default=0.0)
    return {key: (score - min(scores)) / width if width else 1.0 for key, score in scored}


def test_meaning_finds_what_no_word_does(app: str) -> None:
    """Endings that no stemmer takes off: the double's words point by their beginnings."""
    query = "drifxyz coriolxyz calibxyz"
    assert found(query).hits == []
    results = found(query, embedder=EMBEDDER)
    assert results.arms == ("words", "meaning")
    assert results.hits
    assert all(hit.lexical is None and (hit.similarity or 0) >= EMBEDDER.floor for hit in results.hits)


def test_what_is_too_far_is_not_found(app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EMBEDDER, "floor", 0.999, raising=False)
    assert found("drifxyz coriolxyz calibxyz", embedder=EMBEDDER).hits == []
    assert {hit.passage.id for hit in found(embedder=EMBEDDER, limit=50).hits} == {
        hit.passage.id for hit in found(limit=50).hits
    }


def test_a_limit_cuts_the_same_ranking(app: str) -> None:
    whole = found(embedder=EMBEDDER, limit=50).hits
    for limit in (1, 5, 20):
        assert found(embedder=EMBEDDER, limit=limit).hits == whole[:limit]


def test_words_alone_are_as_they_were(app: str) -> None:
    results = found()
    assert (results.arms, results.failed) == (("words",), ())
    assert all(hit.similarity is None and hit.lexical is not None for hit in results.hits)
    with person("counsel") as acting:
        hits = find(QUERY, scope=acting, limit=20).hits
    assert hits
    assert all(hit.similarity is None and hit.lexical == hit.score for hit in hits)


UNABLE: dict[str, Callable[[], WordEmbedder]] = {
    "another model's vectors": lambda: WordEmbedder("words-2"),
    "cannot read the query": lambda: WordEmbedder(),
}


@pytest.mark.parametrize("why", UNABLE)
def test_a_model_without_a_say_leaves_the_words(app: str, why: str) -> None:
    embedder = UNABLE[why]()
    query = QUERY if embedder.name == "words-2" else "界面抵抗 勾配型"
    results = found(query, embedder=embedder)
    assert (results.arms, results.failed) == (("words",), ())
    assert told(results) == told(found(query))
    assert embedder.name == "words-1" or embedder.asked == [], "a foreign model is not even asked"


def down() -> WordEmbedder:
    embedder = WordEmbedder()
    embedder.is_down = True
    return embedder


def longer() -> WordEmbedder:
    return WordEmbedder(dimensions=30)


class Pointless(WordEmbedder):
    """Gives vectors of zeros, or of numbers that are none."""

    def __init__(self, number: float) -> None:
        super().__init__()
        self.number = number

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:
        return [[self.number] * self.dimensions for _ in super().embed(texts, query=query)]


def zeros() -> WordEmbedder:
    return Pointless(0.0)


def no_numbers() -> WordEmbedder:
    return Pointless(float("nan"))


@pytest.mark.parametrize("broken", [down, longer, zeros, no_numbers])
def test_a_model_that_fails_leaves_the_words_and_is_named(
    app: str, broken: Callable[[], WordEmbedder], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="kaas.retrieval.arms"):
        results = found(embedder=broken())
    assert (results.arms, results.failed) == (("words",), ("meaning",))
    assert told(results) == told(found())
    assert QUERY not in caplog.text
    assert "search without meaning" in caplog.text


def test_a_defect_is_not_taken_for_a_fault(app: str) -> None:
    class Defect(WordEmbedder):
        def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:
            raise KeyError("a mistake of ours")

    with pytest.raises(KeyError):
        found(embedder=Defect())


def test_the_embedder_is_told_that_it_is_a_query(app: str) -> None:
    told = []

    class Told(WordEmbedder):
        def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:
            told.append(query)
            return super().embed(texts, query=query)

    found(embedder=Told())
    assert told == [True]


def test_a_reranker_reads_the_best_and_reorders_them(app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arms, "CANDIDATES", 6)
    plain, reranker = found(embedder=EMBEDDER, limit=10), Reversing()
    results = found(embedder=EMBEDDER, reranker=reranker, limit=10)
    assert results.arms == ("words", "meaning", "reranked")
    assert reranker.given == [hit.passage.text for hit in plain.hits[:6]]
    assert {hit.passage.id for hit in results.hits} == {hit.passage.id for hit in plain.hits}
    assert [hit.passage.id for hit in results.hits[6:]] == [hit.passage.id for hit in plain.hits[6:]]
    scores = [hit.score for hit in plain.hits[:6]]
    expected = {
        hit.passage.id: 0.2 * (hit.score - min(scores)) / (max(scores) - min(scores)) + 0.8 * place / 5
        for place, hit in enumerate(plain.hits[:6])
    }
    assert {hit.passage.id: pytest.approx(hit.score) for hit in results.hits[:6]} == expected
    assert [hit.score for hit in results.hits] == sorted((hit.score for hit in results.hits), reverse=True)


def test_a_reranker_works_without_an_embedder_and_with_nothing_to_read(app: str) -> None:
    assert found(reranker=Reversing()).arms == ("words", "reranked")
    assert found("xylophone", reranker=Reversing()).hits == []


def test_a_reranker_that_fails_leaves_the_order(app: str) -> None:
    results = found(reranker=Broken(), embedder=EMBEDDER)
    assert (results.arms, results.failed) == (("words", "meaning"), ("reranked",))
    assert told(results) == told(found(embedder=EMBEDDER))


def test_models_read_permitted_passages_only(server: Server, demo: str, app: str) -> None:
    """Nothing of what is hidden is handed to a reranker."""
    with server.superuser(demo) as root:
        hidden = hidden_texts(root)
    reranker = Reversing()
    for query in QUERIES:
        found(query, "engineer2", embedder=EMBEDDER, reranker=reranker, limit=200)
        assert not hidden & set(reranker.given)


def hidden_texts(root: Raw) -> set[str]:
    """Texts that engineer2 may not read and that stand in nothing they may read."""
    rows = root.execute(
        "select p.text, m.name from portfolios_passage p join access_marking m on m.label_id = p.label_id"
    ).fetchall()
    seen = {"public", "internal", "borealis", "borealis-secret"}
    return {text for text, name in rows if name not in seen} - {text for text, name in rows if name in seen}
