"""The embedded server as it really is: started, attacked, killed, started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kaas.operations.embedded import Cluster
from kaas.operations.embedded.server import running_pid
from kaas.operations.errors import SecretsMissing
from kaas.operations.state import open_state

STARTER = """
import sys, time
from pathlib import Path
from kaas.operations.embedded import Cluster
cluster = Cluster.ephemeral(Path(sys.argv[1]))
cluster.start()
print(cluster.status().pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster.ephemeral(tmp_path_factory.mktemp("state")) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server for tests that stop it or damage what is around it."""
    with Cluster.ephemeral(tmp_path_factory.mktemp("spare")) as cluster:
        yield cluster


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def wait_until_gone(pid: int) -> bool:
    """A process that has ended but was not asked for its status counts as gone."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("role", ["owner", "app", "worker"])
def test_roles_log_in_and_cannot_see_past_row_security(cluster: Cluster, role: str) -> None:
    query = "SELECT session_user, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = session_user"
    assert one(cluster.url(role), query) == (f"kaas_{role}", False, False, False)


def test_gate_cannot_log_in_and_owner_is_not_let_through_by_its_policies(cluster: Cluster) -> None:
    query = """
        SELECT g.rolcanlogin, g.rolsuper, g.rolbypassrls, m.inherit_option, m.set_option, m.admin_option
        FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles o ON o.oid = m.member
        WHERE g.rolname = 'kaas_gate' AND o.rolname = 'kaas_owner'
    """
    assert one(cluster.url("superuser"), query) == (False, False, False, False, True, False)


@pytest.mark.parametrize("user", ["postgres", "kaas_owner", "kaas_app"])
def test_wrong_password_is_refused(cluster: Cluster, user: str) -> None:
    host = cluster.url("app").partition("?")[2]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://{user}:wrong@/kaas?{host}")


def test_server_listens_on_a_private_socket_only(cluster: Cluster) -> None:
    url = cluster.url("superuser")
    assert one(url, "SHOW listen_addresses") == ""
    assert one(url, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == 0
    folder = Path(url.partition("host=")[2])
    assert folder.stat().st_mode & 0o777 == 0o700


def test_database_is_as_promised(cluster: Cluster) -> None:
    url = cluster.url("superuser")
    query = (
        "SELECT datlocprovider, datlocale, pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'kaas'"
    )
    assert one(url, query) == ("b", "C.UTF-8", "kaas_owner")
    assert one(url, "SHOW data_checksums") == "on"
    assert one(url, "SHOW server_encoding") == "UTF8"
    assert str(one(url, "SHOW server_version")).startswith("18.")


@pytest.mark.parametrize("role", ["app", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "SET ROLE kaas_gate",
        "SET ROLE kaas_owner",
        "SELECT * FROM pg_stats",
        "SELECT * FROM pg_stat_user_tables",
        "SELECT query FROM pg_stat_activity",
        "SELECT pg_stat_get_live_tuples(1)",
        "SELECT pg_read_file('PG_VERSION')",
    ],
)
def test_serving_roles_may_do_none_of_this(cluster: Cluster, role: str, statement: str) -> None:
    with (
        psycopg.connect(cluster.url(role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_owner_hands_functions_to_the_gate(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("owner")) as connection:
        connection.execute("CREATE FUNCTION decide() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        connection.execute("ALTER FUNCTION decide() OWNER TO kaas_gate")
        connection.rollback()


def test_databases_made_for_tests_have_the_extension(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("owner"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE made_for_tests")
    try:
        assert one(cluster.url("owner", database="made_for_tests"), "SELECT '[1,2]'::vector <-> '[1,3]'") == 1
    finally:
        with psycopg.connect(cluster.url("owner"), autocommit=True) as connection:
            connection.execute("DROP DATABASE made_for_tests")


def test_log_holds_no_statement_and_no_value(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("owner")) as connection:
        connection.execute("CREATE TABLE told (text text UNIQUE)")
        connection.execute("INSERT INTO told VALUES ('the secret of Aurora')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO told VALUES ('the secret of Aurora')")
    folder = cluster.status().folder
    assert folder is not None
    logs = "".join(path.read_text(encoding="utf-8") for path in folder.glob("log/*.log"))
    assert "duplicate key" in logs
    assert "Aurora" not in logs


def test_committed_rows_survive_the_death_of_every_process(tmp_path: Path) -> None:
    cluster = Cluster(open_state(tmp_path))
    cluster.start()
    with psycopg.connect(cluster.url("owner")) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    pid = cluster.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until_gone(pid)
    cluster.stop()
    with Cluster(open_state(tmp_path)) as again:
        assert one(again.url("owner"), "SELECT id FROM kept") == 42
        assert one(again.url("superuser"), "SHOW fsync") == "on"
    shutil.rmtree(cluster.ensure().path)


def test_server_does_not_outlive_its_starter(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, str(tmp_path / "state")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        starter.kill()
    assert wait_until_gone(pid)
    with Cluster.ephemeral(tmp_path / "state") as again:
        assert again.status().ready


def test_number_of_a_dead_server_that_another_program_now_has_is_no_obstacle(spare: Cluster) -> None:
    data = spare.ensure().data
    spare.stop()
    (data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{data}\n0\n5432\n/nowhere\n\n 1 1\n", encoding="utf-8"
    )
    assert running_pid(data) is None
    spare.start()
    assert spare.status().ready


def test_socket_lock_that_names_a_living_process_is_no_obstacle(spare: Cluster) -> None:
    """A killed server that nobody has reaped still answers to its number, as another program may that has it now."""
    home = spare.ensure()
    spare.stop()
    other = subprocess.Popen(["/bin/sleep", "60"], user=home.account.uid, group=home.account.gid)
    try:
        lock = home.socket / ".s.PGSQL.5432.lock"
        lock.write_text(f"{other.pid}\n{home.data}\n0\n5432\n{home.socket}\n", encoding="utf-8")
        home.account.own(lock)
        spare.start()
        assert spare.status().ready
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("name", ["a folder with 'quotes' and 名前", "deep/" + "x" * 120])
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    with Cluster.ephemeral(tmp_path / name) as cluster:
        assert one(cluster.url("app"), "SELECT session_user") == "kaas_app"


def test_what_an_interrupted_creation_left_is_removed(spare: Cluster) -> None:
    left = spare.ensure().path / "new-abc"
    left.mkdir()
    spare.ensure()
    assert not left.exists()


def test_deleting_the_state_folder_is_a_full_reset(tmp_path: Path) -> None:
    cluster = Cluster.ephemeral(tmp_path / "state")
    cluster.start()
    with psycopg.connect(cluster.url("owner")) as connection:
        connection.execute("CREATE TABLE gone (id int)")
    cluster.stop()
    shutil.rmtree(tmp_path / "state")
    with Cluster.ephemeral(tmp_path / "state") as again:
        assert one(again.url("owner"), "SELECT to_regclass('gone')") is None


def test_second_start_changes_no_password(spare: Cluster) -> None:
    before = spare.url("app")
    spare.stop()
    spare.start()
    assert spare.url("app") == before
    assert spare.state.read_secret("database_url") == before


def test_lost_secrets_are_never_replaced_by_new_ones(spare: Cluster) -> None:
    key = spare.state.read_secret("text_key")
    (spare.state.secrets / "text_key").unlink()
    with pytest.raises(SecretsMissing, match="text_key"):
        spare.ensure()
    spare.state.write_secret("text_key", key)
    spare.ensure()
