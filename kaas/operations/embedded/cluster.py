"""One embedded server: made when absent, started, prepared, stopped."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from kaas.operations.embedded.binaries import Binaries, find_binaries
from kaas.operations.embedded.bootstrap import bootstrap
from kaas.operations.embedded.configuration import write_configuration
from kaas.operations.embedded.creation import SUPERUSER, create_data, tidy
from kaas.operations.embedded.home import SHARED, Home, find_home, mark_passing, open_home, sweep
from kaas.operations.embedded.server import (
    LEFTOVERS,
    disown_stale_pid,
    disown_stale_socket,
    is_ready,
    running_pid,
    spawn,
    stop,
    wait_until_ready,
)
from kaas.operations.errors import StartFailed
from kaas.operations.state import State, check_room, open_state

DATABASE = "kaas"
# Which secret holds the URL of which role.
URL_SECRETS = {"app": "database_url", "worker": "database_worker_url", "owner": "database_owner_url"}
NEEDED_MB = 100


@dataclass(frozen=True)
class Status:
    """What can be said about a server from outside."""

    running: bool
    ready: bool
    pid: int | None
    folder: Path | None


class Cluster:
    """The embedded server of one state folder.

    `with Cluster(state):` starts it as a child that cannot outlive this process and stops it at the end. The
    caller holds the state folder (`state.hold`) while it starts, runs or stops a server.
    """

    def __init__(
        self, state: State, *, lasting: bool = True, announce: Callable[[str], None] = lambda _: None
    ) -> None:
        self.state = state
        self.lasting = lasting
        self.announce = announce
        self._home: Home | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def ephemeral(cls, path: Path) -> "Cluster":
        """A throw-away server for tests: no fsync, and its owner may become app and worker."""
        sweep()
        return cls(open_state(path), lasting=False)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if not self.lasting and self._home is not None:
            shutil.rmtree(self._home.path, ignore_errors=True)

    def ensure(self) -> Home:
        """Make the secrets and the data folder when they are absent. Idempotent; starts nothing."""
        home = open_home(self.state)
        tidy(home)
        if not self.lasting:
            mark_passing(home, self.state)
        if not home.is_created:
            self.announce("making the database")
            create_data(home, self._binaries(home), self.state, lasting=self.lasting)
        self._home = home
        return home

    def start(self, *, detached: bool = False) -> None:
        """Start the server and prepare it. A server left over from before is replaced by one of our own.

        A `detached` server outlives this process; somebody must stop it.
        """
        home = self.ensure()
        check_room(home.path, needed=NEEDED_MB)
        self.stop()
        self.announce("starting the database")
        self._process = self._launched(home, lifeline=None if detached else signal.SIGINT)
        try:
            bootstrap(home, self._binaries(home), self.state, lasting=self.lasting)
            self._write_urls()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server if one runs, ours or a left-over. What was committed is kept."""
        home = self._home or find_home(self.state)
        if home is None:
            return
        if self._process is not None:
            process, self._process = self._process, None
            stop(
                process.pid,
                log=home.log,
                is_gone=lambda: process.poll() is not None,
                lasting=self.lasting,
            )
        elif pid := running_pid(home.data):
            stop(pid, log=home.log, is_gone=lambda: running_pid(home.data) != pid)

    def status(self) -> Status:
        """Whether a server runs for this state folder, and where. Changes nothing."""
        home = find_home(self.state)
        pid = running_pid(home.data) if home else None
        ready = home is not None and pid is not None and is_ready(home.data)
        return Status(running=pid is not None, ready=ready, pid=pid, folder=home.path if home else None)

    def is_alive(self) -> bool:
        """Whether the server that we started still runs."""
        return self._process is not None and self._process.poll() is None

    def url(self, role: str, *, database: str = DATABASE) -> str:
        """The URL of a login: "owner", "app", "worker" or "superuser"."""
        home = self._home or find_home(self.state)
        if home is None:
            raise StartFailed(detail="it was never started", log=self.state.path)
        user = SUPERUSER if role == "superuser" else f"kaas_{role}"
        password = self.state.read_secret(f"database_{role}_password")
        return f"postgresql://{user}:{password}@/{database}?host={quote(str(home.socket), safe='/')}"

    def program(self, name: str) -> str:
        """The path of one of the server's own programs, such as "psql" or "pg_dump"."""
        return self._binaries(self._home or self.ensure())(name)

    def _binaries(self, home: Home) -> Binaries:
        return find_binaries(home.account, copies=SHARED)

    def _launched(self, home: Home, *, lifeline: signal.Signals | None) -> "subprocess.Popen[bytes]":
        deadline = time.monotonic() + 15
        while True:
            try:
                return self._launch(home, lifeline=lifeline)
            except StartFailed as error:
                if time.monotonic() > deadline or not any(words in str(error) for words in LEFTOVERS):
                    raise
                time.sleep(0.2)

    def _launch(self, home: Home, *, lifeline: signal.Signals | None) -> "subprocess.Popen[bytes]":
        configuration = write_configuration(home, lasting=self.lasting)
        disown_stale_pid(home.data)
        if running_pid(home.data) is None:
            disown_stale_socket(home.socket)
        log = home.path / "start.log"
        log.unlink(missing_ok=True)
        settings = ("-c", f"config_file={configuration}")
        command = [self._binaries(home)("postgres"), "-D", str(home.data), *settings]
        process = spawn(command, account=home.account, output=log, lifeline=lifeline)
        try:
            wait_until_ready(process, home.data, log=log, kept=home.log)
        except BaseException:
            stop(process.pid, log=log, is_gone=lambda: process.poll() is not None)
            raise
        return process

    def _write_urls(self) -> None:
        for role, name in URL_SECRETS.items():
            url = self.url(role)
            path = self.state.secrets / name
            if not path.exists() or self.state.read_secret(name) != url:
                self.state.write_secret(name, url)
