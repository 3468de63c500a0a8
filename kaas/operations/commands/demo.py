"""Load the demo company into an empty installation: its people, its markings, its documents."""

import argparse
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from governance.access.company import NotEmpty, load_company
from kaas.operations.commands.output import note

FOLDER = Path(settings.BASE_DIR) / "deploy" / "demo"
ACCOUNTS = Path(settings.STATE_DIR) / "demo-accounts.txt"


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Make the people as the owner, then ingest the documents as the worker. Exit status 1 when others are here already.

    A load that was interrupted goes on where it stopped: the accounts' file says that the people here are the demo's.
    """
    description = tomllib.loads((FOLDER / "company.toml").read_text(encoding="utf-8"))
    try:
        load_company(description, keep=lambda passwords: _write_accounts(passwords, description))
    except NotEmpty:
        if not ACCOUNTS.exists():
            note("kaas: people are here already; the demo company is loaded into an empty installation only")
            return 1
    # Through the same door as everybody's files, in a process of the worker's role.
    command = [sys.executable, "-m", "kaas", "ingest", "--manifest", str(FOLDER / "company.toml")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    # A priority of a competitor has a number of an office whose numbers are not read: what is told of is no failure.
    recording = ["register", "record", str(FOLDER / "applications.json"), "--marking", "public"]
    done = subprocess.run([sys.executable, "-m", "kaas", *recording], stdout=subprocess.DEVNULL, check=False)
    return done.returncode if done.returncode > 1 else 0


def _write_accounts(passwords: Mapping[str, str], description: dict[str, Any]) -> None:
    ACCOUNTS.parent.mkdir(parents=True, exist_ok=True)
    width = max(map(len, passwords)) + 2
    roles = {person["username"]: ", ".join(person["roles"]) for person in description["people"]}
    lines = [f"{name:{width}}{password}  {roles[name]}" for name, password in passwords.items()]
    with os.fdopen(
        os.open(ACCOUNTS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as stream:
        stream.write("\n".join(lines) + "\n")
