"""What a second administrator is told before approving, and in which words."""

import re
from datetime import datetime, timedelta, timezone
from uuid import UUID

from django.test import Client
from django.utils import translation

from governance.audit.events import Action
from kaas.portal.events import action_name, thing_words
from kaas.portal.templatetags.portal import moment
from tests.functional.portal.reading_aids import Browse, text_of
from tests.functional.portal.test_administration import choice, link_to, page_of, propose


def ticked(client: Client, what: str, field: str, slug: str) -> str:
    """The value of a box to tick, by the short name at the end of its label."""
    page = text_of(client.get(f"/administration/changes/new/{what}/"))
    found = re.search(rf'name="{field}" value="([^"]+)"[^>]*>[^<]*\({slug}\)', page)
    assert found is not None, slug
    return found[1]


def test_a_new_marking_is_told_with_all_it_asks_for(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    said = {
        "name": "eclipse secret",
        "level": "3",
        "compartments": ticked(admin, "new-marking", "compartments", "borealis"),
        "tracks": ticked(admin, "new-marking", "tracks", "HQ"),
        "export_tags": ticked(admin, "new-marking", "export_tags", "gravimeter-design"),
        "reason": "the new project",
    }
    looked = text_of(admin.post("/administration/changes/new/new-marking/", said))
    propose(admin, "new-marking", **said)
    queue = text_of(admin2.get("/administration/changes/"))
    address = link_to(queue, "")
    waiting = text_of(admin2.get(address))
    for page in (looked, queue, waiting):
        for told in ("L3", "(borealis)", "(HQ)", "(gravimeter-design)"):
            assert told in re.sub(r"<(form|select).*?(?=<section|</form>)", "", page, flags=re.S), told
    assert ">none<" in waiting  # no reader group is asked for, and that is said
    assert admin2.post(address, {"do": "approve"}).status_code == 302
    assert "(borealis)" in text_of(admin2.get(address))


def test_a_new_export_tag_is_told_with_its_entry(browse: Browse) -> None:
    control, admin2 = browse("export-control"), browse("admin2")
    said = {
        "slug": "seal",
        "name": "Seal drawings",
        "regime": "FEFA",
        "code": "2B350",
        "status": "under review",
    }
    propose(control, "new-export-tag", **said)
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    page = text_of(admin2.get(address))
    for told in ("FEFA", "2B350", "under review"):
        assert f"<dd>{told}</dd>" in page


def test_nobody_is_offered_to_approve_what_is_about_them(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    propose(admin, "role", person="admin2", thing="counsel")
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    page = text_of(admin2.get(address))
    assert 'value="approve"' not in page
    assert "about your own access" in page
    assert admin2.post(address, {"do": "approve"}).status_code == 400


def test_whoever_lacks_a_standing_is_told_of(browse: Browse) -> None:
    admin = browse("admin")
    page = text_of(admin.get(page_of(admin, "newcomer")))
    assert re.search(r"reads nothing, whatever else is held: not trained\.", page)
    assert "/administration/changes/new/standing/?person=newcomer" in page
    assert "reads nothing" not in text_of(admin.get(page_of(admin, "engineer")))
    said = {"person": "newcomer", "thing": choice(admin, "compartment", "borealis"), "reason": "new here"}
    looked = text_of(admin.post("/administration/changes/new/compartment/", said))
    assert "reads nothing, whatever else is held: not trained." in looked
    home = text_of(browse("newcomer").get("/"))
    assert "not recorded that you have been trained" in home
    assert "keeps the platform running" not in home


def test_no_moment_breaks_a_page(browse: Browse) -> None:
    admin = browse("admin")
    thing = choice(admin, "wall", "cassini")
    for begin in ("0001-01-01T00:00", "9999-12-31T23:59"):
        refused = propose(admin, "wall", person="engineer", thing=thing, valid_from=begin)
        assert refused.status_code == 400
        assert "YYYY-MM-DD HH:MM" in text_of(refused)
    past = text_of(propose(admin, "wall", person="engineer", thing=thing, valid_from="2020-01-01T00:00"))
    assert "Nothing begins before today" in past
    assert moment(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))).startswith("0001-01-01")


def test_a_reason_to_reject_stands_apart_from_approving(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    propose(admin, "wall", person="engineer", thing=choice(admin, "wall", "cassini"))
    page = text_of(admin2.get(link_to(text_of(admin2.get("/administration/changes/")), "")))
    approving, rejecting = re.findall(r'<form class="verdict-form.*?</form>', page, re.S)
    assert 'value="approve"' in approving
    assert "reason" not in approving
    assert 'name="reason"' in rejecting
    assert 'value="approve"' not in rejecting


def test_the_codes_of_the_trail_have_words() -> None:
    with translation.override("en"):
        assert [action for action in Action if action_name(action) == action] == []
        for what in (
            "compartment",
            "readergroup",
            "export tags",
            "people",
            "compartmentmembership",
            "standing",
        ):
            assert thing_words(what) != what
        assert thing_words("exportstatus") == "Status for export control"
        assert thing_words("something new") == "something new"


def test_the_address_of_a_sharing_form_leads_to_its_answer(browse: Browse, no_such_id: UUID) -> None:
    for person in ("engineer", "admin"):
        assert browse(person).get(f"/answers/{no_such_id}/share/")["Location"] == f"/answers/{no_such_id}/"


def test_the_trail_tells_a_fact_by_its_words(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    given = {"compartments": ticked(admin, "package", "compartments", "dorado"), "roles": ["counsel"]}
    looked = admin.post("/administration/changes/new/package/", given | {"person": "engineer", "reason": "x"})
    seen = re.search(r'name="seen" value="(\w+)"', text_of(looked))
    assert seen is not None
    made = admin.post(
        "/administration/changes/new/package/", given | {"person": "engineer", "reason": "x", "seen": seen[1]}
    )
    assert admin2.post(made["Location"], {"do": "approve"}).status_code == 302
    page = text_of(browse("auditor").get("/trail/"))
    assert "<code>Counsel</code>" in page
    assert "<code>dorado: optical gravimeter</code>" in page
    assert "<code>Compartments</code>" in page
    for raw in ("compartmentmembership", "<code>acknowledged</code>", "<code>export_control</code>"):
        assert raw not in page, raw


def test_the_reason_of_an_explanation_has_its_word(browse: Browse) -> None:
    listed = text_of(browse("engineer2").get("/documents/?portfolio="))
    document = re.findall(r'href="/documents/([0-9a-f-]+)/"', listed)[0]
    asked = {"person": "leaver", "document": document}
    assert browse("auditor").get("/administration/simulate/", asked).status_code == 200
    page = text_of(browse("auditor").get("/trail/"))
    assert "<code>denied</code>" in page and "<code>Active</code>" in page
