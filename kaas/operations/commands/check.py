"""Check the installation, as the role that serves; the index's size as the owner, where that login is known here."""

import argparse

from kaas.operations.checks.index import check_index
from kaas.operations.checks.installation import check_installation
from kaas.operations.commands.output import emit, say
from kaas.settings import read


def describe(parser: argparse.ArgumentParser) -> None:
    """[--json]"""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print what each check found. Exit status 1 when something is wrong."""
    found = [*check_installation(), check_index(read("DATABASE_OWNER_URL", ""))]
    is_sound = all(finding.ok for finding in found)
    if options.json:
        emit({"ok": is_sound, "checks": found})
    else:
        for finding in found:
            say(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.name:16}{finding.detail}")
    return 0 if is_sound else 1
