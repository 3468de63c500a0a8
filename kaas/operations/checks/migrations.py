"""Is the database as far as this version of the platform?"""

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kaas.operations.checks.finding import Finding, conclude, rows

READABLE = "select to_regclass('django_migrations') is not null and has_table_privilege('django_migrations', 'SELECT')"
COLUMNS = """
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
"""
ADVICE = "run `kaas prepare`"


def check_migrations() -> Finding:
    """Every migration of this version is applied and no other; where the record of them may not be read, the tables."""
    ((is_readable,),) = rows(READABLE)
    return _by_record() if is_readable else _by_tables()


def _by_record() -> Finding:
    ours = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    labels = {label for label, _ in ours}
    applied = {tuple(row) for row in rows("select app, name from django_migrations") if row[0] in labels}
    problems = [f"{label} {name} is not applied: {ADVICE}" for label, name in sorted(ours.keys() - applied)]
    replaced = {old for migration in ours.values() for old in migration.replaces}
    problems += [
        f"{label} {name} is of another version of the platform"
        for label, name in sorted(applied - ours.keys() - replaced)
    ]
    return conclude("migrations", problems, fine=f"all {len(ours)} applied")


def _by_tables() -> Finding:
    held: dict[str, set[str]] = {}
    for table, name in rows(COLUMNS):
        held.setdefault(table, set()).add(name)
    problems = []
    wanted = connection.introspection.django_table_names(include_views=False)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and model._meta.db_table in wanted:
            columns = {field.column for field in model._meta.local_concrete_fields if field.column}
            if lacking := sorted(columns - held.get(model._meta.db_table, set())):
                problems.append(f"{model._meta.db_table} lacks {', '.join(lacking)}: {ADVICE}")
    return conclude(
        "migrations", problems, fine=f"all {len(wanted)} tables of this version are as they should be"
    )
