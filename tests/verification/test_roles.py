"""Who owns, who may call, and which tables stand behind row security. Lists are exact: what is new must be added here."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import Server
from tests.verification.logins import Raw, attempt

DENIED = "42501"

# Every SECURITY DEFINER function, with the logins that may call it.
DEFINERS = {
    "agree_to_change": {"kaas_app"},
    "append_event": {"kaas_app", "kaas_owner", "kaas_worker"},
    "decide_change": {"kaas_app"},
    "describe_markings": {"kaas_app"},
    "emergencies_of": set(),
    "end_emergency": {"kaas_app"},
    "explain_access": {"kaas_app"},
    "count_sign_in": {"kaas_app"},
    "counsel_may_read": {"kaas_app"},
    "directory_state": {"kaas_app"},
    "find_directory_login": {"kaas_app"},
    "find_login": {"kaas_app"},
    "follow_label": set(),
    "has_permission": {"kaas_app"},
    "held_permissions": {"kaas_app"},
    "hmac_sha256": set(),
    "identified_person": {"kaas_app"},
    "identified_session": {"kaas_app"},
    "identify": {"kaas_app"},
    "is_being_answered": {"kaas_app"},
    "identity_seal": set(),
    "labels_of_own": {"kaas_app"},
    "live_person": set(),
    "note_change": set(),
    "open_emergency": {"kaas_app"},
    "permitted_labels": {"kaas_app"},
    "explain_reading": {"kaas_owner"},
    "preview_change": {"kaas_app"},
    "readers_under": {"kaas_worker"},
    "propose_change": {"kaas_app"},
    "readable_labels": set(),
    "record_withheld": {"kaas_app"},
    "rest_on_more": {"kaas_app"},
    "rests_on": {"kaas_app"},
    "role_permits": set(),
    "search_matches": {"kaas_app"},
    "search_places": {"kaas_app"},
    "search_postings": {"kaas_app"},
    "search_rarity": {"kaas_app"},
    "search_vectors": {"kaas_app"},
    "search_vocabulary": {"kaas_app"},
}

# Tables without row security, and why that is right.
OUTSIDE = {
    "django_migrations": "names of migrations; the application may read them, to compare them with the code",
    "django_content_type": "names of tables; nobody but the owner is granted it",
    "auth_group": "Django's own, unused and empty; granted to nobody",
    "auth_group_permissions": "Django's own, unused and empty; granted to nobody",
    "auth_permission": "Django's own, names of models; granted to nobody",
    "procrastinate_jobs": "holds ids only; granted to the worker",
    "procrastinate_events": "holds ids only; granted to the worker",
    "procrastinate_periodic_defers": "names of tasks; granted to the worker",
    "procrastinate_workers": "heartbeats; granted to the worker",
}

UNWALLED = """
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'f')
       and not (c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid))
     order by 1
"""


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    """A superuser, for looking."""
    with server.superuser(demo) as raw:
        yield raw


def column(raw: Raw, query: str, *parameters: Any) -> list[Any]:
    return [row[0] for row in raw.execute(query, parameters).fetchall()]


def test_definer_functions_are_the_closed_list(root: Raw) -> None:
    rows = root.execute("""
        select p.proname, pg_get_userbyid(p.proowner), p.proconfig,
               coalesce(array(select coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC')
                                from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                               where a.privilege_type = 'EXECUTE' and a.grantee <> p.proowner), '{}')
          from pg_proc p where p.prosecdef order by 1""").fetchall()
    assert [row[0] for row in rows] == sorted(DEFINERS)
    for name, owner, configuration, callers in rows:
        assert owner == "kaas_gate", name
        assert "search_path=pg_catalog, public, pg_temp" in configuration, name
        assert set(callers) == DEFINERS[name], name


def test_what_the_verbs_are_made_of_is_the_gates_alone(root: Raw) -> None:
    """Functions of the gate that work with the caller's rights: nobody but the gate may call them."""
    rows = root.execute("""
        select p.proname, coalesce(array_length(p.proacl, 1), 0),
               array(select a.grantee::regrole::text from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                      where a.grantee <> p.proowner)
          from pg_proc p where p.proowner = 'kaas_gate'::regrole and not p.prosecdef""").fetchall()
    assert {"activate_change", "apply_change", "change_basis"} <= {name for name, _, _ in rows}
    assert [(name, callers) for name, _, callers in rows if callers] == []


def test_no_definer_takes_a_label(root: Raw) -> None:
    taking = column(
        root, "select proname from pg_proc where prosecdef and 'label' ~ any (coalesce(proargnames, '{}'))"
    )
    assert taking == []


def test_roles_cannot_see_past_the_walls(root: Raw) -> None:
    rows = root.execute("""
        select rolname, rolcanlogin,
               rolsuper or rolbypassrls or rolcreaterole or rolreplication
               or exists (select 1 from pg_auth_members where member = r.oid and (inherit_option or admin_option))
          from pg_roles r where rolname like 'kaas%' order by 1""").fetchall()
    assert rows == [
        ("kaas_app", True, False),
        ("kaas_gate", False, False),
        ("kaas_owner", True, False),
        ("kaas_worker", True, False),
    ]
    serving = (
        "select count(*) from pg_auth_members where member in ('kaas_app'::regrole, 'kaas_worker'::regrole)"
    )
    assert column(root, serving) == [0]


def test_serving_roles_own_nothing(root: Raw) -> None:
    owned = """
        select count(*) from pg_shdepend s join pg_database d on d.oid = s.dbid
         where s.deptype = 'o' and s.refobjid::regrole::text in ('kaas_app', 'kaas_worker') and d.datname = current_database()
    """
    assert column(root, owned) == [0]


@pytest.mark.parametrize("role", ["app", "worker"])
def test_serving_roles_create_nothing(server: Server, demo: str, role: str) -> None:
    with server.login(role, demo) as raw:
        for statement in (
            "create table mine (i int)",
            "create temporary table mine (i int)",
            "create schema mine",
            "create function mine() returns int language sql as 'select 1'",
            "create view mine as select 1",
            "create role mine",
            "drop extension vector",
            "create publication mine",
            "set role kaas_gate",
            "set role kaas_owner",
            "set session authorization kaas_owner",
            "alter table portfolios_document disable row level security",
            "drop policy permitted on portfolios_document",
            "alter function permitted_labels() security invoker",
            "truncate portfolios_passage",
            "copy (select 1) to program 'true'",
            "select pg_read_file('postgresql.conf')",
        ):
            assert attempt(raw, statement) in {DENIED, "42704"}, statement


@pytest.mark.parametrize("role", ["app", "worker"])
def test_serving_roles_keep_no_large_objects(server: Server, demo: str, role: str) -> None:
    with server.login(role, demo) as raw:
        assert attempt(raw, "select lo_from_bytea(0, 'mine')") == DENIED


def test_every_table_is_walled(root: Raw) -> None:
    assert set(column(root, UNWALLED)) == set(OUTSIDE)


def test_a_new_table_without_policy_is_noticed(root: Raw) -> None:
    with root.transaction(force_rollback=True):
        root.execute("create table portfolios_forgotten (id uuid primary key)")
        assert set(column(root, UNWALLED)) - set(OUTSIDE) == {"portfolios_forgotten"}
        root.execute("alter table portfolios_forgotten enable row level security, force row level security")
        assert set(column(root, UNWALLED)) - set(OUTSIDE) == {"portfolios_forgotten"}


def test_the_application_is_granted_nothing_of_index_queue_or_django(
    server: Server, root: Raw, demo: str
) -> None:
    hidden = column(
        root,
        """
        select c.relname from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'S')
           and (c.relname ~ '^(index|auth|django_content|procrastinate)_' or c.relkind = 'S')""",
    )
    assert len(hidden) > 12
    with server.login("app", demo) as raw:
        for name in [*hidden, "access_gatekey", "audit_pending"]:
            assert attempt(raw, f'select 1 from "{name}" limit 1') == DENIED, name
        for name in [name for name in hidden if not name.endswith("_seq")] + [
            "django_migrations",
            "portfolios_document",
        ]:
            assert attempt(raw, f'delete from "{name}"') == DENIED, name


def test_the_worker_knows_nothing_of_people_and_answers(server: Server, root: Raw, demo: str) -> None:
    theirs = column(
        root,
        """
        select c.relname from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
           and c.relname ~ '^(access|audit|answering|auth|django)_'
           and c.relname not in ('access_label', 'access_marking')""",
    )
    assert len(theirs) > 20
    with server.login("worker", demo) as raw:
        for name in theirs:
            assert attempt(raw, f'select 1 from "{name}" limit 1') == DENIED, name
            assert attempt(raw, f'delete from "{name}"') == DENIED, name
        for call in ("identify(gen_random_uuid(), '')", "permitted_labels()", "find_login('counsel')"):
            assert attempt(raw, f"select {call}") == DENIED, call


def test_the_owner_reads_nothing_that_people_wrote(server: Server, demo: str) -> None:
    """Under FORCE the owner has policies for people and facts only."""
    with server.login("owner", demo) as raw:
        for name in (
            "portfolios_document",
            "portfolios_passage",
            "index_posting",
            "index_span",
            "index_lexeme",
            "index_vector",
            "audit_text",
            "audit_event",
        ):
            assert raw.execute(f"select count(*) from {name}").fetchone() == (0,), name


@pytest.mark.parametrize(
    "query",
    [
        "select 1 from pg_stats",
        "select 1 from pg_stats_ext",
        "select 1 from pg_statistic",
        "select 1 from pg_stat_user_tables",
        "select 1 from pg_statio_user_tables",
        "select 1 from pg_stat_activity",
        "select 1 from pg_stat_database",
        "select pg_stat_get_live_tuples('portfolios_passage'::regclass)",
        "select pg_stat_get_tuples_inserted('index_lexeme'::regclass)",
    ],
)
def test_statistics_are_the_owners(server: Server, demo: str, query: str) -> None:
    for role in ("app", "worker"):
        with server.login(role, demo) as raw:
            assert attempt(raw, query) == DENIED, role


@pytest.mark.parametrize(
    "query",
    [
        "select reltuples from pg_class where relname = 'portfolios_passage'",
        "select relpages from pg_class where relname = 'portfolios_passage'",
        "select pg_relation_size('portfolios_passage')",
        "select pg_total_relation_size('index_lexeme')",
        "select pg_table_size('portfolios_passage')",
        "select pg_indexes_size('portfolios_passage')",
        "select pg_database_size(current_database())",
    ],
)
def test_sizes_are_the_owners(server: Server, demo: str, query: str) -> None:
    with server.login("app", demo) as raw:
        assert attempt(raw, query) == DENIED


def test_views_run_as_the_caller(root: Raw) -> None:
    views = root.execute("""
        select c.relname, coalesce('security_invoker=true' = any (c.reloptions), false) from pg_class c
         where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace""").fetchall()
    assert [name for name, invoker in views if not invoker] == []


def test_no_policy_lets_everybody_through(root: Raw) -> None:
    """`using (true)` is for the gate, the worker's stacks and the owner's provisioning, and for the role matrix."""
    open_to_app = column(
        root,
        """
        select polrelid::regclass::text from pg_policy
         where 'kaas_app'::regrole = any (polroles) and pg_get_expr(polqual, polrelid) = 'true'""",
    )
    assert open_to_app == ["access_rolepermission"]
    assert column(root, "select polname from pg_policy where 0 = any (polroles)") == []


def test_the_matrix_in_the_database_is_the_one_in_the_code(root: Raw) -> None:
    from governance.access.permissions import ROLES

    kept = set(root.execute("select role, permission from access_rolepermission").fetchall())
    assert kept == {(role.value, permission.value) for role, held in ROLES.items() for permission in held}
