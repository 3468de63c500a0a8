"""Emergencies: a reason, one compartment, a few hours, and everybody told who has to know."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.emergencies import emergencies_noticed, end_emergency, open_emergency
from governance.access.permissions import Permission
from governance.access.refusals import ChangeRefused
from governance.access.scopes import Denied, scope
from governance.access.sessions import issue_key, read_key, sign_in_as_operator
from portfolios.catalogue import list_documents
from tests.databases import Server
from tests.verification.changing import approved, proposed
from tests.verification.logins import Raw, attempt, identify, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def compartments(root: Raw, app: str) -> Iterator[Ids]:
    """Compartments by slug; what was opened is over afterwards."""
    yield dict(root.execute("select slug, id from access_compartment").fetchall())
    root.execute("update access_emergency set ended_at = statement_timestamp() where ended_at is null")


def labels(username: str, root: Raw) -> list[Any]:
    """The contents of the labels that somebody reads."""
    with person(username) as acting:
        if Permission.DOCUMENT_READ not in acting.permissions:
            with pytest.raises(Denied, match="document:read"):
                list_documents(scope=acting)
            return []
        read = {document.id for document in list_documents(scope=acting)}
    return root.execute(
        "select distinct l.level, l.compartments, l.tracks from access_label l"
        " join portfolios_document d on d.label_id = l.id where d.id = any(%s)",
        [list(read)],
    ).fetchall()


def break_in(compartment: uuid.UUID, reason: str = "a leak at the pilot plant", hours: int = 1) -> uuid.UUID:
    with person("guard") as acting:
        return open_emergency(acting, compartment_id=compartment, reason=reason, hours=hours)


def test_an_emergency_opens_one_compartment_and_nothing_else(
    staff: Ids, compartments: Ids, root: Raw
) -> None:
    """Above the clearance and without the role; but on the person's own track, and in no reader group."""
    assert labels("guard", root) == []
    row = root.execute("select id from access_track where slug = 'HQ'").fetchone()
    assert row is not None
    opened = break_in(compartments["aurora"])
    found = labels("guard", root)
    assert found and max(level for level, _, _ in found) > 0
    for _, within, tracks in found:
        assert within == [compartments["aurora"]]
        assert not tracks or row[0] in tracks
    with person("guard") as acting:
        end_emergency(acting, opened)
        with pytest.raises(ChangeRefused, match="already_ended"):
            end_emergency(acting, opened)
    assert labels("guard", root) == []


def test_a_wall_beats_an_emergency(staff: Ids, compartments: Ids, root: Raw) -> None:
    opened = break_in(compartments["borealis"])
    assert labels("guard", root)
    root.execute(
        "insert into access_wall (id, person_id, compartment_id, reason, recorded_by)"
        " values (gen_random_uuid(), %s, %s, 'x', 'test')",
        [staff["guard"], compartments["borealis"]],
    )
    with person("guard") as acting:
        assert list_documents(scope=acting) == []
        end_emergency(acting, opened)


def test_an_emergency_is_over_when_its_person_may_open_none(
    app: str, staff: Ids, compartments: Ids, root: Raw
) -> None:
    """By a change of access, as by anybody who ends the role."""
    opened = break_in(compartments["dorado"])
    assert labels("guard", root)
    row = root.execute(
        "select id from access_grant where person_id = %s and role = 'security' and valid_to is null",
        [staff["guard"]],
    ).fetchone()
    assert row is not None
    approved(proposed(ChangeItem(do=Doing.CLOSE, kind=Kind.GRANT, target=row[0])))
    assert labels("guard", root) == []
    approved(proposed(ChangeItem(do=Doing.OPEN, kind=Kind.GRANT, person=staff["guard"], value="security")))
    with person("guard") as acting:
        end_emergency(acting, opened)


def test_those_who_have_to_know_are_told(staff: Ids, compartments: Ids) -> None:
    opened = break_in(compartments["aurora"], reason="smoke in the dry room")
    for username in ("counsel", "first-admin", "auditor", "owner", "guard"):
        with person(username) as acting:
            notice = next(one for one in emergencies_noticed(acting) if one.id == opened)
        assert (notice.display_name, notice.compartment, notice.reason, notice.is_open) == (
            "guard", "aurora", "smoke in the dry room", True,
        ), username  # fmt: skip
    for username in ("engineer", "apprentice", "exporter", "executive"):
        with person(username) as acting:
            assert emergencies_noticed(acting) == ()
    with person("engineer") as acting, pytest.raises(ChangeRefused, match="unknown_fact"):
        end_emergency(acting, opened)
    with person("first-admin") as acting:
        end_emergency(acting, opened)


def test_an_owner_is_told_of_their_own_compartment_only(staff: Ids, compartments: Ids) -> None:
    break_in(compartments["dorado"])
    with person("owner") as acting:
        assert {notice.compartment for notice in emergencies_noticed(acting)} <= {"aurora", "secrecy-order"}


@pytest.mark.parametrize(
    ("code", "reason", "hours"),
    [("reason_missing", " ", 1), ("too_long", "fire", 5), ("too_long", "fire", 0), ("too_long", "fire", -1)],
)
def test_bad_input_is_refused(staff: Ids, compartments: Ids, code: str, reason: str, hours: int) -> None:
    with pytest.raises(ChangeRefused, match=code):
        break_in(compartments["aurora"], reason, hours)


def test_what_is_not_there_or_open_already_is_refused(staff: Ids, compartments: Ids) -> None:
    with pytest.raises(ChangeRefused, match="unknown_target"):
        break_in(uuid.uuid4())
    break_in(compartments["aurora"])
    with pytest.raises(ChangeRefused, match="already_held"):
        break_in(compartments["aurora"])


@pytest.mark.parametrize("username", ["engineer", "counsel", "first-admin", "auditor", "exporter"])
def test_nobody_else_breaks_in(
    server: Server, app: str, staff: Ids, compartments: Ids, username: str
) -> None:
    aurora = compartments["aurora"]
    with person(username) as acting, pytest.raises(Denied, match="break_glass"):
        open_emergency(acting, compartment_id=aurora, reason="x", hours=1)
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator(username))
        call = "select open_emergency(gen_random_uuid(), %s, 'x', 1, '')"
        assert attempt(raw, call, [aurora]) == "KA002"
        raw.rollback()


def test_an_emergency_widens_no_key(staff: Ids, compartments: Ids) -> None:
    """A key without the scope of reading reads nothing in an emergency either; one with it reads what the person does."""
    with scope(sign_in_as_operator("guard")) as acting:
        narrow, secret = read_key(issue_key(acting, name="n", scopes=[Permission.ACCESS_READ]))
    break_in(compartments["aurora"])
    with scope(narrow, secret=secret) as acting:
        assert acting.permissions == {Permission.ACCESS_READ}
        with pytest.raises(Denied):
            list_documents(scope=acting)
    with scope(sign_in_as_operator("guard")) as acting:
        wide, secret = read_key(issue_key(acting, name="w", scopes=[Permission.DOCUMENT_READ]))
    with scope(wide, secret=secret) as acting:
        assert list_documents(scope=acting)


def test_opening_and_ending_are_on_the_trail(staff: Ids, compartments: Ids, root: Raw) -> None:
    opened = break_in(compartments["aurora"], hours=4)
    with person("guard") as acting:
        end_emergency(acting, opened)
    rows = root.execute(
        "select action, actor, on_behalf_of, detail ->> 'hours' from audit_event"
        " where detail ->> 'id' = %s order by occurred_at",
        [str(opened)],
    ).fetchall()
    guard = str(staff["guard"])
    assert rows == [
        ("emergency:opened", "operator", guard, "4"),
        ("emergency:ended", "operator", guard, None),
    ]
