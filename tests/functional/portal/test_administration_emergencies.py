"""Emergency access, one's own API keys, and the command about access, as people use them."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kaas.__main__ import main
from tests.functional.portal.reading_aids import Browse, text_of

REASON = "a sample is leaking and the note on handling it is needed"


def compartment(client: Client, slug: str) -> str:
    found = re.search(
        rf'<option value="([^"]+)"[^>]*>[^<]*\({slug}\)', text_of(client.get("/administration/emergencies/"))
    )
    assert found is not None
    return found[1]


def test_security_opens_an_emergency_and_those_concerned_are_told(browse: Browse) -> None:
    security = browse("security")
    said = {"compartment": compartment(security, "aurora"), "hours": "2", "reason": REASON}
    assert security.post("/administration/emergencies/", said).status_code == 302
    for person in ("security", "counsel", "admin", "auditor"):
        assert REASON in text_of(browse(person).get("/administration/emergencies/")), person
    assert REASON not in text_of(browse("cn-engineer").get("/matters/"))
    assert "Emergency access open now" in text_of(browse("admin").get("/administration/"))


def test_an_emergency_is_told_where_one_comes_first(browse: Browse) -> None:
    security, told = browse("security"), "1 emergency access is open now."
    assert "You see to emergencies" in text_of(security.get("/"))
    assert told not in text_of(browse("counsel").get("/"))
    said = {"compartment": compartment(security, "aurora"), "hours": "1", "reason": REASON}
    security.post("/administration/emergencies/", said)
    assert "open already" in text_of(security.post("/administration/emergencies/", said))
    for person in ("security", "counsel", "auditor"):
        assert told in text_of(browse(person).get("/")), person
    assert told not in text_of(browse("engineer").get("/"))
    trail = text_of(browse("counsel").get("/trail/"))
    assert "opened emergency access for 1 hour –" in trail
    assert 'href="/administration/emergencies/">Look at it' in trail
    changes = text_of(browse("counsel").get("/trail/", {"action": "changing"}))
    assert "opened emergency access for 1 hour –" in changes
    assert "was shown" not in changes


def test_an_emergency_is_ended_early(browse: Browse) -> None:
    security = browse("security")
    said = {"compartment": compartment(security, "aurora"), "hours": "1", "reason": REASON}
    security.post("/administration/emergencies/", said)
    end = re.search(
        r'action="(/administration/emergencies/[0-9a-f-]+/end/)"',
        text_of(security.get("/administration/emergencies/")),
    )
    assert end is not None
    assert "End it now" not in text_of(browse("counsel").get("/administration/emergencies/"))
    assert browse("counsel").post(end[1]).status_code == 404
    assert security.post(end[1]).status_code == 302
    assert "ended early" in text_of(security.get("/administration/emergencies/"))
    assert security.post(end[1]).status_code == 404


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reason": ""}, "Give the reason"),
        ({"reason": "\u200b\u3164 \u2060\u202e"}, "Give the reason"),
        ({"reason": "\u034f\ufe0f … --"}, "Give the reason"),
        ({"hours": "5"}, "not one of the available choices"),
        ({"compartment": "nonsense"}, "There is no such one"),
    ],
    ids=["reason", "unseen", "signs", "hours", "compartment"],
)
def test_an_emergency_says_what_is_missing(browse: Browse, said: dict[str, str], told: str) -> None:
    security = browse("security")
    everything = {"compartment": compartment(security, "aurora"), "hours": "1", "reason": REASON} | said
    response = security.post("/administration/emergencies/", everything)
    assert response.status_code == 400
    assert told in text_of(response)


@pytest.mark.parametrize("person", ["engineer", "strategist"])
def test_others_open_no_emergency_and_see_none(browse: Browse, person: str) -> None:
    assert browse(person).get("/administration/emergencies/").status_code == 403
    assert browse(person).post("/administration/emergencies/", {}).status_code == 403


def test_counsel_and_administrators_open_none(browse: Browse) -> None:
    for person in ("counsel", "admin"):
        assert "Open emergency access" not in text_of(browse(person).get("/administration/emergencies/"))
        assert browse(person).post("/administration/emergencies/", {"reason": "x"}).status_code == 403


def test_a_key_is_shown_once_works_and_can_be_ended(browse: Browse) -> None:
    engineer = browse("engineer")
    last = (timezone.localdate() + timedelta(days=3)).isoformat()
    made = text_of(engineer.post("/keys/", {"name": "nightly", "scopes": ["document:read"], "ends": last}))
    key = re.search(r"kaas\.[0-9a-f]{32}\.[\w-]+", made)
    assert key is not None
    assert key[0] not in text_of(engineer.get("/keys/"))
    program = Client(headers={"Authorization": f"Bearer {key[0]}"})
    asked = {"query": "drift"}
    assert program.post("/api/v1/search", asked, content_type="application/json").status_code == 200
    refused = program.post("/api/v1/ask", {"question": "drift?"}, content_type="application/json")
    assert refused.status_code == 403
    end = re.search(r'action="(/keys/[0-9a-f-]+/end/)"', text_of(engineer.get("/keys/")))
    assert end is not None
    assert browse("engineer2").post(end[1]).status_code == 404
    assert engineer.post(end[1]).status_code == 302
    assert program.post("/api/v1/search", asked, content_type="application/json").status_code == 401
    assert end[1] not in text_of(engineer.get("/keys/"))
    assert engineer.post(end[1]).status_code == 404


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": ""}, "Say what the key is for"),
        ({"scopes": []}, "Tick at least one"),
        ({"scopes": ["trail:read"]}, "not one of the available choices"),
        ({"ends": "2020-01-01"}, "This day is over"),
        ({"ends": "2999-01-01"}, "A key lasts a year at most"),
        ({"ends": "soon"}, "YYYY-MM-DD"),
    ],
    ids=["name", "nothing", "wider", "past", "too-far", "no-day"],
)
def test_a_key_says_what_is_missing(browse: Browse, said: dict[str, object], told: str) -> None:
    everything: dict[str, object] = {"name": "nightly", "scopes": ["document:read"]} | said
    response = browse("engineer").post("/keys/", everything)
    assert response.status_code == 400
    assert told in text_of(response)
    assert "You have made none." in text_of(response)


def test_the_last_day_of_a_key_is_said_and_can_be_chosen(browse: Browse) -> None:
    engineer = browse("engineer")
    latest = re.search(r'max="(\d{4}-\d\d-\d\d)"', text_of(engineer.get("/keys/")))
    assert latest is not None
    said = {"name": "for long", "scopes": ["document:read"], "ends": latest[1]}
    assert "shown again" in text_of(engineer.post("/keys/", said))


def test_a_key_is_offered_only_what_the_api_does(browse: Browse) -> None:
    assert 'name="scopes"' not in text_of(browse("admin").get("/keys/"))
    refused = browse("admin").post("/keys/", {"name": "all", "scopes": ["access:manage"]})
    assert refused.status_code == 400
    counsel = text_of(browse("counsel").get("/keys/"))
    assert 'value="trail:read"' in counsel
    assert "emergency:read" not in counsel


def test_keys_open_no_pages(browse: Browse) -> None:
    made = text_of(browse("counsel").post("/keys/", {"name": "all", "scopes": ["trail:read"]}))
    key = re.search(r"kaas\.[0-9a-f]{32}\.[\w-]+", made)
    assert key is not None
    program = Client(headers={"Authorization": f"Bearer {key[0]}"})
    assert program.get("/trail/")["Location"].startswith("/sign-in/")
    assert program.get("/keys/")["Location"].startswith("/sign-in/")


def kaas(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    """Run the command in this process; its status and its JSON, {} when it printed none."""
    status = main(["access", *arguments, "--json"])
    printed = capsys.readouterr().out
    return status, json.loads(printed) if printed else {}


def test_the_command_explains(
    app_role: None, browse: Browse, capsys: pytest.CaptureFixture[str], no_such_id: uuid.UUID
) -> None:
    listed = text_of(browse("engineer").get("/documents/"))
    document = re.findall(r'href="/documents/([0-9a-f-]+)/"', listed)[0]
    status, found = kaas(capsys, "explain", "engineer", document, "--as", "admin")
    assert (status, found["decision"]) == (0, "permitted")
    status, found = kaas(capsys, "explain", "leaver", document, "--as", "admin")
    assert (status, found["decision"]) == (1, "denied")
    reasons = found["reasons"]
    assert isinstance(reasons, list)
    assert len(reasons) == 12
    assert {"condition": "active", "verdict": "denied"}.items() <= reasons[1].items()
    assert kaas(capsys, "explain", "engineer", str(no_such_id), "--as", "admin")[0] == 2
    assert kaas(capsys, "explain", "nobody-such", document, "--as", "admin")[0] == 2
    assert kaas(capsys, "explain", "engineer", document, "--as", "engineer")[0] == 2


@pytest.mark.parametrize(
    ("verb", "roles"), [("explain", "administrator or auditor"), ("approve", "administrator")]
)
def test_the_command_says_whom_to_name(capsys: pytest.CaptureFixture[str], verb: str, roles: str) -> None:
    given = ["engineer", str(uuid.UUID(int=1))] if verb == "explain" else [str(uuid.UUID(int=1))]
    assert main(["access", verb, *given]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"--as USER: somebody with the role {roles}" in said


@pytest.mark.parametrize(
    "kind", ["compartments", "tracks", "reader-groups", "markings", "walls", "export-tags", "licences"]
)
def test_the_command_lists(app_role: None, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    status, found = kaas(capsys, "list", kind, "--as", "auditor")
    rows = found[kind]
    assert isinstance(rows, list)
    assert (status, bool(rows)) == (0, True)


def test_the_command_finds_people_and_their_facts(app_role: None, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = kaas(capsys, "people", "engineer2", "--as", "admin")
    people = found["people"]
    assert isinstance(people, list)
    assert (status, people[0]["username"]) == (0, "engineer2")
    assert kaas(capsys, "people", "zzz", "--as", "admin") == (1, {"people": []})
    assert kaas(capsys, "person", "engineer2", "--as", "admin")[0] == 0
    assert kaas(capsys, "changes", "--as", "admin") == (1, {"changes": []})
    assert kaas(capsys, "people", "--as", "engineer")[0] == 2


def test_the_command_decides(app_role: None, browse: Browse, capsys: pytest.CaptureFixture[str]) -> None:
    admin = browse("admin")
    said = {"person": "engineer", "thing": "strategist", "reason": "stands in"}
    seen = re.search(
        r'name="seen" value="(\w+)"', text_of(admin.post("/administration/changes/new/role/", said))
    )
    assert seen is not None
    made = admin.post("/administration/changes/new/role/", said | {"seen": seen[1]})
    change = made["Location"].rstrip("/").rpartition("/")[2]
    assert kaas(capsys, "approve", change, "--as", "admin") == (
        1,
        {"change": change, "state": "", "refused": "same_person"},
    )
    assert kaas(capsys, "approve", change, "--as", "admin2")[1]["state"] == "active"
    assert kaas(capsys, "reject", change, "--as", "admin2", "--reason", "late")[0] == 1
