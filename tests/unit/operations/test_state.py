"""The state folder: secrets are private, made once, whole; one process at a time holds the folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kaas.operations import state as states
from kaas.operations.errors import DiskFull, SecretInvalid, StateInUse, StateNotWritable
from kaas.operations.state import GENERATED, State, check_room, hold, is_held, open_state, write_whole


@pytest.fixture
def state(tmp_path: Path) -> State:
    return open_state(tmp_path / "var")


def test_folder_of_the_environment_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAAS_STATE_DIR", str(tmp_path))
    assert states.state_dir() == tmp_path
    monkeypatch.delenv("KAAS_STATE_DIR")
    assert states.state_dir().name == "var"


def test_secrets_are_private_and_made_once(state: State) -> None:
    state.make_secrets()
    before = {name: state.read_secret(name) for name in GENERATED}
    state.make_secrets()
    assert {name: state.read_secret(name) for name in GENERATED} == before
    assert len(set(before.values())) == len(GENERATED)
    assert state.secrets.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in state.secrets.iterdir()} == {0o600}


def test_missing_and_empty_secrets_are_named(state: State) -> None:
    state.make_secrets()
    (state.secrets / "gate_key").unlink()
    (state.secrets / "text_key").write_text("", encoding="utf-8")
    assert state.missing_secrets() == ["gate_key", "text_key"]
    for name in ("gate_key", "text_key"):
        with pytest.raises(SecretInvalid, match=name):
            state.read_secret(name)


def test_folder_is_held_by_one_process(state: State) -> None:
    with hold(state):
        code = f"from kaas.operations.state import *; print(is_held(State(Path({str(state.path)!r}))))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "True"
        with pytest.raises(StateInUse, match=f"process {os.getpid()} "), hold(state):
            pass
    assert not is_held(state)


def test_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StateNotWritable, match="KAAS_STATE_DIR"):
        open_state(tmp_path / "file" / "var")


def test_full_disk_is_reported_with_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="99999999999 MB"):
        check_room(tmp_path, needed=99999999999)


def test_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "note"
    write_whole(file, "old", mode=0o600)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, "new", mode=0o600)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]
