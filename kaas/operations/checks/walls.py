"""Can the serving role see through the walls, or past them? Every question is put to the catalogue of the database itself."""

import re

from django.db import connection

from kaas.operations.checks.closed_lists import DEFINERS, GATE, NOT_WALLED, OWNER, SEARCH_PATH, SERVING
from kaas.operations.checks.finding import Finding, column, conclude, rows

SERVER_VERSION = 180000
VECTOR_VERSION = (0, 8, 5)

# What is ours: in no schema of the system, and not part of an extension.
OURS = """
    {namespace} not in (select oid from pg_namespace where nspname ~ '^pg_' or nspname = 'information_schema')
    and not exists (select from pg_depend x
                     where x.classid = '{catalogue}'::regclass and x.objid = {object} and x.deptype = 'e')
"""
OUR_RELATIONS = OURS.format(namespace="c.relnamespace", catalogue="pg_class", object="c.oid")
OUR_FUNCTIONS = OURS.format(namespace="p.pronamespace", catalogue="pg_proc", object="p.oid")
OWNS = """
    exists (select from pg_shdepend h where h.refclassid = 'pg_authid'::regclass and h.refobjid = {role} and h.deptype = 'o'
             and h.dbid in (0, (select d.oid from pg_database d where d.datname = current_database())))
"""

ROLE = f"""
    select session_user, current_user, r.rolsuper, r.rolbypassrls, r.rolcreaterole or r.rolcreatedb or r.rolreplication,
           {OWNS.format(role="r.oid")},
           array(select o.rolname::text from pg_roles o
                  where o.oid <> r.oid and pg_has_role(r.oid, o.oid, 'MEMBER')
                    and (o.rolname ~ '^(kaas|pg)_' or o.rolsuper or o.rolbypassrls or o.rolcreaterole
                         or {OWNS.format(role="o.oid")}) order by 1),
           has_database_privilege(r.oid, current_database(), 'CREATE, TEMPORARY')
             or exists (select from pg_namespace n where has_schema_privilege(r.oid, n.oid, 'CREATE'))
      from pg_roles r where r.rolname = session_user
"""
STRONG_ROLES = """
    select r.rolname from pg_roles r where r.rolname in (%s, %s) and (r.rolsuper or r.rolbypassrls)
    union select r.rolname from pg_roles r where r.rolname = %s and r.rolcanlogin
"""
UNWALLED = f"""
    select c.oid::regclass::text from pg_class c
     where c.relkind in ('r', 'p', 'm', 'f') and c.relpersistence <> 't' and {OUR_RELATIONS}
       and not (c.relrowsecurity and c.relforcerowsecurity) and c.oid::regclass::text <> all (%s)
     order by 1
"""
REACHABLE_INDEX = """
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relname ~ '^index_' and c.relkind = 'r'
       and (has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            or has_any_column_privilege(c.oid, 'SELECT'))
     order by 1
"""
# Of access the serving role writes sessions, reasons for opening, and a person their own second factor. What else is a fact
# about access is written by the gate's verbs alone.
ACCESS_WRITABLE = """
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '^access_'
       and c.relname not in ('access_session', 'access_opening',
                             'access_secondfactor', 'access_factorsecret', 'access_recoverycode')
       and (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
            or has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
     order by 1
"""
DEFINING = f"""
    select p.oid::regprocedure::text, pg_get_userbyid(p.proowner), coalesce(p.proconfig, '{{}}'),
           p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0)
      from pg_proc p where p.prosecdef and {OUR_FUNCTIONS}
"""
TRUSTING_VIEWS = f"""
    select c.oid::regclass::text from pg_class c
     where c.relkind = 'v' and {OUR_RELATIONS}
       and not coalesce('security_invoker' = any (array(
             select option_name from pg_options_to_table(c.reloptions) where option_value in ('true', 'on', '1'))), false)
     order by 1
"""


def check_role() -> Finding:
    """The role: the application's own, without any right that reaches past row security."""
    ((session, current, superuser, bypasses, strong, owns, roles, creates),) = rows(ROLE)
    problems = [
        sentence
        for wrong, sentence in (
            (session != SERVING, f"it logs in as {session}, and this has to be {SERVING}"),
            (current != session, f"it has stepped into {current}"),
            (superuser, f"{session} is a superuser"),
            (bypasses, f"{session} sees past row security (BYPASSRLS)"),
            (strong and not superuser, f"{session} may create roles or databases, or replicate"),
            (owns, f"{session} owns tables or functions, or the database"),
            (bool(roles) and not superuser, f"{session} may become {', '.join(roles)}"),
            (creates and not superuser, f"{session} may create tables, schemas or temporary tables"),
        )
        if wrong
    ]
    problems += [f"{name} is stronger than it may be" for name in column(STRONG_ROLES, [OWNER, GATE, GATE])]
    return conclude("role", problems, fine=f"{session} owns nothing and passes through no wall")


def check_versions() -> Finding:
    """The server and pgvector: new enough for what row security must not leak (CVE-2025-8713 and before)."""
    server = connection.cursor().connection.info.server_version
    found = column("select extversion from pg_extension where extname = 'vector'")
    version = found[0] if found else ""
    problems = []
    if server < SERVER_VERSION:
        problems.append(f"PostgreSQL is version {server // 10000}, and 18 or newer is needed")
    if not version:
        problems.append("the extension pgvector is not in the database")
    elif tuple(int(part) for part in re.findall(r"\d+", version)) < VECTOR_VERSION:
        problems.append(f"pgvector is {version}, and 0.8.5 or newer is needed")
    return conclude(
        "versions", problems, fine=f"PostgreSQL {server // 10000}.{server % 10000}, pgvector {version}"
    )


def check_row_security() -> Finding:
    """Row security, enabled and forced on every table of ours but those of the closed list; the index out of reach."""
    problems = [
        f"{table} is not behind forced row security" for table in column(UNWALLED, [list(NOT_WALLED)])
    ]
    problems += [f"{table} of the index can be reached" for table in column(REACHABLE_INDEX)]
    problems += [f"{table} can be written past the gate's verbs" for table in column(ACCESS_WRITABLE)]
    ((walled,),) = rows(
        "select count(*) from pg_class where relkind = 'r' and relrowsecurity and relforcerowsecurity"
    )
    if not walled:
        problems.append("no table has row security: the database was not prepared")
    return conclude("row security", problems, fine=f"forced on all {walled} tables that hold anything")


def check_definers() -> Finding:
    """Functions with rights of their own: exactly those of the closed list, with owner and search path."""
    found = {str(signature): rest for signature, *rest in rows(DEFINING)}
    problems = [f"{signature} is not there" for signature in sorted(DEFINERS.keys() - found.keys())]
    problems += [
        f"{signature} has rights of its own and is on no list"
        for signature in sorted(found.keys() - DEFINERS.keys())
    ]
    for signature, (owner, settings, is_public) in sorted(found.items()):
        if owner != GATE:
            problems.append(f"{signature} belongs to {owner}")
        if SEARCH_PATH not in settings:
            problems.append(f"{signature} has no fixed search path")
        if is_public:
            problems.append(f"{signature} may be called by everyone")
    return conclude("definers", problems, fine=f"exactly the {len(DEFINERS)} of the closed list")


def check_views() -> Finding:
    """Views: each looks with the rights of whoever asks."""
    problems = [f"the view {view} looks with its owner's rights" for view in column(TRUSTING_VIEWS)]
    return conclude("views", problems, fine="none looks with rights of its own")
