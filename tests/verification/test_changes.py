"""Changes of access: two people for each, none for themselves, tried before they are made, all decided by the database."""

import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from governance.access import changes, holdings
from governance.access.changes import ChangeItem, Doing, Kind, State
from governance.access.labels import intern_label
from governance.access.models import Compartment, Label, Marking
from governance.access.refusals import SENTENCES, ChangeRefused
from governance.access.scopes import Denied
from governance.access.sessions import sign_in_as_operator
from portfolios.catalogue import list_documents
from tests.databases import Server, connected
from tests.verification.changing import approved, opened, proposed, refused, titles
from tests.verification.logins import Raw, attempt, identify, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]
REFUSED, NOT_PERMITTED = "KA001", "KA002"


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture(scope="module")
def things(root: Raw, staff: Ids) -> Ids:  # hired first, so that all is there
    """The ids of compartments, tracks and groups by their slugs."""
    rows: list[tuple[str, uuid.UUID]] = []
    for table in ("compartment", "track", "readergroup"):
        rows += root.execute(f"select slug, id from access_{table}").fetchall()
    return dict(rows)


def test_a_change_is_tried_then_proposed_then_made(app: str, staff: Ids, things: Ids, root: Raw) -> None:
    """What the preview counts is what happens, and only when a second person has approved it."""
    item = opened(
        Kind.COMPARTMENT, staff["apprentice"], target=things["aurora"], reason="joins the battery team"
    )
    before = titles("apprentice")
    with person("first-admin") as acting:
        (effect,) = changes.preview(acting, [item]).people
    assert (effect.username, effect.lost) == ("apprentice", 0) and effect.gained > 0
    change = proposed(item)
    assert (change.state, change.items) == (State.PROPOSED, (item,))
    assert titles("apprentice") == before
    done = approved(change)
    assert (done.state, done.proposed_by, done.decided_by) == (
        State.ACTIVE, staff["first-admin"], staff["second-admin"],
    )  # fmt: skip
    assert len(titles("apprentice") - before) == effect.gained
    with person("auditor") as acting:
        (fact,) = [f for f in holdings.facts_of(acting, staff["apprentice"]) if f.kind == "compartment"]
    assert (fact.value, fact.reason, fact.change_id) == ("aurora", "joins the battery team", change.id)
    assert fact.recorded_by == str(staff["second-admin"])
    told = root.execute(
        "select action from audit_event where resource = %s order by occurred_at", [f"change:{change.id}"]
    )
    assert [action for (action,) in told.fetchall()] == ["change:proposed", "change:approved"]
    made = root.execute(
        "select count(*) from audit_event where action = 'fact:opened' and detail ->> 'change' = %s",
        [str(change.id)],
    ).fetchone()
    assert made == (1,)


def test_what_was_opened_can_be_closed_and_the_preview_says_who_loses(
    app: str, staff: Ids, things: Ids
) -> None:
    approved(proposed(opened(Kind.COMPARTMENT, staff["apprentice"], target=things["borealis"])))
    held = titles("apprentice")
    with person("auditor") as acting:
        facts = holdings.facts_of(acting, staff["apprentice"])
    (fact,) = [f for f in facts if f.kind == "compartment" and f.value == "borealis" and f.is_in_force]
    closing = ChangeItem(do=Doing.CLOSE, kind=Kind.COMPARTMENT, target=fact.id)
    with person("first-admin") as acting:
        (effect,) = changes.preview(acting, [closing]).people
    assert effect.gained == 0 < effect.lost
    approved(proposed(closing))
    assert len(held - titles("apprentice")) == effect.lost
    refused("already_ended", closing)


def test_a_preview_leaves_nothing_behind(app: str, staff: Ids, things: Ids, root: Raw) -> None:
    tables = ("wall", "compartment", "marking", "label", "exporttag", "change")
    count = " + ".join(f"(select count(*) from access_{table})" for table in tables)
    before = root.execute(f"select {count}").fetchone()
    items = [
        opened(Kind.WALL, staff["engineer"], target=things["aurora"]),
        ChangeItem(do=Doing.MAKE, kind=Kind.COMPARTMENT, slug="gemini", name="gemini"),
        ChangeItem(
            do=Doing.MAKE, kind=Kind.MARKING, name="gemini", level=3, compartments=(things["aurora"],)
        ),
    ]
    with person("first-admin") as acting:
        (effect,) = changes.preview(acting, items).people
    assert effect.username == "engineer" and effect.lost > 0
    assert root.execute(f"select {count}").fetchone() == before


def test_four_eyes_and_nobody_for_themselves(app: str, staff: Ids, things: Ids) -> None:
    for_another = opened(Kind.COMPARTMENT, staff["hr"], target=things["aurora"])
    change = proposed(for_another)
    with pytest.raises(ChangeRefused, match="same_person"):
        approved(change, by="first-admin")
    for username, denied in (("counsel", Denied), ("exporter", Denied), ("hr", Denied), ("auditor", Denied)):
        with pytest.raises(denied):
            approved(change, by=username)
    refused("self_grant", opened(Kind.GRANT, staff["first-admin"], value="engineer"))
    for_approver = proposed(opened(Kind.GRANT, staff["second-admin"], value="engineer"))
    with pytest.raises(ChangeRefused, match="self_grant"):
        approved(for_approver)
    with person("first-admin") as acting:
        assert changes.withdraw(acting, change.id).state is State.WITHDRAWN
    with pytest.raises(ChangeRefused, match="already_decided"):
        approved(change)
    with person("second-admin") as acting:
        with pytest.raises(ChangeRefused, match="not_the_proposer"):
            changes.withdraw(acting, for_approver.id)
        with pytest.raises(ChangeRefused, match="reason_missing"):
            changes.reject(acting, for_approver.id, reason=" ")
        assert changes.reject(acting, for_approver.id, reason="not needed").decision_note == "not needed"


def test_the_second_of_two_changes_of_the_same_thing_is_told(app: str, staff: Ids, things: Ids) -> None:
    whom = staff["clean-engineer"]
    one = proposed(opened(Kind.COMPARTMENT, whom, target=things["aurora"]))
    other = proposed(opened(Kind.COMPARTMENT, whom, target=things["dorado"]), by="second-admin")
    elsewhere = proposed(opened(Kind.READER_GROUP, whom, target=things["board"]))
    approved(one)
    with pytest.raises(ChangeRefused, match="basis_changed"):
        approved(other, by="first-admin")
    assert approved(elsewhere).state is State.ACTIVE


def test_level_four_needs_the_owner_of_what_it_opens(app: str, staff: Ids, things: Ids) -> None:
    change = proposed(
        opened(Kind.CLEARANCE, staff["strategist"], level=4),
        opened(Kind.COMPARTMENT, staff["strategist"], target=things["secrecy-order"]),
    )
    with pytest.raises(ChangeRefused, match="restricted_needs_owner"):
        approved(change)
    with person("strategist") as acting, pytest.raises(ChangeRefused, match="not_an_owner"):
        changes.agree(acting, change.id)
    with person("owner") as acting:
        assert [c.id for c in changes.changes(acting, state=State.PROPOSED)] == [change.id]
        assert changes.agree(acting, change.id).agreed_by == (staff["owner"],)
        with pytest.raises(ChangeRefused, match="already_agreed"):
            changes.agree(acting, change.id)
    assert approved(change).state is State.ACTIVE


def _restricted(root: Raw, who: uuid.UUID) -> int:
    row = root.execute(
        "select count(*) from unnest(readable_labels(%s, null, 2, '', statement_timestamp(), '{}')) r (id)"
        " join access_label l on l.id = r.id where l.level = 4", [who],
    ).fetchone()  # fmt: skip
    assert row is not None
    found: int = row[0]
    return found


@pytest.mark.parametrize("cleared_first", [True, False], ids=["cleared-first", "member-first"])
def test_level_four_outside_of_compartments_needs_a_third_person(
    app: str, staff: Ids, things: Ids, root: Raw, cleared_first: bool
) -> None:
    """A clearance that opens nothing asks two people; whichever step opens what nobody owns, a third."""
    who = staff["hr" if cleared_first else "attorney"]
    steps = [
        opened(Kind.CLEARANCE, who, level=4), opened(Kind.READER_GROUP, who, target=things["board"]),
    ][:: 1 if cleared_first else -1]  # fmt: skip
    approved(proposed(steps[0]))
    assert _restricted(root, who) == 0
    change = proposed(steps[1])
    with pytest.raises(ChangeRefused, match="restricted_needs_third") as caught:
        approved(change)
    assert caught.value.sentence == SENTENCES[caught.value.code]
    with person("owner") as acting, pytest.raises(ChangeRefused, match="not_an_owner"):
        changes.agree(acting, change.id)
    with person("exporter") as acting:
        changes.agree(acting, change.id)
    approved(change)
    assert _restricted(root, who) == 1


def test_export_control_agrees_to_what_is_its_own(app: str, staff: Ids, things: Ids) -> None:
    second_track = proposed(opened(Kind.TRACK, staff["apprentice"], target=things["CN"]))
    status = proposed(opened(Kind.EXPORT_STATUS, staff["apprentice"], value="resident"))
    for change, code in ((second_track, "cross_track"), (status, "export_needs_review")):
        with pytest.raises(ChangeRefused, match=code):
            approved(change)
        with person("exporter") as acting:
            changes.agree(acting, change.id)
        assert approved(change).state is State.ACTIVE
    with pytest.raises(Denied, match="access:manage"):
        proposed(opened(Kind.GRANT, staff["apprentice"], value="counsel"), by="exporter")


def _bad(staff: Ids, things: Ids) -> dict[str, list[ChangeItem]]:
    now, who, nobody = timezone.now(), staff["attorney"], uuid.uuid4()
    aurora = things["aurora"]
    return {
        "nothing_proposed": [],
        "too_much": [opened(Kind.GRANT, who, value="engineer")] * 201,
        "unknown_person": [opened(Kind.WALL, nobody, target=aurora)],
        "unknown_target": [opened(Kind.WALL, who, target=nobody)],
        "unknown_role": [opened(Kind.GRANT, who, value="emperor")],
        "unknown_value": [opened(Kind.CLEARANCE, who, level=5)],
        "unknown_kind": [opened(Kind.MARKING, who, target=aurora)],
        "unknown_fact": [ChangeItem(do=Doing.CLOSE, kind=Kind.WALL, target=nobody)],
        "ends_before_it_begins": [
            opened(
                Kind.GRANT, who, value="counsel", valid_from=now + timedelta(2), valid_to=now + timedelta(1)
            )
        ],
        "already_held": [opened(Kind.GRANT, who, value="attorney")],
        "name_taken": [ChangeItem(do=Doing.MAKE, kind=Kind.COMPARTMENT, slug="aurora", name="aurora")],
        "name_too_long": [ChangeItem(do=Doing.MAKE, kind=Kind.TRACK, slug="long", name="長" * 201)],
    }


@pytest.mark.parametrize(
    "code", sorted(_bad(dict.fromkeys(["attorney"], uuid.UUID(int=0)), {"aurora": uuid.UUID(int=0)}))
)
def test_bad_input_is_refused_in_words(app: str, staff: Ids, things: Ids, code: str) -> None:
    refused(code, *_bad(staff, things)[code])


@pytest.mark.parametrize(
    ("kind", "model", "rest"),
    [(Kind.COMPARTMENT, Compartment, {"slug": "long"}), (Kind.MARKING, Marking, {"level": 1})],
)
def test_a_name_may_be_as_long_as_its_column(
    app: str, staff: Ids, kind: Kind, model: type[Model], rest: dict[str, Any]
) -> None:
    longest: int = model._meta.get_field("name").max_length or 0  # type: ignore[union-attr]
    made = ChangeItem(do=Doing.MAKE, kind=kind, name="長" * longest, **rest)
    assert proposed(made).state is State.PROPOSED
    refused("name_too_long", replace(made, name="長" * (longest + 1)))


def test_what_would_be_half_done_is_not_done(app: str, staff: Ids, things: Ids) -> None:
    """A wall around nobody in particular, an end in the past, a note without a word; and one bad part spoils all."""
    who = staff["attorney"]
    refused("unknown_person", ChangeItem(do=Doing.OPEN, kind=Kind.WALL, target=things["aurora"]))
    past = timezone.now() - timedelta(1)
    refused("ends_before_it_begins", opened(Kind.GRANT, who, value="counsel", valid_to=past))
    refused("reason_missing", opened(Kind.GRANT, who, value="counsel"), note=" ")
    good, bad = opened(Kind.WALL, who, target=things["cassini"]), opened(Kind.GRANT, who, value="emperor")
    refused("unknown_role", good, bad)
    with person("auditor") as acting:
        assert not [fact for fact in holdings.facts_of(acting, who) if fact.kind == "wall"]


def test_a_grant_begins_and_ends_when_it_says(app: str, staff: Ids, things: Ids, root: Raw) -> None:
    begin = timezone.now() + timedelta(days=1)
    item = opened(
        Kind.COMPARTMENT, staff["executive"], target=things["aurora"], valid_from=begin, valid_to=begin + timedelta(days=1)
    )  # fmt: skip
    with person("first-admin") as acting:
        (effect,) = changes.preview(acting, [item]).people
    assert effect.gained > 0
    before = titles("executive")
    approved(proposed(item))
    assert titles("executive") == before
    count = "select cardinality(readable_labels(%s, null, 2, '', %s, '{}'))"
    at = [
        begin - timedelta(1),
        begin,
        begin + timedelta(days=1) - timedelta.resolution,
        begin + timedelta(days=1),
    ]
    seen = [root.execute(count, [staff["executive"], moment]).fetchone() for moment in at]
    assert seen[0] == seen[3] != seen[1] == seen[2]


def test_a_marking_made_by_a_change_is_the_label_that_python_interns(
    server: Server, app: str, things: Ids
) -> None:
    parts = {"compartments": (things["dorado"], things["aurora"]), "tracks": (things["WEST"], things["HQ"])}
    approved(proposed(ChangeItem(do=Doing.MAKE, kind=Kind.MARKING, name="both", level=3, **parts)))
    with connected(server, "owner", app):
        before = Label.objects.count()
        assert Marking.objects.get(name="both").label == intern_label(level=3, **parts)  # type: ignore[arg-type]
        assert Label.objects.count() == before
    with person("auditor") as acting:
        (row,) = [marking for marking in holdings.markings(acting) if marking.name == "both"]
    assert (row.level, row.compartments, row.tracks) == (3, ("aurora", "dorado"), ("HQ", "WEST"))


def test_injected_sql_grants_nothing(server: Server, app: str, staff: Ids, things: Ids) -> None:
    """On the application's own connection: no table takes a fact, and the verbs refuse as they do in Python."""
    item = f'[{{"do": "open", "kind": "grant", "person": "{staff["hr"]}", "value": "counsel"}}]'
    propose = "select propose_change(gen_random_uuid(), %s::jsonb, 'note', '')"
    change = proposed(opened(Kind.GRANT, staff["hr"], value="counsel"))
    with server.login("app", app) as raw:
        for username, expected in (("engineer", NOT_PERMITTED), ("first-admin", REFUSED)):
            identify(raw, sign_in_as_operator(username))
            for verdict in ("approve", "reject"):
                assert attempt(raw, "select decide_change(%s, %s, '', '')", [change.id, verdict]) in {
                    expected, REFUSED,
                }  # fmt: skip
            for table in (
                "grant",
                "clearance",
                "compartmentmembership",
                "wall",
                "emergency",
                "change",
                "agreement",
                "marking",
            ):
                assert attempt(raw, f"insert into access_{table} select * from access_{table}") == "42501", (
                    table
                )
                assert attempt(raw, f"delete from access_{table}") == "42501", table
            assert attempt(raw, "update access_grant set valid_to = null") == "42501"
            assert (
                attempt(raw, "update access_change set state = 'active', decided_by = proposed_by") == "42501"
            )
            for call in ("apply_change('[]', null, '', '')", "activate_change(null, '')", "open_part('{}', null, '', '')",
                         "readable_labels(null, null, 2, '', now(), '{}')", "intern_part('{}')"):  # fmt: skip
                assert attempt(raw, f"select {call}") == "42501", call
            raw.rollback()
        identify(raw, sign_in_as_operator("engineer"))
        assert attempt(raw, propose, [item]) == NOT_PERMITTED
        assert attempt(raw, "select * from preview_change(%s::jsonb)", [item]) == NOT_PERMITTED
        raw.rollback()


def test_who_looks_after_access_reads_who_holds_what_and_no_content(
    app: str, staff: Ids, things: Ids
) -> None:
    for username in ("first-admin", "auditor", "guard", "exporter"):
        with person(username) as acting:
            found, total = holdings.people(acting, query="AURORA")
            assert (found, total) == ((), 0)
            found, total = holdings.people(acting, query="dmin", limit=2)
            assert len(found) == 2 < total
            assert things["aurora"] in {thing.id for thing in holdings.compartments(acting)}
            assert (
                holdings.members_of(acting, "ownership", things["aurora"], in_force=True)[0][0].person_id
                == staff["owner"]
            )
            assert holdings.tracks(acting) and holdings.reader_groups(acting) and holdings.export_tags(acting)
            assert holdings.licences(acting) is not None and holdings.walls(acting)
            with pytest.raises(Denied, match="role_lacks_document:read"):
                list_documents(scope=acting)
    for username in ("engineer", "counsel", "owner"):
        with person(username) as acting:
            for verb in (
                holdings.people,
                holdings.compartments,
                holdings.walls,
                holdings.markings,
                holdings.licences,
            ):
                with pytest.raises(Denied, match="access:read"):
                    verb(acting)


DECIDE = "select decide_change(%s, 'approve', '', '')"
WAITING = """
    select count(*) from pg_locks k join pg_database d on d.oid = k.database
     where k.locktype = 'advisory' and not k.granted and d.datname = %s
"""


def test_two_who_approve_at_once_wait_for_each_other(
    server: Server, app: str, staff: Ids, things: Ids, root: Raw
) -> None:
    """The second decides on what the first has left, and is told so; it does not add its part to a world that is gone."""
    whom = staff["cto"]
    one = proposed(opened(Kind.COMPARTMENT, whom, target=things["cassini"]))
    other = proposed(opened(Kind.COMPARTMENT, whom, target=things["jda-lindfeldt"]))
    said: list[str] = []
    with server.login("app", app) as first, server.login("app", app) as second:
        for raw in (first, second):
            identify(raw, sign_in_as_operator("second-admin"))
        first.execute(DECIDE, [one.id])
        deciding = Thread(target=lambda: said.append(attempt(second, DECIDE, [other.id])))
        deciding.start()
        _let_wait(deciding, root, app)
        first.commit()
        deciding.join(60)
    assert said == [REFUSED]
    with person("second-admin") as acting, pytest.raises(ChangeRefused, match="basis_changed"):
        changes.approve(acting, other.id)


def _let_wait(deciding: Thread, root: Raw, database: str) -> None:
    deadline = time.monotonic() + 60
    while root.execute(WAITING, [database]).fetchone() != (1,):
        assert time.monotonic() < deadline and deciding.is_alive()
        time.sleep(0.02)


@pytest.mark.parametrize("taken", ["access_grant", "access_standing", "access_session"])
def test_who_lost_the_right_while_waiting_to_decide_decides_nothing(
    server: Server, app: str, staff: Ids, things: Ids, root: Raw, taken: str
) -> None:
    """What is taken after the call began, and before its turn came, counts when it is judged."""
    who = staff["second-admin"]
    change = proposed(opened(Kind.READER_GROUP, staff["partner"], target=things["board"]))
    said: list[str] = []
    session = sign_in_as_operator("second-admin")
    with server.login("app", app) as waiting:
        identify(waiting, session)
        with root.transaction():
            root.execute("select pg_advisory_xact_lock(6, 43)")
            deciding = Thread(target=lambda: said.append(attempt(waiting, DECIDE, [change.id])))
            deciding.start()
            _let_wait(deciding, root, app)
            ends = "ended_at" if taken == "access_session" else "valid_to"
            root.execute(
                f"update {taken} set {ends} = clock_timestamp() where person_id = %s and {ends} is null",
                [who],
            )
        deciding.join(60)
    if taken != "access_session":
        content = "role" if taken == "access_grant" else "kind"
        root.execute(
            f"insert into {taken} (id, person_id, {content}, valid_from, recorded_by)"
            f" select gen_random_uuid(), person_id, {content}, clock_timestamp(), 'test' from {taken} where person_id = %s",
            [who],
        )
    assert said == [NOT_PERMITTED]
    with person("first-admin") as acting:
        assert changes.change(acting, change.id).state is State.PROPOSED


def test_why_somebody_would_still_read_nothing_is_told(app: str, staff: Ids, things: Ids, root: Raw) -> None:
    """A dry run of somebody who is not trained counts nothing; it says for want of what."""
    who = staff["cn-engineer"]
    root.execute(
        "update access_standing set valid_to = now() where person_id = %s and kind = 'trained'", [who]
    )
    joins = opened(Kind.COMPARTMENT, who, target=things["aurora"])
    trained = opened(Kind.STANDING, who, value="trained")
    stranger = opened(Kind.COMPARTMENT, staff["first-admin"], target=things["aurora"])
    with person("second-admin") as acting:
        told = [changes.preview(acting, items).people[0] for items in ([joins], [joins, trained], [stranger])]
    assert [one.lacking for one in told] == ["trained", "", "role"]
    assert [one.gained > 0 for one in told] == [False, True, False]
    # Who is trained later reads then what they would gain by being trained with this very change.
    assert [one.once_admitted for one in told] == [told[1].gained, None, None]


def test_that_one_person_would_read_and_administer_is_told(app: str, staff: Ids, things: Ids) -> None:
    """However it comes about: both roles at once, one beside the other, or not before some later day."""
    later = timezone.now() + timedelta(days=9)
    reader, keeper = staff["hr"], staff["first-admin"]
    keeps = opened(Kind.GRANT, reader, value="administrator")
    reads = opened(Kind.GRANT, keeper, value="engineer")
    asked = {
        "beside a role that reads": [keeps],
        "beside a role that administers": [reads],
        "later": [replace(keeps, valid_from=later)],
        "neither": [opened(Kind.GRANT, reader, value="auditor")],
        "one for each": [opened(Kind.COMPARTMENT, reader, target=things["aurora"])],
    }
    with person("second-admin") as acting:
        told = {name: changes.preview(acting, items).people[0].administers for name, items in asked.items()}
    assert [name for name, both in told.items() if both] == list(asked)[:3]


def test_a_clock_that_jumped_back_leaves_facts_that_can_be_ended(
    app: str, staff: Ids, things: Ids, root: Raw
) -> None:
    """A fact from ahead of the clock holds when its time comes; ended before, it never holds."""
    whom, fact = staff["hr"], uuid.uuid4()
    root.execute(
        "insert into access_compartmentmembership (id, person_id, compartment_id, valid_from, recorded_by)"
        " values (%s, %s, %s, now() + interval '3 hours', 'test')", [fact, whom, things["dorado"]],
    )  # fmt: skip
    before = titles("hr")
    approved(proposed(ChangeItem(do=Doing.CLOSE, kind=Kind.COMPARTMENT, target=fact)))
    assert titles("hr") == before
    row = root.execute(
        "select valid_from = valid_to from access_compartmentmembership where id = %s", [fact]
    ).fetchone()
    assert row == (True,)


def test_an_administrator_who_is_one_no_longer_has_proposed_nothing(
    app: str, staff: Ids, things: Ids, root: Raw
) -> None:
    change = proposed(
        opened(Kind.READER_GROUP, staff["apprentice"], target=things["board"]), by="reading-admin"
    )
    root.execute(
        "update access_grant set valid_to = statement_timestamp() where person_id = %s and role = 'administrator'",
        [staff["reading-admin"]],
    )
    with pytest.raises(ChangeRefused, match="basis_changed"):
        approved(change)
