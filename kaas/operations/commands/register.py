"""What the registers of the offices say of applications, so that searches know families and legal status.

A record is as secret as the marking it is recorded under. Status is reckoned from the records; the registers of the
offices are authoritative.
"""

import argparse
from collections.abc import Callable

from django.utils import timezone

from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.family import read_records
from kaas.operations.commands.output import emit, note, say
from portfolios.registers import list_applications, record_applications, remove_application


def describe(parser: argparse.ArgumentParser) -> None:
    """record FILE_OR_- --marking NAME | list | remove NUMBER --marking NAME"""
    actions = parser.add_subparsers(metavar="record | list | remove", required=True)
    recording = actions.add_parser("record", help="record applications, in place of what was recorded before")
    recording.add_argument(
        "file", metavar="FILE_OR_-", help="as `kaas family` reads it; - reads standard input"
    )
    recording.add_argument(
        "--marking", required=True, help="who may know of the applications: those who may read this marking"
    )
    recording.set_defaults(act=_record)
    listing = actions.add_parser("list", help="every application with its status as of today and its marking")
    listing.add_argument("--json", action="store_true", help="one JSON object on standard output")
    listing.set_defaults(act=_list)
    removing = actions.add_parser("remove", help="forget an application")
    removing.add_argument("number", metavar="NUMBER", help="its application number")
    removing.add_argument("--marking", required=True, help="the marking under which it is recorded")
    removing.set_defaults(act=_remove)


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when something does not fit, or there is nothing to list or to remove."""
    act: Callable[[argparse.Namespace], int] = options.act
    return act(options)


def _record(options: argparse.Namespace) -> int:
    try:
        count, findings = record_applications(read_records(options.file), marking=options.marking)
    except OSError as error:
        raise Unusable(f"{options.file}: {error.strerror or 'unreadable'}") from None
    except ValueError as error:
        raise Unusable(f"{options.file}: {error}; nothing was recorded") from None
    say(f"{count} applications recorded")
    for one in findings:
        parts = (one.application_number, one.code, one.detail, one.statute)
        note(f"look at  {'  '.join(part for part in parts if part)}")
    return 1 if findings else 0


def _list(options: argparse.Namespace) -> int:
    today = timezone.localdate()
    found = list_applications(on=today)
    if options.json:
        emit({"as_of": today, "applications": found})
    else:
        for one in found:
            say(f"{one.number:28} {one.status or 'nothing':12} {' '.join(one.publications)}  [{one.marking}]")
        say(f"as of {today}" if found else "no application is recorded")
    return 0 if found else 1


def _remove(options: argparse.Namespace) -> int:
    try:
        removed = remove_application(options.number, marking=options.marking)
    except ValueError as error:
        raise Unusable(str(error)) from None
    if removed:
        say("removed")
        return 0
    note(f"kaas: {options.number} is not recorded under {options.marking}")
    return 1
