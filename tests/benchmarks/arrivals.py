"""Readers who come as they come, whether or not those before them have been served, and note when what reached them."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.doubles.model_server import GPT_OSS


@dataclass(slots=True)
class Heard:
    """One answer as its reader got it: when it was asked, and each text with the time at which it came."""

    question: str
    asked: float
    pieces: list[tuple[str, float]] = field(default_factory=list)
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """Where readers ask, with a key: the portal, or a proxy of chat completions."""

    name: str
    address: str
    key: str
    is_portal: bool = True

    async def ask(self, http: aiohttp.ClientSession, question: str) -> Heard:
        """Ask, and read to the end."""
        path, body = (
            ("/api/v1/ask", {"question": question})
            if self.is_portal
            else ("/v1/chat/completions", _chat(question))
        )
        headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {self.key}"}
        heard = Heard(question, time.monotonic())
        async with http.post(self.address + path, json=body, headers=headers) as response:
            if response.status != 200:
                heard.outcome = f"status {response.status}"
                return heard
            async for name, data, came in _events(response):
                self._take(heard, name, data, came)
        return heard

    def _take(self, heard: Heard, name: str, data: bytes, came: float) -> None:
        if not self.is_portal:
            if data == b"[DONE]":
                heard.outcome = "done"
            elif choices := json.loads(data)["choices"]:
                heard.pieces.append((choices[0]["delta"].get("content") or "", came))
        elif name == "statement":
            said = json.loads(data)
            if said["verdict"] == "supported":  # others wait on purpose until one that is
                heard.pieces.append((said["text"], came))
        elif name == "end":
            heard.outcome = json.loads(data)["outcome"]


async def one_after_the_other(door: Door, questions: Sequence[str]) -> list[Heard]:
    """One stream at a time."""
    async with _client() as http:
        return [await door.ask(http, question) for question in questions]


async def as_they_come(
    door: Door, questions: Sequence[str], *, a_second: float, dice: random.Random
) -> list[Heard]:
    """Arrivals at random moments, so many a second (a Poisson process), each with the next question."""
    async with _client() as http, asyncio.TaskGroup() as group:
        asking = []
        due = time.monotonic()
        for question in questions:
            due += dice.expovariate(a_second)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            asking.append(group.create_task(door.ask(http, question)))
    return [task.result() for task in asking]


def _client() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=300))


def _chat(question: str) -> dict[str, Any]:
    messages = [{"role": "user", "content": question}]
    return {"model": GPT_OSS, "messages": messages, "stream": True, "max_tokens": 4096}


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[tuple[str, bytes, float]]:
    """Name and data of each event, and when its last byte came."""
    held, name = b"", ""
    async for data in response.content.iter_any():
        came = time.monotonic()
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            if line.startswith(b"event: "):
                name = line[7:].decode()
            elif line.startswith(b"data: "):
                yield name, line[6:].strip(), came
