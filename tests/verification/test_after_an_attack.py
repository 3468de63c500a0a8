"""What an attack left, and what mends it: names that look alike, level 4 regained, a word given for one's own gain."""

import uuid
from collections.abc import Iterator, Mapping

import pytest

from governance.access import changes
from governance.access.changes import ChangeItem, Doing, Kind, State
from governance.access.refusals import ChangeRefused
from tests.databases import Server
from tests.verification.changing import approved, opened, proposed, refused
from tests.verification.logins import Raw, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def named(kind: Kind, name: str, slug: str = "") -> ChangeItem:
    if kind is Kind.MARKING:
        return ChangeItem(do=Doing.MAKE, kind=kind, name=name, level=1)
    return ChangeItem(do=Doing.MAKE, kind=kind, name=name, slug=slug or f"slug-{uuid.uuid4().hex[:8]}")


ALIKE = {
    "cyrillic": "Аurora рrime",
    "full-width": "Ａｕｒｏｒａ　Ｐｒｉｍｅ",
    "greek": "Αurora Prime",
    "capitals": "AURORA PRIME",
    "spaces": "Aurora  Prime",
    "composed": "Aurora Prime ",
}


@pytest.mark.parametrize("kind", [Kind.COMPARTMENT, Kind.TRACK, Kind.READER_GROUP, Kind.MARKING])
def test_a_name_that_looks_like_another_is_refused(app: str, staff: Ids, kind: Kind) -> None:
    approved(proposed(named(kind, "Aurora Prime")))
    refused("name_taken", named(kind, "Aurora Prime"))
    for alike in ALIKE.values():
        refused("name_confusable", named(kind, alike))
    approved(proposed(named(kind, "Aurora Primer")))


def test_katakana_that_looks_like_a_kanji_is_refused(app: str, staff: Ids) -> None:
    approved(proposed(named(Kind.TRACK, "工力口二")))
    refused("name_confusable", named(Kind.TRACK, "エカロニ"))
    refused("name_confusable", named(Kind.TRACK, "ｴｶﾛﾆ"))
    approved(proposed(named(Kind.TRACK, "エカロノ")))


def test_what_is_refused_for_one_kind_is_free_for_another(app: str, staff: Ids) -> None:
    approved(proposed(named(Kind.COMPARTMENT, "Shared Name")))
    approved(proposed(named(Kind.TRACK, "Shared Name")))


def thing(root: Raw, table: str, slug: str) -> uuid.UUID:
    row = root.execute(f"select id from access_{table} where slug = %s", [slug]).fetchone()
    assert row is not None
    found: uuid.UUID = row[0]
    return found


def secret(root: Raw, compartment: uuid.UUID, *, track: uuid.UUID | None = None) -> None:
    """A label of level 4 in a compartment, and perhaps on a track."""
    root.execute(
        "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
        " values (%s, 4, %s, %s, '{}', '{}')",
        [uuid.uuid4().bytes, [compartment], [track] if track else []],
    )


def give(root: Raw, table: str, column: str, whom: uuid.UUID, what: object) -> uuid.UUID:
    row = root.execute(
        f"insert into access_{table} (id, person_id, {column}, valid_from, recorded_by)"
        " values (gen_random_uuid(), %s, %s, now() - interval '1 hour', 'test') returning id",
        [whom, what],
    ).fetchone()
    assert row is not None
    found: uuid.UUID = row[0]
    return found


def reads(root: Raw, whom: uuid.UUID) -> None:
    """Somebody has a clearance, from one test or another."""
    held = root.execute("select from access_clearance where person_id = %s and level >= 2", [whom]).fetchone()
    if held is None:
        give(root, "clearance", "level", whom, 2)


def test_the_end_of_a_wall_gives_level_four_back_with_the_owner_s_word(
    app: str, staff: Ids, root: Raw
) -> None:
    order = thing(root, "compartment", "secrecy-order")
    secret(root, order)
    whom = staff["apprentice"]
    give(root, "clearance", "level", whom, 4)
    give(root, "compartmentmembership", "compartment_id", whom, order)
    wall = root.execute(
        "insert into access_wall (id, person_id, compartment_id, valid_from, recorded_by, reason)"
        " values (gen_random_uuid(), %s, %s, now() - interval '1 hour', 'test', 'x') returning id",
        [whom, order],
    ).fetchone()
    assert wall is not None
    change = proposed(ChangeItem(do=Doing.CLOSE, kind=Kind.WALL, target=wall[0]))
    with pytest.raises(ChangeRefused, match="restricted_needs_owner"):
        approved(change)
    with person("owner") as acting:
        changes.agree(acting, change.id)
    assert approved(change).state is State.ACTIVE


def test_a_track_that_opens_level_four_asks_the_owner(app: str, staff: Ids, root: Raw) -> None:
    order, track = thing(root, "compartment", "secrecy-order"), thing(root, "track", "CN")
    secret(root, order, track=track)
    whom = staff["partner"]
    give(root, "clearance", "level", whom, 4)
    give(root, "compartmentmembership", "compartment_id", whom, order)
    change = proposed(opened(Kind.TRACK, whom, target=track))
    with person("exporter") as acting:
        changes.agree(acting, change.id)
    with pytest.raises(ChangeRefused, match="restricted_needs_owner"):
        approved(change)
    with person("owner") as acting:
        changes.agree(acting, change.id)
    assert approved(change).state is State.ACTIVE


def test_export_control_does_not_agree_to_what_it_reads_more_by(app: str, staff: Ids, root: Raw) -> None:
    """A reviewer who is also a reader gains by a licence somebody else proposes."""
    reads(root, staff["exporter"])
    tag = uuid.uuid4()
    root.execute(
        "insert into access_exporttag (id, slug, name, regime, code, status, reviewer)"
        " values (%s, 'laser-x', 'Laser', 'FEFA', '10', 'classified', '')",
        [tag],
    )
    root.execute(
        "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
        " values (%s, 1, '{}', '{}', '{}', %s)",
        [tag.bytes, [tag]],
    )
    give(root, "grant", "role", staff["exporter"], "engineer")
    change = proposed(ChangeItem(do=Doing.OPEN, kind=Kind.LICENCE, target=tag))
    with person("exporter") as acting, pytest.raises(ChangeRefused, match="self_grant"):
        changes.agree(acting, change.id)
    ended = "update access_grant set valid_to = now() where person_id = %s and role = 'engineer'"
    root.execute(ended, [staff["exporter"]])
    with person("exporter") as acting:
        changes.agree(acting, change.id)
    assert approved(change).state is State.ACTIVE


def test_who_agreed_and_gains_meanwhile_is_told_when_it_is_approved(app: str, staff: Ids, root: Raw) -> None:
    reads(root, staff["exporter"])
    tag = uuid.uuid4()
    root.execute(
        "insert into access_exporttag (id, slug, name, regime, code, status, reviewer)"
        " values (%s, 'laser-y', 'Laser Y', 'FEFA', '10', 'classified', '')",
        [tag],
    )
    root.execute(
        "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
        " values (%s, 1, '{}', '{}', '{}', %s)",
        [tag.bytes, [tag]],
    )
    change = proposed(ChangeItem(do=Doing.OPEN, kind=Kind.LICENCE, target=tag))
    with person("exporter") as acting:
        changes.agree(acting, change.id)
    give(root, "grant", "role", staff["exporter"], "engineer")
    with pytest.raises(ChangeRefused, match="self_grant"):
        approved(change)
