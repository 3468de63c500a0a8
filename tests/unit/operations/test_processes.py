"""The supervisor, with programs of one line in the place of portal and worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kaas.operations import preparation, processes
from kaas.operations.environment import Process, environment_of
from kaas.operations.errors import ProcessKeepsFailing, ProcessNotStarted
from kaas.operations.preparation import Preparation, what_tables_follow
from kaas.operations.processes import Keeper
from kaas.operations.progress import Progress, Stopped, stopping_on_signals
from kaas.operations.state import State, open_state

FAILING = Process(name="failure", arguments=("-c", "raise SystemExit(3)"), role="app", keys=())
SLEEPING = Process(name="sleeper", arguments=("-c", "import time; time.sleep(600)"), role="app", keys=())


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = open_state(tmp_path)
    state.write_secret("database_url", "postgresql://kaas_app@/kaas")
    return state


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_process_that_keeps_failing_is_given_up(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "WAITS", (0.0, 0.0))
    keeper = Keeper(FAILING, state, Progress())

    def fail() -> bool:
        keeper.look()
        return False

    with pytest.raises(ProcessKeepsFailing, match=r"failure ended 3 times in a row \(last exit status 3\)"):
        until(fail)


def test_a_process_that_ends_before_the_platform_is_ready_is_not_tried_again(state: State) -> None:
    keeper = Keeper(FAILING, state, Progress())
    assert keeper.child is not None
    keeper.child.wait()
    with pytest.raises(ProcessNotStarted, match="exit status 3"):
        keeper.check_started()


def test_a_process_that_was_killed_is_started_again(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "WAITS", (0.0,))
    keeper = Keeper(SLEEPING, state, Progress())
    first = keeper.child
    assert first is not None
    first.kill()
    first.wait()
    keeper.look()
    second = keeper.child
    assert second is not None
    assert second.pid != first.pid
    processes.end([second], Progress())
    assert second.returncode == -signal.SIGTERM


def test_what_ignores_the_request_to_stop_is_killed(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    with subprocess.Popen(
        [sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        processes.end([child], Progress())
    assert child.returncode == -signal.SIGKILL


def test_first_signal_stops_and_the_second_only_hurries() -> None:
    say = Progress()
    former = signal.getsignal(signal.SIGTERM)
    reached = []
    with stopping_on_signals(say):
        with pytest.raises(Stopped):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        reached.append("the end")
    assert reached
    assert say.is_impatient
    assert signal.getsignal(signal.SIGTERM) == former


def test_a_preparation_is_done_while_the_database_is_the_one_it_was_done_to(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    portrait = ["first"]
    monkeypatch.setattr(preparation, "_self_portrait", lambda _: portrait[0])
    follows = ["files"]
    prepared = Preparation(SLEEPING, depends_on=lambda: follows[0])
    assert not prepared.is_done(state, url="")
    prepared.mark_done(state, url="")
    assert prepared.is_done(state, url="")
    portrait[0] = "another database"
    assert not prepared.is_done(state, url="")
    portrait[0], follows[0] = "first", "other files"
    assert not prepared.is_done(state, url="")


def test_digest_of_the_tables_is_stable() -> None:
    assert what_tables_follow() == what_tables_follow()


def test_what_a_process_started_goes_with_it() -> None:
    code = (
        "import subprocess, sys; c = subprocess.Popen(['sleep', '600']); print(c.pid, flush=True); c.wait()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True
    ) as child:
        assert child.stdout is not None
        grandchild = Path(f"/proc/{int(child.stdout.readline())}/cmdline")
        assert grandchild.exists()
        processes.end([child], Progress())
    until(lambda: not grandchild.exists() or not grandchild.read_bytes())
    assert not grandchild.exists() or not grandchild.read_bytes()


def test_the_directory_is_followed_where_there_is_one(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAAS_LDAP_URL", raising=False)
    monkeypatch.delenv("KAAS_LDAP_URL_FILE", raising=False)
    assert processes.following() == []
    monkeypatch.setenv("KAAS_LDAP_URL", "ldaps://directory.example")
    monkeypatch.setenv("KAAS_LDAP_PASSWORD", "for looking")
    assert [(process.name, process.role) for process in processes.following()] == [("directory", "owner")]
    state.write_secret("database_worker_url", "postgresql://kaas_worker@/kaas")
    state.write_secret("secret_key", "a key")
    told = environment_of(processes.WORKER, state)
    assert (told["KAAS_LDAP_URL"], told["KAAS_LDAP_PASSWORD"]) == ("", "")
