"""Load the demo company into an empty installation: its people, its markings, its documents."""

import argparse
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings

from governance.access.company import NotEmpty, load_company
from kaas.operations.commands.output import note

FOLDER = Path(settings.BASE_DIR) / "deploy" / "demo"


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Make the people as the owner, then ingest the documents as the worker. Exit status 1 when people are here already."""
    description = tomllib.loads((FOLDER / "company.toml").read_text(encoding="utf-8"))
    try:
        passwords = load_company(description)
    except NotEmpty:
        note("kaas: people are here already; the demo company is loaded into an empty installation only")
        return 1
    _write_accounts(passwords, description)
    # Through the same door as everybody's files, in a process of the worker's role.
    command = [sys.executable, "-m", "kaas", "ingest", "--manifest", str(FOLDER / "company.toml")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 0


def _write_accounts(passwords: dict[str, str], description: dict[str, Any]) -> None:
    file = Path(settings.STATE_DIR) / "demo-accounts.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    width = max(map(len, passwords)) + 2
    roles = {person["username"]: ", ".join(person["roles"]) for person in description["people"]}
    lines = [f"{name:{width}}{password}  {roles[name]}" for name, password in passwords.items()]
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as stream:
        stream.write("\n".join(lines) + "\n")
