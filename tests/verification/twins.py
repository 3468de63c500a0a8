"""Databases that differ only in what they hold or in the order it came in, and what a person sees of them, as text."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponseBase
from django.test import Client, override_settings

from governance.access.company import load_company
from governance.access.middleware import COOKIE_KEY
from governance.access.sessions import sign_in_as_operator
from portfolios.registers import record_applications
from tests.databases import DEMO, EMPTY, Server, company, connected
from tests.verification.logins import take_in

Wanted = Callable[[str], bool]  # of a marking
MASKS = (
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?"), "TIME"),
    (re.compile(r"\b\d\d?:\d\d(:\d\d)?\b"), "TIME"),
    (re.compile(r'"took_ms":[\d.]+'), '"took_ms":N'),
    (re.compile(r'name="csrfmiddlewaretoken" value="\w+"'), "CSRF"),
    (re.compile(r'(receipt |受付番号 |"number": ?"|receipt_number">)[0-9A-F]{4}-[0-9A-F]{4}'), r"\1RECEIPT"),
    (re.compile(r'("X-CSRFToken": *|X-CSRFToken&quot;: *&quot;)[\w"]+'), "CSRF"),
)
IDENTIFIER = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")
VARYING = {"X-Request-Id", "Set-Cookie", "Date", "Content-Length", "Location"}


def make_twin(server: Server, *, wanted: Wanted = lambda _: True, backwards: bool = False) -> str:
    """The demo company with only the documents whose marking is wanted, taken in in the given order."""
    database, description = server.fresh(EMPTY), company()
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with connected(server, "owner", database), quick:
        load_company(description, keep=lambda passwords: None)
    documents = [(p["name"], d) for p in description["portfolios"] for d in p["documents"]]
    with connected(server, "worker", database):
        for portfolio, document in reversed(documents) if backwards else documents:
            if wanted(document["marking"]):
                path = DEMO / "documents" / document["file"]
                report = take_in(path, portfolio=portfolio, marking=document["marking"])
                assert not report.failed
        if wanted("public"):
            applications = json.loads((DEMO / "applications.json").read_text(encoding="utf-8"))
            record_applications(applications[::-1] if backwards else applications, marking="public")
    return database


class Masked:
    """Text with times left out and ids replaced by the order in which they appeared."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        for pattern, word in MASKS:
            text = pattern.sub(word, text)
        return IDENTIFIER.sub(
            lambda found: self.ids.setdefault(found[0].replace("-", ""), f"ID{len(self.ids)}"), text
        )


class Visitor:
    """A signed-in person's browser or program, whose every answer is kept as masked text."""

    def __init__(self, username: str, **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = headers
        self.masked = Masked()
        session = self.client.session
        session[COOKIE_KEY] = str(sign_in_as_operator(username))
        session.save()
        self.client.cookies["kaas_session"] = session.session_key or ""

    def get(self, path: str, **parameters: Any) -> str:
        return self._told(self.client.get(path, parameters, headers=self.headers))

    def post(self, path: str, **fields: Any) -> str:
        return self._told(self.client.post(path, fields, headers=self.headers))

    def send(self, path: str, **body: Any) -> str:
        return self._told(self.client.post(path, body, content_type="application/json", headers=self.headers))

    def _told(self, response: HttpResponseBase) -> str:
        content = b"".join(_pieces(response)).decode()
        headers = [f"{name}: {value}" for name, value in response.items() if name not in VARYING]
        location = f"Location: {response.get('Location', '')}"
        return self.masked("\n".join([str(response.status_code), *sorted(headers), location, content]))


def _pieces(response: Any) -> Iterator[bytes]:
    yield from response.streaming_content if response.streaming else [response.content]


def missing() -> uuid.UUID:
    """An id of nothing."""
    return uuid.uuid4()
