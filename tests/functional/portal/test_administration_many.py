"""Administration where there are more people and things than can be read through: found by typing, read a page at a time."""

import re
import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.access.models import Compartment, CompartmentMembership, Label, Marking, User, Wall
from tests.conftest import role
from tests.functional.portal.reading_aids import Browse, text_of

PEOPLE, THINGS = 120, 60
NEW = "/administration/changes/new/"
FIND = "/administration/find/"


@pytest.fixture
def admin(browse: Browse) -> Client:
    """An administrator of a company that has become larger."""
    begun = timezone.now()
    with role("kaas_owner"):
        people = User.objects.bulk_create(
            User(username=f"many-{n}", display_name=f"中村 {n}", language="ja", password="", created_at=begun)
            for n in range(PEOPLE)
        )
        found = Compartment.objects.bulk_create(
            Compartment(slug=f"project-{n}", name=f"計画 {n}") for n in range(THINGS)
        )
        CompartmentMembership.objects.bulk_create(
            CompartmentMembership(person_id=one.id, compartment_id=found[0].id, valid_from=begun, recorded_by="operator")
            for one in people
        )  # fmt: skip
        Wall.objects.bulk_create(
            Wall(person_id=one.id, compartment_id=found[1].id, valid_from=begun, recorded_by="operator", reason="x")
            for one in people[:70]
        )  # fmt: skip
        labels = Label.objects.bulk_create(
            Label(digest=uuid.uuid4().bytes, level=1, compartments=[one.id], tracks=[], reader_groups=[], export_tags=[])
            for one in found
        )  # fmt: skip
        Marking.objects.bulk_create(
            Marking(name=f"plan {n}", label_id=label.pk) for n, label in enumerate(labels)
        )
    return browse("admin")


def rows(page: str) -> int:
    return len(re.findall(r'<li class="row">|<tr><td>', page))


@pytest.mark.parametrize(
    ("path", "query", "second"),
    [
        ("people", "many-7", 70),
        ("compartments", "project-5", 20),
        ("markings", "PROJECT-5", 20),
        ("walls", "中村 6", 20),
    ],
    ids=["people", "compartments", "markings", "walls"],
)
def test_a_long_list_is_read_a_page_at_a_time_and_searched(
    admin: Client, path: str, query: str, second: int
) -> None:
    first = text_of(admin.get(f"/administration/{path}/"))
    assert rows(first) == 50
    assert 'href="?page=2"' in first
    assert second - 20 <= rows(text_of(admin.get(f"/administration/{path}/?page=2"))) <= 50
    found = text_of(admin.get(f"/administration/{path}/", {"q": query}))
    assert rows(found) == 11
    assert 'href="?' not in found
    nothing = admin.get(f"/administration/{path}/", {"q": "zz\x00%_", "page": "3"})
    assert nothing.status_code == 200 and rows(text_of(nothing)) == 0


def test_the_members_of_a_large_compartment_are_paged(admin: Client) -> None:
    listed = text_of(admin.get("/administration/compartments/", {"q": "project-0"}))
    address = re.findall(r'class="row-main" href="([^"]+)"', listed)[0]
    page = text_of(admin.get(address))
    assert f'<span class="count">{PEOPLE}</span>' in page and rows(page) == 50
    assert rows(text_of(admin.get(address + "?page=3"))) == PEOPLE - 100
    walled = re.findall(
        r'class="row-main" href="([^"]+)"', text_of(admin.get("/administration/compartments/?q=project-1"))
    )[0]
    assert "The first 50 are shown." in text_of(admin.get(walled))


@pytest.mark.parametrize("path", ["people/", "compartments/", "walls/", "changes/new/compartment/"])
def test_a_page_asks_as_often_however_many_there_are(admin: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert admin.get(f"/administration/{path}").status_code == 200
    assert len(asked) <= 9


@pytest.mark.parametrize(
    ("kind", "said", "code"),
    [("people", "中村 11", "many-11"), ("compartment", "JECT-33", "project-33"), ("track", "hq", "HQ")],
    ids=["people", "compartment", "track"],
)
def test_what_is_typed_is_looked_up(admin: Client, kind: str, said: str, code: str) -> None:
    page = text_of(admin.get(f"{FIND}{kind}/", {"field": "thing", "thing": said}))
    assert f'<option value="{code}">' in page
    assert page.count("<option") <= 20


def test_of_several_the_last_is_looked_up(admin: Client) -> None:
    said = {"field": "compartments", "several": "1", "compartments": "project-1、project-22"}
    assert '<option value="project-1, project-22">' in text_of(admin.get(f"{FIND}compartment/", said))


def test_nobody_else_looks_anybody_up(admin: Client, browse: Browse) -> None:
    assert admin.get(f"{FIND}no-such-kind/").status_code == 404
    assert browse("engineer").get(f"{FIND}people/?field=q&q=many").status_code == 403
    assert browse("").get(f"{FIND}people/").status_code == 302


def looked(client: Client, what: str, **said: object) -> HttpResponse:
    return client.post(f"{NEW}{what}/", {"reason": "moved to the project"} | said)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "said", ["project-7", "PROJECT-7", "計画 7", " 計画  7 "], ids=["code", "capitals", "name", "spaces"]
)
def test_a_thing_is_named_by_what_is_typed(admin: Client, said: str) -> None:
    page = text_of(looked(admin, "compartment", person="many-3", thing=said))
    assert "中村 3 becomes a member of the compartment “計画 7 (project-7)”" in page


@pytest.mark.parametrize(
    ("said", "told"),
    [("project", "is not clear"), ("nothing such", "There is none of the name"), ("", "Choose one")],
    ids=["unclear", "unknown", "empty"],
)
def test_what_is_not_clear_is_said_with_what_is_near(admin: Client, said: str, told: str) -> None:
    response = looked(admin, "compartment", person="many-3", thing=said)
    assert response.status_code == 400
    assert told in text_of(response)
    assert ("project-0 (計画 0)" in text_of(response)) == (said == "project")


def test_a_person_is_named_by_the_user_name_only(admin: Client) -> None:
    response = looked(admin, "compartment", person="中村 3", thing="project-7")
    assert response.status_code == 400
    assert "many-3 (中村 3)" in text_of(response)


PACKAGE = {
    "person": "many-5",
    "standings": ["active", "acknowledged", "trained"],
    "roles": ["engineer"],
    "level": "2",
    "compartments": "project-8, aurora project-9",
}


def test_a_newcomer_s_package_is_one_change_that_is_approved_as_a_whole(
    admin: Client, browse: Browse
) -> None:
    page = text_of(looked(admin, "package", **PACKAGE))
    assert page.count('class="part-sentence"') == 8
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    made = admin.post(f"{NEW}package/", {"reason": "moved to the project", "seen": seen[1]} | PACKAGE)
    told = text_of(admin.get(made["Location"]))
    assert "and 7 more" in told
    assert re.search(r'class="change-parts">(<li>.*?</li>){8}</ol>', told, re.S)
    assert browse("admin2").post(made["Location"], {"do": "approve"}).status_code == 302
    person = re.findall(
        r'href="(/administration/people/[0-9a-f-]+/)"', text_of(admin.get("/administration/people/?q=many-5"))
    )[0]
    held = text_of(admin.get(person))
    for thing in ("計画 8", "計画 9", "all-solid-state", "Engineer", "Has been trained"):
        assert thing in held


def test_what_is_read_once_somebody_is_trained_is_counted_before(admin: Client) -> None:
    early = PACKAGE | {"standings": ["active"], "compartments": "aurora"}
    trained = text_of(looked(admin, "package", **(PACKAGE | {"compartments": "aurora"})))
    reads = re.search(r'class="sum gain"><strong>(\d+)<', trained)
    assert reads is not None and int(reads[1]) > 0
    page = text_of(looked(admin, "package", **early))
    assert "the rules of use not acknowledged" in page
    assert f"Once active, acknowledged and trained: {reads[1]} document" in page
    assert "before that is recorded" in page and "because of this" not in page


def test_who_would_read_and_administer_is_warned_of(admin: Client, browse: Browse) -> None:
    warning = "would both read documents and administer access"
    both = PACKAGE | {"roles": ["engineer", "administrator"]}
    assert warning not in text_of(looked(admin, "package", **PACKAGE))
    page = text_of(looked(admin, "package", **both))
    assert f"中村 5 {warning}" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    made = admin.post(f"{NEW}package/", {"reason": "moved to the project", "seen": seen[1]} | both)
    assert warning in text_of(browse("admin2").get(made["Location"]))


def test_somebody_moves_in_one_change(admin: Client) -> None:
    form = text_of(admin.get(f"{NEW}package/?person=many-3"))
    ends = re.findall(r'name="ends" value="([^"]+)"', form)
    assert len(ends) == 2  # a membership, and a wall
    page = text_of(looked(admin, "package", person="many-3", compartments="project-4", ends=ends[:1]))
    assert page.count('class="part-sentence"') == 2
    assert "中村 3 leaves the compartment “計画 0 (project-0)”" in page
    assert looked(admin, "package", person="many-4", ends=ends[:1]).status_code == 400
    assert "Choose at least one thing" in text_of(looked(admin, "package", person="many-3"))


def test_nobody_packs_for_themselves(admin: Client) -> None:
    response = looked(admin, "package", person="admin", roles=["engineer"])
    assert response.status_code == 400
    assert "Nobody changes their own access" in text_of(response)
