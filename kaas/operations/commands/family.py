"""Families, terms and legal status of applications given as JSON. Stores nothing."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kaas.operations.commands.output import emit, note, say
from portfolios.families import (
    Application,
    Families,
    Family,
    Finding,
    JurisdictionStatus,
    Term,
    draw,
    find_conflicts,
    find_families,
    find_terms,
    legal_status,
    read_applications,
    recorded_events,
)

_CAVEAT = "Reckoned from the records given; the registers of the offices are authoritative."


def describe(parser: argparse.ArgumentParser) -> None:
    """FILE_OR_- [--as-of YYYY-MM-DD] [--json]"""
    parser.add_argument(
        "file", metavar="FILE_OR_-", help="a JSON list of applications, UTF-8; - reads standard input"
    )
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="day of the legal status; else today"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print the families. Exit status 1 when something does not fit, 2 when the input cannot be read."""
    try:
        applications, findings = read_applications(read_records(options.file))
    except OSError as error:
        note(f"kaas: {options.file}: {error.strerror or 'unreadable'}")
        return 2
    except ValueError as error:
        note(f"kaas: {options.file}: {error}")
        return 2
    as_of = options.as_of or datetime.now(UTC).date()
    findings = sorted({*findings, *find_conflicts(applications)})
    families = find_families(applications)
    terms = find_terms(applications)
    statuses = [_status(one, term, as_of) for one, term in zip(applications, terms, strict=True)]
    if options.json:
        emit(
            {
                "as_of": as_of,
                "docdb_families": families.docdb_families,
                "inpadoc_families": families.inpadoc_families,
                "terms": terms,
                "statuses": {
                    one.application_number: some for one, some in zip(applications, statuses, strict=True)
                },
                "findings": findings,
                "drawing": draw(applications, families),
                "caveat": _CAVEAT,
            }
        )
    else:
        _print(families, terms, statuses, findings)
    return 1 if findings or any(one.is_uncertain for some in statuses for one in some) else 0


def read_records(file: str) -> list[dict[str, Any]]:
    """What a file lists, or standard input for "-". ValueError for what is no JSON list of objects, and OSError."""
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error}") from error
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise ValueError("give a JSON list of applications")
    return given


def _status(one: Application, term: Term, as_of: date) -> tuple[JurisdictionStatus, ...]:
    return legal_status(
        recorded_events(one), office=one.office, as_of=as_of, states=one.states, expires_on=term.expires_on
    )


def _print(
    families: Families,
    terms: list[Term],
    statuses: list[tuple[JurisdictionStatus, ...]],
    findings: list[Finding],
) -> None:
    for name, some in (("simple", families.docdb_families), ("extended", families.inpadoc_families)):
        for family in some:
            _print_family(name, family)
    for term, each in zip(terms, statuses, strict=True):
        _print_right(term, each)
    for finding in findings:
        parts = (finding.application_number, finding.code, finding.detail, finding.statute)
        say(f"look at  {'  '.join(part for part in parts if part)}")
    say(_CAVEAT)


def _print_family(name: str, family: Family) -> None:
    say(f"{name} family: {', '.join(family.members)}")
    if family.rests_on:
        say(f"  rests on {', '.join(family.rests_on)}")
    for one in family.connections:
        say(f"  {one.through} connects {', '.join(one.members)}")
    if family.missing:
        say(f"  not recorded: {', '.join(family.missing)}")


def _print_right(term: Term, statuses: tuple[JurisdictionStatus, ...]) -> None:
    ends = term.expires_on.isoformat() if term.expires_on else "not known"
    say(f"{term.application_number}: term ends {ends}{'' if term.is_complete else ' (not complete)'}")
    for part in term.parts:
        say(f"  {part.last_day or 'not known'}  {part.name}  {part.statute}  {part.detail}".rstrip())
    for told in term.missing:
        say(f"  missing: {told}")
    for told in term.findings:
        say(f"  note: {told}")
    for one in statuses:
        flags = "".join(f" [{flag}]" for flag in sorted(one.flags))
        since = f" since {one.since}" if one.since else ""
        say(f"  {one.jurisdiction}: {one.status}{since}{flags}{' uncertain' if one.is_uncertain else ''}")
        for told in (*one.conflicts, *(f"same day: {tie}" for tie in one.ties), *one.notes):
            say(f"    {told}")
        for told in one.unknown:
            say(f"    unknown event: {told}")
