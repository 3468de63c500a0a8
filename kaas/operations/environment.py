"""What each process is told. Every process gets the login of its own role and the keys it works with; the
others are set to nothing, so that it neither inherits them nor finds them in the state folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kaas.operations.errors import DatabaseUnfit
from kaas.operations.state import State

Role = Literal["app", "worker", "owner"]
URL_VARIABLES: dict[Role, str] = {
    "app": "KAAS_DATABASE_URL",
    "worker": "KAAS_DATABASE_WORKER_URL",
    "owner": "KAAS_DATABASE_OWNER_URL",
}
KEY_VARIABLES = ("KAAS_SECRET_KEY", "KAAS_GATE_KEY", "KAAS_TEXT_KEY")
SECRET_VARIABLES = (*URL_VARIABLES.values(), *KEY_VARIABLES)


@dataclass(frozen=True)
class Process:
    """A program of the platform: what follows `python`, as which role it works, and which keys it is
    given."""

    name: str
    arguments: tuple[str, ...]
    role: Role
    keys: tuple[str, ...] = ("KAAS_SECRET_KEY",)
    roles: tuple[Role, ...] = ()  # further logins, for set-up only
    variables: Mapping[str, str] = field(default_factory=dict)


def uses_real_server() -> bool:
    """Whether the environment points at a database server of the operator's own."""
    return bool(os.environ.get("KAAS_DATABASE_URL") or os.environ.get("KAAS_DATABASE_URL_FILE"))


def read_variable(variable: str, state: State) -> str:
    """A secret from the environment, from the file named there, or from the state folder."""
    if value := os.environ.get(variable):
        return value
    if named := os.environ.get(f"{variable}_FILE"):
        return Path(named).read_text(encoding="utf-8").strip()
    return state.read_secret(variable.removeprefix("KAAS_").lower())


def server_urls(state: State) -> dict[Role, str]:
    """The three logins. Raises DatabaseUnfit when a real server is named with some of them only."""
    if uses_real_server():
        for variable in URL_VARIABLES.values():
            if not (os.environ.get(variable) or os.environ.get(f"{variable}_FILE")):
                raise DatabaseUnfit(
                    variable=variable, detail="KAAS_DATABASE_URL is set and this is not; set all three."
                )
    return {role: read_variable(variable, state) for role, variable in URL_VARIABLES.items()}


def environment_of(process: Process, state: State) -> dict[str, str]:
    """The environment a process is started with."""
    hidden = {*SECRET_VARIABLES, *(f"{variable}_FILE" for variable in SECRET_VARIABLES)}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    given = {URL_VARIABLES[role] for role in (process.role, *process.roles)} | set(process.keys)
    environment |= {name: read_variable(name, state) if name in given else "" for name in SECRET_VARIABLES}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "kaas.settings",
        "KAAS_STATE_DIR": str(state.path),
        "KAAS_DATABASE_ROLE": process.role,
        "PYTHONUNBUFFERED": "1",
    }
    return environment | dict(process.variables)
