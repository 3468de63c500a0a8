"""A server or a pgvector in which row security is known to leak is told by `kaas check`, and nothing is served from it."""

from collections.abc import Iterator

import pytest

from kaas.operations.checks import walls
from kaas.operations.checks.installation import problems_that_forbid_serving
from tests.databases import Server, connected
from tests.verification.logins import Raw


@pytest.fixture
def root(server: Server, bare: str) -> Iterator[Raw]:
    """Django looks at a database as the application does; a superuser may change what it finds."""
    with server.superuser(bare) as raw, connected(server, "app", bare):
        yield raw


def test_what_is_here_may_serve(root: Raw) -> None:
    assert problems_that_forbid_serving() == []


def test_an_older_server_may_not(root: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    row = root.execute("select current_setting('server_version_num')::int").fetchone()
    assert row is not None
    monkeypatch.setattr(walls, "SERVER_VERSION", row[0])
    assert problems_that_forbid_serving() == []
    monkeypatch.setattr(walls, "SERVER_VERSION", row[0] + 1)
    assert [one.partition(":")[0] for one in problems_that_forbid_serving()] == ["versions"]


@pytest.mark.parametrize(
    ("version", "serves"), [("0.8.4", False), ("0.7.9", False), ("0.8.5", True), ("0.10.0", True)]
)
def test_an_older_pgvector_may_not(root: Raw, version: str, serves: bool) -> None:
    setting = "update pg_extension set extversion = %s where extname = 'vector'"
    row = root.execute("select extversion from pg_extension where extname = 'vector'").fetchone()
    assert row is not None
    root.execute(setting, [version])
    try:
        assert (problems_that_forbid_serving() == []) is serves
    finally:
        root.execute(setting, [row[0]])


def test_none_at_all_may_not(root: Raw) -> None:
    renaming = "update pg_extension set extname = %s where extname = %s"
    root.execute(renaming, ["elsewhere", "vector"])
    try:
        assert any("pgvector is not in the database" in one for one in problems_that_forbid_serving())
    finally:
        root.execute(renaming, ["vector", "elsewhere"])
