"""Larger and stranger worlds than the ordinary tests have: crowds of people, thousands of labels, facts that turn.

And a crowd of readers: many people's streams of answers at once, from the portal as it is served.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from kaas.operations.embedded import Cluster
from tests.databases import Server
from tests.slow.serving import Caller
from tests.verification.logins import Raw
from tests.verification.worlds import NAMED, Maker


class Crowd(Maker):
    """A world of a size of its own. Some of its facts begin or end within seconds, while it is being asked about."""

    def __init__(self, raw: Raw, seed: int) -> None:
        self.raw = raw
        self.dice = random.Random(seed)  # noqa: S311  # made again from its seed
        self.seed = seed
        self.people = self._people(self.dice.choice([40, 80, 120]))
        self.names = {which: self._names(table, self.dice.randint(5, 9)) for which, table in NAMED.items()}
        self.labels(self.dice.choice([500, 1500, 3000]))
        self.facts(now=self._now())

    def _window(self, now: datetime) -> tuple[datetime, datetime | None]:
        if self.dice.random() < 0.8:
            return super()._window(now)
        begins = now + timedelta(seconds=self.dice.uniform(-4, 4))
        return begins, self.dice.choice([None, begins + timedelta(seconds=self.dice.uniform(0.001, 4))])


class Connected(Server):
    """The run's server, for processes that are given further settings: the addresses of model servers, say."""

    def __init__(self, cluster: Cluster, **variables: str) -> None:
        super().__init__(cluster)
        self.variables = variables

    def environment(self, database: str) -> dict[str, str]:
        return super().environment(database) | self.variables


@dataclass(slots=True)
class Told:
    """What one reader was sent: the ids at the beginning, and the outcome at the end."""

    answer: str = ""
    event: str = ""
    model: str = ""
    statements: int = 0
    outcome: str = ""


@dataclass(slots=True)
class Reader:
    """Somebody signed in who reads answers as they come, without a thread of their own."""

    username: str
    question: str
    headers: Mapping[str, str] = field(repr=False)
    told: Told = field(default_factory=Told)
    has_begun: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def of(cls, caller: Caller, question: str) -> "Reader":
        """A reader with the session of somebody who signed in."""
        cookies = "; ".join(f"{name}={value}" for name, value in caller.http.cookies.items())
        headers = caller.headers | {"Cookie": cookies, "Accept": "text/event-stream"}
        return cls(caller.username, question, headers)

    async def read(self, http: httpx.AsyncClient, leaves: asyncio.Event | None = None) -> Told:
        """Read to the end; or until the answer has begun and `leaves` says that it is time to go."""
        asked = {"question": self.question}
        async with http.stream("POST", "/api/v1/ask", json=asked, headers=self.headers) as response:
            assert response.status_code == 200, (response.status_code, await response.aread())
            async for name, said in _events(response):
                self._take(name, said)
                if leaves is not None:
                    await leaves.wait()
                    break
        return self.told

    def _take(self, name: str, said: Mapping[str, Any]) -> None:
        if name == "begin":
            self.told = Told(said["answer"], said["event"], said["model"])
            self.has_begun.set()
        elif name == "statement":
            self.told.statements += 1
        elif name == "end":
            self.told.outcome = said["outcome"]


async def _events(response: httpx.Response) -> AsyncIterator[tuple[str, Mapping[str, Any]]]:
    name = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a process holds: memory in KiB, threads, and open files, which connections are."""

    memory: int
    threads: int
    files: int

    @classmethod
    def of(cls, process: int) -> "Footprint":
        """As the kernel tells it."""
        folder = Path("/proc") / str(process)
        lines = (folder / "status").read_text(encoding="utf-8").splitlines()
        told = dict(line.split(":", 1) for line in lines)
        files = sum(1 for _ in (folder / "fd").iterdir())
        return cls(int(told["VmRSS"].split()[0]), int(told["Threads"]), files)
