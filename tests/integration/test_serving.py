"""The portal as several processes: they come up and end together, and none is started again that must not serve."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaas.operations.embedded.server import tie
from tests.databases import EMPTY, ROOT, Server
from tests.slow.ports import unused_port
from tests.slow.serving import is_ready, wait_until_served

PATIENCE = 60


@pytest.fixture
def portal(server: Server) -> "Iterator[Callable[..., subprocess.Popen[str]]]":
    """Starts two processes of the portal in a role."""
    database = server.fresh(EMPTY)
    started: list[subprocess.Popen[str]] = []

    def start(role: str, port: int = 0) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "uvicorn", "kaas.asgi:application", "--workers", "2"]
        started.append(
            subprocess.Popen(
                [*command, "--port", str(port or unused_port()), "--log-level", "warning"],
                cwd=ROOT,
                env=server.environment(database) | {"KAAS_DATABASE_ROLE": role, "KAAS_DATABASE_POOL": "1"},
                stderr=subprocess.PIPE,
                text=True,
                preexec_fn=tie(signal.SIGKILL),
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=PATIENCE)


def test_a_portal_that_must_not_serve_ends_with_all_its_processes(
    portal: "Callable[..., subprocess.Popen[str]]",
) -> None:
    _, told = portal("owner").communicate(timeout=PATIENCE)

    assert "kaas does not serve: role: it logs in as kaas_owner" in told


def test_the_processes_of_a_portal_that_is_killed_end_too(
    portal: "Callable[..., subprocess.Popen[str]]",
) -> None:
    port = unused_port()
    parent = portal("app", port)
    wait_until_served(f"http://127.0.0.1:{port}", patience=PATIENCE, alive=lambda: parent.poll() is None)
    children = _children(parent.pid)

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate(timeout=PATIENCE)  # returns once nobody holds its standard error any more

    assert len(children) >= 2
    assert not is_ready(f"http://127.0.0.1:{port}")


def _children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
