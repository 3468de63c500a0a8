"""Find the patent numbers in a text: where they stand, what they count, their one canonical form."""

import argparse
import sys

from kaas.operations.commands.output import emit, note, say
from portfolios.identifiers import Identifier, display, identify


def describe(parser: argparse.ArgumentParser) -> None:
    """TEXT [--json]"""
    parser.add_argument("text", metavar="TEXT", help="the text, or - to read it from standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print the numbers in reading order. Exit status 1 when there is none, 2 when the input is not UTF-8."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8") if options.text == "-" else options.text
    except UnicodeDecodeError as error:
        note(f"kaas: standard input is not UTF-8 at byte {error.start}; convert it and try again")
        return 2
    found = identify(text)
    if options.json:
        emit({"numbers": [_plain(one) for one in found]})
    else:
        for one in found:
            say(f"{one.start:6}-{one.end:<6} {_words(one)}")
        if not found:
            say("no number found")
    return 0 if found else 1


def _words(one: Identifier) -> str:
    said = " ".join(one.text.split())
    if one.readings:
        return f"{said}  is ambiguous: {' or '.join(one.readings)}"
    notes = "".join(
        f"  [{note}]" for note in (*one.warnings, *(["kind inferred"] if one.kind_inferred else []))
    )
    return f"{said}  =  {one.canonical}  ({one.office} {one.type}, {display(one)}){notes}"


def _plain(one: Identifier) -> dict[str, object]:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "office": one.office,
        "type": one.type,
        "canonical": one.canonical,
        "docdb": one.docdb,
        "kind": one.kind,
        "kind_inferred": one.kind_inferred,
        "check": one.check,
        "warnings": one.warnings,
        "readings": one.readings,
        "display": display(one),
        "back_reference": one.back_reference,
    }
