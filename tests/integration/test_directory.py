"""People and groups of a real directory: what its groups give, and that it counts no longer once they no longer do."""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.conftest import role
from tests.doubles.slapd import GROUPS, Slapd, require_slapd, running

require_slapd()

import ldap

from governance.access.directory_following import Followed, deactivate
from governance.access.directory_mapping import MappingUnusable, load_mapping, mapping
from governance.access.directory_reading import find_group, read_people
from governance.access.directory_settings import Directory
from governance.access.directory_sync import NotFollowed, sync
from governance.access.directory_wire import normal, open_wire
from governance.access.models import CompartmentMembership, Standing, User
from governance.access.provisioning import open_fact
from governance.access.scopes import SessionEnded, scope
from governance.access.sessions import SignInRefused, sign_in, sign_in_as_operator

pytestmark = pytest.mark.django_db

Rules = dict[str, list[dict[str, Any]]]


@pytest.fixture
def directory(tmp_path: Path, settings: Any) -> Iterator[Slapd]:
    """A directory of its own, to which this installation is set."""
    with running(tmp_path / "slapd") as slapd:
        settings.DIRECTORY = slapd.described()
        settings.LOCAL_ACCOUNTS = "none"
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.MD5PasswordHasher"
        ]  # of those kept here; their price is no matter
        settings.AUTHENTICATION_BACKENDS = [
            "governance.access.authentication.LocalAccounts",
            "governance.access.directory_accounts.DirectoryAccounts",
        ]
        yield slapd


def load(*entries: dict[str, Any]) -> None:
    with open_wire(Directory.configured()) as wire:
        load_mapping({"group": list(entries)}, find_group=lambda name: find_group(wire, name))


def look(**options: Any) -> Followed:
    return sync(Directory.configured(), **options)


def held(username: str) -> set[tuple[str, str]]:
    """What the database holds true of a person now, by fact and content."""
    questions = {
        "role": "select role from access_grant f",
        "clearance": "select level::text from access_clearance f",
        "standing": "select kind from access_standing f",
        "compartment": "select slug from access_compartmentmembership f join access_compartment c on c.id = f.compartment_id",
        "track": "select slug from access_trackmembership f join access_track c on c.id = f.track_id",
        "reader_group": "select slug from access_readergroupmembership f join access_readergroup c on c.id = reader_group_id",
    }
    found = set()
    with connection.cursor() as cursor:
        for kind, question in questions.items():
            cursor.execute(
                f"{question} where f.person_id = (select id from access_user where username = %s)"
                " and (f.valid_to is null or f.valid_to > statement_timestamp())",
                [username],
            )
            found |= {(kind, value) for (value,) in cursor.fetchall()}
    return found


def events(action: str) -> list[dict[str, Any]]:
    """The details of what the trail has of an action, as its reader is told."""
    with role("kaas_app"), scope(sign_in_as_operator("auditor")), connection.cursor() as cursor:
        cursor.execute("select detail from audit_event where action = %s order by occurred_at", [action])
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def enter(username: str, password: str = "right") -> uuid.UUID:
    with role("kaas_app"):
        return sign_in(username, password, place="", address="")


ACTIVE = ("standing", "active")
EVERYTHING = {
    "group": "staff",
    "roles": ["engineer"],
    "clearance": 2,
    "compartments": ["aurora"],
    "tracks": ["jp"],
    "reader_groups": ["ip-committee"],
    "standing": ["acknowledged", "trained"],
}


def test_what_a_group_gives_is_held_and_goes_with_it(directory: Slapd) -> None:
    mayumi, kenji = directory.add_person("Mayumi", displayName="真弓"), directory.add_person("kenji")
    staff = directory.add_group("staff", mayumi, kenji)
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(c.slug), min(t.slug), min(g.slug) from access_compartment c, access_track t, access_readergroup g"
        )
        compartment, track, circle = cursor.fetchone()
    load(EVERYTHING | {"compartments": [compartment], "tracks": [track], "reader_groups": [circle]})
    done = look()
    assert (done.people, done.joined, done.opened, done.closed, done.questions) == (2, 2, 16, 0, [])
    whole = {
        ACTIVE, ("standing", "acknowledged"), ("standing", "trained"), ("role", "engineer"), ("clearance", "2"),
        ("compartment", compartment), ("track", track), ("reader_group", circle),
    }  # fmt: skip
    assert held("mayumi") == held("kenji") == whole
    assert User.objects.get(username="mayumi").display_name == "真弓"
    session = enter("MAYUMI")
    with role("kaas_app"), scope(session) as acting:
        assert acting.username == "mayumi"
    assert look().opened == 0
    directory.change(staff, ldap.MOD_DELETE, member=mayumi)
    assert look().closed == 8
    assert held("mayumi") == set()
    assert held("kenji") == whole
    with role("kaas_app"), pytest.raises(SessionEnded), scope(session):
        pass
    with pytest.raises(SignInRefused):
        enter("mayumi")
    directory.change(staff, ldap.MOD_ADD, member=mayumi)
    assert look().joined == 0
    assert held("mayumi") == whole


def names_of(username: str) -> tuple[str, str]:
    return User.objects.values_list("display_name", "name_en").get(username=username)


def test_a_name_in_english_is_read_where_the_directory_has_one(directory: Slapd) -> None:
    english = {"displayName;lang-en": "Mayumi Itoh"}
    people = [
        directory.add_person("mayumi", displayName="伊藤真弓", **english),
        directory.add_person("kenji", displayName="健二", **{"displayName;lang-en-gb": "Kenji"}),
        directory.add_person("jun", displayName="潤", **{"displayName;lang-fr": "Le June"}),
    ]
    directory.add_group("staff", *people)
    load(EVERYTHING | {"compartments": [], "tracks": [], "reader_groups": []})
    look()
    assert names_of("mayumi") == ("伊藤真弓", "Mayumi Itoh")
    assert names_of("kenji") == ("健二", "Kenji")
    assert names_of("jun") == ("潤", "")
    User.objects.filter(username="jun").update(name_en="June")
    directory.change(people[0], ldap.MOD_REPLACE, **{"displayName;lang-en": "Mayumi Ito"})
    directory.change(people[1], ldap.MOD_DELETE, **{"displayName;lang-en-gb": "Kenji"})
    directory.change(people[2], ldap.MOD_REPLACE, displayName="潤子")
    look()
    assert names_of("mayumi") == ("伊藤真弓", "Mayumi Ito")
    assert names_of("kenji") == ("健二", "Kenji"), "what the directory does not say is not taken away"
    assert names_of("jun") == ("潤子", "June"), "nor what was given here"
    assert (look().opened, look().questions) == (0, [])


@pytest.mark.parametrize(
    ("attribute", "expected"), [("", ""), ("cn;lang-en", "By cn"), ("CN;LANG-EN", "By cn")]
)
def test_which_attribute_has_it_is_said_by_the_settings(
    directory: Slapd, settings: Any, attribute: str, expected: str
) -> None:
    settings.DIRECTORY = directory.described(english_attribute=attribute)
    person = directory.add_person("rin", **{"displayName;lang-en": "By displayName", "cn;lang-en": "By cn"})
    directory.add_group("staff", person)
    load(EVERYTHING | {"compartments": [], "tracks": [], "reader_groups": []})
    look()
    assert names_of("rin")[1] == expected


def test_who_is_removed_from_the_directory_is_out(directory: Slapd) -> None:
    person = directory.add_person("mayumi")
    directory.add_group("staff", person, directory.add_person("kenji"))
    load({"group": "staff", "roles": ["engineer"]})
    look()
    directory.remove(person)
    assert look().closed == 2
    assert held("mayumi") == set()


def test_groups_within_groups_and_in_a_circle(directory: Slapd) -> None:
    """a contains b, b contains c, c contains a: everybody is in all three; d contains itself."""
    people = {name: directory.add_person(name) for name in ("ann", "ben", "cho", "dai")}
    directory.add_group("a", people["ann"], f"cn=b,{GROUPS}")
    directory.add_group("b", people["ben"], f"cn=c,{GROUPS}")
    directory.add_group("c", people["cho"])
    directory.change(f"cn=c,{GROUPS}", ldap.MOD_ADD, member=f"cn=a,{GROUPS}")
    directory.add_group("d", people["dai"], f"cn=d,{GROUPS}")
    for name in "ab":  # the overlay notes a membership when it is made, and the member was not there then
        inner = {"a": "b", "b": "c"}[name]
        directory.change(f"cn={name},{GROUPS}", ldap.MOD_DELETE, member=f"cn={inner},{GROUPS}")
        directory.change(f"cn={name},{GROUPS}", ldap.MOD_ADD, member=f"cn={inner},{GROUPS}")
    load({"group": "a", "roles": ["engineer"]}, {"group": "d", "roles": ["attorney"]})
    look()
    for name in ("ann", "ben", "cho"):
        assert held(name) == {ACTIVE, ("role", "engineer")}, name
    assert held("dai") == {ACTIVE, ("role", "attorney")}


def test_two_groups_give_one_thing_until_the_last_is_left(directory: Slapd) -> None:
    person = directory.add_person("mayumi")
    one, other = directory.add_group("one", person), directory.add_group("other", person)
    load({"group": "one", "roles": ["engineer"]}, {"group": other, "roles": ["engineer"], "clearance": 3})
    look()
    assert held("mayumi") == {ACTIVE, ("role", "engineer"), ("clearance", "3")}
    directory.remove(one)
    done = look()
    assert (done.closed, done.questions) == (0, [normal(one)])
    directory.change(other, ldap.MOD_REPLACE, member=directory.add_person("kenji"))
    look()
    assert held("mayumi") == set()


def test_what_was_given_by_hand_stays(directory: Slapd) -> None:
    person = directory.add_person("mayumi")
    staff = directory.add_group("staff", person, directory.add_person("kenji"))
    load({"group": "staff", "roles": ["engineer"]})
    look()
    mayumi = User.objects.get(username="mayumi").id
    with connection.cursor() as cursor:
        cursor.execute("select id from access_compartment order by slug limit 1")
        compartment = cursor.fetchone()[0]
    open_fact(CompartmentMembership, person=mayumi, compartment_id=compartment)
    open_fact(Standing, person=mayumi, kind="active", recorded_by="somebody")
    directory.change(staff, ldap.MOD_DELETE, member=person)
    look()
    assert {kind for kind, _ in held("mayumi")} == {"compartment", "standing"}


def test_who_was_put_out_by_hand_stays_out_until_the_directory_lets_them_in_anew(directory: Slapd) -> None:
    person = directory.add_person("mayumi")
    staff = directory.add_group("staff", person, directory.add_person("kenji"))
    load({"group": "staff", "roles": ["engineer"]})
    look()
    session = enter("mayumi")
    directory.stop()
    assert deactivate("mayumi") == 1
    assert deactivate("nobody") == 0
    with role("kaas_app"), pytest.raises(SessionEnded), scope(session):
        pass
    directory.start()
    assert look().opened == 0
    assert held("mayumi") == {("role", "engineer")}
    directory.change(staff, ldap.MOD_DELETE, member=person)
    look()
    directory.change(staff, ldap.MOD_ADD, member=person)
    look()
    assert held("mayumi") == {ACTIVE, ("role", "engineer")}


def test_while_it_is_down_what_was_known_stays_and_is_flagged(directory: Slapd) -> None:
    directory.add_group("staff", directory.add_person("mayumi"))
    load({"group": "staff", "roles": ["engineer"]})
    look()
    session = enter("mayumi")
    directory.stop()
    for _ in range(2):
        with pytest.raises(NotFollowed) as refused:
            look()
        assert refused.value.code == "unreachable"
    assert held("mayumi") == {ACTIVE, ("role", "engineer")}
    with role("kaas_app"), scope(session):
        pass
    assert [event["reason"] for event in events("directory:lost")] == ["directory_unreachable"]
    assert events("directory:found") == []
    directory.start()
    look()
    assert [event["people"] for event in events("directory:found")] == [1]


def test_a_name_that_is_somebody_elses_is_not_taken_over(directory: Slapd) -> None:
    """`engineer` is an account of the demo company; whoever fills the directory must not become that person."""
    directory.add_group("staff", directory.add_person("engineer"), directory.add_person("kenji"))
    load({"group": "staff", "roles": ["attorney"]})
    done = look()
    assert (done.joined, done.questions) == (1, ["engineer"])
    assert ("role", "attorney") not in held("engineer")
    with pytest.raises(SignInRefused):
        enter("engineer")
    done = look(adopting=["engineer"])
    assert (done.joined, done.questions) == (1, [])
    assert ("role", "attorney") in held("engineer")
    enter("engineer")


def test_a_name_that_is_given_again_is_another_person(directory: Slapd) -> None:
    first = directory.add_person("mayumi")
    staff = directory.add_group("staff", first, directory.add_person("kenji"))
    load({"group": "staff", "roles": ["engineer"]})
    look()
    former = User.objects.get(username="mayumi").id
    directory.remove(first)
    second = directory.add_person("mayumi", password="another")
    directory.change(staff, ldap.MOD_ADD, member=second)
    assert look().joined == 1
    assert User.objects.get(username="mayumi").id != former
    assert held(User.objects.get(id=former).username) == set()
    with role("kaas_app"), scope(enter("mayumi", "another")) as acting:
        assert acting.person_id != former


def test_a_changed_name_is_the_same_person(directory: Slapd) -> None:
    person = directory.add_person("mayumi")
    directory.add_group("staff", person)
    load({"group": "staff", "roles": ["engineer"]})
    look()
    before = User.objects.get(username="mayumi").id
    directory.change(person, ldap.MOD_REPLACE, uid="mayumi.ito", displayName="伊藤真弓")
    look()
    assert User.objects.get(username="mayumi.ito").id == before
    with role("kaas_app"), scope(enter("mayumi.ito")) as acting:
        assert acting.display_name == "伊藤真弓"


def test_namesakes_are_set_aside_and_keep_what_they_had(directory: Slapd) -> None:
    person, other = directory.add_person("mayumi"), directory.add_person("kenji")
    directory.add_group("staff", person, other)
    load({"group": "staff", "roles": ["engineer"]})
    look()
    directory.change(other, ldap.MOD_REPLACE, uid="MAYUMI")
    done = look()
    assert (done.people, len(done.questions), done.closed) == (0, 2, 0)
    with pytest.raises(SignInRefused):
        enter("mayumi")


def test_half_of_the_people_do_not_leave_unasked(directory: Slapd) -> None:
    people = [directory.add_person(f"p{number}") for number in range(12)]
    staff = directory.add_group("staff", *people)
    load({"group": "staff", "roles": ["engineer"]})
    look()
    directory.change(staff, ldap.MOD_REPLACE, member=people[0])
    with pytest.raises(NotFollowed) as refused:
        look()
    assert refused.value.code == "too_many_leave"
    assert held("p11") == {ACTIVE, ("role", "engineer")}
    assert look(accept_leavers=True).closed == 22
    assert held("p11") == set()


def test_a_group_is_found_by_its_name_or_its_cn(directory: Slapd) -> None:
    staff = directory.add_group("staff")
    directory.add(f"ou=elsewhere,{GROUPS}", objectClass="organizationalUnit", ou="elsewhere")
    for place in (GROUPS, f"ou=elsewhere,{GROUPS}"):
        directory.add(f"cn=twice,{place}", objectClass="groupOfNames", cn="twice", member=staff)
    with open_wire(Directory.configured()) as wire:
        assert (
            find_group(wire, "staff")
            == find_group(wire, "CN=Staff , OU=Groups,dc=borealis,dc=example")
            == normal(staff)
        )
        for name in (
            "twice",
            "stuff",
            "*",
            "st*",
            "s=",
            "=",
            "",
            "cn=stuff," + GROUPS,
            "staff)(cn=*",
            "\x00",
        ):
            assert find_group(wire, name) is None, name
    load({"group": "staff", "clearance": 1})
    with pytest.raises(MappingUnusable, match="the directory has no group 'twice', or more than one"):
        load({"group": "twice", "clearance": 1})
    assert [rule.group for rule in mapping()] == [normal(staff)]
    assert events("mapping:loaded") == [{"groups": 1, "rules": 1}]


def test_a_group_is_read_page_by_page_and_never_member_by_member(
    tmp_path: Path, settings: Any, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """The server gives 500 entries at once and no more; and more people than are permitted change nothing."""
    from tests.doubles.slapd import PEOPLE, ldif

    staff = f"cn=staff,{GROUPS}"
    people = [f"cn=p{number},{PEOPLE}" for number in range(1800)]
    entries = [
        ldif(dn, {"objectClass": ["inetOrgPerson"], "cn": [dn[3:].partition(",")[0]], "sn": ["p"],
                  "uid": [dn[3:].partition(",")[0]], "memberOf": [staff]})
        for dn in people
    ]  # fmt: skip
    entries.append(ldif(staff, {"objectClass": ["groupOfNames"], "cn": ["staff"], "member": people}))
    with running(tmp_path / "slapd", entries) as slapd:
        settings.DIRECTORY = slapd.described()
        with open_wire(Directory.configured()) as wire:
            found = read_people(wire, {normal(staff)})
        assert len(found.people) == 1800
        load({"group": "staff", "roles": ["engineer"]})
        settings.DIRECTORY = slapd.described(most_people="1000")
        with django_assert_max_num_queries(20), pytest.raises(NotFollowed) as refused:
            look()
        assert refused.value.code == "too_many"
        assert not User.objects.filter(username="p1").exists()
