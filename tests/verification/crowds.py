"""Many people and many labels, by arithmetic: what a decision costs in a large company."""

import uuid

from tests.verification.logins import Raw

SIZES = {"compartment": 200, "track": 5, "readergroup": 50, "exporttag": 10}

# `n` counts people or labels; each takes its share of what is named, the same every time.
NAMES = """
    insert into access_{table} (id, slug, name{more}) select md5('{table}' || n)::uuid, '{table}-' || n, ''{values}
      from generate_series(0, {size} - 1) n
"""
PEOPLE = """
    insert into access_user (id, username, display_name, language, password, created_at)
    select md5('person' || n)::uuid, 'crowd-' || n, '', 'en', '', now() from generate_series({first}, {last} - 1) n
"""
FACTS = """
    insert into access_{table} (id, person_id, {column}, valid_from, recorded_by{more})
    select gen_random_uuid(), md5('person' || n)::uuid, {value}, now() - interval '1 day', 'test'{because}
      from generate_series({first}, {last} - 1) n, generate_series(0, {each} - 1) i
"""
HELD = (
    ("standing", "kind", "(array['active', 'acknowledged', 'trained'])[i + 1]", 3),
    ("grant", "role", "'engineer'", 1),
    ("clearance", "level", "1 + n % 4", 1),
    ("compartmentmembership", "compartment_id", "md5('compartment' || (n * 7 + i) % 200)::uuid", 12),
    ("trackmembership", "track_id", "md5('track' || (n + i) % 5)::uuid", 2),
    ("readergroupmembership", "reader_group_id", "md5('readergroup' || (n + i * 3) % 50)::uuid", 6),
    ("exportstatus", "status", "'status-' || n % 4", 1),
    ("wall", "compartment_id", "md5('compartment' || (n * 7 + 3) % 200)::uuid", 1),
)
LABELS = """
    insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)
    select decode(md5('label' || n), 'hex'), n % 5,
           array(select md5('compartment' || (n + i * 11) % 200)::uuid from generate_series(1, n % 3) i),
           array(select md5('track' || (n + i) % 5)::uuid from generate_series(1, n % 4) i),
           array(select md5('readergroup' || (n + i) % 50)::uuid from generate_series(1, n % 5) i),
           array(select md5('exporttag' || (n + i) % 10)::uuid from generate_series(1, (n % 20) / 19) i)
      from generate_series(1, {labels}) n
"""
LICENCES = """
    insert into access_exportlicence (id, tag_id, person_status, place, valid_from, recorded_by)
    select gen_random_uuid(), md5('exporttag' || n % 10)::uuid, 'status-' || n % 4, '', now() - interval '1 day', 'test'
      from generate_series(0, 39) n
"""


def make_labels(root: Raw, labels: int) -> None:
    """What can be named, and labels of every shape that name it."""
    for table, size in SIZES.items():
        more, values = (
            (", regime, code, status, reviewer", ", 'EAR', '', '', ''") if table == "exporttag" else ("", "")
        )
        root.execute(NAMES.format(table=table, size=size, more=more, values=values))
    root.execute(LABELS.format(labels=labels))
    root.execute(LICENCES)


def make_people(root: Raw, first: int, last: int) -> None:
    """The people from `first` to before `last`, each with what they hold."""
    root.execute(PEOPLE.format(first=first, last=last))
    for table, column, value, each in HELD:
        more, because = (", reason", ", ''") if table == "wall" else ("", "")
        values = {
            "table": table,
            "column": column,
            "value": value,
            "each": each,
            "more": more,
            "because": because,
        }
        root.execute(FACTS.format(first=first, last=last, **values))
    root.execute("analyze")


def sign_in(root: Raw, number: int) -> uuid.UUID:
    """A session of the person of that number."""
    session = uuid.uuid4()
    root.execute(
        "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, expires_at)"
        " values (%s, md5('person' || %s)::uuid, 'test', 2, '', '', '', 'infinity')",
        [session, number],
    )
    return session
