"""A whole platform in a folder of its own: `kaas run` as a person starts it, with processes that can be killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import psycopg

from kaas.operations.embedded import Cluster
from kaas.operations.state import open_state
from tests.databases import ROOT
from tests.slow.ports import unused_port
from tests.slow.serving import is_ready, wait_until_served

START = 420.0  # seconds that a start may take: making the database and loading the demo company included
AGAIN = 120.0


class Installation:
    """`with Installation() as platform:` is a running platform; at the end it is stopped and removed."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="kaas-slow-", dir="/tmp"))  # a socket's path is short
        self.path.chmod(0o711)  # as root the database runs as somebody else
        self.port = unused_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = self.path / "run.log"
        self.supervisor: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start(patience=START)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.stop()
        self.cluster.stop()
        shutil.rmtree(self.path, ignore_errors=True)

    @property
    def cluster(self) -> Cluster:
        return Cluster(open_state(self.path))

    @property
    def environment(self) -> dict[str, str]:
        """What a terminal would give, and nothing of the test run's own configuration."""
        given = {
            name: value for name, value in os.environ.items() if not name.startswith(("KAAS_", "DJANGO_"))
        }
        return given | {"KAAS_STATE_DIR": str(self.path), "KAAS_PORT": str(self.port)}

    def start(self, *, patience: float = AGAIN) -> float:
        """Start the platform and return how long it took to be able to work."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.supervisor = self.kaas("run", stderr=log)
        wait_until_served(self.address, patience=patience, alive=self.is_alive)
        return time.monotonic() - began

    def kaas(self, *arguments: str, **given: Any) -> "subprocess.Popen[bytes]":
        """The command, in a session of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "kaas", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=given.get("stdout", subprocess.DEVNULL),
            stderr=given.get("stderr", subprocess.DEVNULL),
            start_new_session=True,
        )

    def is_alive(self) -> bool:
        return self.supervisor is not None and self.supervisor.poll() is None

    def stop(self) -> int:
        """Stop it as Ctrl-C does; the exit status."""
        assert self.supervisor is not None
        self.supervisor.send_signal(signal.SIGINT)
        return self.supervisor.wait(timeout=60)

    def superuser(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(self.cluster.url("superuser"), autocommit=True)

    def number_of(self, what: str) -> int | None:
        """The process number of one of the platform's parts, or None while there is none."""
        if what == "supervisor":
            return self.supervisor.pid if self.supervisor is not None and self.is_alive() else None
        postmaster = self.cluster.status().pid
        if what == "database":
            return postmaster
        if what == "backend":
            backends = [pid for pid, name in children_of(postmaster) if "kaas_" in name]
            return backends[-1] if backends else None
        if what == "process":  # one of those that serve, where there are several
            serving = [pid for pid, name in children_of(self.number_of("portal")) if "spawn_main" in name]
            return serving[-1] if serving else None
        words = {"portal": "uvicorn", "worker": "kaas worker"}[what]
        parent = self.supervisor.pid if self.supervisor is not None else None
        return next((pid for pid, name in children_of(parent) if words in name), None)

    def kill(self, what: str) -> bool:
        """End a part without warning. False when it is not there at the moment."""
        number = self.number_of(what)
        if number is None:
            return False
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def recover(self) -> None:
        """Return when it works again; where nobody keeps it running any more, it is started."""
        deadline = time.monotonic() + AGAIN
        while time.monotonic() < deadline:
            if not self.is_alive():
                self.start()
            if is_ready(self.address):
                return
            time.sleep(0.1)
        raise TimeoutError(f"not able to work after {AGAIN:.0f} s:\n{self.last_words()}")

    def last_words(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def children_of(parent: int | None) -> Sequence[tuple[int, str]]:
    """Number and command of each child of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and parent is not None:
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == parent:
                found.append((int(entry.name), command))
    return found
