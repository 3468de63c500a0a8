"""PostgreSQL's own full-text search over the same passages, as a superuser without row security: the peer."""

from typing import Any

import psycopg

MAKE = """
    create schema peer;
    create table peer.passage as
      select id, to_tsvector('english', text) as terms from public.portfolios_passage;
    create index on peer.passage using gin (terms);
    analyze peer.passage;
"""
# Any of the words, as our search has it; all of them would find next to nothing for a whole sentence.
FIND = """
    with asked as (select replace(plainto_tsquery('english', %s)::text, '&', '|')::tsquery as terms)
    select p.id, ts_rank(p.terms, a.terms) as score from peer.passage p, asked a
     where p.terms @@ a.terms order by score desc, p.id limit %s
"""


class FullText:
    """The peer's index and its search."""

    def __init__(self, superuser: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self.superuser = superuser
        superuser.execute(MAKE)

    def find(self, question: str, *, limit: int) -> list[tuple[Any, ...]]:
        """The best passages, best first."""
        return self.superuser.execute(FIND, [question, limit]).fetchall()
