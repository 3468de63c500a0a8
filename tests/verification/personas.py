"""Everybody who may come to a door, and every door there is: found in the code, not listed by hand."""

import argparse
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from governance.access.middleware import COOKIE_KEY
from governance.access.permissions import Permission
from governance.access.scopes import scope
from governance.access.sessions import issue_key, sign_in_as_operator, sign_out
from kaas.__main__ import COMMANDS
from tests.verification.logins import Raw

TABLE = Path(__file__).with_name("personas.txt")
SIGN_IN = "/sign-in/"
# A persona who is a person of the demo company, by the name they sign in with.
PEOPLE = {
    "engineer": "engineer",
    "engineer2": "engineer2",
    "strategist": "strategist",
    "executive": "executive",
    "attorney": "attorney",
    "counsel": "counsel",
    "admin": "admin",
    "auditor": "auditor",
    "security": "security",
    "exports": "export-control",
    "newcomer": "newcomer",
    "leaver": "leaver",
}
PERSONAS = ["nobody", *PEOPLE, "left", "key:read", "key:ask", "key:none", "key:bad"]  # "left" has signed out
SCOPES = {
    "key:read": [Permission.DOCUMENT_READ],
    "key:ask": [Permission.DOCUMENT_READ, Permission.QUESTION_ASK, Permission.ANSWER_READ_OWN],
    "key:none": [],
}
READING = ("kaas search", "kaas ask")  # commands that show what somebody may read
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WIDTH, COLUMN = 72, 11


@dataclass(frozen=True, slots=True)
class Door:
    """One address and method; `which` names the thing it is tried on, where the address names one."""

    method: str
    route: str
    which: str
    path: str

    @property
    def name(self) -> str:
        """As it stands in the table."""
        return f"{self.method:6} {self.thing}"

    @property
    def any_name(self) -> str:
        """As the table has it where every method is answered alike."""
        return f"{'ANY':6} {self.thing}"

    @property
    def thing(self) -> str:
        """The address, and what it is tried on."""
        return f"/{self.route}{f' [{self.which}]' if self.which else ''}"


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every address that the resolver knows, and what answers there."""

    def walk(found: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
        for one in found:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route)
            else:
                yield route, one

    return walk(get_resolver().url_patterns, "")


def doors(samples: Mapping[str, Mapping[str, str]]) -> Iterator[Door]:
    """Each address with each method, on each sample of what its arguments name.

    A name in an address that `samples` does not have is tried with an id of nothing.
    """
    for route, pattern in routes():
        names = list(pattern.pattern.converters)
        assert len(names) <= 1, f"{route}: say in personas.doors() how an address with two names is tried"
        nothing = {"missing": str(uuid.UUID(int=4 << 76 | 8 << 60))}
        ways = samples.get(names[0], nothing) if names else {"": ""}
        for which, value in ways.items():
            path = "/" + _filled(route, names[0], value) if names else "/" + route
            for method in METHODS:
                yield Door(method, route, which, path)


def _filled(route: str, name: str, value: str) -> str:
    before, _, rest = route.partition("<")
    inside, _, after = rest.partition(">")
    assert inside.rpartition(":")[2] == name, route
    return before + value + after


class Callers:
    """What each persona comes with: a cookie, a key, or nothing."""

    def __init__(self, root: Raw) -> None:
        self.root = root
        self.sessions = {name: self._session(username) for name, username in PEOPLE.items()}
        self.sessions["left"] = sign_in_as_operator("engineer")
        sign_out(self.sessions["left"])
        with scope(self.sessions["engineer"]) as acting:
            self.keys = {name: issue_key(acting, name=name, scopes=held) for name, held in SCOPES.items()}
        self.keys["key:bad"] = self.keys["key:read"][:-6] + "______"

    def _session(self, username: str) -> uuid.UUID:
        """A session; who has left kept theirs from before, so it is made past the door."""
        if username != "leaver":
            return sign_in_as_operator(username)
        made = uuid.uuid4()
        self.root.execute(
            "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, expires_at)"
            " select %s, id, 'password', 1, '', '', '', now() + interval '1 hour' from access_user where username = 'leaver'",
            [made],
        )
        return made

    def client(self, persona: str, *, fresh: bool = False) -> Client:
        """A browser or program of that persona; `fresh` is one whose session may be spent."""
        if persona in self.keys:
            headers = {"Authorization": f"Bearer {self.keys[persona]}"}
            return Client(raise_request_exception=False, headers=headers)
        client = Client(raise_request_exception=False)
        if persona != "nobody":
            anew = fresh and persona not in {"leaver", "left"}
            named = self._session(PEOPLE[persona]) if anew else self.sessions[persona]
            session = client.session
            session[COOKIE_KEY] = str(named)
            session.save()
            client.cookies["kaas_session"] = session.session_key or ""
        return client


def told(response: Any) -> str:
    """What a door said, in one word: the status, or that it sends to the page for signing in."""
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN):
        return "sign-in"
    if response.streaming:
        b"".join(response.streaming_content)
    return str(response.status_code)


def read_table() -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The matrix: for each door or command what each persona is told; and commands that act for nobody, with their role."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    header, *rows = lines
    assert header.split() == PERSONAS, f"the first line of {TABLE.name} names the personas: {PERSONAS}"
    matrix: dict[str, dict[str, str]] = {}
    roles: dict[str, str] = {}
    for row in rows:
        name, cells = row[:WIDTH].rstrip(), row[WIDTH:].split()
        assert name not in matrix and len(cells) in (1, len(PERSONAS)), f"{TABLE.name}: {row}"
        if len(cells) == 1:
            roles[name] = cells[0]
        else:
            matrix[name] = dict(zip(PERSONAS, cells, strict=True))
    return matrix, roles


def written(name: str, cells: Mapping[str, str]) -> str:
    """A row as the table has it."""
    return f"{name:{WIDTH}}" + "".join(f"{cells[persona]:{COLUMN}}" for persona in PERSONAS).rstrip()


@dataclass(frozen=True, slots=True)
class Verb:
    """A command, or one of its sub-commands."""

    command: str
    sub: str
    parser: argparse.ArgumentParser

    @property
    def name(self) -> str:
        """As it stands in the table."""
        return f"kaas {self.command} {self.sub}".rstrip()

    @property
    def role(self) -> str:
        """The database role under which it runs."""
        return COMMANDS[self.command].role or "-"

    @property
    def acts_for_somebody(self) -> bool:
        return any("--as" in action.option_strings for action in self.parser._actions)

    def run(self, *arguments: str) -> int:
        """As `kaas` runs it once it is set up."""
        module = _module(self.command)
        given = [*([self.sub] if self.sub else []), *arguments]
        return int(module.run(_parser(module).parse_args(given)))


def verbs() -> Iterator[Verb]:
    """Every command with its options, and where it has any, its sub-commands instead."""
    for command in COMMANDS:
        parser = _parser(_module(command))
        deeper = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
        if not deeper:
            yield Verb(command, "", parser)
        for action in deeper:
            for name, below in action.choices.items():
                yield Verb(command, name, below)


def _parser(module: Any) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=module.__name__)
    module.describe(parser)
    return parser


def _module(command: str) -> Any:
    return import_module(f"kaas.operations.commands.{command.replace(' ', '_')}")
