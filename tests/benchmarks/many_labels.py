"""The 100,000 passages once more, under 500 labels, and somebody who reads a tenth of them.

A copy of the database in which documents got other labels by chance; what is counted and posted was made anew for it.
"""

import random
import sys
import uuid

from portfolios.merging import merge
from tests.benchmarks.many_passages import DATABASE, kaas
from tests.databases import Server, connected
from tests.verification.logins import Raw
from tests.verification.readers import FIRST, make_labels, make_reader

MANY = "many_labels"
LABELS = 500
READ = range(FIRST + 4, FIRST + LABELS, 5)  # by whom they were drawn, these hold a tenth
HELD = "select exists (select from pg_database where datname = %s)"
DOCUMENTS = "select document_id, count(*) from index_forward group by 1 order by 1"
MOVE = """
    update index_forward f set label_id = t.label from unnest(%s::uuid[], %s::int[]) t (document, label)
     where f.document_id = t.document
"""
# As they would have been numbered under their labels.
RENUMBER = """
    create temporary table renumbered as
      select (s.first + f.place / 2048) * 2048 + f.place % 2048 as number, f.passage_id, f.document_id,
             f.portfolio_id, f.label_id, f.tie, f.impacts
        from (select *, row_number() over (partition by label_id order by number) - 1 as place from index_forward) f
        join (select label_id, sum((count(*) + 2047) / 2048) over (order by label_id) - (count(*) + 2047) / 2048 as first
                from index_forward group by label_id) s using (label_id);
    truncate index_forward cascade;
    insert into index_forward (number, passage_id, document_id, portfolio_id, label_id, tie, impacts) overriding system value
      select * from renumbered order by number;
    drop table renumbered;
    truncate index_span;
    insert into index_span (label_id, nth, span)
      select label_id, row_number() over (partition by label_id order by span) - 1, span
        from (select distinct label_id, (number >> 11)::int as span from index_forward) s;
    select setval('index_forward_number_seq', (select max(number) from index_forward))
"""
STATISTICS = """
    insert into index_statistic (label_id, passages, places)
      select label_id, count(*), count(*) from index_forward group by 1
"""
# As one document with everything would write them; merging cuts them.
AGAIN = """
    truncate index_posting, index_list, index_statistic, index_withdrawn;
    create temporary table posted as
      select f.label_id, (s.nth::bigint << 11) + (f.number & 2047) as place, w.lexeme_id, w.impact
        from index_forward f join index_span s on s.label_id = f.label_id and s.span = f.number >> 11
        cross join lateral lexemes_of(f.impacts) w;
    insert into index_list (lexeme, label_id, lexeme_id, df)
      select x.lexeme, p.label_id, x.id, count(*) from posted p join index_lexeme x on x.id = p.lexeme_id
       group by x.id, p.label_id;
    insert into index_posting (lexeme_id, label_id, block, entries)
      select lexeme_id, label_id, (place >> 20)::int,
             string_agg(int4send(((place & 1048575) << 10 | impact)::int), '' order by place)
        from posted group by 1, 2, 3, place >> 10 order by 1, 2, 3;
    drop table posted
"""


def many_labels(server: Server) -> str:
    """The name of the database. Made once and kept, by whoever has many_passages open."""
    with server.superuser("postgres") as root:
        if root.execute(HELD, [MANY]).fetchone() == (True,):
            kaas(server, "prepare", database=MANY)
            return MANY
    sys.stderr.write(f"making {MANY}\n")
    name = f"making_{uuid.uuid4().hex[:8]}"
    server.clone(DATABASE, name)
    with server.superuser(name) as root:
        _spread(root)
        with connected(server, "worker", name):
            merge()
        root.execute("vacuum analyze")
    with server.superuser("postgres") as root:
        root.execute(f'alter database "{name}" rename to {MANY}')  # type: ignore[arg-type]
    return MANY


def _spread(root: Raw) -> None:
    """One label has two fifths of the passages, the others the less the later they come (Zipf)."""
    dice = random.Random(9)  # noqa: S311
    labels = range(FIRST, FIRST + LABELS)
    weights = [0.4, *(0.6 / (place * sum(1 / n for n in range(1, LABELS))) for place in range(1, LABELS))]
    documents = root.execute(DOCUMENTS).fetchall()
    drawn = dice.choices(labels, weights, k=len(documents))
    with root.transaction():
        root.execute("set local session_replication_role = replica")
        make_labels(root, LABELS)
        root.execute(MOVE, [[document for document, _ in documents], drawn])
        root.execute(RENUMBER)
        root.execute(AGAIN)
        root.execute(STATISTICS)
        make_reader(root, 0, READ)
