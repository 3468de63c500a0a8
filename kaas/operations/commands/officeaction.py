"""Read an examiner's letter: rejections, claims, documents, deadline. Stores nothing."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kaas.operations.commands.output import emit, note, say
from portfolios.claims.claim import Office
from portfolios.identifiers import PinCite
from portfolios.officeactions.action import Deadline, OfficeAction, Reference, Rejection
from portfolios.officeactions.contract import to_json
from portfolios.officeactions.reading import read_office_action
from portfolios.parsing import MAX_BYTES, ParsedDocument, parse
from portfolios.parsing.document import Unreadable
from portfolios.parsing.encodings import decode

_OFFICES = [office.value for office in (Office.JP, Office.US, Office.EP, Office.CN)]
_NOT_TEXT = (b"%PDF", b"PK\x03\x04")


def describe(parser: argparse.ArgumentParser) -> None:
    """FILE_OR_- [--office jp|us|ep|cn] [--dispatched YYYY-MM-DD] [--abroad | --resident] [--json]"""
    parser.add_argument("file", metavar="FILE_OR_-", help="text, PDF or Word; - reads standard input")
    parser.add_argument("--office", choices=_OFFICES, help="whose letter it is; else read off the letter")
    parser.add_argument(
        "--dispatched",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the day of dispatch, where the docket knows it and the letter does not say it",
    )
    lives = parser.add_mutually_exclusive_group()
    lives.add_argument(
        "--abroad",
        action="store_const",
        const=True,
        dest="abroad",
        help="the applicant lives outside Japan, which sets the period of a letter of the JPO",
    )
    lives.add_argument(
        "--resident", action="store_const", const=False, dest="abroad", help="the applicant lives in Japan"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print what the letter says. Exit status 1 when it is no office's letter, 2 when it cannot be read."""
    letter = _letter(options.file)
    if letter is None:
        return 2
    office = Office(options.office) if options.office else None
    action = read_office_action(letter, office=office, dispatched=options.dispatched, abroad=options.abroad)
    if options.json:
        emit(to_json(action))
    else:
        for line in _lines(action):
            say(line)
    return 0 if action.office else 1


def _letter(name: str) -> str | None:
    """The text of the letter, or None when the reason has been told."""
    try:
        content = _content(name)
        if len(content) <= MAX_BYTES and not content.startswith(_NOT_TEXT):
            return decode(content)[0].removeprefix("\ufeff")
    except OSError as error:
        note(f"kaas: {name}: {error.strerror or 'unreadable'}")
        return None
    except Unreadable as error:
        note(f"kaas: {name}: {error.detail}")
        return None
    return _parsed(content, name)


def _content(name: str) -> bytes:
    """The bytes, one more than are read where there are too many."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _parsed(content: bytes, name: str) -> str | None:
    """The text of a PDF or Word file, its blocks in order."""
    document = next(iter(parse(content, name="" if name == "-" else Path(name).name)))
    if isinstance(document, ParsedDocument):
        return "\n\n".join(block.text for block in document.blocks)
    note(f"kaas: {name}: {document.reason}: {document.detail}")
    return None


def _lines(action: OfficeAction) -> Iterator[str]:
    if action.office is None:
        yield "whose letter this is cannot be told; say it with --office"
        return
    yield " ".join(_title(action))
    for label, day in (("written", action.drafted), ("dispatched", action.dispatched)):
        if day:
            yield f"{label:16}{day.iso or 'open: ' + ' or '.join(day.readings)}"
    for one in action.rejections:
        yield from _rejection(one)
    if action.allowable:
        yield f"{'allowable':16}claims {'; '.join(_ranges(group.claims) for group in action.allowable)}"
    for reference in action.references:
        yield f"{'document':16}{_reference(reference)}"
    yield from _deadline(action.deadline)
    for remark in action.remarks:
        yield f"{'look at':16}{remark.code}{f' ({remark.detail})' if remark.detail else ''}: {_short(remark.text)}"


def _title(action: OfficeAction) -> Iterator[str]:
    yield str(action.office).upper()
    yield action.kind.replace("_", " ") or "letter of unknown kind"
    if action.ordinal:
        yield f"no. {action.ordinal}"
    if action.is_final:
        yield "(final)"
    if action.application:
        yield f"on {action.application.canonical}"


def _rejection(one: Rejection) -> Iterator[str]:
    claims = (
        "all claims"
        if one.all_claims
        else f"claims {_ranges(one.claims)}"
        if one.claims
        else "no claims said"
    )
    over = ", ".join(reference.label for reference in one.references)
    yield f"{one.nature:16}{one.code or '?'} ({one.ground or 'ground not said'}): {claims}{f' over {over}' if over else ''}"
    for pin in one.pin_cites:
        yield f"{'':18}{_pin(pin)}"
    for warning in one.warnings:
        yield f"{'':18}[{warning}]"


def _pin(pin: PinCite) -> str:
    return f"{pin.document} {pin.kind} {pin.first}{f' to {pin.last}' if pin.last != pin.first else ''}"


def _reference(one: Reference) -> str:
    stands_for = one.number or (f"open: {' or '.join(one.readings)}" if one.readings else "no number said")
    return f"{one.label}  {stands_for}"


def _deadline(deadline: Deadline) -> Iterator[str]:
    """Each day with the rule, the day it counts from, the calendar and the caveat: never a bare date."""
    for due in deadline.dues:
        latest = f", at the latest {due.latest.isoformat()}" if due.latest else ""
        yield f"{'due':16}{due.due.isoformat()}{latest}: {due.rule.office} {due.rule.code}, from {due.rule.basis}"
        yield f"{'':18}counted from {due.base_date.isoformat()}; {due.rule.source}; calendar: {due.calendar_version}"
        for closed in due.rolled_over:
            yield f"{'':18}closed on {closed.day.isoformat()}: {closed.reason} ({closed.source}); {due.rolling_statute}"
        for doubt in due.doubts:
            yield f"{'':18}[{doubt}]"
        yield f"{'':18}{due.caveat}"
    if deadline.period:
        yield f"{'period':16}{_short(deadline.period.text)} (as stated)"
    if deadline.stated:
        yield f"{'last day':16}{deadline.stated.iso or _short(deadline.stated.text)} (as stated)"
    for warning in deadline.warnings:
        yield f"{'':18}[{warning}]"


def _ranges(claims: tuple[int, ...]) -> str:
    """1-3, 5 for (1, 2, 3, 5)."""
    runs: list[list[int]] = []
    for number in claims:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _short(text: str) -> str:
    return " ".join(text.split())[:80]
