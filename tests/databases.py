"""The databases of a test run: a throw-away server, one template with the demo company, clones of it by the second.

Each process of a run has a server of its own; what they begin with is made once.
"""

import fcntl
import os
import shutil
import subprocess
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from kaas.operations.embedded import Cluster
from kaas.operations.embedded.home import LOCAL, POINTER, find_home, open_home
from kaas.operations.state import open_state
from tests.command_process import run_command

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "deploy" / "demo"
TEMPLATE = "kaas_demo_template"
EMPTY = "kaas_empty_template"
READY, TAKEN = (
    "ready",
    "taken",
)  # notes beside what servers begin with: that it is whole, and a byte for each that has it


class Server:
    """The run's server and its databases."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def kaas(self, *arguments: str, database: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run the `kaas` command against a database, as an operator would."""
        return run_command(arguments, self.environment(database) | variables, timeout=240)

    def environment(self, database: str) -> dict[str, str]:
        """The variables under which a process of the platform works on a database."""
        keys = {name: os.environ[name] for name in ("KAAS_SECRET_KEY", "KAAS_GATE_KEY", "KAAS_TEXT_KEY")}
        urls = {
            "KAAS_DATABASE_URL": self.cluster.url("app", database=database),
            "KAAS_DATABASE_WORKER_URL": self.cluster.url("worker", database=database),
            "KAAS_DATABASE_OWNER_URL": self.cluster.url("owner", database=database),
        }
        state = {"KAAS_STATE_DIR": str(self.cluster.state.path), "DJANGO_SETTINGS_MODULE": "kaas.settings"}
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **keys, **urls, **state}

    def make_template(self) -> None:
        """Migrate the server's own database, keep an empty copy of it, and load the demo company into another."""
        self._must("prepare", database="kaas")
        self.clone("kaas", EMPTY)
        self.clone("kaas", TEMPLATE)
        self._must("demo", database=TEMPLATE)

    def clone(self, template: str, name: str) -> str:
        """A new database like `template`."""
        with psycopg.connect(
            self.cluster.url("superuser", database="postgres"), autocommit=True
        ) as maintenance:
            made = sql.SQL("create database {} template {} owner kaas_owner")
            maintenance.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
            closed = sql.SQL("revoke all on database {} from public")
            maintenance.execute(closed.format(sql.Identifier(name)))
            opened = sql.SQL("grant connect on database {} to kaas_app, kaas_worker")
            maintenance.execute(opened.format(sql.Identifier(name)))
        return name

    def fresh(self, template: str = TEMPLATE) -> str:
        """A clone of a template under a name of its own."""
        return self.clone(template, f"kaas_{uuid.uuid4().hex[:12]}")

    def superuser(self, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection that sees everything, for looking at what tests did."""
        return psycopg.connect(self.cluster.url("superuser", database=database), autocommit=True)

    def login(self, role: str, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection as one of the roles."""
        return psycopg.connect(self.cluster.url(role, database=database))

    def settings(self, role: str, database: str) -> Mapping[str, Any]:
        """Django's description of a login."""
        from kaas.settings import database as described

        return described(self.cluster.url(role, database=database), role=role, pooled=False)

    def _must(self, *arguments: str, database: str) -> None:
        done = self.kaas(*arguments, database=database)
        if done.returncode:
            raise RuntimeError(f"kaas {' '.join(arguments)}: {done.stderr[-4000:]}")


@contextmanager
def serving(folder: Path, *, common: Path, processes: int) -> Iterator[Server]:
    """A server of this process in `folder`, with the templates. The first of the run's processes makes them in `common`."""
    common.mkdir(exist_ok=True)
    with (common / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (common / READY).exists():
            _make(common)
        with (common / TAKEN).open("ab") as taken:
            taken.write(b"x")
            is_last = taken.tell() >= processes
        _take(common, folder, is_last=is_last)
    with Cluster.ephemeral(folder) as cluster:
        yield Server(cluster)


def _make(common: Path) -> None:
    cluster = Cluster.ephemeral(common / "made")
    cluster.start()
    try:
        server = Server(cluster)
        server.make_template()
        with server.superuser("postgres") as superuser:
            superuser.execute("checkpoint")  # as such a server is not shut down but cut off
    finally:
        cluster.stop()
    (common / READY).touch()


def _take(common: Path, folder: Path, *, is_last: bool) -> None:
    """Give a server that is yet to be made the secrets, files and data of the one that was; the last takes them away."""
    made = find_home(open_state(common / "made"))
    assert made is not None
    shutil.copytree(
        common / "made", folder, ignore=shutil.ignore_patterns(LOCAL, POINTER), dirs_exist_ok=True
    )
    home = open_home(open_state(folder))
    subprocess.run(
        ["mv" if is_last else "cp", *([] if is_last else ["-a"]), made.data, home.data], check=True
    )
    if is_last:
        for note in (READY, TAKEN):
            (common / note).unlink()
        for left in (made.path, made.socket, common / "made"):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def connected(server: Server, role: str, database: str) -> Iterator[None]:
    """Let Django's connection be a real login of a role on a database, for as long as the block lasts."""
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(server.settings(role, database))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)
        settings.DATABASES["default"] = connection.settings_dict


def company() -> dict[str, Any]:
    """The description of the demo company."""
    return tomllib.loads((DEMO / "company.toml").read_text(encoding="utf-8"))
