"""A stream runs after its response: with real commits, outside the request's scope."""

import json
from typing import Any

from django.test import Client

from governance.access.permissions import Permission
from governance.access.scopes import scope
from governance.access.sessions import issue_key, sign_in_as_operator

QUESTION = "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。"


def test_a_key_streams_to_the_end_outside_the_request(app: str) -> None:
    key = _key_of("engineer")
    response: Any = Client().post(
        "/api/v1/ask",
        json.dumps({"question": QUESTION}),
        content_type="application/json",
        headers={"Accept": "text/event-stream", "Authorization": f"Bearer {key}"},
    )
    body = b"".join(response.streaming_content).decode()
    assert "event: statement" in body
    last = body.rstrip().rpartition("\n\n")[2]
    assert last.startswith("event: end\n")
    assert json.loads(last.partition("data: ")[2])["outcome"] == "answered_by_quoting"


def _key_of(username: str) -> str:
    with scope(sign_in_as_operator(username)) as acting:
        return issue_key(acting, name="test", scopes=[Permission.QUESTION_ASK, Permission.DOCUMENT_READ])
