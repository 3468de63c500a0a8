"""What a description of a company becomes: everybody's standings, owners, export tags and licences, each with its event."""

from collections.abc import Iterator
from typing import Any

import pytest

from governance.access.provisioning import STANDINGS
from tests.databases import Server, company
from tests.verification.logins import Raw


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def pairs(raw: Raw, query: str) -> set[tuple[Any, ...]]:
    return set(raw.execute(query).fetchall())


def test_everybody_stands_as_described_and_otherwise_fully(root: Raw) -> None:
    described = {
        (person["username"], kind)
        for person in company()["people"]
        for kind in person.get("standings", STANDINGS)
    }
    query = "select u.username, s.kind from access_standing s join access_user u on u.id = s.person_id"
    assert pairs(root, query) == described
    assert {kind for _, kind in described} == set(STANDINGS)


def test_owners_tags_statuses_and_licences_are_as_described(root: Raw) -> None:
    whole = company()
    owners = {(one["code"], owner) for one in whole["compartments"] for owner in one.get("owners", [])}
    query = """
        select c.slug, u.username from access_compartmentownership o
          join access_compartment c on c.id = o.compartment_id join access_user u on u.id = o.person_id"""
    assert pairs(root, query) == owners != set()
    statuses = {(p["username"], p["export_status"]) for p in whole["people"] if p.get("export_status")}
    query = "select u.username, s.status from access_exportstatus s join access_user u on u.id = s.person_id"
    assert pairs(root, query) == statuses != set()
    licences = {
        (one["tag"], one.get("person_status", ""), one.get("place", "")) for one in whole["export_licences"]
    }
    query = "select t.slug, x.person_status, x.place from access_exportlicence x join access_exporttag t on t.id = x.tag_id"
    assert pairs(root, query) == licences != set()
    marked = {(one["name"], tag) for one in whole["markings"] for tag in one.get("export_tags", [])}
    query = """
        select m.name, t.slug from access_marking m join access_label l on l.id = m.label_id
          join access_exporttag t on t.id = any (l.export_tags)"""
    assert pairs(root, query) == marked != set()


@pytest.mark.parametrize("table", ["standing", "compartmentownership", "exportstatus", "exportlicence"])
def test_each_fact_has_its_event(root: Raw, table: str) -> None:
    told = pairs(
        root,
        f"select detail ->> 'id' from audit_event where action = 'fact:opened' and detail ->> 'fact' = '{table}'",
    )
    assert told == pairs(root, f"select id::text from access_{table}")
