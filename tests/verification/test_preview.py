"""A preview of what touches everybody decides once for all who hold the same; it says what deciding for each person says."""

import json
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from governance.access import changes
from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.sessions import sign_in_as_operator
from tests.benchmarks.large_company import DOCUMENTS
from tests.databases import Server
from tests.verification.logins import Raw, identify, person
from tests.verification.worlds import PLACES, STATUSES, Maker

# About every label, not only those that bear a tag of the change. In one statement, so that both are asked about one moment.
ONE_BY_ONE = """
    do $$
    begin
      execute replace(replace(pg_get_functiondef('reach_of'::regproc), 'public.reach_of', 'public.whole_reach'),
                      '(select l.ids from label l)', 'null');
    end $$;
    create function one_by_one(items jsonb, out before jsonb, out after jsonb) language plpgsql as $$
    declare
      others uuid[] := array(select unnest(touched_by_change(items)) except select unnest(named_in_change(items)));
    begin
      before := whole_reach(others, items, false);
      perform apply_change(items, null, '', '');
      after := whole_reach(others, items, false);
    end $$
"""
HELD = "select label_id, count(*) from portfolios_document where withdrawn_at is null group by label_id"
CHANGES = 8
Moved = dict[uuid.UUID, tuple[int, int]]


@pytest.fixture(scope="module")
def world(server: Server, demo: str) -> Iterator[tuple[Raw, Maker]]:
    """A world made by chance, a document under each of its labels, in the demo company's database."""
    with server.superuser(demo) as root:
        maker = Maker(root, 20261122, people=40, labels=60)
        root.execute(DOCUMENTS)
        root.execute("analyze")
        yield root, maker


def one_by_one(root: Raw, items: list[dict[str, Any]], session: uuid.UUID) -> Moved:
    """How many documents everybody but those named gains and loses, decided for each person at each moment and place."""
    held: Counter[int] = Counter(dict(root.execute(HELD).fetchall()))
    with root.transaction(force_rollback=True):
        root.execute(ONE_BY_ONE)
        called = root.execute("select prosrc like '%, null)%' from pg_proc where proname = 'whole_reach'")
        assert called.fetchone() == (True,)
        root.execute("set local role kaas_gate")
        identify(root, session)
        row = root.execute("select * from one_by_one(%s::jsonb)", [json.dumps(items)]).fetchone()
    assert row is not None
    before, after = row
    moved: dict[uuid.UUID, tuple[set[int], set[int]]] = {}
    for asked, labels in after.items():
        gained, lost = moved.setdefault(uuid.UUID(asked.split("/")[0]), (set(), set()))
        gained |= set(labels) - set(before[asked])
        lost |= set(before[asked]) - set(labels)
    counted = {
        one: (sum(held[x] for x in more), sum(held[x] for x in less)) for one, (more, less) in moved.items()
    }
    return {one: sums for one, sums in counted.items() if any(sums)}


def licensed(maker: Maker, dice: random.Random, now: datetime) -> ChangeItem:
    """A licence that a change opens: of any tag, status, place and term."""
    begins = dice.choice([None, now + timedelta(hours=2), now + timedelta(days=2)])
    ends = dice.choice([None, now + timedelta(days=3), now + timedelta(days=30)])
    return ChangeItem(
        do=Doing.OPEN,
        kind=Kind.LICENCE,
        target=dice.choice(maker.names["export_tags"]),
        value=dice.choice(["", *STATUSES]),
        place=dice.choice(["", *PLACES, "elsewhere"]),
        valid_from=begins,
        valid_to=ends,
    )


def drawn_change(root: Raw, maker: Maker, seed: int) -> list[ChangeItem]:
    """Licences opened and ended, now and then beside something about one person."""
    dice = random.Random(seed)  # noqa: S311  # the same changes every time
    row = root.execute("select statement_timestamp()").fetchone()
    assert row is not None
    parts = [licensed(maker, dice, row[0]) for _ in range(dice.choice([1, 1, 2]))]
    if dice.random() < 0.5:
        ending = root.execute(
            "select id from access_exportlicence where tag_id = any (%s)"
            " and (valid_to is null or valid_to > now() + interval '5 days')"
            " order by tag_id, person_status, place, valid_from, valid_to",
            [maker.names["export_tags"]],
        ).fetchall()
        parts.append(ChangeItem(do=Doing.CLOSE, kind=Kind.LICENCE, target=dice.choice(ending)[0]))
    if dice.random() < 0.3:
        whom = dice.choice(maker.people)
        parts.append(ChangeItem(do=Doing.OPEN, kind=Kind.EXPORT_STATUS, person=whom, value="new"))
    return parts


def test_a_preview_says_what_deciding_for_each_person_says(app: str, world: tuple[Raw, Maker]) -> None:
    root, maker = world
    session = sign_in_as_operator("admin")
    moved: list[tuple[int, int]] = []
    for seed in range(CHANGES):
        items = drawn_change(root, maker, seed)
        expected = one_by_one(root, json.loads(changes._written(items)), session)
        with person("admin") as acting:
            told = changes.preview(acting, items).people
        named = {item.person for item in items}
        assert {
            one.person_id: (one.gained, one.lost) for one in told if one.person_id not in named
        } == expected, seed
        moved += expected.values()
    # So that what was compared was not nothing: people gain, people lose, and not all alike.
    assert sum(gained > 0 for gained, _ in moved) > 3
    assert sum(lost > 0 for _, lost in moved) > 3
    assert len(set(moved)) > 2
