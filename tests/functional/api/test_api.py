"""The API as programs use it: shapes, problems, keys, streams, and the same answer for hidden and missing."""

import json
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS

from governance.access.models import Grant, User
from governance.access.permissions import Permission
from governance.access.provisioning import give_standing, open_fact
from governance.access.sessions import issue_key, sign_out
from portfolios.catalogue import list_documents
from tests.conftest import Acting

Browse = Callable[[str], Client]
QUESTION = "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。"


def _post(client: Client, path: str, body: object, **headers: str) -> object:
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_health(browse: Browse) -> None:
    client = browse("")
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/readyz").json() == {"ok": True}


def test_search_gives_passages_with_their_places(browse: Browse) -> None:
    response = _post(browse("engineer"), "search", {"query": "界面抵抗 勾配型", "limit": 3})
    body = response.json()
    assert response.status_code == 200
    assert len(body["hits"]) == 3
    first = body["hits"][0]
    assert set(first) == {"rank", "score", "passage", "document", "locator", "text", "marking", "snippet"}
    assert first["rank"] == 1
    assert first["marking"] in {"aurora", "aurora-secret"}


def test_ask_gives_statements_that_quote(browse: Browse) -> None:
    body = _post(browse("engineer"), "ask", {"question": QUESTION}).json()
    assert body["outcome"] == "answered_by_quoting"
    assert body["language"] == "ja"
    assert body["statements"][0]["verdict"] == "supported"
    cited = {citation["marker"]: citation for citation in body["citations"]}
    assert cited[1]["locator"] == {"kind": "page", "value": "3"}
    assert "9.1 Ω·cm²" in cited[1]["quote"]


def test_ask_as_a_stream_releases_statements_in_order(browse: Browse) -> None:
    response = _post(browse("engineer"), "ask", {"question": QUESTION}, Accept="text/event-stream")
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    events = [
        block.splitlines() for block in b"".join(response.streaming_content).decode().strip().split("\n\n")
    ]
    names = [lines[0].removeprefix("event: ") for lines in events]
    assert names[:3] == ["begin", "citation", "statement"]
    assert names[-1] == "end"
    told = [json.loads(lines[1].removeprefix("data: ")) for lines in events]
    assert told[0]["engine"] == "quoting"
    assert told[0]["found"] >= told[0]["shown"] > 0
    assert told[-1]["outcome"] == "answered_by_quoting"
    assert (told[-1]["writing"], told[-1]["held_back"]) == (None, [])


def test_an_answer_can_be_had_again_by_its_owner_only(browse: Browse) -> None:
    answer = _post(browse("engineer"), "ask", {"question": QUESTION}).json()
    again = browse("engineer").get(f"/api/v1/answers/{answer['id']}")
    assert again.json()["statements"] == answer["statements"]
    assert browse("attorney").get(f"/api/v1/answers/{answer['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": ""}, "question_empty"),
        ({"question": " 。、 "}, "question_empty"),
        ({"question": "x" * 100_000}, "question_too_long"),
        ({"question": "\x01\x02\x03"}, "question_control_characters"),
    ],
)
def test_what_is_no_question_is_a_problem_that_says_so(browse: Browse, body: object, code: str) -> None:
    response = _post(browse("engineer"), "ask", body)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == f"urn:kaas:problem:{code}"


@pytest.mark.parametrize(
    "body", ["[]", "{", "null", '{"query": 3}', '{"query": "a", "limit": 0}', '{"query": "a\\u0000"}']
)
def test_malformed_bodies_are_problems(browse: Browse, body: str) -> None:
    response = browse("engineer").post("/api/v1/search", body, content_type="application/json")
    assert response.status_code in {200, 400}
    if response.status_code == 400:
        assert response.headers["Content-Type"] == "application/problem+json"


def test_hidden_and_missing_documents_are_the_same(
    browse: Browse, acting_as: Acting, no_such_id: uuid.UUID
) -> None:
    with acting_as("engineer") as acting:
        hidden = list_documents(scope=acting, portfolio="aurora")[0].id
    client = browse("engineer2")
    answers = [client.get(f"/api/v1/documents/{some}") for some in (hidden, no_such_id)]
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert bodies[0] == bodies[1]


def test_a_hidden_portfolio_is_a_missing_one(browse: Browse) -> None:
    client = browse("engineer2")
    for name in ("aurora", "no such portfolio"):
        assert _post(client, "search", {"query": "zero", "portfolio": name}).status_code == 404


def test_a_document_is_whole_and_in_order(browse: Browse, acting_as: Acting) -> None:
    with acting_as("engineer") as acting:
        document = next(
            d
            for d in list_documents(scope=acting, portfolio="aurora")
            if d.publication_number == "US19204511B2"
        )
    body = browse("engineer").get(f"/api/v1/documents/{document.id}").json()
    claims = [
        passage["locator"]["value"] for passage in body["passages"] if passage["locator"]["kind"] == "claim"
    ]
    assert body["publication_number"] == "US19204511B2"
    assert claims[:3] == ["1", "2", "3"]


def test_nobody_gets_in_without_signing_in(browse: Browse, no_such_id: uuid.UUID) -> None:
    client = browse("")
    for path in (f"documents/{no_such_id}", f"answers/{no_such_id}", "trail/events", "schema/"):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 401, path
        assert response.headers["WWW-Authenticate"] == "Bearer" or response.headers[
            "Content-Type"
        ].startswith("application/")
    for path in ("search", "ask"):
        assert _post(client, path, {"query": "x", "question": "x"}).status_code == 401


@pytest.mark.parametrize(
    ("username", "asks", "reads_trail"),
    [
        ("engineer", 200, 403), ("engineer2", 200, 403), ("cn-engineer", 200, 403), ("attorney", 200, 403),
        ("counsel", 200, 200), ("strategist", 200, 403), ("executive", 200, 403), ("admin", 403, 403),
        ("admin2", 403, 403), ("auditor", 403, 200),
    ],
)  # fmt: skip
def test_personas(browse: Browse, username: str, asks: int, reads_trail: int) -> None:
    client = browse(username)
    assert _post(client, "ask", {"question": "What is a laboratory notebook?"}).status_code == asks
    assert _post(client, "search", {"query": "notebook"}).status_code == asks
    assert client.get("/api/v1/trail/events").status_code == reads_trail


def test_a_key_does_what_it_was_made_for_and_no_more(browse: Browse, acting_as: Acting) -> None:
    with acting_as("counsel") as acting:
        key = issue_key(acting, name="reports", scopes=[Permission.DOCUMENT_READ])
    client = browse("")
    bearer = {"Authorization": f"Bearer {key}"}
    assert _post(client, "search", {"query": "notebook"}, **bearer).status_code == 200
    assert client.get("/api/v1/trail/events", headers=bearer).status_code == 403
    assert _post(client, "ask", {"question": "notebook?"}, **bearer).status_code == 403
    for wrong in (key + "x", key[:-1], "kaas.x.y", "", "kaas." + uuid.uuid4().hex + ".secret"):
        assert _post(client, "search", {"query": "x"}, Authorization=f"Bearer {wrong}").status_code == 401
    sign_out(uuid.UUID(hex=key.split(".")[1]))
    assert _post(client, "search", {"query": "notebook"}, **bearer).status_code == 401


def test_a_cookie_needs_its_csrf_token(browse: Browse) -> None:
    client = browse("engineer")
    client.handler.enforce_csrf_checks = True
    assert _post(client, "search", {"query": "notebook"}).status_code == 403


def test_the_trail_tells_what_was_done_and_no_text(browse: Browse) -> None:
    _post(browse("engineer"), "ask", {"question": QUESTION})
    counsel = browse("counsel")
    counsel.get("/api/v1/trail/events")
    response = counsel.get("/api/v1/trail/events")
    actions = [event["action"] for event in response.json()]
    assert {"answer:asked", "answer:composed", "trail:read"} <= set(actions)
    assert "界面" not in response.content.decode()
    assert browse("counsel").get("/api/v1/trail/events?day=yesterday").status_code == 400


def test_the_schema_describes_every_address(browse: Browse) -> None:
    GENERATOR_STATS.reset()
    response = browse("engineer").get(
        "/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}
    )
    assert response.status_code == 200
    assert not GENERATOR_STATS, "two things of one name, or something it could not describe"
    described = json.loads(response.content)
    assert set(described["paths"]) == {
        "/api/v1/search", "/api/v1/ask", "/api/v1/documents/{document_id}", "/api/v1/answers/{answer_id}",
        "/api/v1/answers/{answer_id}/feedback", "/api/v1/corrections", "/api/v1/answers/{answer_id}/referral",
        "/api/v1/referrals", "/api/v1/referrals/{referral_id}",
        "/api/v1/answers/{answer_id}/shares", "/api/v1/shares/{share_id}", "/api/v1/shared", "/api/v1/markings",
        "/api/v1/trail/events", "/api/v1/schema/",
    } - {"/api/v1/schema/"}  # fmt: skip


def test_a_person_without_clearance_is_denied_not_failed(browse: Browse, db: None) -> None:
    person = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute("set local role kaas_owner")
        User.objects.create(id=person, username="uncleared", display_name="Uncleared", password="!")
        give_standing(person)
        open_fact(Grant, person=person, role="engineer")
        cursor.execute("set local role kaas_app")
    client = browse("uncleared")
    for path in ("search", "ask"):
        response = _post(client, path, {"query": "drift", "question": "drift?"})
        assert (response.status_code, response.json()["type"]) == (403, "urn:kaas:problem:no_clearance")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31"])
def test_days_out_of_all_reason_are_refused(browse: Browse, day: str) -> None:
    client = browse("counsel")
    assert client.get(f"/api/v1/trail/events?day={day}").status_code == 400
    assert client.get(f"/trail/?day={day}").status_code == 400


def test_every_error_of_the_api_is_a_problem(browse: Browse) -> None:
    client = browse("engineer")
    too_big = client.post(
        "/api/v1/ask", b'{"question": "' + b"x" * 1_100_000 + b'"}', content_type="application/json"
    )
    too_deep = client.post("/api/v1/ask", b"[" * 100_000, content_type="application/json")
    nowhere = client.get("/api/v1/nowhere")
    signed_out = browse("").get("/api/v1/schema/")
    answers = (too_big, too_deep, nowhere, signed_out)
    assert [answer.status_code for answer in answers] == [413, 400, 404, 401]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/problem+json"}


def test_a_denial_is_on_the_trail(browse: Browse) -> None:
    assert _post(browse("admin"), "search", {"query": "drift"}).status_code == 403
    assert browse("engineer").get("/trail/").status_code == 403
    events = browse("auditor").get("/api/v1/trail/events").json()
    denied = [event["detail"]["reason"] for event in events if event["action"] == "access:denied"]
    assert denied == ["role_lacks_trail:read", "role_lacks_document:read"]
