"""Take files in: patents, reports, notes. Returns when their documents can be found."""

import argparse
import sys
from pathlib import Path

from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from kaas.operations.ingesting import Batch, ingest, read_manifest
from portfolios.ingestion import Report


def describe(parser: argparse.ArgumentParser) -> None:
    """PATH… --portfolio NAME --marking NAME [--json], or --manifest FILE [--json]"""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files, or folders with files")
    parser.add_argument("--portfolio", help="where the documents go; made if it does not exist")
    parser.add_argument("--marking", help="the marking of every document")
    parser.add_argument(
        "--manifest",
        type=Path,
        metavar="FILE",
        help="a TOML file with [[portfolios]] of documents, each with its marking",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Queue the files, watch them through, and report. Exit status 1 when any of them failed."""
    report = ingest(_batches(options), progress=_progress)
    note("")
    if options.json:
        emit(_plain(report))
    else:
        _print(report)
    return 1 if report.failed else 0


def _batches(options: argparse.Namespace) -> list[Batch]:
    if options.manifest and not (options.paths or options.portfolio or options.marking):
        return read_manifest(options.manifest)
    if options.paths and options.portfolio and options.marking and not options.manifest:
        return [Batch(options.portfolio, options.marking, tuple(options.paths))]
    raise Unusable("name files with --portfolio and --marking, or a --manifest alone")


def _plain(report: Report) -> dict[str, object]:
    return {
        "files": report.files,
        "documents": report.documents,
        "passages": report.passages,
        "unchanged": report.unchanged,
        "failed": report.failed,
        "notes": report.notes,
        "seconds": report.seconds,
    }


def _print(report: Report) -> None:
    taken = f"{report.documents} documents ({report.passages} passages) taken in"
    say(f"{taken}, {report.unchanged} unchanged, {len(report.failed)} failed, in {report.seconds} s")
    for line in report.notes:
        say(f"  note: {line}")
    for failure in report.failed:
        member = f" [{failure.member}]" if failure.member else ""
        say(f"  {failure.path}{member}: {failure.reason}: {failure.detail}")


def _progress(done: int, files: int, passages: int) -> None:
    width = 30
    filled = width * done // max(files, 1)
    bar = "█" * filled + "·" * (width - filled)
    note(f"\r  {bar} {done}/{files} files, {passages} passages", end="" if sys.stderr.isatty() else "\n")
