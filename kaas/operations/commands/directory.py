"""The company's directory: load the group mapping, look at it, follow the groups, and put somebody out by hand."""

import argparse
from importlib import import_module
from pathlib import Path


def describe(parser: argparse.ArgumentParser) -> None:
    """load FILE | show [--json] | sync [--adopt NAME]… [--accept-leavers] [--json] | follow | deactivate NAME"""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    load = verbs.add_parser("load", help="replace the group mapping by that of a TOML file")
    load.add_argument("file", type=Path, metavar="FILE")
    show = verbs.add_parser("show", help="the group mapping in force")
    once = verbs.add_parser("sync", help="look at the directory once")
    once.add_argument(
        "--adopt",
        action="append",
        default=[],
        metavar="NAME",
        help="let the entry of this name become the person of this name who is known here already",
    )
    once.add_argument("--accept-leavers", action="store_true", help="yes, more than half of the people left")
    verbs.add_parser("follow", help="look at the directory again and again; `kaas run` does it")
    out = verbs.add_parser("deactivate", help="end every standing of a person as active, from now on")
    out.add_argument("name", metavar="NAME")
    for verb in (show, once):
        verb.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Do what was asked. Exit status 1 when the directory could not be followed, or there is no such person."""
    work = import_module(
        "kaas.operations.following"
    )  # it needs python-ldap, an extra; telling what there is does not
    return int(work.VERBS[options.verb](options))
