"""What one check found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Finding:
    """A check by name, whether all is well, and in one sentence what was found."""

    name: str
    ok: bool
    detail: str


def conclude(name: str, problems: Sequence[str], *, fine: str) -> Finding:
    """The finding of a check: its problems, or what may be said when there are none."""
    return Finding(name, not problems, "; ".join(problems) or fine)


def rows(statement: str, parameters: Sequence[str | list[str]] = ()) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def column(statement: str, parameters: Sequence[str | list[str]] = ()) -> list[str]:
    """The first column of what the database answers."""
    return [str(row[0]) for row in rows(statement, parameters)]
