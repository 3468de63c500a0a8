"""Each process is told its own login and keys, and nothing of the others'."""

from pathlib import Path

import pytest

from kaas.operations.environment import SECRET_VARIABLES, Process, environment_of, server_urls
from kaas.operations.errors import DatabaseUnfit
from kaas.operations.processes import DEMO, TABLES, WORKER, web
from kaas.operations.state import State, open_state


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> State:
    for name in SECRET_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    state = open_state(tmp_path)
    for name in SECRET_VARIABLES:
        state.write_secret(name.removeprefix("KAAS_").lower(), f"the {name}")
    return state


@pytest.mark.parametrize(
    ("process", "given"),
    [
        (web(8000), {"KAAS_DATABASE_URL", "KAAS_SECRET_KEY", "KAAS_GATE_KEY", "KAAS_TEXT_KEY"}),
        (WORKER, {"KAAS_DATABASE_WORKER_URL", "KAAS_SECRET_KEY"}),
        (TABLES.process, {"KAAS_DATABASE_OWNER_URL", "KAAS_SECRET_KEY", "KAAS_GATE_KEY"}),
        (DEMO.process, set(SECRET_VARIABLES)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_only_its_own_secrets(state: State, process: Process, given: set[str]) -> None:
    environment = environment_of(process, state)
    assert {name for name in SECRET_VARIABLES if environment[name]} == given
    assert environment["KAAS_DATABASE_ROLE"] == process.role


def test_secrets_of_the_surroundings_do_not_pass(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAAS_GATE_KEY", "from outside")
    monkeypatch.setenv("KAAS_DATABASE_OWNER_URL_FILE", "/etc/owner")
    environment = environment_of(WORKER, state)
    assert environment["KAAS_GATE_KEY"] == ""
    assert "KAAS_DATABASE_OWNER_URL_FILE" not in environment


def test_environment_goes_before_files(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mounted").write_text("mounted key\n", encoding="utf-8")
    monkeypatch.setenv("KAAS_GATE_KEY_FILE", str(tmp_path / "mounted"))
    assert environment_of(TABLES.process, state)["KAAS_GATE_KEY"] == "mounted key"
    monkeypatch.setenv("KAAS_GATE_KEY", "exported key")
    assert environment_of(TABLES.process, state)["KAAS_GATE_KEY"] == "exported key"


def test_a_real_server_needs_all_three_logins(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAAS_DATABASE_URL", "postgresql://kaas_app@db/kaas")
    with pytest.raises(DatabaseUnfit, match="KAAS_DATABASE_WORKER_URL"):
        server_urls(state)
