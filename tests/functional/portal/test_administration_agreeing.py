"""Changes that need more than two: an owner of a restricted compartment, or export control; and changes that came late."""

import re

from tests.functional.portal.reading_aids import Browse, text_of
from tests.functional.portal.test_administration import choice, link_to, page_of, propose


def test_a_restricted_compartment_needs_its_owner(browse: Browse) -> None:
    admin, admin2, owner = browse("admin"), browse("admin2"), browse("counsel")
    propose(admin, "compartment", person="cto", thing=choice(admin, "compartment", "secrecy-order"))
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    refused = admin2.post(address, {"do": "approve"})
    assert refused.status_code == 400
    assert "needs the agreement of an owner" in text_of(refused)
    matters = text_of(owner.get("/matters/"))
    assert address in matters
    assert "1 change of access waits for a word of yours" in text_of(owner.get("/"))
    assert "waits for a word" not in text_of(browse("engineer").get("/"))
    seen = text_of(owner.get(address))
    assert 'value="agree"' in seen
    assert 'value="approve"' not in seen
    assert owner.post(address, {"do": "agree"}).status_code == 302
    assert 'value="agree"' not in text_of(owner.get(address))
    assert "waits for a word" not in text_of(owner.get("/"))
    assert admin2.post(address, {"do": "approve"}).status_code == 302
    assert "Approved and made" in text_of(admin2.get(address))


def test_others_do_not_know_of_it(browse: Browse) -> None:
    admin = browse("admin")
    propose(admin, "compartment", person="cto", thing=choice(admin, "compartment", "secrecy-order"))
    address = link_to(text_of(admin.get("/administration/changes/")), "")
    for person in ("engineer", "strategist", "attorney"):
        assert browse(person).get(address).status_code == 404, person
        assert browse(person).post(address, {"do": "agree"}).status_code == 404, person
        assert address not in text_of(browse(person).get("/matters/")), person


def test_a_second_track_needs_export_control(browse: Browse) -> None:
    admin, admin2, control = browse("admin"), browse("admin2"), browse("export-control")
    propose(admin, "track", person="cn-engineer", thing=choice(admin, "track", "HQ"))
    address = link_to(text_of(admin2.get("/administration/changes/")), "")
    assert "agreement of export control" in text_of(admin2.post(address, {"do": "approve"}))
    home = text_of(control.get("/"))
    assert "You decide on export control" in home
    assert "1 change of access waits for a word of yours" in home
    assert control.post(address, {"do": "agree"}).status_code == 302
    assert admin2.post(address, {"do": "approve"}).status_code == 302


def test_export_control_records_a_status_and_a_licence(browse: Browse) -> None:
    control, admin2 = browse("export-control"), browse("admin2")
    said = {"person": "engineer", "thing": "cleared", "reason": "sheet of persons"}
    assert propose(control, "export-status", **said).status_code == 200
    tag = choice(control, "licence", "gravimeter-design")
    assert propose(control, "licence", thing=tag, value="", place="").status_code == 200
    assert browse("admin").get("/administration/changes/new/licence/").status_code == 403
    assert control.get("/administration/changes/new/role/").status_code == 403
    waiting = re.findall(
        r'href="(/administration/changes/[0-9a-f-]{36}/)"', text_of(admin2.get("/administration/"))
    )
    assert len(set(waiting)) == 2
    for address in set(waiting):
        assert admin2.post(address, {"do": "approve"}).status_code in {302, 400}


def test_a_change_whose_basis_has_changed_is_proposed_again(browse: Browse) -> None:
    admin, admin2 = browse("admin"), browse("admin2")
    propose(admin, "wall", person="engineer", thing=choice(admin, "wall", "cassini"), reason="first")
    propose(admin, "wall", person="engineer", thing=choice(admin, "wall", "dorado"), reason="second")
    page = text_of(admin2.get("/administration/changes/"))
    first, second = sorted(
        set(re.findall(r'href="(/administration/changes/[0-9a-f-]{36}/)"', page)),
        key=lambda address: "second" in text_of(admin2.get(address)),
    )
    assert admin2.post(first, {"do": "approve"}).status_code == 302
    late = admin2.post(second, {"do": "approve"})
    assert late.status_code == 400
    assert "Propose it again" in text_of(late)
    assert 'class="now wall"' in text_of(admin2.get(page_of(admin2, "engineer")))
