"""Being somebody on a raw connection, and making files for the worker to take in."""

import functools
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from governance.access.scopes import Scope, prove, scope
from governance.access.sessions import sign_in_as_operator
from portfolios.ingestion import Report, begin, finish, take_file, waiting_files
from portfolios.parsing import ParsedDocument, ParseFailure, parse

Raw = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def person(username: str) -> Iterator[Scope]:
    """That person's scope, on Django's connection, which must be the application's."""
    with scope(sign_in_as_operator(username)) as acting:
        yield acting


def identify(raw: Raw, session: uuid.UUID) -> None:
    """Name the session on a raw connection, as the application would."""
    raw.execute("select identify(%s, %s)", [session, prove(session)])


def attempt(raw: Raw, statement: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> str:
    """The SQLSTATE that a statement is refused with, "" when it is let through."""
    try:
        with raw.transaction(force_rollback=True):
            raw.execute(statement, parameters)
    except psycopg.Error as error:
        return error.sqlstate or type(error).__name__
    return ""


def parse_here(content: bytes, name: str) -> list[ParsedDocument | ParseFailure]:
    """Parse in this process, and the same bytes once: what a child process does is tested elsewhere."""
    return list(_parsed(content, name))


@functools.lru_cache(maxsize=200)
def _parsed(content: bytes, name: str) -> list[ParsedDocument | ParseFailure]:
    return parse(content, name=name)


def take_in(*paths: Path, portfolio: str = "papers", marking: str = "public") -> Report:
    """Ingest without the queue, on Django's connection, which must be the worker's."""
    run = begin(list(paths), portfolio=portfolio, marking=marking)
    for file in waiting_files(run):
        take_file(file, parse=parse_here)
    return finish(run)
