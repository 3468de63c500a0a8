"""A throw-away server that holds 150 U.S. grants, taken in as any file is, and one person who may read them."""

import json
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from governance.access.sessions import sign_in_as_operator
from kaas.evaluation.reader import READER, make_reader
from kaas.operations.embedded import Cluster
from kaas.settings import database
from tests.databases import Server, connected
from tests.shared_data import shared_data

DATABASE = "kaas"


@dataclass(frozen=True, slots=True)
class Grants:
    """The server with the grants, what came of taking them in, and the session of the person who asks."""

    server: Server
    report: dict[str, Any]
    session_id: uuid.UUID


@contextmanager
def ingested_grants() -> Iterator[Grants]:
    """Django works as the application on the grants for as long as the block lasts, with a pool as the server has."""
    files = sorted(shared_data("us-grants-bulk-xml").glob("*.xml.gz"))
    with tempfile.TemporaryDirectory() as folder, Cluster.ephemeral(Path(folder)) as cluster:
        server = Server(cluster)
        _make_durable(server)
        _must(server, "prepare")
        with connected(server, "owner", DATABASE):
            make_reader()
        report = _must(
            server, "ingest", *map(str, files), "--portfolio", "grants", "--marking", "public", "--json"
        )
        connection.close()
        connection.settings_dict.update(
            database(cluster.url("app", database=DATABASE), role="app", pooled=True)
        )
        try:
            yield Grants(server, json.loads(report), sign_in_as_operator(READER))
        finally:
            connection.close()
            connection.close_pool()


def _make_durable(server: Server) -> None:
    """Let commits wait for the disk, as they do in an installation; a throw-away server leaves that out."""
    with server.superuser("postgres") as superuser:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            superuser.execute(f"alter system set {setting} = on")  # type: ignore[arg-type]
        superuser.execute("select pg_reload_conf()")


def _must(server: Server, *arguments: str) -> str:
    sys.stderr.write(f"kaas {arguments[0]}\n")
    done = server.kaas(*arguments, database=DATABASE)
    if (
        done.returncode and not done.stdout
    ):  # 1 with a report: some file could not be read, and the report names it
        raise RuntimeError(f"kaas {arguments[0]}: {done.stderr[-2000:]}")
    return done.stdout
