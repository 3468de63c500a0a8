"""The portal as it is served: uvicorn on a database of the test run, and people who talk to it over HTTP."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from kaas.operations.embedded.server import tie
from tests.databases import ROOT, Server
from tests.slow.ports import unused_port

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@contextmanager
def serving(server: Server, database: str, *, processes: int = 1) -> Iterator[str]:
    """Serve a database with the application's login, by so many processes; the address of the portal."""
    port = unused_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "kaas.asgi:application",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(processes),
    ]
    environment = server.environment(database) | {"KAAS_DATABASE_ROLE": "app", "KAAS_DATABASE_POOL": "1"}
    process = subprocess.Popen(
        [*command, "--no-access-log", "--log-level", "warning"],
        cwd=ROOT,
        env=environment,
        preexec_fn=tie(signal.SIGKILL),
        start_new_session=True,
    )
    try:
        wait_until_served(f"http://127.0.0.1:{port}", patience=60, alive=lambda: process.poll() is None)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_served(address: str, *, patience: float, alive: Any = lambda: True) -> None:
    """Return when the portal is able to work."""
    deadline = time.monotonic() + patience
    while not is_ready(address):
        if not alive():
            raise RuntimeError("the portal ended instead of serving")
        if time.monotonic() > deadline:
            raise TimeoutError(f"the portal at {address} does not get ready")
        time.sleep(0.1)


def is_ready(address: str) -> bool:
    """Whether the portal says that it can work."""
    try:
        return httpx.get(f"{address}/readyz", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def read_passwords(file: Path) -> Mapping[str, str]:
    """The demo accounts' passwords."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if line.strip()}


class Caller:
    """Somebody signed in over HTTP, with a browser's cookies, who calls the API."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=30, trust_env=False)
        self.username, self.password = username, password
        try:
            self.sign_in()
        except BaseException:
            self.close()  # nobody has it yet who could
            raise

    def sign_in(self) -> None:
        """Sign in, afresh where somebody was signed in already."""
        self.http.cookies.clear()
        found = TOKEN.search(self.http.get("/sign-in/").text)
        assert found is not None
        fields = {
            "username": self.username,
            "password": self.password,
            "next": "/",
            "csrfmiddlewaretoken": found[1],
        }
        response = self.http.post("/sign-in/", data=fields)
        assert response.status_code == 302, response.status_code

    @property
    def headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self.http.cookies.get("csrftoken") or ""}

    def search(self, query: str) -> httpx.Response:
        return self.http.post("/api/v1/search", json={"query": query}, headers=self.headers)

    def ask(self, question: str, *, accept: str = "application/json") -> httpx.Response:
        headers = self.headers | {"Accept": accept}
        return self.http.post("/api/v1/ask", json={"question": question}, headers=headers)

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    @contextmanager
    def stream(self, question: str) -> Iterator[Iterator[tuple[str, str]]]:
        """The events of an answer, each as its name and data, as they arrive."""
        headers = self.headers | {"Accept": "text/event-stream"}
        asked = {"question": question}
        with self.http.stream("POST", "/api/v1/ask", json=asked, headers=headers) as response:
            assert response.status_code == 200, response.status_code
            yield events_of(response.iter_lines())

    def close(self) -> None:
        self.http.close()


def events_of(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, line.removeprefix("data: ")
