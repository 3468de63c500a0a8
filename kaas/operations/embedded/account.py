"""Which account the server runs as. PostgreSQL refuses root, so root lends it a number nobody else has.

No account is ever created. The number has no entry in the password file; only `initdb` insists on one, so it
runs as `nobody` and what it made is then given to the number.
"""

import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaas.operations.errors import AccountMissing

# 60706 to 61183 are numbers that no distribution gives to people, services or containers.
UNUSED = range(60919, 61183)
NAMED = ("nobody", "daemon", "bin")


@dataclass(frozen=True)
class Account:
    """A user and a group number; `None` for both means: whoever we are."""

    uid: int | None
    gid: int | None

    @property
    def groups(self) -> list[int] | None:
        """What subprocess takes for the further groups: none of root's."""
        return None if self.uid is None else []

    def own(self, path: Path) -> None:
        """Give a file to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def own_all(self, folder: Path) -> None:
        """Give a folder and all that is below it to this account."""
        if self.uid is None:
            return
        for parent, folders, files in os.walk(folder):
            self.own(Path(parent))
            for name in (*folders, *files):
                self.own(Path(parent) / name)

    def can(self, *command: str) -> bool:
        """Whether a command run as this account succeeds: asked, not guessed from permission bits."""
        try:
            done = subprocess.run(
                command,
                cwd="/",
                capture_output=True,
                check=False,
                timeout=30,
                user=self.uid,
                group=self.gid,
                extra_groups=self.groups,
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can pass through every folder on the way to `folder`, and into it."""
        return self.uid is None or self.can("/bin/sh", "-c", 'cd "$1"', "sh", str(folder))


OURSELVES = Account(uid=None, gid=None)


def server_account(data: Path) -> Account:
    """Who runs the server: ourselves; for root the owner of the data, or a number of its own for new data."""
    if os.geteuid() != 0:
        return OURSELVES
    if data.exists():
        status = data.stat()
        return Account(uid=status.st_uid, gid=status.st_gid)
    return _usable(Account(uid=number, gid=number) for number in UNUSED if not _named(number))


def creating_account(server: Account) -> Account:
    """Who runs `initdb`, which wants an account with a name."""
    if server.uid is None or _named(server.uid):
        return server
    entries = [entry for entry in pwd.getpwall() if entry.pw_name in NAMED]
    entries.sort(key=lambda entry: NAMED.index(entry.pw_name))
    return _usable(Account(uid=entry.pw_uid, gid=entry.pw_gid) for entry in entries)


def _usable(candidates: Iterator[Account]) -> Account:
    candidate = next(candidates, None)
    if candidate is None or not candidate.can("/bin/sh", "-c", ":"):
        raise AccountMissing(detail="the system does not let root change accounts")
    return candidate


def _named(number: int) -> bool:
    try:
        pwd.getpwuid(number)
    except KeyError:
        return False
    return True
