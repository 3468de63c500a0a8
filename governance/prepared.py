"""Statements that the server plans once for a connection, and not each time: those that every question repeats.

Under row security the planning of a short statement takes longer than running it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import NOT_PROVIDED, Model


@contextmanager
def prepared() -> Iterator[CursorWrapper]:
    """A cursor on Django's connection and in its transaction, for SQL that is the same each time but for its parameters.

    Parameters go to the server apart from the text, which gives them their types: cast what it cannot tell.
    """
    connection.ensure_connection()
    cursor: Any = psycopg.Cursor(connection.connection)
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with make(cursor) as wrapped:
        yield wrapped


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one model. What the database fills in itself is not read back."""
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if field.db_default is NOT_PROVIDED]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    with prepared() as cursor:
        cursor.execute(f'insert into "{rows[0]._meta.db_table}" ({columns}) values {places}', values)
