"""Take files in: patents, reports, notes. Returns when their documents can be found."""

import argparse
import sys
from pathlib import Path

from kaas.operations.commands.output import emit, note, say
from kaas.operations.ingesting import ingest

ROLE = "worker"


def describe(parser: argparse.ArgumentParser) -> None:
    """PATH… --portfolio NAME --marking NAME [--json]"""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, or folders with files")
    parser.add_argument(
        "--portfolio", required=True, help="where the documents go; made if it does not exist"
    )
    parser.add_argument("--marking", required=True, help="the marking of every document")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Queue the files, watch them through, and report. Exit status 1 when any of them failed."""
    report = ingest(options.paths, portfolio=options.portfolio, marking=options.marking, progress=_progress)
    note("")
    if options.json:
        emit(
            {
                "files": report.files,
                "documents": report.documents,
                "passages": report.passages,
                "unchanged": report.unchanged,
                "failed": report.failed,
                "seconds": report.seconds,
            }
        )
    else:
        say(
            f"{report.documents} documents ({report.passages} passages) taken in, {report.unchanged} unchanged, {len(report.failed)} failed, in {report.seconds} s"
        )
        for failure in report.failed:
            member = f" [{failure.member}]" if failure.member else ""
            say(f"  {failure.path}{member}: {failure.reason}: {failure.detail}")
    return 1 if report.failed else 0


def _progress(done: int, files: int, passages: int) -> None:
    width = 30
    filled = width * done // max(files, 1)
    bar = "█" * filled + "·" * (width - filled)
    note(f"\r  {bar} {done}/{files} files, {passages} passages", end="" if sys.stderr.isatty() else "\n")
