"""How often a page decides about reading: counted by the database, call by call, and never more than it was.

Each statement decides anew, so that a revocation counts at the next one; a relation of it whose rows are looked at decides
once. A document that is hidden and one that does not exist decide equally often, so that the time it takes says nothing.
"""

import time
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection

from portfolios.catalogue import list_documents
from tests.databases import Server
from tests.verification.logins import Raw, person
from tests.verification.twins import Visitor

READER = "engineer2"
# Pages, and how often each decides at most: more than that is a page that asks for each thing on it.
AT_MOST = {
    "/": 20,
    "/documents/": 10,
    "/documents/{document}/": 10,
    "/search/?q=drift": 30,
    "/questions/": 8,
}
CALLS = "select coalesce(sum(calls), 0) from pg_stat_user_functions where funcname = 'readable_labels'"
STILL_THERE = (
    "select count(*) from pg_stat_activity where datname = current_database() and usename = 'kaas_app'"
)


@pytest.fixture
def root(server: Server, demo: str) -> Iterator[Raw]:
    """A superuser who lets the database count calls of functions, for connections to come."""
    with server.superuser(demo) as raw:
        # As in a company with many documents: one of them is looked up in an index.
        raw.execute(f'alter database "{demo}" set enable_seqscan = off')
        raw.execute(f"alter database \"{demo}\" set track_functions = 'all'")
        yield raw


def decisions(root: Raw, visitor: Visitor, path: str) -> int:
    """How often one visit decides, on a connection of its own, which tells what it counted at its end."""
    before = _calls(root)
    visitor.get(path)
    return _calls(root) - before


def _calls(root: Raw) -> int:
    connection.close()
    deadline = time.monotonic() + 60
    while _number(root, STILL_THERE) and time.monotonic() < deadline:
        time.sleep(0.02)
    return _number(root, CALLS)


def _number(root: Raw, query: str) -> int:
    row = root.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_a_page_decides_no_more_often_than_it_did(root: Raw, app: str) -> None:
    visitor = Visitor(READER)
    visitor.post("/ask/", question="How is the optical zero offset obtained?", portfolio="")
    with person(READER) as acting:
        document = list_documents(scope=acting)[0].id
    counted = {path: decisions(root, visitor, path.format(document=document)) for path in AT_MOST}
    print(counted)  # noqa: T201
    assert all(0 < counted[path] <= most for path, most in AT_MOST.items()), counted


@pytest.mark.parametrize(
    "path",
    ["/documents/{}/", "/api/v1/documents/{}", "/search/?like={}", "/search/?q=drift&missed={}"],
    ids=["page", "api", "like", "missed"],
)
def test_what_is_hidden_and_what_is_not_decide_equally_often(root: Raw, app: str, path: str) -> None:
    visitor = Visitor(READER)
    rows = root.execute(
        "select d.id from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name = 'aurora-secret' order by d.id limit 1"
    )
    hidden = rows.fetchall()[0][0]
    assert (
        decisions(root, visitor, path.format(hidden))
        == decisions(root, visitor, path.format(uuid.uuid4()))
        > 0
    )
