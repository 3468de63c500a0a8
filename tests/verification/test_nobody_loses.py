"""The most restricted person loses nothing: what each finds is what an exact search of only their own passages finds."""

import uuid
from datetime import timedelta
from statistics import mean
from typing import Any

import pytest

from portfolios.vectors.filling import fill
from portfolios.vectors.index import search_vectors
from tests.databases import Server, company, connected
from tests.doubles.embedders import WordEmbedder, cosine
from tests.oracle import Session
from tests.verification.logins import Raw, person
from tests.verification.test_noninterference import QUESTIONS
from tests.verification.worlds import read_world

EMBEDDER = WordEmbedder()
LEAST, TEN = 0.99, 10
ASKED = [text for question in QUESTIONS if (text := question["text"]).isascii()][:8]
Vectors = dict[uuid.UUID, list[float]]


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Any:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture(scope="module")
def own(server: Server, demo: str, root: Raw) -> dict[str, Vectors]:
    """Person -> the vectors of what they may read, by the oracle; one person of each reading, the most restricted first."""
    with connected(server, "worker", demo):
        assert fill(EMBEDDER).is_searched
    world = read_world(root)
    people: dict[str, Any] = dict(root.execute("select username, id from access_user").fetchall())
    now: Any = root.execute("select now()").fetchall()[0][0]
    passages = root.execute(
        "select p.id, p.label_id, p.text from portfolios_passage p join index_forward f on f.passage_id = p.id"
    ).fetchall()
    made = EMBEDDER.embed([text for _, _, text in passages])
    rows = [(key, label, vector) for (key, label, _), vector in zip(passages, made, strict=True) if vector]
    found: dict[frozenset[int], tuple[str, Vectors]] = {}
    for one in company()["people"]:
        name = one["username"]
        labels = world.permitted(Session(people[name], now + timedelta(1), factor_level=1), now)
        held = {key: vector for key, label, vector in rows if label in labels}
        if len(held) > TEN:
            found.setdefault(frozenset(labels), (name, held))
    return dict(sorted(found.values(), key=lambda one: len(one[1])))


def nearest(vectors: Vectors, asked: list[float]) -> set[uuid.UUID]:
    """The ten nearest, and any that are as near as the tenth to what a half float tells."""
    ranked = sorted(((cosine(asked, vector), key) for key, vector in vectors.items()), reverse=True)
    return {key for similarity, key in ranked if similarity >= ranked[TEN - 1][0] - 2e-3}


def test_nobody_loses_a_hit_by_what_they_may_not_read(app: str, own: dict[str, Vectors]) -> None:
    assert len(own) > 8
    table = {}
    for name, vectors in own.items():
        recall = []
        for asked in EMBEDDER.embed(ASKED, query=True):
            assert asked
            with person(name) as acting:
                found = search_vectors(asked, space=EMBEDDER.name, scope=acting, within=None, limit=TEN)
            recall.append(len({key for key, _ in found} & nearest(vectors, asked)) / TEN)
        table[name] = (len(vectors), mean(recall))
    told = "\n".join(
        f"{name:20}{count:6} passages  recall@10 {figure:.3f}" for name, (count, figure) in table.items()
    )
    assert all(figure >= LEAST for _, figure in table.values()), told
    print(told)  # noqa: T201  # `pytest -s` shows the table
