"""Showing answers to others over the API, and classifying a question."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

Browse = Callable[[str], Client]
QUESTION = "What was the residual zero drift at 80 °C with drift compensation?"


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_an_answer_is_shared_listed_read_and_withdrawn(browse: Browse) -> None:
    mine, theirs = browse("engineer2"), browse("laser-lead")
    answer = post(mine, "ask", {"question": QUESTION, "marking": "borealis"}).json()
    assert answer["own_label"]["markings"] == ["borealis"]
    assert answer["whole_label"]["level"] == answer["level"] >= 2
    assert answer["whole_label"]["compartments"]
    assert theirs.get("/api/v1/shared").json() == []
    made = post(mine, f"answers/{answer['id']}/shares", {"username": "laser-lead"})
    assert (made.status_code, set(made.json())) == (201, {"id", "shared_with", "is_group", "shared_at"})
    assert mine.get(f"/api/v1/answers/{answer['id']}/shares").json() == [made.json()]
    (shown,) = theirs.get("/api/v1/shared").json()
    assert (shown["answer"], shown["question"]) == (answer["id"], QUESTION)
    read = theirs.get(f"/api/v1/answers/{answer['id']}").json()
    assert read["shared_by"] == shown["shared_by"] != ""
    assert read["statements"] == answer["statements"]
    assert theirs.delete(f"/api/v1/shares/{made.json()['id']}").status_code == 404
    assert mine.delete(f"/api/v1/shares/{made.json()['id']}").status_code == 204
    assert theirs.get("/api/v1/shared").json() == []
    assert theirs.get(f"/api/v1/answers/{answer['id']}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "laser-lead", "reader_group": "flow-lab"},
        {"username": "no such"},
        {"reader_group": "board"},
    ],
    ids=["nobody", "both", "unknown", "not-in-it"],
)
def test_whom_to_share_with_is_one_that_is_known(browse: Browse, body: dict[str, str]) -> None:
    client = browse("engineer2")
    answer = post(client, "ask", {"question": QUESTION}).json()
    assert post(client, f"answers/{answer['id']}/shares", body).status_code == 400
    assert post(client, f"answers/{uuid.uuid4()}/shares", {"username": "laser-lead"}).status_code == 404


def test_markings_are_those_one_may_read(browse: Browse) -> None:
    names = [marking["name"] for marking in browse("engineer2").get("/api/v1/markings").json()]
    assert names[:2] == ["public", "internal"]
    assert "borealis" in names
    assert "aurora" not in names
    for unreadable in ("aurora", "no such"):
        refused = post(browse("engineer2"), "ask", {"question": QUESTION, "marking": unreadable})
        assert refused.status_code == 404
