"""People who read some of many labels, and vectors under them, written straight into the tables as a superuser."""

import random
import uuid
from collections.abc import Mapping, Sequence

from tests.verification.crowds import sign_in
from tests.verification.logins import Raw

FIRST = 1000  # the first label's number
PORTFOLIO = uuid.UUID(int=1)
LABELS = """
    insert into access_compartment (id, slug, name) select md5('c' || l)::uuid, 'c' || l, '' from generate_series({0}, {1}) l;
    insert into access_label (id, digest, level, compartments, tracks, reader_groups, export_tags) overriding system value
      select l, decode(md5('made-up' || l), 'hex'), 1, array[md5('c' || l)::uuid], '{{}}', '{{}}', '{{}}'
        from generate_series({0}, {1}) l
"""
PERSON = """
    insert into access_user (id, username, display_name, language, password, created_at)
      values (md5('person' || %(n)s)::uuid, 'crowd-' || %(n)s, '', 'en', '', now());
    insert into access_standing (id, person_id, kind, valid_from, recorded_by)
      select gen_random_uuid(), md5('person' || %(n)s)::uuid, k, now() - interval '1 day', 'test'
        from unnest(array['active', 'acknowledged', 'trained']) k;
    insert into access_grant (id, person_id, role, valid_from, recorded_by)
      values (gen_random_uuid(), md5('person' || %(n)s)::uuid, 'engineer', now() - interval '1 day', 'test');
    insert into access_clearance (id, person_id, level, valid_from, recorded_by)
      values (gen_random_uuid(), md5('person' || %(n)s)::uuid, 3, now() - interval '1 day', 'test');
    insert into access_compartmentmembership (id, person_id, compartment_id, valid_from, recorded_by)
      select gen_random_uuid(), md5('person' || %(n)s)::uuid, md5('c' || l)::uuid, now() - interval '1 day', 'test'
        from unnest(%(labels)s::int[]) l
"""
FORWARD = """
    insert into index_forward (number, passage_id, document_id, portfolio_id, label_id, tie, impacts) overriding system value
    select n, md5('p' || n)::uuid, md5('d' || n / 20)::uuid, %s, label, n, '{}/1000000000'
      from unnest(%s::bigint[], %s::int[]) t (n, label)
"""
SPANS = """
    insert into index_span (label_id, nth, span)
      select n.label, coalesce((select max(s.nth) + 1 from index_span s where s.label_id = n.label), 0)
                      + row_number() over (partition by n.label order by n.span) - 1, n.span
        from (select distinct label, (n >> 11)::int as span from unnest(%s::bigint[], %s::int[]) t (n, label)) n
       where not exists (select from index_span s where s.label_id = n.label and s.span = n.span)
"""
PLACES = """
    update index_statistic t set places = 2048 * s.spans
      from (select label_id, count(*) as spans from index_span group by 1) s
     where s.label_id = t.label_id and t.label_id >= %s
"""
VECTOR = """
    insert into index_vector (space_id, number, label_id, portfolio_id, vector)
    select 1, n, label, %s, vector::halfvec from unnest(%s::bigint[], %s::int[], %s::text[]) t (n, label, vector)
"""


def make_labels(root: Raw, count: int) -> None:
    """Labels from FIRST on, each of a compartment of its own."""
    for statement in LABELS.format(FIRST, FIRST + count - 1).split(";\n"):
        root.execute(statement)  # type: ignore[arg-type]


def make_reader(root: Raw, number: int, labels: Sequence[int]) -> uuid.UUID:
    """A person who may read exactly these labels; the person's session."""
    for statement in PERSON.split(";\n"):
        root.execute(statement, {"n": number, "labels": list(labels)})
    return sign_in(root, number)


def make_space(root: Raw, name: str, centres: Sequence[Sequence[float]]) -> None:
    """Space number 1, searched, with these cells."""
    root.execute(
        "insert into embedding_space (id, name, dimensions, is_searched, codebook) overriding system value"
        " values (1, %s, %s, true, 'made up')",
        [name, len(centres[0])],
    )
    root.cursor().executemany(
        "insert into embedding_cell (space_id, cell, centre) values (1, %s, %s)",
        [(cell, written(centre)) for cell, centre in enumerate(centres)],
    )


def add_rows(root: Raw, rows: Mapping[int, tuple[int, Sequence[float]]]) -> None:
    """Passages by number, each with its label and its vector. The triggers place and count them."""
    labels = [label for label, _ in rows.values()]
    with root.transaction():
        root.execute(SPANS, [list(rows), labels])
        root.execute(FORWARD, [PORTFOLIO, list(rows), labels])
        root.execute(PLACES, [FIRST])
        vectors = [written(vector) for _, vector in rows.values()]
        root.execute(VECTOR, [PORTFOLIO, list(rows), labels, vectors])
        root.execute("select setval('index_forward_number_seq', (select max(number) from index_forward))")


def written(vector: Sequence[float]) -> str:
    """As the database reads it, at length 1."""
    length = sum(number * number for number in vector) ** 0.5
    return "[" + ",".join(f"{number / length:.6g}" for number in vector) + "]"


def near(point: Sequence[float], dice: random.Random, spread: float) -> list[float]:
    """A point by chance around another."""
    return [number + dice.gauss(0, spread) for number in point]
