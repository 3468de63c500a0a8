"""What is read of a proposal is what is made of it: a part says what its kind can say, plainly, and nothing else."""

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from governance.access.sessions import sign_in_as_operator
from tests.databases import Server
from tests.verification.logins import Raw, attempt, identify
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]
REFUSED = "KA001"
PROPOSE = "select propose_change(gen_random_uuid(), %s, 'because', 'request')"
ODD: dict[str, dict[str, Any]] = {
    "a target of a role": {"kind": "grant", "value": "administrator", "target": "{aurora}"},
    "a level of a compartment": {"kind": "compartment", "target": "{aurora}", "level": 0},
    "a person of what is made": {
        "do": "make",
        "kind": "compartment",
        "slug": "x",
        "name": "x",
        "person": "{who}",
    },
    "a label of a compartment": {"do": "make", "kind": "compartment", "slug": "x", "name": "x", "level": 4},
    "an unknown key": {"kind": "grant", "value": "counsel", "x": 1},
    "for ever": {"kind": "grant", "value": "counsel", "valid_to": "infinity"},
    "tomorrow": {"kind": "grant", "value": "counsel", "valid_from": "tomorrow"},
    "no zone": {"kind": "grant", "value": "counsel", "valid_from": "2027-01-01T00:00:00"},
    "the year 1": {"kind": "grant", "value": "counsel", "valid_from": "0001-01-01T00:00:00+00:00"},
    "written from behind": {"do": "make", "kind": "compartment", "slug": "x", "name": "Aurora\u202egnp"},
    "signs not seen": {"do": "make", "kind": "marking", "name": "Aurora\u200b", "level": 1},
    "a reason too long": {"kind": "grant", "value": "counsel", "reason": "x" * 8001},
    "no object": {},
}


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture
def admin(server: Server, demo: str, app: str, staff: Ids) -> Iterator[Raw]:
    with server.login("app", demo) as raw:
        identify(raw, sign_in_as_operator("first-admin"))
        yield raw


@pytest.mark.parametrize("odd", ODD)
def test_what_a_part_cannot_say_is_refused(admin: Raw, staff: Ids, odd: str) -> None:
    row = admin.execute("select id from access_compartment where slug = 'aurora'").fetchone()
    assert row is not None
    who = str(staff["attorney"])
    said = ODD[odd]
    part: Any = "no object"
    if said:
        given = {"do": "open"} | ({} if said.get("do") == "make" else {"person": who}) | said
        part = {name: _filled(value, who, str(row[0])) for name, value in given.items()}
    assert attempt(admin, PROPOSE, [json.dumps([part])]) == REFUSED


def test_the_same_without_what_was_odd_is_taken(admin: Raw, staff: Ids) -> None:
    part = {"do": "open", "kind": "grant", "person": str(staff["attorney"]), "value": "counsel"}
    for more in ({}, {"valid_to": "2099-01-01T00:00:00+09:00"}, {"reason": "two\nlines"}):
        admin.execute(PROPOSE, [json.dumps([part | more])])


def test_a_key_neither_proposes_nor_decides(admin: Raw, server: Server, demo: str, staff: Ids) -> None:
    with server.superuser(demo) as root:
        key = sign_in_as_operator("second-admin")
        root.execute("alter table access_session disable trigger only_ends")
        root.execute(
            "update access_session set method = 'key', key_digest = '\\x01', key_scopes = '{access:manage}' where id = %s",
            [key],
        )
        root.execute("alter table access_session enable trigger only_ends")
    part = {"do": "open", "kind": "grant", "person": str(staff["attorney"]), "value": "counsel"}
    change = uuid.uuid4()
    admin.execute("select propose_change(%s, %s, 'because', 'request')", [change, json.dumps([part])])
    admin.commit()
    with server.login("app", demo) as raw:
        identify(raw, key)
        assert attempt(raw, "select decide_change(%s, 'approve', '', 'request')", [change]) == REFUSED
        assert attempt(raw, PROPOSE, [json.dumps([part])]) == REFUSED


def _filled(value: Any, who: str, aurora: str) -> Any:
    return {"{who}": who, "{aurora}": aurora}.get(value, value) if isinstance(value, str) else value
