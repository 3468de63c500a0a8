"""Making the data folder. It is made beside its place and moved there in one step, so that whatever
interrupts it leaves either no database or a whole one."""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import NoReturn

from kaas.operations.embedded.account import creating_account
from kaas.operations.embedded.binaries import Binaries
from kaas.operations.embedded.home import Home
from kaas.operations.embedded.server import reason_in, spawn
from kaas.operations.errors import CreationFailed, DiskFull
from kaas.operations.state import State, check_room, reporting, write_whole

SUPERUSER = "postgres"
NEEDED_MB = 300
WORKSHOP = "new-"
# The same text order and case rules on every machine: PostgreSQL's own C.UTF-8, not the system's locales.
OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
)


def create_data(home: Home, binaries: Binaries, state: State, *, lasting: bool) -> None:
    """Make the data folder of a new server. Raises DiskFull or CreationFailed; nothing half-made stays."""
    check_room(home.path, needed=NEEDED_MB)
    with reporting(home.path):
        # A name of its own: what a killed predecessor left may still be written to for a moment.
        workshop = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=home.path))
        try:
            _prepare(workshop, home, state.read_secret("database_superuser_password"))
            _run_initdb(workshop, home, [binaries("initdb"), *OPTIONS, *([] if lasting else ["--no-sync"])])
            home.account.own_all(workshop / "data")
            (workshop / "data").rename(home.data)
            _settle(home.path)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


def tidy(home: Home) -> None:
    """Remove what interrupted attempts left."""
    for workshop in home.path.glob(f"{WORKSHOP}*"):
        shutil.rmtree(workshop, ignore_errors=True)


def _prepare(workshop: Path, home: Home, password: str) -> None:
    write_whole(workshop / "password", password + "\n", mode=0o600)
    creating_account(home.account).own_all(workshop)


def _run_initdb(workshop: Path, home: Home, command: list[str]) -> None:
    log = home.path / "creation.log"
    log.unlink(missing_ok=True)
    places = [f"--pgdata={workshop / 'data'}", f"--pwfile={workshop / 'password'}"]
    account = creating_account(home.account)
    process = spawn([*command, *places], account=account, output=log, lifeline=signal.SIGKILL)
    try:
        status = process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if status:
        _complain(home, log)


def _complain(home: Home, log: Path) -> NoReturn:
    if "No space left" in log.read_text(encoding="utf-8", errors="replace"):
        raise DiskFull(path=home.path, needed=NEEDED_MB)
    raise CreationFailed(detail=reason_in(log), log=log)


def _settle(folder: Path) -> None:
    """Make the names in a folder last through a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
