"""The search index: what it weighs, whether it is vacuumed, and how much waits to be merged."""

import argparse
from dataclasses import asdict

from kaas.operations.commands.output import emit, say
from kaas.operations.tidiness import rows_to_merge, tables

MB = 2**20


def describe(parser: argparse.ArgumentParser) -> None:
    """[--json]"""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print the figures of every table. Exit status 1 when one of them is not vacuumed."""
    found, waiting = tables(), rows_to_merge()
    is_tidy = all(table.is_tidy for table in found)
    if options.json:
        emit({"ok": is_tidy, "rows_to_merge": waiting, "tables": [asdict(table) for table in found]})
        return 0 if is_tidy else 1
    for table in found:
        say(
            f"{'ok   ' if table.is_tidy else 'WRONG'}  {table.name:22}{table.size / MB:>9.1f} MB"
            f"{table.indexes / MB:>9.1f} MB of indexes{table.rows:>12} rows{table.dead:>10} dead,"
            f" vacuumed {table.vacuumed or 'never'}"
        )
    say(f"{waiting} rows of postings wait to be merged, as the last vacuum counted them")
    return 0 if is_tidy else 1
