"""Runs bootstrap.sql on the embedded server: roles, database, extension."""

import hashlib
import os
import subprocess
from pathlib import Path

from kaas.operations.embedded.binaries import Binaries
from kaas.operations.embedded.creation import SUPERUSER
from kaas.operations.embedded.home import Home
from kaas.operations.errors import BootstrapFailed
from kaas.operations.state import State, write_whole

SCRIPT = Path(__file__).with_name("bootstrap.sql")
PARTS = (SCRIPT, Path(__file__).with_name("bootstrap_database.sql"))
# Tests work as the owner and step into the other roles; elsewhere the owner may not.
FOR_TESTS = "GRANT kaas_app, kaas_worker TO kaas_owner WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;"


def bootstrap(home: Home, binaries: Binaries, state: State, *, lasting: bool) -> None:
    """Prepare the running server unless the same script with the same passwords already did.

    Raises BootstrapFailed with psql's complaint.
    """
    stamp = home.path / "bootstrapped"
    digest = _digest(state)
    if stamp.exists() and stamp.read_text(encoding="utf-8").strip() == digest:
        return
    _psql(home, binaries, state, "--file", str(SCRIPT))
    if not lasting:
        _psql(home, binaries, state, "--command", FOR_TESTS)
    write_whole(stamp, digest + "\n", mode=0o600)


def _psql(home: Home, binaries: Binaries, state: State, *arguments: str) -> None:
    connection = ("--host", str(home.socket), "--username", SUPERUSER, "--dbname", "postgres")
    command = [binaries("psql"), "--no-psqlrc", "--set=ON_ERROR_STOP=1", *connection, *arguments]
    environment = _environment(state)
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise BootstrapFailed(detail=lines[-1] if lines else f"psql ended with status {done.returncode}")


def _environment(state: State) -> dict[str, str]:
    passwords = {
        f"KAAS_DATABASE_{role.upper()}_PASSWORD": state.read_secret(f"database_{role}_password")
        for role in ("owner", "app", "worker")
    }
    superuser = {"PGPASSWORD": state.read_secret("database_superuser_password")}
    return {"PATH": os.defpath, "LC_ALL": "C", "KAAS_DATABASE_TEMPLATE": "yes", **passwords, **superuser}


def _digest(state: State) -> str:
    digest = hashlib.sha256()
    for part in PARTS:
        digest.update(part.read_bytes())
    for text in sorted(_environment(state).values()):
        digest.update(text.encode())
    return digest.hexdigest()
