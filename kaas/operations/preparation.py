"""What is done to a database, once each, before the platform can serve from it: tables, demo company.

A note in the state folder says what was done to which database. It is believed only while that database
says the same of itself, so a database that was replaced, restored or emptied is prepared again.
"""

import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kaas.operations.environment import Process, read_variable
from kaas.operations.errors import DatabaseUnreachable
from kaas.operations.state import State, write_whole

FOLLOWED = (("governance", "**/*"), ("portfolios", "**/migrations/**/*"), ("kaas", "**/migrations/**/*"))
MIGRATED_BY = ("Django", "procrastinate")
# Which database this is, and how far its migrations have come.
SELF_PORTRAIT = """
    SELECT (SELECT system_identifier FROM pg_control_system())::text, d.oid::text,
           to_regclass('public.django_migrations') IS NOT NULL
    FROM pg_database d WHERE d.datname = current_database()
"""


@dataclass(frozen=True)
class Preparation:
    """A process that prepares the database, and what its result depends on besides the database itself.

    A preparation that fails or is interrupted runs again next time, so it has to bear that.
    """

    process: Process
    depends_on: Callable[[], str] = str
    only_embedded: bool = False
    not_wanted: int = 0  # the exit status that says: there is something already, and it stays as it is

    def is_done(self, state: State, *, url: str) -> bool:
        """Whether the note of this preparation still holds for the database behind the owner's `url`."""
        try:
            return _note(state, self).read_text(encoding="utf-8").strip() == self._fingerprint(state, url)
        except FileNotFoundError:
            return False

    def mark_done(self, state: State, *, url: str) -> None:
        """Leave the note."""
        _note(state, self).parent.mkdir(exist_ok=True)
        write_whole(_note(state, self), self._fingerprint(state, url) + "\n", mode=0o644)

    def _fingerprint(self, state: State, url: str) -> str:
        keys = [read_variable(name, state) for name in sorted(self.process.keys)]
        parts = (self.depends_on(), _self_portrait(url), *keys)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def what_tables_follow() -> str:
    """A digest of all that says how the tables and the roles in them should be.

    That is our migrations, the foundation's own code (roles and permissions stand in it), and the versions of
    the packages that bring tables along.
    """
    digest = hashlib.sha256()
    for name in MIGRATED_BY:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    for path in sorted({path for room, pattern in FOLLOWED for path in _sources(room, pattern)}):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def _sources(room: str, pattern: str) -> list[Path]:
    found = importlib.util.find_spec(room)
    folders = [Path(folder) for folder in found.submodule_search_locations or ()] if found else []
    paths = (path for folder in folders for path in folder.glob(pattern))
    return [path for path in paths if path.suffix in {".py", ".sql"} and path.is_file()]


def _note(state: State, preparation: Preparation) -> Path:
    return state.path / "prepared" / preparation.process.name.replace(" ", "-")


def _self_portrait(url: str) -> str:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            identity = connection.execute(SELF_PORTRAIT).fetchone()
            if identity is None or not identity[2]:
                return f"{identity} empty"
            applied = connection.execute("SELECT count(*), max(id) FROM django_migrations").fetchone()
            return f"{identity} {applied}"
    except psycopg.Error as error:
        detail = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise DatabaseUnreachable(variable="KAAS_DATABASE_OWNER_URL", detail=detail) from None
