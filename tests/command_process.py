"""The `kaas` command in a process of its own that need not import the libraries again: it is forked from one that has them.

Everything that depends on the environment (settings, Django, the command itself) is imported in the new process only. That
process has set Django up for one environment and role; each command in it is one more fork, and sees nothing of the others.
"""

import atexit
import multiprocessing
import os
import subprocess
import tempfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from kaas.__main__ import COMMANDS, _set_up, main

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = [
    *(
        "aiohttp",
        "django.contrib.auth",
        "django.db.models",
        "django.forms",
        "django.template",
        "docx",
        "jsonschema",
    ),
    *(
        "markdown_it",
        "openai_harmony",
        "openpyxl",
        "pptx",
        "psycopg",
        "psycopg_pool",
        "pydantic",
        "pypdfium2",
    ),
    *("kaas.inference.engine_room", "portfolios.analysis", "portfolios.claims", "portfolios.families"),
    *("portfolios.identifiers", "portfolios.officeactions", "portfolios.parsing"),
]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(LIBRARIES)


_FORK = multiprocessing.get_context("fork")
# What most commands of a role are about; any other is imported when it is run.
MODULES = {"app": ["failures", "ask", "search"], "worker": ["failures", "ingest"], "owner": ["failures"]}
KEPT = 2  # of those that have set Django up: tests go from one to the next database and do not come back
Key = tuple[str, tuple[tuple[str, str], ...]]
_ready: OrderedDict[Key, tuple[BaseProcess, Connection]] = OrderedDict()


def run_command(
    arguments: Sequence[str], environment: Mapping[str, str], *, timeout: float
) -> "subprocess.CompletedProcess[str]":
    """What `python -m kaas` with these arguments, in this environment and nothing else, prints and how it ends.

    Raises TimeoutExpired, after which nothing of it runs any more.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        connection = _prepared(_role(arguments), environment)
        connection.send((list(arguments), out, err, timeout))
        status = connection.recv()
        if status is None:
            raise subprocess.TimeoutExpired(["kaas", *arguments], timeout)
        return subprocess.CompletedProcess(
            ["kaas", *arguments], status, out.read_text("utf-8"), err.read_text("utf-8")
        )


def _role(arguments: Sequence[str]) -> str:
    """The database role of a command; "" for one without, and for what is none."""
    words = 2 if " ".join(arguments[:2]) in COMMANDS else 1
    command = COMMANDS.get(" ".join(arguments[:words]))
    return command.role if command else ""


def _prepared(role: str, environment: Mapping[str, str]) -> Connection:
    """The way to a process in which Django is set up for this role in this environment."""
    key = role, tuple(sorted(environment.items()))
    if key not in _ready:
        while len(_ready) >= KEPT:
            _end(*_ready.popitem(last=False)[1])
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_serve, args=(role, dict(environment), theirs))
        process.start()
        theirs.close()
        _ready[key] = process, ours
    _ready.move_to_end(key)
    return _ready[key][1]


def _end(process: BaseProcess, connection: Connection) -> None:
    connection.close()
    process.join()


@atexit.register
def _end_all() -> None:
    while _ready:
        _end(*_ready.popitem()[1])


def _serve(role: str, environment: dict[str, str], connection: Connection) -> None:
    """Fork a process for each command, one after another, until nobody can send another."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    if role:
        with suppress(Exception):  # the command comes to the same, and says it
            _set_up(role)
            for name in MODULES[role]:
                import_module(f"kaas.operations.commands.{name}")
    with suppress(EOFError):
        while True:
            *command, timeout = connection.recv()
            process = _FORK.Process(target=_run, args=command)
            process.start()
            process.join(timeout)
            status = process.exitcode
            if status is None:
                process.kill()
                process.join()
            connection.send(status)


def _run(arguments: list[str], out: Path, err: Path) -> None:
    for path, descriptor in ((out, 1), (err, 2)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), descriptor)
    raise SystemExit(main(arguments))
