"""The `kaas` command in a process of its own that need not import the libraries again: it is forked from one that has them.

Everything that depends on the environment (settings, Django, the command itself) is imported in the new process only.
"""

import multiprocessing
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from kaas.__main__ import main

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


def run_command(
    arguments: Sequence[str], environment: Mapping[str, str], *, timeout: float
) -> "subprocess.CompletedProcess[str]":
    """What `python -m kaas` with these arguments, in this environment and nothing else, prints and how it ends.

    Raises TimeoutExpired, after which nothing of it runs any more.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _CONTEXT.Process(target=_run, args=(list(arguments), dict(environment), out, err))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["kaas", *arguments], timeout)
        return subprocess.CompletedProcess(
            ["kaas", *arguments], process.exitcode, out.read_text("utf-8"), err.read_text("utf-8")
        )


def _run(arguments: list[str], environment: dict[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for path, descriptor in ((out, 1), (err, 2)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), descriptor)
    raise SystemExit(main(arguments))
