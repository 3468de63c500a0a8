"""The checks of an installation: all well on a prepared database, and each kind of damage found."""

import json
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from kaas.operations.checks.installation import check_installation, problems_that_forbid_serving
from tests.databases import EMPTY, Server, connected

DAMAGE = {
    "role": [
        "grant create on schema public to kaas_app",
        "do $$ begin execute format('grant temporary on database %I to kaas_app', current_database()); end $$",
        "create schema elsewhere authorization kaas_app",
    ],
    "row security": [
        "alter table portfolios_passage no force row level security",
        "alter table access_user disable row level security",
        "create table loose (text text)",
        "create materialized view copied as select text from portfolios_passage",
        "grant select on index_lexeme to kaas_app",
        "grant insert on access_grant to kaas_app",
        "grant update (valid_to) on access_wall to kaas_app",
        "alter table access_emergency no force row level security",
        "grant select (entries) on index_posting to kaas_app",
    ],
    "definers": [
        "create function loose() returns int language sql security definer set search_path = pg_catalog return 1",
        "alter function permitted_labels() owner to kaas_owner",
        "alter function permitted_labels() reset all",
        "alter function find_login(text) security invoker",
        "grant execute on function find_login(text) to public",
        "drop function search_rarity(text[])",
    ],
    "views": [
        "create view seen as select text from portfolios_passage",
        "create view seen with (security_invoker = off) as select text from portfolios_passage",
    ],
    "migrations": [
        "alter table portfolios_passage drop column headings",
        "drop table answering_citation",
    ],
    "gate key": [
        "update access_gatekey set inner_key = outer_key",
        "delete from access_gatekey",
    ],
    "trail": [
        "grant update (detail) on audit_event to kaas_app",
        "grant delete on audit_text to kaas_app",
        "grant insert on audit_event to kaas_app",
        "drop trigger never_changed on audit_event",
        "alter table audit_text disable trigger never_emptied",
        "revoke execute on function append_event from kaas_app",
    ],
}
FORBIDDING = {"role", "row security", "definers", "views"}


@pytest.fixture
def database(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A prepared database without people, at which Django looks as the application does."""
    name = server.fresh(EMPTY)
    with django_db_blocker.unblock(), connected(server, "app", name):
        yield name


def wrong() -> dict[str, str]:
    """The checks that found something, with what they say."""
    return {found.name: found.detail for found in check_installation() if not found.ok}


def test_a_prepared_database_is_sound(database: str) -> None:
    assert wrong() == {}
    assert problems_that_forbid_serving() == []


@pytest.mark.parametrize(
    ("name", "statement"),
    [(name, statement) for name, statements in DAMAGE.items() for statement in statements],
)
def test_damage_is_found(server: Server, database: str, name: str, statement: str) -> None:
    with server.superuser(database) as superuser:
        superuser.execute(statement)  # type: ignore[arg-type]
    assert name in wrong()
    assert bool(problems_that_forbid_serving()) == (name in FORBIDDING)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("grant kaas_gate to kaas_app", "revoke kaas_gate from kaas_app"),
        ("grant kaas_worker to kaas_app with inherit false", "revoke kaas_worker from kaas_app"),
        ("grant pg_read_all_data to kaas_app", "revoke pg_read_all_data from kaas_app"),
        ("alter role kaas_app bypassrls", "alter role kaas_app nobypassrls"),
        ("alter role kaas_app superuser", "alter role kaas_app nosuperuser"),
        ("alter role kaas_gate login", "alter role kaas_gate nologin"),
        ("alter role kaas_gate bypassrls", "alter role kaas_gate nobypassrls"),
    ],
)
def test_a_role_that_reaches_further_forbids_serving(
    server: Server, database: str, given: str, taken: str
) -> None:
    with server.superuser("postgres") as superuser:
        superuser.execute(given)  # type: ignore[arg-type]
        try:
            assert any(problem.startswith("role: ") for problem in problems_that_forbid_serving())
        finally:
            superuser.execute(taken)  # type: ignore[arg-type]


def test_a_harmless_group_of_logins_does_not(server: Server, database: str) -> None:
    with server.superuser("postgres") as superuser:
        superuser.execute("create role logins; grant logins to kaas_app")
        try:
            assert problems_that_forbid_serving() == []
        finally:
            superuser.execute("drop role logins")


def test_the_owner_may_not_serve(server: Server, database: str, django_db_blocker: DjangoDbBlocker) -> None:
    with connected(server, "owner", database):
        problems = problems_that_forbid_serving()
    assert any("it logs in as kaas_owner" in problem for problem in problems)


def test_migrations_are_compared_by_name(server: Server, database: str) -> None:
    with server.superuser(database) as superuser:
        superuser.execute("delete from django_migrations where app = 'portfolios' and name = '0001_initial'")
        superuser.execute(
            "insert into django_migrations (app, name, applied) values ('access', '9999_later', now())"
        )
        said = wrong()["migrations"]
        assert said.startswith("portfolios 0001_initial is not applied")
        assert "access 9999_later is of another version" in said
        superuser.execute("revoke select on django_migrations from kaas_app")
        assert wrong() == {}
        superuser.execute("alter table portfolios_passage drop column headings")
        assert wrong()["migrations"].startswith("portfolios_passage lacks headings")


@pytest.mark.parametrize(
    ("key", "said"), [("", "is not set"), ("11" * 8, "no key of 32 bytes"), ("?", "no key")]
)
def test_keys_are_looked_at(database: str, settings: object, key: str, said: str) -> None:
    settings.GATE_KEY = settings.TEXT_KEY = key  # type: ignore[attr-defined]
    found = wrong()
    assert said in found["gate key"]
    assert said in found["text key"]


def test_an_unknown_gate_key_is_told(database: str, settings: object) -> None:
    settings.GATE_KEY = "99" * 32  # type: ignore[attr-defined]
    assert "not the key of this database" in wrong()["gate key"]


def test_a_model_server_that_is_away_is_told_and_does_not_forbid_serving(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAAS_CHAT_ENDPOINTS", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("KAAS_CHAT_MODEL", "gpt-oss-120b")
    assert wrong().keys() == {"model endpoints"}
    monkeypatch.setenv("KAAS_EGRESS_ALLOW", "127.0.0.1:8000")
    assert wrong().keys() == {"model endpoints", "egress"}
    assert problems_that_forbid_serving() == []


def test_the_command_prints_json_and_its_status_is_the_verdict(server: Server) -> None:
    name = server.fresh(EMPTY)
    done = server.kaas("check", "--json", database=name)
    verdict = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert verdict["ok"] is True
    assert all(check.keys() == {"name", "ok", "detail"} for check in verdict["checks"])
    with server.superuser(name) as superuser:
        superuser.execute("alter table portfolios_passage no force row level security")
    done = server.kaas("check", database=name)
    assert done.returncode == 1
    assert "portfolios_passage is not behind forced row security" in done.stdout


def test_a_database_that_is_away_is_one_line(server: Server, tmp_path: object) -> None:
    nowhere = f"postgresql://kaas_app@/kaas?host={tmp_path}"
    done = server.kaas("check", "--json", database="kaas", KAAS_DATABASE_URL=nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kaas: the database cannot be reached")
    assert done.stderr.count("\n") == 1
