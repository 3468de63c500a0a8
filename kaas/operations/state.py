"""The state folder: everything an installation keeps on disk, its secrets above all.

Deleting it is a full reset.
"""

import errno
import fcntl
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kaas.operations.errors import DiskFull, SecretInvalid, StateInUse, StateNotWritable

# One line each: name of the file below secrets/, and how many random bytes stand in it as hexadecimal.
GENERATED = {
    "database_superuser_password": 24,
    "database_owner_password": 24,
    "database_app_password": 24,
    "database_worker_password": 24,
    "secret_key": 50,  # Django: signatures of cookies and forms
    "gate_key": 32,  # identity: the key of the MAC that `identify` checks
    "text_key": 32,  # trail: wraps the per-person keys of stored texts
}


@dataclass(frozen=True)
class State:
    """A state folder; `open_state` makes one and checks it."""

    path: Path

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    def read_secret(self, name: str) -> str:
        """The text of one secret. Raises SecretInvalid when it is absent, unreadable or empty."""
        path = self.secrets / name
        try:
            text = path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SecretInvalid(path=path, detail=error.strerror) from error
        if not text:
            raise SecretInvalid(path=path, detail="empty")
        return text

    def write_secret(self, name: str, text: str) -> None:
        """Write one secret whole or not at all, readable by this account only."""
        with reporting(self.path):
            self.secrets.mkdir(mode=0o700, exist_ok=True)
            self.secrets.chmod(0o700)
            write_whole(self.secrets / name, text + "\n", mode=0o600)

    def make_secrets(self) -> None:
        """Make the secrets that are not there yet; those that are there are never touched."""
        for name in self.missing_secrets():
            self.write_secret(name, secrets.token_hex(GENERATED[name]))

    def missing_secrets(self) -> list[str]:
        """Names of the generated secrets that have no file, or an empty one."""
        return [name for name in GENERATED if not _has_text(self.secrets / name)]


def state_dir() -> Path:
    """The folder `KAAS_STATE_DIR` names, else `var` beside the packages."""
    named = os.environ.get("KAAS_STATE_DIR")
    return Path(named).absolute() if named else Path(__file__).resolve().parents[2] / "var"


def open_state(path: Path | None = None) -> State:
    """The state folder, made when absent. Raises StateNotWritable or DiskFull."""
    state = State((path or state_dir()).resolve())
    with reporting(state.path):
        state.path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=state.path):
            pass
    return state


@contextmanager
def hold(state: State) -> Iterator[None]:
    """Hold the state folder for this process alone. Raises StateInUse, naming the holder.

    The kernel lets go of the lock when the process ends in whatever way, so a lock is never stale.
    """
    with reporting(state.path):
        descriptor = os.open(state.path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _in_use(state, descriptor) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {' '.join(_command())}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_held(state: State) -> bool:
    """Whether a process holds the state folder now."""
    try:
        with hold(state):
            return False
    except StateInUse:
        return True


def check_room(path: Path, *, needed: int) -> None:
    """Raise DiskFull unless the disk that holds `path` has `needed` megabytes left."""
    if shutil.disk_usage(path).free < needed * 2**20:
        raise DiskFull(path=path, needed=needed)


def write_whole(path: Path, text: str, *, mode: int) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into the sentence a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(path=path, needed=300) from error
        raise StateNotWritable(path=path, detail=error.strerror) from error


def _has_text(path: Path) -> bool:
    try:
        return path.stat().st_size > 1
    except FileNotFoundError:
        return False


def _in_use(state: State, descriptor: int) -> StateInUse:
    pid, _, command = os.pread(descriptor, 4096, 0).decode(errors="replace").strip().partition(" ")
    return StateInUse(path=state.path, pid=pid or "unknown", command=command or "just starting")


def _command() -> list[str]:
    return [Path(sys.argv[0]).name, *sys.argv[1:]]
