"""What a decision costs, in pages touched: it grows with the labels, and not with the company."""

import pytest

from tests.databases import Server
from tests.verification.crowds import make_labels, make_people, sign_in
from tests.verification.logins import Raw, identify
from tests.verification.pages import pages

LABELS, FEW, MANY = 2000, 100, 4000
DECIDED = "select permitted_labels()"


def pages_decided(raw: Raw, root: Raw, number: int) -> int:
    """The pages that one decision touches, once its plans are made."""
    identify(raw, sign_in(root, number))
    for _ in range(7):
        raw.execute(DECIDED)
    touched = pages(raw, DECIDED)
    raw.rollback()
    return touched


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
            among_few = [pages_decided(raw, root, number) for number in numbers]
        make_people(root, FEW, MANY)
        with server.login("app", bare) as raw:
            among_many = [pages_decided(raw, root, number) for number in numbers]
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
