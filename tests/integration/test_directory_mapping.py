"""Loading a group mapping: everything that is wrong with it is said at once, and nothing of it is taken over then."""

from typing import Any

import pytest

from governance.access.directory_mapping import MappingUnusable, load_mapping, mapping
from tests.conftest import Acting

pytestmark = pytest.mark.django_db
STAFF = {"group": "staff", "clearance": 1}
WRONG = {
    "role": ({"roles": ["king"]}, "roles: there is no 'king'; there are: administrator, "),
    "compartment": ({"compartments": ["atlantis"]}, "compartments: there is no 'atlantis'"),
    "track": ({"tracks": ["moon"]}, "tracks: there is no 'moon'"),
    "reader group": ({"reader_groups": ["all"]}, "reader_groups: there is no 'all'"),
    "standing": (
        {"standing": ["active"]},
        "standing: there is no 'active'; there are: acknowledged, trained",
    ),
    "level": ({"clearance": 5}, "clearance 5 is not a level"),
    "no number": ({"clearance": True}, "clearance True is not a level"),
    "no list": ({"roles": "engineer"}, "roles is not a list"),
    "no names": ({"roles": [1]}, "roles is not a list"),
    "word": ({"role": ["engineer"]}, "'role' is nothing that a group can give"),
    "nothing": ({}, "it gives nothing"),
    "group": ({"group": "stuff", "clearance": 1}, "no group 'stuff'"),
    "no group": ({"group": None, "clearance": 1}, "no group None"),
}


def load(*entries: object, **others: object) -> None:
    load_mapping({"group": list(entries)} | others, find_group={"staff": "cn=staff"}.get)


@pytest.mark.parametrize("name", list(WRONG))
def test_a_mapping_with_something_unknown_is_refused_whole(name: str) -> None:
    given, complaint = WRONG[name]
    load(STAFF)
    with pytest.raises(MappingUnusable) as refused:
        load({"group": "staff", "roles": ["engineer"]}, {"group": "staff"} | given, {"group": "other"})
    first, second = str(refused.value).splitlines()
    assert complaint in first
    assert first.startswith("[[group]] 2")
    assert second == "[[group]] 3: the directory has no group 'other', or more than one"
    assert [rule.kind for rule in mapping()] == ["clearance"]


@pytest.mark.parametrize(
    "described",
    [{}, {"group": []}, {"group": "staff"}, {"groups": [STAFF]}, {"group": [STAFF], "a": 1}],
    ids=str,
)
def test_what_is_no_mapping_is_refused(described: dict[str, Any]) -> None:
    with pytest.raises(MappingUnusable):
        load_mapping(described, find_group=lambda name: name)


def test_loading_replaces_and_twice_is_once() -> None:
    load(STAFF, STAFF, {"group": "staff", "roles": ["engineer", "engineer"]})
    assert [(rule.kind, rule.target) for rule in mapping()] == [("clearance", "1"), ("role", "engineer")]
    load({"group": "staff", "clearance": 0})
    assert [(rule.kind, rule.target) for rule in mapping()] == [("clearance", "0")]


def test_the_mapping_is_shown_to_those_who_see_who_holds_what(acting_as: Acting) -> None:
    load(STAFF)
    for username, shown in (("admin", 1), ("engineer", 0), ("counsel", 0), ("auditor", 1)):
        with acting_as(username):
            assert len(mapping()) == shown, username
