"""The administrators' pages: who may go there, what they show, and that none of it is content."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.conftest import Acting, role
from tests.functional.portal.reading_aids import Browse, text_of

LISTS = ("compartments", "tracks", "reader-groups", "markings", "walls", "export-tags", "groups")
READ = ["/administration/people/", *(f"/administration/{name}/" for name in LISTS)]
MANAGE = ["/administration/simulate/", "/administration/changes/", "/administration/changes/new/"]
Propose = Callable[..., HttpResponse]


def link_to(page: str, name: str) -> str:
    """Where a link with this text leads."""
    found = re.search(rf'<a class="row-main" href="([^"]+)"[^>]*>{re.escape(name)}', page)
    assert found is not None, name
    return found[1]


def page_of(client: Client, username: str) -> str:
    """The address of a person's page."""
    page = text_of(client.get("/administration/people/", {"q": username}))
    rows = re.findall(
        r'href="(/administration/people/[0-9a-f-]+/)".*?<span class="code">([^<]+)</span>', page, re.S
    )
    return next(address for address, code in rows if code == username)


def choice(client: Client, what: str, slug: str) -> str:
    """The value of an option in a form, by the short name at its end."""
    page = text_of(client.get(f"/administration/changes/new/{what}/"))
    found = re.search(rf'<option value="([^"]+)"[^>]*>[^<]*\({slug}\)</option>', page)
    assert found is not None, slug
    return found[1]


def propose(client: Client, what: str, **said: str) -> HttpResponse:
    """Fill in the form, look at the dry run, propose; the page one ends on."""
    said = {"reason": "asked for by the head of the laboratory"} | said
    looked = client.post(f"/administration/changes/new/{what}/", said)
    seen = re.search(r'name="seen" value="(\w+)"', text_of(looked))
    if looked.status_code != 200 or seen is None:
        return looked
    return client.post(f"/administration/changes/new/{what}/", said | {"seen": seen[1]}, follow=True)  # type: ignore[return-value]


@pytest.mark.parametrize("person", ["admin", "auditor"])
@pytest.mark.parametrize("path", READ)
def test_lists_are_for_those_who_look_after_access(browse: Browse, person: str, path: str) -> None:
    assert browse(person).get(path).status_code == 200


@pytest.mark.parametrize("person", ["engineer", "counsel", "executive"])
@pytest.mark.parametrize("path", ["/administration/", *READ, *MANAGE])
def test_readers_of_documents_do_not_see_who_holds_what(browse: Browse, person: str, path: str) -> None:
    client = browse(person)
    response = client.get(path, follow=True)
    assert response.status_code == 403


@pytest.mark.parametrize("path", ["/administration/", *READ, *MANAGE, "/keys/", "/matters/"])
def test_nobody_comes_in_without_signing_in(browse: Browse, path: str) -> None:
    assert browse("").get(path)["Location"].startswith("/sign-in/")


def test_the_auditor_looks_and_changes_nothing(browse: Browse) -> None:
    auditor = browse("auditor")
    assert auditor.get("/administration/")["Location"] == "/administration/people/"
    assert auditor.get("/administration/changes/new/role/").status_code == 403
    assert "Propose" not in text_of(auditor.get(page_of(auditor, "engineer")))


def test_people_are_found_by_part_of_a_name(browse: Browse) -> None:
    admin = browse("admin")
    page = text_of(admin.get("/administration/people/", {"q": "ENGINEER2"}))
    assert ">engineer2<" in page
    assert ">counsel<" not in page
    assert "Nobody is called that" in text_of(admin.get("/administration/people/", {"q": "zz\x00%_"}))
    assert admin.get("/administration/people/?page=99999999").status_code == 200
    assert admin.get("/administration/people/?page=nonsense").status_code == 200


def test_a_person_s_page_shows_what_is_held_and_what_is_over(browse: Browse) -> None:
    admin = browse("admin")
    page = text_of(admin.get(page_of(admin, "leaver")))
    assert "was held until" in page
    assert 'data-state="past"' in page
    assert "recorded by Operator" in page
    assert '<svg class="span"' in page
    assert "style=" not in page


def test_a_person_who_is_not_there(browse: Browse, no_such_id: uuid.UUID) -> None:
    admin = browse("admin")
    for kind in ("people", "compartments", "tracks", "reader-groups", "changes"):
        assert admin.get(f"/administration/{kind}/{no_such_id}/").status_code == 404
    assert admin.get("/administration/changes/new/no-such-thing/").status_code == 404
    for nameless in ("no-such-thing/", "compartment/", "marking/", "track/?thing=x", "licence/"):
        assert admin.get(f"/administration/changes/end/{nameless}").status_code in {403, 404}, nameless
    assert admin.get(f"/administration/changes/end/track/?thing={no_such_id}").status_code == 404


def test_a_compartment_names_members_owners_and_who_is_walled_off(browse: Browse) -> None:
    admin = browse("admin")
    listed = text_of(admin.get("/administration/compartments/"))
    aurora = re.search(r'href="(/administration/compartments/[0-9a-f-]+/)"[^>]*>aurora', listed)
    assert aurora is not None
    page = text_of(admin.get(aurora[1]))
    for heading in ("Members", "Who answers for it", "Shut out by a wall"):
        assert heading in page


def test_a_compartment_has_as_many_members_as_the_list_says_and_who_left_is_told_apart(
    browse: Browse,
) -> None:
    admin = browse("admin")
    listed = text_of(admin.get("/administration/compartments/"))
    told = re.search(r'href="([^"]+)"[^>]*>aurora[^<]*</a>.*?<span>(\d+) members</span>', listed, re.S)
    assert told is not None
    page = text_of(admin.get(told[1]))
    present, _, apart = page.partition('<details class="apart">')
    assert f'Members <span class="count">{told[2]}</span>' in present
    assert present.count('<td><a href="/administration/people/') == int(told[2])
    assert "was held until" not in present
    assert "Ended, or yet to begin" in apart and "was held until" in apart.partition("</details>")[0]


def test_export_tags_speak_the_language_of_the_page(browse: Browse) -> None:
    page = text_of(
        browse("export-control").get("/administration/export-tags/", headers={"Accept-Language": "ja"})
    )
    assert ">判定済み<" in page and ">判定中<" in page and "classified" not in page
    assert ">確認済み（cleared）<" in page and ">居住者（resident）<" in page


def test_markings_say_what_their_labels_ask_for(browse: Browse) -> None:
    page = text_of(browse("admin").get("/administration/markings/"))
    assert "aurora-secret" in page
    assert "battery-lab, ip-department" in page


def test_the_group_mapping_is_told_by_names(browse: Browse) -> None:
    admin = browse("admin")
    with role("kaas_owner"), connection.cursor() as cursor:
        cursor.execute(
            "insert into access_groupmapping (id, directory_group, kind, target)"
            " select gen_random_uuid(), 'cn=battery,ou=groups', 'compartment', id::text from access_compartment"
            " where slug = 'aurora' union all"
            " select gen_random_uuid(), 'cn=battery,ou=groups', v.kind, v.target"
            " from (values ('role', 'engineer'), ('clearance', '2'), ('standing', 'trained')) v (kind, target)"
        )
    page = text_of(admin.get("/administration/groups/"))
    for told in (
        "cn=battery,ou=groups",
        "aurora: separator for all-solid-state batteries (aurora)",
        "Roles: Engineer",
        "L2 Confidential",
        "Has been trained",
    ):
        assert told in page


def test_no_title_and_no_text_stands_on_any_of_these_pages(browse: Browse) -> None:
    engineer = text_of(browse("engineer").get("/documents/"))
    titles = re.findall(r'class="row-main" href="/documents/[^"]+"[^>]*>([^<]+)<', engineer)
    assert len(titles) > 5
    document = re.findall(r'href="/documents/([0-9a-f-]+)/"', engineer)[0]
    admin = browse("admin")
    simulated = f"/administration/simulate/?person=engineer&document={document}&at="
    for path in ["/administration/", *READ, *MANAGE, simulated, page_of(admin, "engineer")]:
        page = text_of(admin.get(path))
        assert not [title for title in titles if title.strip() in page], path


def test_simulating_shows_every_condition(browse: Browse) -> None:
    listed = text_of(browse("engineer").get("/documents/?portfolio="))
    document = re.findall(r'href="/documents/([0-9a-f-]+)/"', listed)[0]
    admin = browse("admin")
    page = text_of(admin.get("/administration/simulate/", {"person": "engineer", "document": document}))
    assert 'data-decision="permitted"' in page
    assert page.count('class="conjunct" data-verdict="permitted"') == 12
    page = text_of(admin.get("/administration/simulate/", {"person": "leaver", "document": document}))
    assert 'data-decision="denied"' in page
    assert "the reason on the trail" in page
    before = (timezone.localtime() - timedelta(days=3000)).strftime("%Y-%m-%dT%H:%M")
    asked = {"person": "engineer", "document": document, "at": before}
    response = admin.get("/administration/simulate/", asked)
    assert response.status_code == 400
    assert "there was none at that moment" in text_of(response)


def test_simulating_takes_the_address_of_a_document(browse: Browse) -> None:
    listed = text_of(browse("engineer").get("/documents/?portfolio="))
    path = re.findall(r'href="(/documents/[0-9a-f-]+/)"', listed)[0]
    for said in (f"http://kaas.example{path}?from=search#p3", f" {path.split('/')[2].upper()} "):
        page = text_of(
            browse("admin").get("/administration/simulate/", {"person": "engineer", "document": said})
        )
        assert 'data-decision="permitted"' in page


def test_simulating_begins_on_the_person_s_page(browse: Browse) -> None:
    response = browse("admin").get("/administration/simulate/", {"person": "engineer"})
    assert response.status_code == 200
    assert 'value="engineer"' in text_of(response)
    assert 'class="error"' not in text_of(response)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"person": "engineer", "document": ""}, "Which document?"),
        ({"person": "nobody-such", "document": str(uuid.UUID(int=1))}, "Nobody signs in with this name"),
        ({"person": "engineer", "document": str(uuid.UUID(int=1))}, "There is no such document"),
        ({"person": "engineer", "document": "what"}, "neither an address nor an id"),
        ({"person": "engineer", "document": "x", "at": "then"}, "YYYY-MM-DD HH:MM"),
    ],
    ids=["nothing", "person", "document", "no-id", "moment"],
)
def test_simulating_what_is_not_there(browse: Browse, said: dict[str, str], told: str) -> None:
    response = browse("admin").get("/administration/simulate/", said)
    assert response.status_code == 400
    assert told in text_of(response)
    assert f'value="{said["person"]}"' in text_of(response)


def test_a_change_is_looked_at_proposed_approved_and_true(browse: Browse, acting_as: Acting) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    target = choice(admin, "compartment", "dorado")
    until = (timezone.localtime() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    said = {"person": "engineer", "thing": target, "valid_to": until, "reason": "optics for dorado"}
    looked = text_of(admin.post("/administration/changes/new/compartment/", said))
    gained = re.search(r'class="gained">\+(\d+)<', looked)
    assert gained is not None and int(gained[1]) > 0
    proposed = text_of(propose(admin, "compartment", **said))
    assert "Waiting for a decision" in proposed
    assert 'value="withdraw"' in proposed
    assert 'value="approve"' not in proposed
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    seen = text_of(admin2.get(address))
    assert "optics for dorado" in seen
    assert f"+{gained[1]}<" in seen
    with_dorado = len(re.findall("/documents/[0-9a-f-]+/", text_of(browse("engineer").get("/documents/"))))
    assert admin2.post(address, {"do": "approve", "reason": ""}).status_code == 302
    after = len(re.findall("/documents/[0-9a-f-]+/", text_of(browse("engineer").get("/documents/"))))
    assert after == with_dorado + int(gained[1])
    page = text_of(admin.get(page_of(admin, "engineer")))
    assert "optics for dorado" in page
    assert f'href="{address}"' in page


def test_what_is_proposed_is_what_was_looked_at(browse: Browse) -> None:
    admin = browse("admin")
    said = {"person": "engineer", "thing": choice(admin, "wall", "cassini"), "reason": "first"}
    looked = text_of(admin.post("/administration/changes/new/wall/", said))
    seen = re.search(r'name="seen" value="(\w+)"', looked)
    assert seen is not None
    other = text_of(admin.post("/administration/changes/new/wall/", said | {"reason": "x", "seen": seen[1]}))
    assert "Propose this change" in other
    assert "Nothing waits." in text_of(admin.get("/administration/changes/"))


def test_the_proposer_does_not_approve_but_may_withdraw(browse: Browse) -> None:
    admin = browse("admin")
    propose(admin, "wall", person="engineer", thing=choice(admin, "wall", "cassini"))
    address = link_to(text_of(admin.get("/administration/changes/")), "")
    refused = admin.post(address, {"do": "approve"})
    assert refused.status_code == 400
    assert "cannot approve it" in text_of(refused)
    assert admin.post(address, {"do": "withdraw"}).status_code == 302
    assert "Withdrawn" in text_of(admin.get(address))


def test_rejecting_needs_a_reason_and_happens_once(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    propose(admin, "wall", person="engineer", thing=choice(admin, "wall", "cassini"))
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    without = admin2.post(address, {"do": "reject", "reason": ""})
    assert without.status_code == 400
    assert "A reason is needed." in text_of(without)
    assert admin2.post(address, {"do": "reject", "reason": "not agreed with the project"}).status_code == 302
    assert "not agreed with the project" in text_of(admin.get(address))
    late = admin2.post(address, {"do": "approve"})
    assert late.status_code == 400
    assert "decided already" in text_of(late)


@pytest.mark.parametrize(
    ("what", "said", "told"),
    [
        ("wall", {"person": "nobody-such"}, "Nobody signs in with this name"),
        ("wall", {"reason": ""}, "Give a reason"),
        ("wall", {"thing": "nonsense"}, "There is no such one"),
        ("wall", {"valid_from": "2030-02-01T10:00", "valid_to": "2030-01-01T10:00"}, "end before it begins"),
        ("wall", {"valid_to": "2020-01-01T10:00"}, "This moment is over"),
        ("role", {"person": "admin", "thing": "engineer"}, "Nobody changes their own access"),
        ("role", {"thing": "king"}, "There is no such one"),
        ("clearance", {"thing": "7"}, "There is no such one"),
        ("new-compartment", {"slug": "aurora", "name": "Aurora"}, "This name is taken"),
        ("new-compartment", {"slug": "no good", "name": "Aurora"}, "made of letters"),
        ("new-compartment", {"slug": "long", "name": "n" * 201}, "at most 200 characters"),
    ],
)
def test_what_was_typed_stays_and_what_to_do_is_said(
    browse: Browse, what: str, said: dict[str, str], told: str
) -> None:
    admin = browse("admin")
    thing = choice(admin, "wall", "cassini") if what == "wall" else ""
    everything = {"person": "engineer", "thing": thing, "reason": "because 42"} | said
    response = admin.post(f"/administration/changes/new/{what}/", everything)
    page = text_of(response)
    assert response.status_code == 400
    assert told in page
    assert everything["reason"] in page
    assert "Propose this change" not in page


def test_a_proposal_begins_on_the_person_s_page(browse: Browse) -> None:
    admin = browse("admin")
    page = text_of(admin.get(page_of(admin, "engineer")))
    assert "/administration/changes/new/?person=engineer" in page
    offered = text_of(admin.get("/administration/changes/new/?person=engineer"))
    assert "/administration/changes/new/track/?person=engineer" in offered
    assert 'value="engineer"' in text_of(admin.get("/administration/changes/new/track/?person=engineer"))


def test_what_is_held_can_be_let_end(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    page = text_of(admin.get(page_of(admin, "engineer")))
    found = re.search(r'href="(/administration/changes/end/track/)\?thing=([0-9a-f-]+)"', page)
    assert found is not None
    at_once = text_of(admin.get(f"{found[1]}?thing={found[2]}"))
    assert re.search(r"Haruka Aizawa no longer works on the track “[^”]+ \([\w-]+\)”", at_once)
    assert admin.get(f"/administration/changes/end/wall/?thing={found[2]}").status_code == 404
    said = {"thing": found[2], "reason": "moves to another track"}
    looked = text_of(admin.post(found[1], said))
    assert re.search(r'class="lost">−\d+<', looked)
    seen = re.search(r'name="seen" value="(\w+)"', looked)
    assert seen is not None
    admin.post(found[1], said | {"seen": seen[1]})
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    assert "no longer works on" in text_of(admin2.get(address))
    assert admin2.post(address, {"do": "approve"}).status_code == 302
    assert "moves to another track" in text_of(admin2.get(address))


def test_posts_need_the_token(app_role: None, browse: Browse) -> None:
    signed_in = browse("admin")
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = signed_in.cookies
    for path in ("/administration/changes/new/role/", "/administration/emergencies/", "/keys/"):
        assert strict.post(path, {}).status_code == 403
