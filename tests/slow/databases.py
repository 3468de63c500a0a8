"""Databases of one round: made from a template, thrown away after it."""

from psycopg import sql

from tests.databases import Server


def drop(server: Server, database: str) -> None:
    """Remove a database, whoever is still connected to it."""
    with server.superuser("postgres") as maintenance:
        maintenance.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(database)))
