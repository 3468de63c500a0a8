"""The company's glossary: terms with all their spellings, so that a search finds what is written in any of them.

An entry is as secret as the marking it is entered under. A file has one entry a line: its spellings, a tab between two.
"""

import argparse
import uuid
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from portfolios.concepts.glossary import Entry, GlossaryError, add_entry, list_entries, remove_entry


def describe(parser: argparse.ArgumentParser) -> None:
    """list | add SPELLING… --marking NAME | remove ID | load FILE --marking NAME"""
    actions = parser.add_subparsers(metavar="list | add | remove | load", required=True)
    listing = actions.add_parser("list", help="every entry with its id and marking")
    listing.add_argument("--json", action="store_true", help="one JSON object on standard output")
    listing.set_defaults(act=_list)
    adding = actions.add_parser("add", help="enter a term")
    adding.add_argument("spellings", nargs="+", metavar="SPELLING", help="固体電池 'solid-state battery' SSB")
    adding.add_argument(
        "--marking", required=True, help="who may know the term: those who may read this marking"
    )
    adding.set_defaults(act=_add)
    removing = actions.add_parser("remove", help="take a term out")
    removing.add_argument("entry", type=uuid.UUID, metavar="ID", help="as `kaas glossary list` tells it")
    removing.set_defaults(act=_remove)
    loading = actions.add_parser("load", help="enter every line of a file, or none")
    loading.add_argument("file", type=Path, metavar="FILE", help="UTF-8; spellings with a tab between two")
    loading.add_argument("--marking", required=True, help="who may know the terms")
    loading.set_defaults(act=_load)


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when there is nothing to list or to remove."""
    act: Callable[[argparse.Namespace], int] = options.act
    return act(options)


def _list(options: argparse.Namespace) -> int:
    found = list_entries()
    if options.json:
        emit({"entries": found})
        return 0 if found else 1
    for one in found:
        _say(one)
    if not found:
        say("the glossary is empty")
    return 0 if found else 1


def _add(options: argparse.Namespace) -> int:
    try:
        _say(add_entry(options.spellings, marking=options.marking))
    except GlossaryError as error:
        raise Unusable(str(error)) from None
    return 0


def _remove(options: argparse.Namespace) -> int:
    if remove_entry(options.entry):
        say("removed")
        return 0
    note(f"kaas: there is no entry {options.entry}")
    return 1


def _load(options: argparse.Namespace) -> int:
    try:
        lines = options.file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{options.file}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    with transaction.atomic():
        entered = [
            _entered(line, number, options) for number, line in enumerate(lines, start=1) if line.strip()
        ]
    say(f"{len(entered)} terms entered")
    return 0


def _entered(line: str, number: int, options: argparse.Namespace) -> Entry:
    try:
        return add_entry(line.split("\t"), marking=options.marking)
    except GlossaryError as error:
        raise Unusable(f"{options.file}, line {number}: {error}; nothing was entered") from None


def _say(one: Entry) -> None:
    say(f"{one.id}  {' = '.join(one.spellings)}  [{one.marking}]")
