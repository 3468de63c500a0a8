"""What the launcher makes of files that other programs wrote."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kaas.operations.embedded.account import OURSELVES, Account
from kaas.operations.embedded.binaries import find_binaries
from kaas.operations.embedded.configuration import write_configuration
from kaas.operations.embedded.home import Home, open_home, recorded_path
from kaas.operations.embedded.server import NO_PROCESS, disown_stale_pid, is_ready, reason_in, running_pid
from kaas.operations.errors import FolderGone
from kaas.operations.state import State, open_state


def test_number_of_another_program_is_not_the_server(tmp_path: Path) -> None:
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{tmp_path}\n1\n5432\n/run\n\n  1  2\nready   \n", encoding="utf-8")
    assert running_pid(tmp_path) is None
    assert is_ready(tmp_path)
    disown_stale_pid(tmp_path)
    assert pid_file.read_text(encoding="utf-8").splitlines()[0] == str(NO_PROCESS)
    assert pid_file.read_text(encoding="utf-8").splitlines()[6] == "  1  2"


def test_number_of_a_program_with_this_folder_among_its_arguments_is(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print(1, flush=True); input()", "-D", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        program.stdout.readline()
        (tmp_path / "postmaster.pid").write_text(f"{program.pid}\n", encoding="utf-8")
        assert running_pid(tmp_path) == program.pid
        disown_stale_pid(tmp_path)
        assert running_pid(tmp_path) == program.pid
        program.communicate(b"\n")


@pytest.mark.parametrize("content", ["", "garbage\n", "-5\n"])
def test_odd_pid_files_name_no_server(tmp_path: Path, content: str) -> None:
    (tmp_path / "postmaster.pid").write_text(content, encoding="utf-8")
    assert running_pid(tmp_path) is None


def test_reason_is_the_last_complaint(tmp_path: Path) -> None:
    log = tmp_path / "start.log"
    assert reason_in(log) == ""
    log.write_text(
        "2026 UTC [1] LOG:  hello\n2026 UTC [1] FATAL:  no room\n2026 UTC [1] LOG:  bye\n", encoding="utf-8"
    )
    assert reason_in(log) == "FATAL:  no room"


def test_settings_survive_odd_paths(tmp_path: Path) -> None:
    path = tmp_path / "it's a \\ folder"
    (path / "log").mkdir(parents=True)
    for number in range(8):
        (path / "log" / f"postgresql-2026010{number}-000000.log").touch()
    text = write_configuration(Home(path, OURSELVES, path / "run"), lasting=True).read_text(encoding="utf-8")
    assert "it''s a \\\\ folder" in text
    assert "fsync = 'on'" in text
    assert "listen_addresses = ''" in text
    assert len(list((path / "log").iterdir())) == 5


def test_home_is_found_again_and_its_loss_is_reported(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    home = open_home(state)
    assert open_home(State(state.path)) == home
    assert recorded_path(state) == home.path
    for path in sorted(home.path.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    home.path.rmdir()
    with pytest.raises(FolderGone, match="delete"):
        open_home(state)


def test_binaries_are_those_of_the_environment(tmp_path: Path) -> None:
    found = find_binaries(OURSELVES, copies=tmp_path)
    assert found("initdb").startswith(sys.prefix)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts")
def test_an_account_that_cannot_reach_the_environment_gets_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account(uid=60919, gid=60919)
    monkeypatch.setattr(Account, "can", lambda *_: False)
    copies = tmp_path / "copies"
    found = find_binaries(account, copies=copies)
    assert found == find_binaries(account, copies=copies)
    assert found.folder.is_relative_to(copies)
    assert all(path.stat().st_mode & 0o004 for path in copies.rglob("*"))
    version = subprocess.run([found("initdb"), "--version"], capture_output=True, text=True, check=True)
    assert "PostgreSQL) 18" in version.stdout
