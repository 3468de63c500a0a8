"""The search index as the database keeps it: what it weighs, whether it is vacuumed, what waits to be merged. As the owner.

The serving role is not let near these figures, because they speak of hidden rows too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

TABLES = """
    select c.relname::text, pg_table_size(c.oid), pg_indexes_size(c.oid), s.n_live_tup, s.n_dead_tup,
           coalesce(to_char(greatest(s.last_vacuum, s.last_autovacuum), 'YYYY-MM-DD HH24:MI'), '')
      from pg_class c join pg_stat_all_tables s on s.relid = c.oid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname ~ '^index_'
     order by pg_total_relation_size(c.oid) desc, c.relname
"""
# An index that holds only rows which no merge has joined: it counts them.
FRESH = "select greatest(reltuples, 0)::bigint from pg_class where oid = to_regclass('public.index_posting_fresh')"
DEAD = 100_000  # rows: fewer are nothing to speak of
Ask = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the index. Sizes in bytes; rows, and when it was last vacuumed, as the database's statistics have them."""

    name: str
    size: int
    indexes: int
    rows: int
    dead: int
    vacuumed: str

    @property
    def is_tidy(self) -> bool:
        """Whether dead rows do not outnumber the living by far: otherwise nothing vacuums it."""
        return self.dead <= max(DEAD, self.rows)


def _ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def tables(ask: Ask = _ask) -> list[Table]:
    """The tables of the index, the largest first. `ask` puts a query to the database as the owner."""
    return [Table(*row) for row in ask(TABLES)]


def rows_to_merge(ask: Ask = _ask) -> int:
    """Rows of postings that documents wrote and no merge has joined, as the last vacuum counted them."""
    return sum(int(row[0]) for row in ask(FRESH))
