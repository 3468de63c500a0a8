"""What an operator can do about the search index: merge it now, and look at what it weighs."""

import argparse
import json
import re

import pytest
from pytest_django import DjangoDbBlocker

from kaas.operations.checks.index import check_index
from kaas.operations.commands import index, merge
from kaas.operations.tidiness import DEAD, Table
from tests.databases import Server, connected


def test_what_waits_is_merged_and_what_there_is_is_weighed(
    server: Server, django_db_blocker: DjangoDbBlocker, capsys: pytest.CaptureFixture[str]
) -> None:
    database = server.fresh()
    with server.superuser(database) as root:
        root.execute("update index_posting set fresh = true")
        root.execute("delete from index_forward where number in (select min(number) from index_forward)")
        done = server.kaas("merge", "--json", database=database)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["rows"] > 10_000 and told["withdrawn"] == 1
        assert root.execute("select count(*) from index_posting where fresh").fetchone() == (0,)
        root.execute("vacuum index_posting")
        root.execute("select pg_stat_force_next_flush()")
    with django_db_blocker.unblock():
        with connected(server, "worker", database):
            assert merge.run(argparse.Namespace(json=False)) == 0
        with connected(server, "owner", database):
            assert index.run(argparse.Namespace(json=True)) == 0
            assert index.run(argparse.Namespace(json=False)) == 0
    said, told, *lines = capsys.readouterr().out.splitlines()
    assert said == "merged: 0 rows of postings; 0 passages that had left"
    figures = json.loads(told)
    assert figures["ok"] and figures["rows_to_merge"] == 0
    tables = {table["name"]: table for table in figures["tables"]}
    assert {"index_posting", "index_forward", "index_list", "index_withdrawn"} <= set(tables)
    assert tables["index_posting"]["vacuumed"] and tables["index_posting"]["size"] > 100_000
    assert [line.split()[1] for line in lines[:-1]] == list(tables)
    assert lines[-1].startswith("0 rows of postings wait")


def test_the_check_tells_the_size_to_who_may_log_in_as_the_owner(server: Server) -> None:
    found = check_index(server.cluster.url("owner", database=server.fresh()))
    assert found.ok
    assert re.search(
        r"^[1-9]\d*\.\d MB, \d+ dead rows beside \d+, vacuumed last: .+; \d+ rows wait", found.detail
    )
    assert "KAAS_DATABASE_OWNER_URL" in check_index("").detail
    assert not check_index("postgresql://nobody@127.0.0.1:1/nowhere").ok


def test_dead_rows_that_nobody_vacuums_are_a_fault() -> None:
    assert Table("index_list", 1, 1, 10, DEAD, "").is_tidy
    assert Table("index_list", 1, 1, 2 * DEAD, 2 * DEAD, "").is_tidy
    assert not Table("index_list", 1, 1, 10, DEAD + 1, "").is_tidy
