"""Processes of a portal that can be told apart: each at an address of its own, over one database and one set of keys."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass

import httpx

from tests.databases import Server
from tests.doubles.model_server import GPT_OSS, ModelServer
from tests.slow.crowds import Connected
from tests.slow.serving import Caller, read_passwords, serving
from tests.verification.logins import Raw

PATIENCE = 60.0


class ByTurns(httpx.BaseTransport):
    """Sends each request to another of the addresses than the one before it."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._turns = itertools.cycle([httpx.URL(address).port for address in addresses])
        self._sends = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(port=next(self._turns))
        return self._sends.handle_request(request)

    def close(self) -> None:
        self._sends.close()


class Wanderer(Caller):
    """Somebody with one cookie whose requests reach one process after the other."""

    def __init__(self, addresses: Sequence[str], username: str, password: str) -> None:
        self.http = httpx.Client(
            base_url=addresses[0], transport=ByTurns(addresses), timeout=PATIENCE, trust_env=False
        )
        self.username, self.password = username, password
        self.elsewhere: list[Caller] = []
        self.sign_in()

    def post(self, path: str, **fields: str) -> httpx.Response:
        """A form of a page."""
        return self.http.post(path, data=fields, headers=self.headers)

    def call(self, path: str, **body: object) -> httpx.Response:
        """The API."""
        return self.http.post(path, json=body, headers=self.headers)

    def at(self, address: str) -> Caller:
        """The same session, at one of them only."""
        there = Caller.__new__(Caller)
        there.http = httpx.Client(
            base_url=address, cookies=self.http.cookies, timeout=PATIENCE, trust_env=False
        )
        there.username, there.password = self.username, self.password
        self.elsewhere.append(there)
        return there

    def close(self) -> None:
        for one in self.elsewhere:
            one.close()
        super().close()


@dataclass(slots=True)
class Portals:
    """Processes of a portal, the database and the model server behind them, and the people's passwords."""

    server: Connected
    database: str
    addresses: Sequence[str]
    root: Raw
    model: ModelServer
    passwords: Mapping[str, str]
    stack: ExitStack

    def visitor(self, username: str) -> Wanderer:
        """Somebody signed in, at all of them."""
        made = Wanderer(self.addresses, username, self.passwords[username])
        self.stack.callback(made.close)
        return made

    def another(self, **variables: str) -> AbstractContextManager[str]:
        """One more process for as long as the block lasts; its address."""
        more = Connected(self.server.cluster, **self.server.variables, **variables)
        return serving(more, self.database)

    def one(self, query: str, *parameters: object) -> tuple[object, ...]:
        """The row that a query finds."""
        row = self.root.execute(query, parameters).fetchone()
        assert row is not None
        return row


@contextmanager
def portals(server: Server, processes: int = 2, **variables: str) -> Iterator[Portals]:
    """So many processes that serve a fresh copy of the demo company, with a double of a model server."""
    with ExitStack() as stack:
        model = stack.enter_context(ModelServer())
        models = {"KAAS_CHAT_ENDPOINTS": model.url, "KAAS_CHAT_MODEL": GPT_OSS, **variables}
        connected, database = Connected(server.cluster, **models), server.fresh()
        addresses = [stack.enter_context(serving(connected, database)) for _ in range(processes)]
        root = stack.enter_context(server.superuser(database))
        passwords = read_passwords(server.cluster.state.path / "demo-accounts.txt")
        yield Portals(connected, database, addresses, root, model, passwords, stack)


def wait_until(is_so: Callable[[], object], what: str) -> None:
    """Return when it is so; fail when it does not come to pass."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"it did not come to pass: {what}"
        time.sleep(0.05)
