"""Is the database as far as this version of the platform?"""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from kaas.operations.checks.finding import Finding, conclude, rows

READABLE = "select to_regclass('django_migrations') is not null and has_table_privilege('django_migrations', 'SELECT')"
COLUMNS = """
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
"""
ADVICE = "run `kaas prepare`"


def check_migrations() -> Finding:
    """Every migration of this version is applied and no other, and the tables are as they leave them."""
    ((is_readable,),) = rows(READABLE)
    problems = [*(_unrecorded() if is_readable else []), *_lacking()]
    fine = "all applied" if is_readable else "their record cannot be read, but every table is as it should be"
    return conclude("migrations", problems, fine=fine)


def _unrecorded() -> list[str]:
    ours = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    labels = {label for label, _ in ours}
    applied = {tuple(row) for row in rows("select app, name from django_migrations") if row[0] in labels}
    known = ours.keys() | {old for migration in ours.values() for old in migration.replaces}
    missing = [f"{label} {name} is not applied: {ADVICE}" for label, name in sorted(ours.keys() - applied)]
    foreign = [
        f"{label} {name} is of another version of the platform" for label, name in sorted(applied - known)
    ]
    return [*missing, *foreign]


def _lacking() -> list[str]:
    held: dict[str, set[str]] = {}
    for table, name in rows(COLUMNS):
        held.setdefault(table, set()).add(name)
    problems = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            columns = {field.column for field in model._meta.local_concrete_fields if field.column}
            if lacking := sorted(columns - held.get(model._meta.db_table, set())):
                problems.append(f"{model._meta.db_table} lacks {', '.join(lacking)}: {ADVICE}")
    return problems
