"""A synthetic company of ten thousand people and two thousand labels, beside the demo company's own administrators."""

from tests.databases import Server
from tests.verification.crowds import make_labels, make_people
from tests.verification.logins import Raw

LABELS, PEOPLE = 2000, 10_000

# What people hold beside, so that no two of them hold the same.
MORE = """
    insert into access_compartmentmembership (id, person_id, compartment_id, valid_from, recorded_by)
    select gen_random_uuid(), md5('person' || n)::uuid, md5('compartment' || abs(hashtext(n || '/' || i)) % 200)::uuid,
           now() - interval '1 day', 'test' from generate_series(0, {people} - 1) n, generate_series(1, 5) i
"""
# Names by arithmetic: many bear the same one, as in any large company.
NAMED = """
    update access_user u set display_name =
           (array['佐藤', '鈴木', '高橋', '田中', '渡辺', '伊藤', '小林', '山本', 'Keller', 'O''Brien'])[1 + n % 10]
           || ' ' || (array['蓮', '陽葵', '湊', '凛', '結衣', '樹', '咲', '大翔', 'Anna', 'Jürgen', '雅子'])[1 + n % 11]
      from generate_series(0, {people} - 1) n where u.id = md5('person' || n)::uuid
"""
THINGS = """
    update access_{table} set name =
           (array['次世代', '高密度', '車載', '低損失', '共同開発'])[1 + length(slug) * 7 % 5] || ' ' || slug
     where name = ''
"""
MARKINGS = """
    insert into access_marking (id, name, label_id)
    select md5('marking' || l.id)::uuid, 'class ' || l.id, l.id from access_label l
     where not exists (select from access_marking m where m.label_id = l.id)
"""
DOCUMENTS = """
    insert into portfolios_document (id, portfolio_id, label_id, original_id, path, member, digest, title, kind, format,
                                     language, publication_number, analyzer, warnings)
    select gen_random_uuid(), d.portfolio_id, l.id, d.original_id, d.path, 'crowd', d.digest, d.title, d.kind, d.format,
           d.language, d.publication_number, d.analyzer, d.warnings
      from access_label l, (select * from portfolios_document limit 1) d
"""


def make_company(root: Raw, *, labels: int = LABELS, people: int = PEOPLE) -> None:
    """Into a clone of the demo company: people with what they hold, and for every label a marking and a document."""
    make_labels(root, labels)
    make_people(root, 0, people)
    root.execute(MORE.format(people=people))
    root.execute(NAMED.format(people=people))
    for table in ("compartment", "track", "readergroup", "exporttag"):
        root.execute(THINGS.format(table=table))
    root.execute(MARKINGS)
    root.execute(DOCUMENTS)
    root.execute("vacuum analyze")


def large_company(server: Server) -> str:
    """The name of a database with such a company in it."""
    database = server.fresh()
    with server.superuser(database) as root:
        make_company(root)
    return database
