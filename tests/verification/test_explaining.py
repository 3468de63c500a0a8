"""Why, condition by condition: as the decision itself has it, now and on an earlier day, and never a word of content."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from governance.access.explaining import Explanation, explain
from governance.access.scopes import Denied, NotFound
from governance.access.sessions import sign_in_as_operator
from governance.audit.trail import events_of_day
from kaas.retrieval.asking import Asked
from kaas.retrieval.search import search
from kaas.retrieval.viewing import view_document
from tests.databases import Server
from tests.verification.logins import Raw, attempt, identify, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]
ORDER = (
    "session", "active", "acknowledged", "trained", "role", "clearance", "compartments", "tracks", "reader_groups", "walls",
    "export", "factor",
)  # fmt: skip


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def one(raw: Raw, query: str, *parameters: Any) -> Any:
    row = raw.execute(query, parameters).fetchone()
    assert row is not None
    return row[0]


def document(root: Raw, marking: str) -> uuid.UUID:
    found: uuid.UUID = one(
        root,
        "select d.id from portfolios_document d join access_marking m on m.label_id = d.label_id where m.name = %s limit 1",
        marking,
    )
    return found


def why(person_id: uuid.UUID, document_id: uuid.UUID, at: datetime | None = None) -> Explanation:
    with person("auditor") as acting:
        return explain(acting, person_id=person_id, document_id=document_id, at=at)


def failing(found: Explanation) -> dict[str, str]:
    return {conjunct.name: conjunct.detail for conjunct in found.conjuncts if not conjunct.holds}


def test_explaining_says_what_the_decision_says(app: str, staff: Ids, root: Raw) -> None:
    """Of everybody who can be identified, and every label with a document."""
    documents = root.execute("select distinct on (label_id) label_id, id from portfolios_document").fetchall()
    assert len(documents) > 10
    decided = set()
    for username in (
        "engineer",
        "counsel",
        "cn-engineer",
        "laser-lead",
        "hr",
        "partner",
        "first-admin",
        "apprentice",
    ):
        with person(username), connection.cursor() as cursor:
            cursor.execute("select permitted_labels()")
            permitted = set(cursor.fetchone()[0])
        for label, number in documents:
            found = why(staff[username], number)
            assert (found.decision == "permitted") == (label in permitted), (username, found)
            assert tuple(conjunct.name for conjunct in found.conjuncts) == ORDER
            assert all(conjunct.detail == "" for conjunct in found.conjuncts if conjunct.holds)
            decided.add(found.decision)
    assert decided == {"permitted", "denied"}


def test_each_condition_that_fails_is_named_with_what_it_asks_for(app: str, staff: Ids, root: Raw) -> None:
    secret = document(root, "aurora-secret")
    assert failing(why(staff["apprentice"], secret)) == {
        "clearance": "L3 > L2", "compartments": "aurora", "reader_groups": "battery-lab | ip-department",
    }  # fmt: skip
    assert why(staff["apprentice"], secret).reason == "clearance"
    assert failing(why(staff["first-admin"], document(root, "public"))).keys() == {"role"}
    tag = uuid.uuid4()
    root.execute(
        "insert into access_exporttag (id, slug, name, regime, code, status, reviewer)"
        " values (%s, 'laser', 'Laser', 'FEFA', '10', 'classified', '')", [tag],
    )  # fmt: skip
    label = one(
        root,
        "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
        " values ('x', 4, '{}', '{}', '{}', array[%s::uuid]) returning id",
        tag,
    )
    number = one(root, "select id from portfolios_document where withdrawn_at is null order by id limit 1")
    before = one(root, "select label_id from portfolios_document where id = %s", number)
    root.execute("update portfolios_document set label_id = %s where id = %s", [label, number])
    try:
        found = failing(why(staff["executive"], number))  # who is not signed in
        assert found == {"clearance": "L4 > L3", "export": "laser", "factor": "2 > 1"}
    finally:
        root.execute("update portfolios_document set label_id = %s where id = %s", [before, number])


def test_a_wall_and_a_missing_training_are_told(app: str, staff: Ids, root: Raw) -> None:
    aurora = document(root, "aurora")
    who = staff["owner"]
    assert why(who, aurora).decision == "permitted"
    before = timezone.now()
    root.execute(
        "insert into access_wall (id, person_id, compartment_id, reason, recorded_by)"
        " select gen_random_uuid(), %s, id, 'a dispute', 'test' from access_compartment where slug = 'aurora'",
        [who],
    )
    root.execute(
        "update access_standing set valid_to = now() where person_id = %s and kind = 'trained'", [who]
    )
    assert failing(why(who, aurora)) == {"trained": "", "walls": "aurora"}
    assert why(who, aurora, at=before).decision == "permitted"


def test_an_earlier_day_is_judged_by_its_facts_and_its_label(app: str, staff: Ids, root: Raw) -> None:
    number, who = document(root, "borealis"), staff["engineer2"]
    now = timezone.now()
    assert why(who, number).decision == why(who, number, at=now).decision == "permitted"
    with pytest.raises(NotFound):
        why(who, number, at=now - timedelta(days=1000))
    assert why(staff["hr"], number, at=now).decision == "denied"
    root.execute(
        "update access_compartmentmembership set valid_to = statement_timestamp() where person_id = %s and valid_to is null",
        [who],
    )
    found = why(who, number)
    assert (found.decision, found.reason) == ("denied", "compartments")
    assert why(who, number, at=now).decision == "permitted"
    with pytest.raises(ValueError, match="zone"):
        why(who, number, at=datetime(2026, 1, 1))


def test_who_may_ask_and_what_is_not_there(server: Server, app: str, staff: Ids, root: Raw) -> None:
    number = document(root, "aurora")
    for who, what in ((uuid.uuid4(), number), (staff["engineer"], uuid.uuid4())):
        with pytest.raises(NotFound):
            why(who, what)
    for username in ("engineer", "counsel", "guard", "exporter", "owner"):
        with person(username) as acting, pytest.raises(Denied, match="access:explain"):
            explain(acting, person_id=staff["engineer"], document_id=number)
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator("counsel"))
        call = "select * from explain_access(%s, %s, null)"
        assert attempt(raw, call, [staff["engineer"], number]) == "KA002"
        raw.rollback()
        assert attempt(raw, call, [staff["engineer"], number]) == "28000"


def test_explaining_leaves_its_event_and_no_title(app: str, staff: Ids, root: Raw) -> None:
    number = document(root, "aurora-secret")
    why(staff["apprentice"], number)
    detail = one(
        root,
        "select detail::text from audit_event where action = 'access:explained' order by occurred_at desc limit 1",
    )
    assert str(number) in detail
    assert one(root, "select title from portfolios_document where id = %s", number) not in detail


WITHHELD = "select resource, detail ->> 'reason' from audit_event where action = 'access:withheld'"


def test_why_a_document_is_withheld_is_on_the_trail_and_for_auditors_alone(
    app: str, staff: Ids, root: Raw
) -> None:
    """Hidden and missing leave the same event to the eye of whoever asked: none; and the same answer."""
    hidden, missing = document(root, "aurora-secret"), uuid.uuid4()
    with person("apprentice") as acting:
        for number in (hidden, missing):
            with pytest.raises(NotFound):
                view_document(number, scope=acting)
            for asked in (Asked(like=number), Asked(why_not=number, gather=True)):
                with pytest.raises(NotFound):
                    search("drift", scope=acting, asked=asked)
        assert not [
            event for event in events_of_day(timezone.localdate()) if event.action == "access:withheld"
        ]
    assert root.execute(WITHHELD + " order by 2").fetchall() == [
        *[(f"document:{hidden}", "clearance")] * 3, *[(f"document:{missing}", "missing")] * 3,
    ]  # fmt: skip
    for username, told in (("counsel", 0), ("apprentice", 0), ("auditor", 6)):
        with person(username), connection.cursor() as cursor:
            cursor.execute(WITHHELD)
            assert len(cursor.fetchall()) == told, username
