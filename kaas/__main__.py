"""The `kaas` command: each verb of the platform from the command line, under the database role that verb needs."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

DONE, NO, UNUSABLE = 0, 1, 2


class Command(NamedTuple):
    """A verb: the database role it runs under ("" for none) and what it does."""

    role: str
    summary: str


COMMANDS = {
    "run": Command("", "run the platform: database, portal and worker, until Ctrl-C"),
    "check": Command("app", "check the installation: roles, row security, versions, trail"),
    "ingest": Command("worker", "take files in; returns when their documents can be found"),
    "embed": Command(
        "worker", "let the embedding model read what it has not read yet; the worker does it too"
    ),
    "merge": Command("worker", "join the index's rows of many documents now; the worker does it too"),
    "index": Command("owner", "the search index: sizes, vacuum, what waits to be merged"),
    "relabel": Command("worker", "give a document another marking, and everything that was derived from it"),
    "search": Command("app", "search as a person"),
    "ask": Command("app", "ask as a person"),
    "parse": Command("app", "read a file and show what is in it; stores nothing"),
    "key": Command("app", "make an API key for a person"),
    "access": Command("app", "who may read what, and why; decide on changes of it"),
    "identify": Command("", "find the patent numbers in a text"),
    "claims": Command("", "take the claims of a text apart; stores nothing"),
    "officeaction": Command("", "read an examiner's letter: rejections, documents, deadline; stores nothing"),
    "models": Command("", "model cards, served models, and whether weights are the right ones"),
    "family": Command("", "families, terms and legal status of applications; stores nothing"),
    "register": Command(
        "worker", "what registers say of applications, so that searches know families and status"
    ),
    "glossary": Command("worker", "the company's glossary: terms that a search finds in all their spellings"),
    "evaluate": Command("owner", "measure retrieval on a BEIR folder, apart from everything else"),
    "evaluate answers": Command(
        "app", "ask the questions of a file as the people it names, and judge the answers"
    ),
    "evaluate kept": Command("", "the runs that are kept, with their figures by model, prompt and effort"),
    "evaluate compare": Command(
        "", "hold two kept runs against each other: what differs by more than chance"
    ),
    "directory": Command("owner", "the company's directory: group mapping, following its groups"),
    "prepare": Command("owner", "bring the database up to date; `kaas run` does it"),
    "demo": Command("owner", "load the demo company into an empty installation; `kaas run` does it"),
    "worker": Command("worker", "work off the queue; `kaas run` does it"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Exit status: 0 done, 1 the answer is no, 2 bad usage or unreadable input."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] not in COMMANDS:
        _overview().parse_args(given)  # prints help or says which commands there are, and exits
    words = 2 if " ".join(given[:2]) in COMMANDS else 1
    name, rest = " ".join(given[:words]), given[words:]
    try:
        return _run(name, rest)
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return UNUSABLE


def _overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kaas", description="Answers to IP questions from the company's own documents."
    )
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        verbs.add_parser(name, help=command.summary)
    return parser


def _run(name: str, arguments: list[str]) -> int:
    """Set the process up for the command's role, then run it; what a person can mend is one line, not a traceback."""
    explain: Callable[[Exception], str | None] = _operation
    try:
        if COMMANDS[name].role:
            _set_up(COMMANDS[name].role)
            explain = import_module("kaas.operations.commands.failures").explain
        command = import_module(f"kaas.operations.commands.{name.replace(' ', '_')}")
        parser = argparse.ArgumentParser(prog=f"kaas {name}", description=COMMANDS[name].summary)
        command.describe(parser)
        return int(command.run(parser.parse_args(arguments)))
    except Exception as error:
        line = explain(error)
        if line is None:
            raise
        sys.stderr.write(f"kaas: {line}\n")
        return UNUSABLE


def _set_up(role: str) -> None:
    os.environ["KAAS_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaas.settings")
    import django  # noqa: PLC0415  # only commands that touch the database pay for it

    django.setup()


def _operation(error: Exception) -> str | None:
    """Before Django is set up: what is wrong with the configuration, or with the machine."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  # `kaas --help` loads none of this

    from kaas.operations.errors import OperationError  # noqa: PLC0415

    return str(error) if isinstance(error, (OperationError, ImproperlyConfigured)) else None


if __name__ == "__main__":
    sys.exit(main())
