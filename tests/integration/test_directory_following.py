"""The process that follows the directory, as an operator runs it: a revocation counts without anybody doing anything."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import ROOT, Server, connected
from tests.doubles.slapd import GROUPS, PEOPLE, READER, READER_PASSWORD, Slapd, require_slapd, running

require_slapd()

import ldap

from governance.access.scopes import SessionEnded, scope
from governance.access.sessions import sign_in_as_operator

PATIENCE = 60.0


class Installation:
    """A prepared database and a directory, and the `kaas` command on them."""

    def __init__(self, server: Server, slapd: Slapd, folder: Path) -> None:
        self.server, self.slapd, self.folder = server, slapd, folder
        self.database = server.fresh()
        self.variables = {
            "KAAS_LDAP_URL": slapd.url,
            "KAAS_LDAP_BIND_DN": READER,
            "KAAS_LDAP_PASSWORD": READER_PASSWORD,
            "KAAS_LDAP_PEOPLE": PEOPLE,
            "KAAS_LDAP_GROUPS": GROUPS,
            "KAAS_LDAP_SECONDS": "20",
            "KAAS_LDAP_EVERY": "0.2",
        }

    def kaas(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return self.server.kaas(*arguments, database=self.database, **(self.variables | variables))

    def load(self, text: str) -> "subprocess.CompletedProcess[str]":
        file = self.folder / "mapping.toml"
        file.write_text(text, encoding="utf-8")
        return self.kaas("directory", "load", str(file))

    def checked(self) -> dict[str, object]:
        """What `kaas check` says of the directory."""
        said = json.loads(self.kaas("check", "--json").stdout)
        (found,) = [check for check in said["checks"] if check["name"] == "directory"]
        return dict(found)


@pytest.fixture
def installation(
    server: Server, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    with running(tmp_path / "slapd") as slapd, django_db_blocker.unblock():
        yield Installation(server, slapd, tmp_path)


def until(is_so: Callable[[], bool]) -> None:
    """Return when it is so; how soon is not measured here."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def is_let_in(session: uuid.UUID) -> bool:
    try:
        with scope(session):
            return True
    except SessionEnded:
        return False


def test_who_leaves_the_group_is_out_while_signed_in(installation: Installation) -> None:
    slapd = installation.slapd
    mayumi = slapd.add_person("mayumi")
    staff = slapd.add_group("staff", mayumi, slapd.add_person("kenji"))
    loaded = installation.load('[[group]]\ngroup = "staff"\nroles = ["engineer"]\n')
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert "was never read" in str(installation.checked()["detail"])
    done = installation.kaas("directory", "sync", "--json")
    assert json.loads(done.stdout) == {"people": 2, "joined": 2, "opened": 4, "closed": 0, "questions": []}
    environment = installation.server.environment(installation.database) | installation.variables
    command = [sys.executable, "-m", "kaas", "directory", "follow"]
    follower = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        with connected(installation.server, "app", installation.database):
            session = sign_in_as_operator("mayumi")
            assert is_let_in(session)
            slapd.change(staff, ldap.MOD_DELETE, member=mayumi)
            until(lambda: not is_let_in(session))
            kenji = sign_in_as_operator("kenji")
            slapd.stop()
            until(lambda: "unreachable" in str(installation.checked()["detail"]))
            assert is_let_in(kenji)
            assert installation.kaas("directory", "deactivate", "kenji").returncode == 0
            assert not is_let_in(kenji)
            slapd.start()
            until(lambda: installation.checked()["ok"] is True)
            assert not is_let_in(kenji)
    finally:
        follower.terminate()
        _, said = follower.communicate(timeout=PATIENCE)
    first, *_, last = said.splitlines()
    assert first.startswith("kaas: the directory is not followed: ")
    assert last == "kaas: the directory is followed again"


def test_what_an_operator_is_told(installation: Installation) -> None:
    installation.slapd.add_group("staff", installation.slapd.add_person("engineer"))
    wrong = installation.load(
        '[[group]]\ngroup = "stuff"\nclearance = 1\n[[group]]\ngroup = "staff"\nroles = ["king"]\n'
    )
    assert wrong.returncode == 2
    assert "no group 'stuff'" in wrong.stderr
    assert "there is no 'king'" in wrong.stderr
    assert "cannot be read as TOML" in installation.load("[[group").stderr
    missing = installation.kaas("directory", "load", str(installation.folder / "none.toml"))
    assert (missing.returncode, len(missing.stderr.splitlines())) == (2, 1)
    assert installation.load('[[group]]\ngroup = "staff"\nclearance = 1\n').returncode == 0
    assert "cn=staff" in installation.kaas("directory", "show").stdout
    assert len(json.loads(installation.kaas("directory", "show", "--json").stdout)["rules"]) == 1
    assert "not followed: engineer" in installation.kaas("directory", "sync").stdout
    assert "1 groups or entries cannot be followed" in str(installation.checked()["detail"])
    assert installation.kaas("directory", "sync", "--adopt", "engineer").stdout.startswith(
        "1 people, 1 of them new"
    )
    nobody = installation.kaas("directory", "deactivate", "nobody")
    assert (nobody.returncode, nobody.stderr) == (1, "kaas: nobody of the name nobody is active\n")
    away = installation.kaas("directory", "sync", KAAS_LDAP_PASSWORD="wrong")
    assert (away.returncode, len(away.stderr.splitlines())) == (1, 1)
    assert "refused the account" in away.stderr
    unset = installation.kaas("directory", "sync", KAAS_LDAP_URL="")
    assert (unset.returncode, unset.stderr) == (
        2,
        "kaas: KAAS_LDAP_URL is not set: there is no directory here.\n",
    )
    plain = installation.kaas("check", "--json", KAAS_LDAP_URL="ldap://192.0.2.1")
    assert "in the clear" in plain.stdout
