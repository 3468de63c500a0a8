"""Ten thousand permitted labels, all but two of them with nothing under them: what is found is what is under those two."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from governance.access.scopes import scope
from kaas.retrieval.asking import Asked
from kaas.retrieval.search import search
from kaas.retrieval.telling import told
from portfolios.registers import record_applications
from portfolios.vectors.filling import fill
from tests.databases import EMPTY, Server, connected
from tests.doubles.embedders import WordEmbedder
from tests.verification.logins import take_in
from tests.verification.readers import FIRST, make_labels, make_reader

MANY = 10_000
HELD = {"one": FIRST + 1_234, "two": FIRST + 9_876}
TEXTS = {
    "one": "The flow meter drifts by 0.2 per cent.\n",
    "two": "The separator of the flow cell is coated.\n",
}
MARKING = "insert into access_marking (id, name, label_id) values (gen_random_uuid(), %s, %s)"
QUERIES = {  # and how many hits there are
    "flow": 2,
    "flow -separator": 1,
    "“flow meter”": 1,
    "zqxw": 0,
    "kind:document": 2,
    "status:pending": 0,
    "seperator": 0,
}


@pytest.fixture(scope="module")
def sessions(
    server: Server, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Of one who may read all labels, and of one who may read those two alone."""
    with django_db_blocker.unblock():
        name = server.fresh(EMPTY)
        with server.superuser(name) as root:
            make_labels(root, MANY)
            broad = make_reader(root, 1, range(FIRST, FIRST + MANY))
            narrow = make_reader(root, 2, list(HELD.values()))
            for marking, label in HELD.items():
                root.execute(MARKING, [marking, label])
        with connected(server, "worker", name):
            for marking, text in TEXTS.items():
                path: Path = tmp_path_factory.mktemp("files") / f"{marking}.txt"
                path.write_text(text, encoding="utf-8")
                assert take_in(path, portfolio=marking, marking=marking).documents == 1
                record_applications(
                    [{"application_number": "US 18/998,317", "filing_date": "2023-03-09"}], marking=marking
                )
            fill(WordEmbedder())
        with connected(server, "app", name):
            yield broad, narrow


@pytest.mark.parametrize("query", QUERIES)
def test_labels_with_nothing_under_them_change_nothing(
    sessions: tuple[uuid.UUID, uuid.UUID], query: str
) -> None:
    found = []
    for session in sessions:
        with scope(session) as acting:
            results = search(
                query, scope=acting, asked=Asked(gather=True, explain=True), embedder=WordEmbedder()
            )
        found.append(json.dumps({**told(results), "took_ms": 0}, default=str, sort_keys=True))
    assert found[0] == found[1]
    assert len(json.loads(found[0])["hits"]) == QUERIES[query]


def test_somebody_whose_labels_hold_nothing_finds_nothing(
    server: Server, sessions: tuple[uuid.UUID, uuid.UUID]
) -> None:
    assert sessions
    with server.superuser(str(connection.settings_dict["NAME"])) as root:
        empty = make_reader(root, 3, [FIRST])
    for query in QUERIES:
        with scope(empty) as acting:
            results = search(query, scope=acting, asked=Asked(gather=True), embedder=WordEmbedder())
        assert (results.hits, results.survey and results.survey.total) == ([], 0)
