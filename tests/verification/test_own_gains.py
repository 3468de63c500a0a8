"""Nobody gains by a change they propose or approve: not for a time, not at a place, not behind another part of it."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from governance.access import changes
from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.refusals import ChangeRefused
from tests.databases import Server
from tests.verification.changing import approved, opened, proposed, refused, titles
from tests.verification.logins import Raw, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]
DAYS = timedelta(days=1)


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture(scope="module")
def board(root: Raw, staff: Ids) -> uuid.UUID:
    row = root.execute("select id from access_readergroup where slug = 'board'").fetchone()
    assert row is not None
    found: uuid.UUID = row[0]
    return found


def test_what_somebody_gains_by_is_for_themselves_too(app: str, staff: Ids, root: Raw) -> None:
    """A licence names nobody; an administrator who also reads would gain by it."""
    tag, label = _tagged_label(root)
    _document_under(root, label)
    licence = ChangeItem(do=Doing.OPEN, kind=Kind.LICENCE, target=tag)
    refused("self_grant", licence, by="reading-admin")
    change = proposed(licence, by="exporter")
    with pytest.raises(ChangeRefused, match="self_grant"):
        approved(change, by="reading-admin")
    before = titles("apprentice")
    with person("first-admin") as acting:
        effects = {effect.username: effect for effect in changes.preview(acting, [licence]).people}
    assert (effects["apprentice"].gained, effects["apprentice"].lost) == (1, 0)
    approved(change)
    assert len(titles("apprentice") - before) == 1


def _tagged_label(root: Raw, *beside: uuid.UUID, level: int = 1) -> tuple[uuid.UUID, int]:
    """A new tag, and a label under it and those beside it."""
    tag = uuid.uuid4()
    root.execute(
        "insert into access_exporttag (id, slug, name, regime, code, status, reviewer)"
        " values (%s, %s, 'Laser', 'FEFA', '10', 'classified', '')", [tag, f"tag-{tag.hex[:6]}"],
    )  # fmt: skip
    row = root.execute(
        "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
        " values (%s, %s, '{}', '{}', '{}', %s) returning id", [tag.bytes, level, [tag, *beside]],
    ).fetchone()  # fmt: skip
    assert row is not None
    return tag, row[0]


def _license(
    root: Raw, tag: uuid.UUID, *, begins: datetime, ends: datetime | None = None, place: str = ""
) -> None:
    root.execute(
        "insert into access_exportlicence (id, tag_id, person_status, place, valid_from, valid_to, recorded_by)"
        " values (gen_random_uuid(), %s, '', %s, %s, %s, 'test')", [tag, place, begins, ends],
    )  # fmt: skip


def _gains_of(username: str, by: str, *items: ChangeItem) -> tuple[int, str]:
    """How many documents somebody would gain, and what proposing it would be refused with, as `by` is shown it."""
    with person(by) as acting:
        found = changes.preview(acting, items)
    return {effect.username: effect.gained for effect in found.people}.get(username, 0), found.refusal


@pytest.mark.parametrize(
    "case", ["over-before", "had-later-anyway", "cleared-meanwhile", "licensed-till-then"]
)
def test_no_part_of_a_change_hides_what_another_gives_oneself(
    app: str, staff: Ids, board: uuid.UUID, root: Raw, case: str
) -> None:
    """A licence that ends before something harmless begins; that gives what is had later; that is of use later only."""
    tag, label = _tagged_label(root, level=3 if case == "cleared-meanwhile" else 1)
    _document_under(root, label)
    now, who = timezone.now(), staff["reading-admin"]
    if case == "cleared-meanwhile":
        root.execute(
            "insert into access_clearance (id, person_id, level, valid_from, valid_to, recorded_by)"
            " values (gen_random_uuid(), %s, 3, %s, %s, 'test')", [who, now + 5 * DAYS, now + 6 * DAYS],
        )  # fmt: skip
    if case == "had-later-anyway":
        _license(root, tag, begins=now + 50 * DAYS)
    if case == "licensed-till-then":
        _license(root, tag, begins=now - DAYS, ends=now + 10 * DAYS)
    licence = ChangeItem(do=Doing.OPEN, kind=Kind.LICENCE, target=tag, valid_to=now + 30 * DAYS)
    harmless = opened(Kind.READER_GROUP, staff["partner"], target=board, valid_from=now + 60 * DAYS)
    refused("self_grant", licence, harmless, by="reading-admin")
    assert _gains_of("reading-admin", "reading-admin", licence, harmless) == (1, "self_grant")
    assert _gains_of("reading-admin", "first-admin", licence, harmless)[1] == ""
    change = proposed(licence, harmless)
    with pytest.raises(ChangeRefused, match="self_grant"):
        approved(change, by="reading-admin")


def test_a_gain_at_a_place_the_change_does_not_name_is_one(app: str, staff: Ids, root: Raw) -> None:
    """Two tags: one is licensed at a place only; a licence of the other for everywhere opens the document there."""
    local, _ = _tagged_label(root)
    tag, label = _tagged_label(root, local)
    _document_under(root, label)
    _license(root, local, place="Sagamihara", begins=timezone.now() - DAYS)
    licence = ChangeItem(do=Doing.OPEN, kind=Kind.LICENCE, target=tag)
    refused("self_grant", licence, by="reading-admin")
    assert _gains_of("reading-admin", "first-admin", licence) == (1, "")
    assert _gains_of("reading-admin", "reading-admin", licence) == (1, "self_grant")
    elsewhere = ChangeItem(do=Doing.OPEN, kind=Kind.LICENCE, target=tag, place="Suzhou")
    assert _gains_of("reading-admin", "reading-admin", elsewhere) == (0, "")


def _document_under(root: Raw, label: int) -> None:
    root.execute(
        "insert into portfolios_document (id, portfolio_id, label_id, original_id, path, member, digest, title, kind, format,"
        " language, publication_number, analyzer, warnings) select gen_random_uuid(), portfolio_id, %s, original_id, path,"
        " 'tagged', digest, title, kind, format, language, publication_number, analyzer, warnings"
        " from portfolios_document where label_id = (select label_id from access_marking where name = 'public') limit 1",
        [label],
    )
