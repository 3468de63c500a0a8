"""Databases that differ only in what they hold or in the order it came in, and what a person sees of them, as text."""

import itertools
import json
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
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
# Where sequences begin in a twin, so that labels, words and passages have other numbers than in the demo company.
FIRST_NUMBERS = {
    "access_label_id_seq": 1_812_340_001,
    "index_lexeme_id_seq": 912_340_001,
    "index_forward_number_seq": 8_120_340_001,
}
LABEL = re.compile(r"\blabel_id=\d+")  # as objects of the house show it; nothing that is sent may
VARYING = {"X-Request-Id", "Set-Cookie", "Date", "Content-Length", "Location"}


def make_twin(
    server: Server, *, wanted: Wanted = lambda _: True, backwards: bool = False, reader: str = ""
) -> str:
    """The demo company with only the documents whose marking is wanted, one after another backwards if that is wanted.

    Its labels, words and passages have numbers of their own. What the reader does not know by name is called otherwise.
    """
    database, description = server.fresh(EMPTY), company()
    if reader:
        _rename_unknown(description, reader)
    with server.superuser(database) as raw:
        for sequence, first in FIRST_NUMBERS.items():
            raw.execute(f"alter sequence {sequence} restart with {first}".encode())
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with connected(server, "owner", database), quick:
        load_company(description, keep=lambda passwords: None)
    documents = [
        (p["name"], d["marking"], DEMO / "documents" / d["file"])
        for p in description["portfolios"]
        for d in p["documents"]
        if wanted(d["marking"])
    ]
    runs = [[one] for one in reversed(documents)] if backwards else _in_runs(documents)
    with connected(server, "worker", database):
        for run in runs:
            report = take_in(*(path for _, _, path in run), portfolio=run[0][0], marking=run[0][1])
            assert not report.failed
        if wanted("public"):
            applications = json.loads((DEMO / "applications.json").read_text(encoding="utf-8"))
            record_applications(applications[::-1] if backwards else applications, marking="public")
    return database


def _rename_unknown(description: dict[str, Any], reader: str) -> None:
    """Other names for whatever somebody is not in, and for everybody else; in English there are none."""
    (own,) = [one for one in description["people"] if one["username"] == reader]
    unknown = [one for one in description["people"] if one is not own]
    for kind in ("compartments", "tracks", "reader_groups"):
        unknown += [one for one in description[kind] if one["code"] not in own[kind]]
    unknown += description["export_tags"]
    for number, one in enumerate(unknown):
        one |= {"name_ja": f"名{number}", "name_en": ""}


Arrival = tuple[str, str, Path]  # into a portfolio, under a marking


def _in_runs(documents: list[Arrival]) -> list[list[Arrival]]:
    """Those together that go to one portfolio under one marking: a run of each file costs more than the file."""
    documents = sorted(documents, key=lambda one: one[:2])
    return [list(run) for _, run in itertools.groupby(documents, lambda one: one[:2])]


class Masked:
    """Text with times left out and ids, and what else is numbered, replaced by the order in which they appeared."""

    def __init__(self, *numbered: re.Pattern[str]) -> None:
        self.ids: dict[str, str] = {}
        self.numbered = IDENTIFIER, *numbered

    def __call__(self, text: str) -> str:
        for pattern, word in MASKS:
            text = pattern.sub(word, text)
        for pattern in self.numbered:
            text = pattern.sub(
                lambda found: self.ids.setdefault(found[0].replace("-", ""), f"ID{len(self.ids)}"), text
            )
        return text


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
