"""The databases of a test run: one throw-away server, one template with the demo company, clones of it by the second."""

import os
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
from tests.command_process import run_command

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "deploy" / "demo"
TEMPLATE = "kaas_demo_template"
EMPTY = "kaas_empty_template"


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
