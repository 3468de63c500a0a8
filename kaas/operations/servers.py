"""Whether a real PostgreSQL server is fit to hold the platform, asked before anything is started on it."""

import re

import psycopg
import psycopg.conninfo

from kaas.operations.environment import URL_VARIABLES, Role
from kaas.operations.errors import DatabaseUnfit, DatabaseUnreachable

SERVER_VERSION = 180000
VECTOR_VERSION = (0, 8, 5)
BOOTSTRAP = "have an administrator run deploy/postgres/bootstrap.sql on it"
QUESTION = """
    SELECT session_user, rolsuper, rolbypassrls,
           (SELECT extversion FROM pg_extension WHERE extname = 'vector')
    FROM pg_roles WHERE rolname = session_user
"""


def check_servers(urls: dict[Role, str]) -> None:
    """Ask each login in turn. Raises DatabaseUnreachable or DatabaseUnfit, which say what to do."""
    for role, url in urls.items():
        check_server(url, role=role)


def check_server(url: str, *, role: Role) -> None:
    """Whether `url` leads to PostgreSQL 18 with pgvector 0.8.5, as the role it is meant for."""
    variable = URL_VARIABLES[role]
    try:
        psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError:  # its text repeats the URL, password included
        raise DatabaseUnfit(variable=variable, detail="it is no URL of the kind postgresql://…") from None
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            complaint = _complaint(connection, role=role)
    except psycopg.Error as error:
        raise DatabaseUnreachable(variable=variable, detail=_first_line(error)) from None
    if complaint:
        raise DatabaseUnfit(variable=variable, detail=complaint)


def _complaint(connection: psycopg.Connection, *, role: Role) -> str | None:
    if connection.info.server_version < SERVER_VERSION:
        version = connection.info.server_version // 10000
        return f"it is PostgreSQL {version}, and version 18 or newer is needed."
    row = connection.execute(QUESTION).fetchone()
    user, is_superuser, bypasses, vector = row or ("nobody", True, True, None)
    if user != f"kaas_{role}":
        return f"it logs in as {user}, and this has to be kaas_{role}; {BOOTSTRAP}."
    if is_superuser or bypasses:
        return f"{user} sees past row security (SUPERUSER or BYPASSRLS); {BOOTSTRAP}."
    return _vector_complaint(vector)


def _vector_complaint(version: str | None) -> str | None:
    if version is None:
        return f"the extension pgvector is not in it; {BOOTSTRAP}."
    if tuple(int(part) for part in re.findall(r"\d+", version)) < VECTOR_VERSION:
        return f"its pgvector is {version}; install 0.8.5 or newer, then ALTER EXTENSION vector UPDATE."
    return None


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
