"""What programs get of an answer that a model phrased: how it was written, and nothing of what it thought."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kaas.inference.replies import Ending
from tests.doubles.chat_model import Script, calls, in_turn, says
from tests.functional.connected import connect

Browse = Callable[[str], Client]
QUESTION = "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。"
QUOTE = "勾配型が9.1 Ω·cm²、均一型が31.5 Ω·cm²"
GOOD = f'勾配型は9.1でした。[1: "{QUOTE}"] 必ず再現されます。'
THOUGHT = "CANARY-4410"
WRITING = {
    "model", "openness", "digest", "prompt", "prompt_digest", "ending", "flags", "shown", "left_out",
    "prompt_tokens", "completion_tokens",
}  # fmt: skip


def post(client: Client, body: dict[str, Any], accept: str = "application/json") -> Any:
    return client.post(
        "/api/v1/ask", json.dumps(body), content_type="application/json", headers={"Accept": accept}
    )


def events(client: Client, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    response = post(client, body, "text/event-stream")
    assert response.status_code == 200
    blocks = b"".join(response.streaming_content).decode().strip().split("\n\n")
    pairs = [block.split("\n") for block in blocks]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


def test_an_answer_says_how_it_was_written(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, says(GOOD, analysis=THOUGHT))
    client = browse("engineer")
    response = post(client, {"question": QUESTION})
    answer = response.json()
    assert (answer["outcome"], answer["engine"], answer["follows"]) == ("answered_by_model", "model", None)
    assert set(answer["writing"]) == WRITING
    assert (answer["writing"]["model"], answer["writing"]["openness"]) == ("scripted", "open_weight")
    assert [statement["verdict"] for statement in answer["statements"]] == ["supported", "unsupported"]
    assert not {"analysis", "withheld", "label_ids"} & set(answer)
    assert THOUGHT not in response.content.decode()
    again = client.get(f"/api/v1/answers/{answer['id']}").json()
    assert (again.pop("why")["lookups"], again) == ([], answer)


def test_an_answer_says_what_the_model_looked_up(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    search = ("functions.search", {"query": "均一型"})
    connect(monkeypatch, in_turn(calls(search, ("functions.delete", {})), says(GOOD)))
    client = browse("engineer")
    answer = post(client, {"question": QUESTION}).json()
    why = client.get(f"/api/v1/answers/{answer['id']}").json()["why"]
    assert [(one["tool"], one["code"]) for one in why["lookups"]] == [
        ("search", "done"),
        ("unknown", "unknown_tool"),
    ]
    assert why["lookups"][0]["about"] == "均一型" and why["lookups"][0]["sent"] > 0
    assert (why["quoted"], why["rule"], why["is_marking_chosen"]) == (1, "", False)
    assert why["found"] >= why["used"] > 0


def test_the_stream_begins_with_the_model_and_ends_with_the_facts(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, says(GOOD, analysis=THOUGHT))
    client = browse("engineer")
    told = events(client, {"question": QUESTION})
    assert [name for name, _ in told] == ["begin", "citation", "statement", "statement", "end"]
    begun, end = told[0][1], told[-1][1]
    assert set(begun) == {"answer", "event", "language", "engine", "model", "found", "shown"}
    assert (begun["engine"], begun["model"], begun["language"]) == ("model", "scripted", "ja")
    whole = client.get(f"/api/v1/answers/{begun['answer']}").json()
    ending = ("outcome", "sentence", "engine", "writing", "held_back", "receipt", "readings")
    assert end == {name: whole[name] for name in ending}
    assert THOUGHT not in json.dumps(told)


def test_what_was_held_back_is_named(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, says(GOOD), max_level=1)
    client = browse("engineer")
    answer = post(client, {"question": QUESTION}).json()
    assert answer["outcome"] == "answered_by_quoting_question_not_permitted"
    assert answer["held_back"]
    for document in answer["held_back"]:
        assert set(document) == {"id", "title", "level"}
        assert document["level"] > 1
        assert client.get(f"/api/v1/documents/{document['id']}").status_code == 200


def test_a_question_can_follow_an_answer(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, says(GOOD))
    client = browse("engineer")
    first = post(client, {"question": QUESTION}).json()
    second = post(client, {"question": QUESTION, "follows": first["id"]}).json()
    assert second["follows"] == first["id"]
    for accept in ("application/json", "text/event-stream"):
        body = {"question": QUESTION, "follows": first["id"]}
        assert post(browse("counsel"), body, accept).status_code == 404
        assert post(client, body | {"follows": str(uuid.uuid4())}, accept).status_code == 404
        assert post(client, body | {"follows": "nonsense"}, accept).status_code == 400


def crashing(prompt: object, cancellation: object) -> Any:
    raise RuntimeError("the engine room is on fire")


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (says("", ending=Ending.UNREACHABLE), "answered_by_quoting_model_away"),
        (says(f"{GOOD} 次に", ending=Ending.BROKE_OFF), "failed_model_broke_off"),
        (crashing, "failed_system"),
    ],
    ids=["away", "broke-off", "crash"],
)
def test_every_stream_ends(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, script: Script, outcome: str
) -> None:
    connect(monkeypatch, script)
    name, end = events(browse("engineer"), {"question": QUESTION})[-1]
    assert (name, end["outcome"]) == ("end", outcome)


def test_the_schema_describes_how_an_answer_was_written(browse: Browse) -> None:
    response = browse("engineer").get(
        "/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}
    )
    described = json.loads(response.content)["components"]["schemas"]
    assert set(described["Writing"]["properties"]) == WRITING
    assert {"writing", "held_back", "follows"} <= set(described["Answer"]["properties"])
    assert "follows" in described["AskRequest"]["properties"]
    assert not {"analysis", "withheld", "label_ids"} & set(described["Answer"]["properties"])


@pytest.mark.parametrize("username", ["admin", "auditor"])
@pytest.mark.parametrize("path", ["/api/v1/ask", "/ask/", "/ask/stream"])
def test_a_denial_is_recorded_once(browse: Browse, username: str, path: str) -> None:
    client = browse(username)
    asked: Any = {"question": "What is a laboratory notebook?"}
    response = post(client, asked) if path == "/api/v1/ask" else client.post(path, asked)
    assert response.status_code == 403
    events = browse("auditor").get("/api/v1/trail/events").json()
    assert [event["action"] for event in events].count("access:denied") == 1
