"""The servers that serve one model, and which of them to ask. One that failed rests, and is asked how it is afterwards."""

import asyncio
import io
import itertools
import ssl
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import aiohttp

from kaas.inference.addresses import read_base_url, read_key
from kaas.inference.engine_room import engine_room
from kaas.inference.replies import Ending
from kaas.inference.wire import WireError, check_answer, parsed, read_at_most

CONNECT_SECONDS = 3.0
PROBE_SECONDS = 2.0
MAX_STATUS_BYTES = 1_000_000
GRACE_SECONDS = 60.0  # for a loop that is busy; what is awaited has deadlines of its own
FIRST_REST_SECONDS = 1.0
LONGEST_REST_SECONDS = 30.0


@dataclass(eq=False, slots=True)
class Endpoint:
    """One server: its address, how many requests it works on, and how it has been. Only the loop touches it."""

    address: str
    busy: int = 0
    is_ill: bool = False
    failures: int = 0
    rests_until: float = 0.0
    turn: int = 0
    probe: asyncio.Task[bool] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class EndpointStatus:
    """What a server says of itself: the models it serves with their limit of tokens, or why it says nothing."""

    address: str
    reachable: bool
    models: Mapping[str, int | None]
    detail: str = ""


class Endpoints:
    """A list of servers with one key and one idea of whom to believe. Safe to use from many threads.

    base_urls: `http://host:port`, with or without `/v1`. key: sent as a bearer key when not empty. tls: for https, an own
    certificate authority or client certificate. Raises ValueError in words for the operator.
    """

    def __init__(self, base_urls: Sequence[str], *, key: str = "", tls: ssl.SSLContext | None = None) -> None:
        addresses = [read_base_url(text) for text in base_urls]
        if not addresses:
            raise ValueError("no address of a model server is given")
        if len(set(addresses)) < len(addresses):
            raise ValueError("an address of a model server is given twice")
        bearer = read_key(key)
        self._headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        self._tls: ssl.SSLContext | bool = True if tls is None else tls
        self._all = [Endpoint(address) for address in addresses]
        self._turns = itertools.count(1)

    @property
    def addresses(self) -> list[str]:
        """Scheme, host and port of each."""
        return [endpoint.address for endpoint in self._all]

    def status(self) -> list[EndpointStatus]:
        """Ask every server what it serves, all at once. Takes two seconds at most; raises nothing for what a server does."""
        return engine_room().run(self._status(), PROBE_SECONDS + GRACE_SECONDS)

    async def _status(self) -> list[EndpointStatus]:
        return list(await asyncio.gather(*(self._status_of(endpoint) for endpoint in self._all)))

    async def _status_of(self, endpoint: Endpoint) -> EndpointStatus:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                async with self.request("GET", endpoint, "/v1/models") as response:
                    await check_answer(response, "application/json")
                    models = _models(parsed(await read_at_most(response, MAX_STATUS_BYTES)))
        except WireError as error:
            return EndpointStatus(endpoint.address, False, {}, error.detail)
        except (aiohttp.ClientError, OSError) as error:
            return EndpointStatus(endpoint.address, False, {}, type(error).__name__)
        return EndpointStatus(endpoint.address, True, models)

    def request(
        self,
        method: str,
        endpoint: Endpoint,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> "aiohttp.client._RequestContextManager":
        """A request to one server, with a body of JSON. On the loop only; redirects are not followed."""
        sent = self._headers | dict(headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"
        return engine_room().session.request(
            method,
            endpoint.address + path,
            data=None if body is None else io.BytesIO(body),  # large ones are then sent in parts
            headers=sent,
            allow_redirects=False,
            ssl=self._tls,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        )

    async def choose(self, tried: Collection[Endpoint]) -> Endpoint | None:
        """The server to ask next: the least busy, in turn among equals; None when no other is well. On the loop only."""
        left = [endpoint for endpoint in self._all if endpoint not in tried]
        rested = [endpoint for endpoint in left if endpoint.rests_until <= monotonic()]
        for endpoint in rested:
            if endpoint.is_ill:
                self._ask_how_it_is(endpoint)  # for those who come later
        if well := [endpoint for endpoint in rested if not endpoint.is_ill]:
            return min(well, key=lambda endpoint: (endpoint.busy, endpoint.turn))
        for endpoint in sorted(left, key=lambda endpoint: endpoint.rests_until):
            if await asyncio.shield(self._ask_how_it_is(endpoint)):
                return endpoint
        return None

    @contextmanager
    def working(self, endpoint: Endpoint) -> Iterator[None]:
        """Count a request while it lasts. On the loop only."""
        endpoint.busy += 1
        endpoint.turn = next(self._turns)
        try:
            yield
        finally:
            endpoint.busy -= 1

    def worked(self, endpoint: Endpoint) -> None:
        """It did what it was asked."""
        endpoint.is_ill, endpoint.failures, endpoint.rests_until = False, 0, 0.0

    def failed(self, endpoint: Endpoint) -> None:
        """It did not: let it rest, each time longer, up to half a minute. However many saw it fail, it failed once."""
        if endpoint.is_ill and endpoint.rests_until > monotonic():
            return
        rest = min(FIRST_REST_SECONDS * 2.0 ** min(endpoint.failures, 10), LONGEST_REST_SECONDS)
        endpoint.is_ill = True
        endpoint.failures += 1
        endpoint.rests_until = monotonic() + rest

    def note(self, endpoint: Endpoint, fault: WireError) -> None:
        """It did not do as asked: let it rest if the fault calls for it. One that said: later, is asked last for a moment."""
        if fault.rests:
            self.failed(endpoint)
        elif fault.ending is Ending.BUSY:
            endpoint.rests_until = monotonic() + FIRST_REST_SECONDS

    def _ask_how_it_is(self, endpoint: Endpoint) -> asyncio.Task[bool]:
        """Whether a server is well. Those who want to know at the same time share one request."""
        if endpoint.probe is None or endpoint.probe.done():
            endpoint.probe = asyncio.create_task(self._probe(endpoint))
        return endpoint.probe

    async def _probe(self, endpoint: Endpoint) -> bool:
        """Whether it answers /health. One that does not know the address (Ollama) lives all the same."""
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                async with self.request("GET", endpoint, "/health") as response:
                    is_well = bool(response.status < 500)
        except (aiohttp.ClientError, OSError):
            is_well = False
        if is_well:
            endpoint.is_ill = False  # the next failure makes a longer rest all the same
        else:
            self.failed(endpoint)
        return is_well


def _models(content: Mapping[str, Any]) -> dict[str, int | None]:
    """The names of the models served, each with `max_model_len` where the server says it."""
    entries = content.get("data")
    found: dict[str, int | None] = {}
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
            limit = entry.get("max_model_len")
            found[entry["id"]] = limit if type(limit) is int and limit > 0 else None
    return found
