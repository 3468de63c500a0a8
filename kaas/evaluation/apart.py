"""A database apart from every other, on the same server, for as long as a block lasts.

It is made as every database of the platform is, by the same migrations, and dropped at the end however the block ends. One
that a killed process left behind is dropped by the next, unless somebody is still connected to it.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kaas.settings import DATABASE_ROLES, database, read

PREFIX = "kaas_evaluation_"
LOCK = 7_201_530_941_144  # advisory; whoever makes or sweeps databases holds it, so that nobody sweeps one just made

LEFT_BEHIND = """
    select d.datname from pg_database d
     where starts_with(d.datname, %s) and pg_get_userbyid(d.datdba) = current_user
       and not exists (select from pg_stat_activity a where a.datid = d.oid and a.backend_type = 'client backend')
"""
MAKE = (
    "create database {}",
    # What is measured here is gone at the end anyway: no commit waits for the disk.
    "alter database {} set synchronous_commit = off",
    "revoke all on database {} from public",
    "grant connect on database {} to kaas_app, kaas_worker",
)
INSIDE = """
    revoke all on schema public from public;
    grant usage on schema public to kaas_app, kaas_worker;
    grant usage, create on schema public to kaas_gate;
    create extension if not exists vector with schema public;
"""


class NotPrepared(Exception):
    """The database for the evaluation could not be made; the message says why and what to do."""


@contextmanager
def database_apart() -> Iterator[Mapping[str, str]]:
    """The logins to a prepared, empty database: role -> conninfo. Nothing of it is left afterwards.

    Needs all three logins of the installation and the gate's key. Raises NotPrepared.
    """
    logins = {role: read(name) for role, name in DATABASE_ROLES.items()}
    if not settings.GATE_KEY:
        raise NotPrepared(
            "KAAS_GATE_KEY is not set: without it nobody can be identified, and nothing is found"
        )
    maintenance, name, keeper = _opened(logins["owner"])
    with maintenance:
        try:
            with keeper:
                inside = {role: make_conninfo(url, dbname=name) for role, url in logins.items()}
                _prepare(keeper, inside)
                yield inside
        finally:
            connection.close()
            _drop(maintenance, name, force=True)


@contextmanager
def working_as(role: str, login: str) -> Iterator[None]:
    """Let Django's connection be `role`'s login for as long as the block lasts."""
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(database(login, role=role, pooled=False))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def _opened(login: str) -> tuple[psycopg.Connection, str, psycopg.Connection]:
    """A connection from which databases are made and dropped, a new one's name, and a connection that keeps it in use."""
    try:
        maintenance = psycopg.connect(login, autocommit=True, connect_timeout=10)
        return maintenance, *_make(maintenance, login)
    except psycopg.Error as error:
        raise NotPrepared(f"no database can be made for the evaluation: {_first_line(error)}") from None


def _make(maintenance: psycopg.Connection, login: str) -> tuple[str, psycopg.Connection]:
    name = f"{PREFIX}{uuid.uuid4().hex}"
    maintenance.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        for (left,) in maintenance.execute(LEFT_BEHIND, [PREFIX]).fetchall():
            _drop(maintenance, str(left))
        for statement in MAKE:
            maintenance.execute(sql.SQL(statement).format(sql.Identifier(name)))
        return name, psycopg.connect(make_conninfo(login, dbname=name), autocommit=True)
    except BaseException:
        _drop(maintenance, name)
        raise
    finally:
        maintenance.execute("select pg_advisory_unlock(%s)", [LOCK])


def _prepare(keeper: psycopg.Connection, logins: Mapping[str, str]) -> None:
    """What a superuser gives every database, as far as the owner may, then everything that `kaas prepare` does."""
    try:
        keeper.execute(INSIDE)
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotPrepared(
            f"no database can be made for the evaluation: {_first_line(error)}; as a superuser run `create extension"
            " vector` in template1"
        ) from None
    variables = {f"KAAS_{name}": logins[role] for role, name in DATABASE_ROLES.items()}
    done = subprocess.run(
        [sys.executable, "-m", "kaas", "prepare"],
        env={**os.environ, **variables, "KAAS_GATE_KEY": settings.GATE_KEY},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise NotPrepared(f"the database for the evaluation could not be prepared: {lines[-1]}")


def _drop(maintenance: psycopg.Connection, name: str, *, force: bool = False) -> None:
    """Drop it. What still works in it is ended by `force`, where it is the owner's; else it is left to the next sweep."""
    statement = sql.SQL("drop database if exists {}").format(sql.Identifier(name))
    if force:
        with suppress(
            psycopg.errors.InsufficientPrivilege
        ):  # a session of another role, which is about to end
            maintenance.execute(statement + sql.SQL(" with (force)"))
    with suppress(psycopg.errors.ObjectInUse):
        maintenance.execute(statement)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
