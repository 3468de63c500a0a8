"""Join the postings of many documents into few rows now. The worker does it too, where many rows of one label wait."""

import argparse
import sys

from kaas.operations.commands.output import emit, say
from portfolios.merging import merge, waiting


def describe(parser: argparse.ArgumentParser) -> None:
    """[--json]"""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Merge until nothing waits, and say how many rows were taken. What is done stays, should it be stopped."""
    begun, taken = waiting(), _Taken()
    merge(told=taken)
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    if options.json:
        emit({"rows": taken.rows, "withdrawn": begun.withdrawn})
    else:
        say(f"merged: {taken.rows} rows of postings; {begun.withdrawn} passages that had left")
    return 0


class _Taken:
    """Adds up batches, on one line of standard error where somebody watches."""

    def __init__(self) -> None:
        self.rows = 0

    def __call__(self, rows: int) -> None:
        self.rows += rows
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self.rows} rows")
            sys.stderr.flush()
