"""How these tests look at a page: as text, and by its events."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client

Browse = Callable[[str], Client]

# Asked by the engineer of one project, whose documents the engineer of the other may not see.
QUESTION = "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。"
QUOTE = "勾配型が9.1 Ω·cm²、均一型が31.5 Ω·cm²"
NOTHING = "How does a space elevator counterweight behave?"


def text_of(response: HttpResponse) -> str:
    """The page as it was sent, entities resolved."""
    return html.unescape(response.content.decode())


def marks_in(response: HttpResponse) -> list[str]:
    return [
        html.unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", response.content.decode(), re.S)
    ]


def bar_of(response: HttpResponse) -> str:
    """What the classification bar says, or nothing."""
    found = re.search(
        r'id="classification" class="bar" data-level="\d">(.*?)</div>', response.content.decode(), re.S
    )
    if found is None:
        return ""
    shown = re.sub(r'<span class="between" hidden> · </span>', "", found.group(1).partition("</span>")[2])
    return re.sub(r"<[^>]+>", "", shown).strip()


def ask(client: Client, question: str = QUESTION, **more: str) -> HttpResponse:
    """Ask without script and follow to the answer."""
    return client.post("/ask/", {"question": question, **more}, follow=True)  # type: ignore[return-value]


def stream(client: Client, question: str = QUESTION, **more: str) -> list[tuple[str, dict[str, Any]]]:
    """Ask as the page's script does."""
    response = client.post(
        "/ask/stream", {"question": question, **more}, headers={"Accept": "text/event-stream"}
    )
    assert response.status_code == 200
    body = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    blocks = [block.split("\n") for block in body.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]
