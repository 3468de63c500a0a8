"""Where the server's files are: data, socket and log. In the state folder whenever the server's account can
get there, else below /var/lib/kaas, because opening the folders above is not ours to do."""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kaas.operations.embedded.account import Account, server_account
from kaas.operations.embedded.server import running_pid
from kaas.operations.errors import (
    FolderGone,
    FolderUnreachable,
    ForeignServer,
    SecretsMissing,
    SocketPathTooLong,
)
from kaas.operations.state import State, reporting, write_whole

SHARED = Path("/var/lib/kaas")
LOCAL = "postgres"
POINTER = "postgres-home"  # in the state folder: where the server's folder is
PASSING = "throw-away"  # in the folder of a server for tests: its state folder
IDENTITY = "identity"  # in the server's folder: which state folder it belongs to
SUPERUSER_PASSWORD = "database_superuser_password"  # noqa: S105
# A socket's path has room for 107 bytes, of which the server takes these.
SOCKET_NAME = "/.s.PGSQL.5432"


@dataclass(frozen=True)
class Home:
    """The server's folder, the account that owns what is in it, and the private folder of its socket."""

    path: Path
    account: Account
    socket: Path

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def is_created(self) -> bool:
        return (self.data / "PG_VERSION").exists()


def open_home(state: State) -> Home:
    """The folder of this state's server, made when there is none yet. The caller holds the state folder.

    Raises SecretsMissing, FolderGone, FolderUnreachable, ForeignServer, and what the disk refuses.
    """
    path = recorded_path(state)
    if path is None:
        path = _chosen_path(state)
        if path.parent == SHARED and not _belongs(path, state):
            _clear(path)
    if (path / "data").exists() and (missing := state.missing_secrets()):
        raise SecretsMissing(path=state.path, names=", ".join(missing), folder=state.secrets)
    state.make_secrets()
    with reporting(path):
        return _furnished(path, state)


def find_home(state: State) -> Home | None:
    """The folder of this state's server as it stands, or None when it never had one. Changes nothing."""
    path = recorded_path(state)
    if path is None or not (path / "data").exists():
        return None
    account = server_account(path / "data")
    return Home(path=path, account=account, socket=_recorded_socket(path) or path / "run")


def recorded_path(state: State) -> Path | None:
    """What the state folder says about where the server is. Raises FolderGone when nothing is there."""
    try:
        path = state.path / (state.path / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    if not path.is_dir():
        raise FolderGone(path=path, state=state.path)
    return path


def shared_path(state: State) -> Path:
    """The server's folder outside the state folder, for a root whose state folder is closed to others."""
    return SHARED / hashlib.sha256(os.fsencode(state.path)).hexdigest()[:16]


def mark_passing(home: Home, state: State) -> None:
    """Say of a throw-away server's folder that it may go once its state folder is gone."""
    write_whole(home.path / PASSING, f"{state.path}\n", mode=0o644)


def sweep() -> None:
    """Remove the folders of throw-away servers whose tests were killed before they could. Only root has such."""
    if os.geteuid() != 0:
        return
    for note in SHARED.glob(f"*/{PASSING}"):
        state = Path(note.read_text(encoding="utf-8").strip())
        if not state.exists() and running_pid(note.parent / "data") is None:
            shutil.rmtree(note.parent, ignore_errors=True)


def _chosen_path(state: State) -> Path:
    local = state.path / LOCAL
    if (local / "data").exists() or server_account(local / "data").can_enter(state.path):
        return local
    return shared_path(state)


def _belongs(path: Path, state: State) -> bool:
    if SUPERUSER_PASSWORD in state.missing_secrets() or not (path / IDENTITY).exists():
        return False
    return (path / IDENTITY).read_text(encoding="utf-8").strip() == _identity(state)


def _identity(state: State) -> str:
    """Says whose a folder is without saying where that is, which may change."""
    return hashlib.sha256(state.read_secret(SUPERUSER_PASSWORD).encode()).hexdigest()


def _clear(path: Path) -> None:
    """Remove what a state folder left that was deleted meanwhile: deleting the state is a full reset."""
    if pid := running_pid(path / "data"):
        raise ForeignServer(pid=pid, path=path)
    with reporting(path):
        if path.exists():
            shutil.rmtree(path)


def _furnished(path: Path, state: State) -> Home:
    account = server_account(path / "data")
    path.mkdir(parents=True, exist_ok=True)
    if account.uid is not None and path.stat().st_uid == os.geteuid():
        path.chmod(0o711)
    if not account.can_enter(path):
        raise FolderUnreachable(path=path, uid=account.uid)
    for folder in (path / "run", path / "log"):
        _make_private(folder, account)
    where = path.relative_to(state.path) if path.is_relative_to(state.path) else path
    _note(path / IDENTITY, _identity(state), mode=0o600)
    _note(state.path / POINTER, str(where), mode=0o644)
    return Home(path=path, account=account, socket=_socket_folder(path, account))


def _note(file: Path, text: str, *, mode: int) -> None:
    if not file.exists() or file.read_text(encoding="utf-8").strip() != text:
        write_whole(file, text + "\n", mode=mode)


def _make_private(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    account.own(folder)


def _socket_folder(path: Path, account: Account) -> Path:
    """A private folder with a path short enough for a socket; the same one every time while it lasts."""
    if _is_short(path / "run"):
        return path / "run"
    recorded = _recorded_socket(path)
    if recorded is not None and _is_private(recorded, account):
        return recorded
    folder = _temporary_folder(path)
    account.own(folder)
    write_whole(path / "socket-folder", f"{folder}\n", mode=0o644)
    return folder


def _recorded_socket(path: Path) -> Path | None:
    try:
        return Path((path / "socket-folder").read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None


def _temporary_folder(path: Path) -> Path:
    for place in (os.environ.get("XDG_RUNTIME_DIR"), f"/run/user/{os.geteuid()}", tempfile.gettempdir()):
        if place and os.access(place, os.W_OK | os.X_OK) and _is_short(Path(place) / "kaas-12345678"):
            return Path(tempfile.mkdtemp(prefix="kaas-", dir=place))
    raise SocketPathTooLong(path=path, detail="neither XDG_RUNTIME_DIR nor the temporary folder will do")


def _is_short(folder: Path) -> bool:
    return len(os.fsencode(folder)) + len(SOCKET_NAME) <= 107


def _is_private(folder: Path, account: Account) -> bool:
    """Whether it is a folder (no link) of the server's account that nobody else may enter."""
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return False
    owner = os.geteuid() if account.uid is None else account.uid
    return stat.S_ISDIR(status.st_mode) and status.st_uid == owner and status.st_mode & 0o077 == 0
