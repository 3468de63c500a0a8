"""Take the claims of a text apart: references, form, category, transition, elements. Stores nothing."""

import argparse
import sys
from datetime import date
from pathlib import Path

from kaas.operations.commands.output import emit, note
from portfolios.claims.claim import Office
from portfolios.claims.contract import to_json
from portfolios.claims.reading import read_claims


def describe(parser: argparse.ArgumentParser) -> None:
    """FILE_OR_- --office us|ep|jp|cn [--filed YYYY-MM-DD] [--json]"""
    parser.add_argument(
        "file", metavar="FILE_OR_-", help="the text of a claims section, UTF-8; - reads standard input"
    )
    parser.add_argument(
        "--office", required=True, choices=[office.value for office in Office], help="whose rules hold"
    )
    parser.add_argument(
        "--filed",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="effective filing date; else today's rules",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output (always)")


def run(options: argparse.Namespace) -> int:
    """Print the claims. Exit status 1 when there are none, 2 when the file cannot be read."""
    try:
        content = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
        section = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        note(f"kaas: {options.file}: {_reason(error)}: give a text file in UTF-8")
        return 2
    if section.lstrip().startswith("<"):
        note(
            f"kaas: {options.file}: markup, not the text of a claims section: kaas parse shows the claims of a patent's XML"
        )
        return 2
    claims = read_claims(section, office=Office(options.office), filed=options.filed)
    emit({"claims": [to_json(claim) for claim in claims]})
    return 0 if claims else 1


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or "unreadable"
