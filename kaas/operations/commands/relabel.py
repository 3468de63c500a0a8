"""Give a document another marking: its passages, the index, its file, and every answer that rests on it, at once.

The documents that came in one file go together. Who may no longer read something has lost it when this returns.
"""

import argparse
import uuid
from dataclasses import asdict

from django.db import transaction

from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from portfolios.relabelling import (
    BeingTakenIn,
    DocumentUnknown,
    Readers,
    Relabelled,
    readers_under,
    relabel,
)


def describe(parser: argparse.ArgumentParser) -> None:
    """DOCUMENT --marking NAME [--reason TEXT] [--versions] [--dry-run] [--json]"""
    parser.add_argument(
        "document", type=uuid.UUID, metavar="DOCUMENT", help="the id in the document's address"
    )
    parser.add_argument("--marking", required=True, help="the marking it gets")
    parser.add_argument("--reason", default="", help="why; kept with the document's labels")
    parser.add_argument(
        "--versions", action="store_true", help="also the other versions of it under the same marking"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="do it and undo it: what would change, and for how many people"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Relabel, and report. Exit status 1 when it had the marking already."""
    readers = None
    try:
        with transaction.atomic():
            if options.dry_run:
                readers = readers_under(options.document, marking=options.marking)
            done = _relabel(options)
            transaction.set_rollback(options.dry_run)
    except DocumentUnknown:
        raise Unusable(f"there is no document {options.document}") from None
    except BeingTakenIn:
        raise Unusable("the document is being taken in just now: try again when that has ended") from None
    _report(done, readers, options)
    return 0 if done.documents else 1


def _relabel(options: argparse.Namespace) -> Relabelled:
    return relabel(
        options.document,
        marking=options.marking,
        reason=options.reason,
        versions=options.versions,
        told=lambda files, total: note(f"{files}/{total} files"),
    )


def _report(done: Relabelled, readers: Readers | None, options: argparse.Namespace) -> None:
    if options.json:
        told = {
            "documents": [str(found) for found in done.documents],
            "passages": done.passages,
            "withdrawn": done.withdrawn,
            "other_versions": [str(found) for found in done.others],
        }
        emit(told | ({"dry_run": True, "readers": asdict(readers)} if readers else {}))
        return
    have = "would have" if readers else "now have"
    if not done.documents:
        say(f"nothing changed: it has the marking {options.marking} already")
    else:
        say(
            f"{len(done.documents)} documents ({done.passages} passages) {have} the marking {options.marking}"
        )
    if readers:
        say(
            f"  {readers.gain} people would begin to read it, {readers.lose} would cease to, {readers.keep} would go on"
        )
        say("  every question, answer and share that rests on it would follow; undone, nothing has changed")
    if done.withdrawn:
        say(f"  note: {done.withdrawn} of them withdrawn, as the same stands under that marking already")
    for other in done.others:
        say(f"  note: another version of it keeps its marking: {other}; --versions takes it along")
