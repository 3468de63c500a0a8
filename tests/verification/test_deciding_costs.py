"""What a decision costs, in pages touched: it grows with the labels, and not with the company."""

import json

import pytest

from tests.databases import Server
from tests.verification.crowds import make_labels, make_people, sign_in
from tests.verification.logins import Raw, identify

LABELS, FEW, MANY = 2000, 100, 4000
ASKED = "explain (analyze, buffers, format json) select permitted_labels()"


def pages(raw: Raw, root: Raw, number: int) -> int:
    """The pages that one decision touches, once its plans are made."""
    identify(raw, sign_in(root, number))
    for _ in range(7):
        raw.execute("select permitted_labels()")
    row = raw.execute(ASKED).fetchone()
    raw.rollback()
    assert row is not None
    plan = (row[0] if not isinstance(row[0], str) else json.loads(row[0]))[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_a_decision_touches_the_labels_and_the_person_s_own_facts(server: Server, bare: str) -> None:
    with server.superuser(bare) as root:
        make_labels(root, LABELS)
        make_people(root, 0, FEW)
        row = root.execute(
            "select pg_relation_size('access_label') / current_setting('block_size')::int"
        ).fetchone()
        assert row is not None
        numbers = range(0, FEW, 20)
        with server.login("app", bare) as raw:
            among_few = [pages(raw, root, number) for number in numbers]
        make_people(root, FEW, MANY)
        with server.login("app", bare) as raw:
            among_many = [pages(raw, root, number) for number in numbers]
    assert max(among_few) < row[0] + 100
    # Forty times as many people: an index is a page deeper here and there, and no table is read through.
    assert max(among_many) < row[0] + 160


@pytest.mark.parametrize("reader", [3, 17])
def test_a_person_in_the_crowd_reads_some_labels(server: Server, bare: str, reader: int) -> None:
    """So that the pages above were touched for something."""
    with server.superuser(bare) as root, server.login("app", bare) as raw:
        identify(raw, sign_in(root, reader))
        row = raw.execute("select cardinality(permitted_labels())").fetchone()
        raw.rollback()
    assert row is not None and 20 < row[0] < LABELS / 2
