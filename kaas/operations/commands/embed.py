"""Let the configured model read what it has not read yet, so that passages can be found by meaning.

The worker does the same beside its other work. A new model's vectors are made beside the old one's; when none is missing,
they are searched instead.
"""

import argparse
import sys

from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from kaas.operations.embedding import configured, embed, forget_other_models, how_far
from portfolios.embedding import Embedder

WIDTH = 30
NONE = (
    "no embedding model is connected: set KAAS_EMBEDDING_ENDPOINTS, or try English with `make trial-embedder`"
)


def describe(parser: argparse.ArgumentParser) -> None:
    """[--status] [--forget-others] [--json]"""
    parser.add_argument("--status", action="store_true", help="only say how far it is")
    parser.add_argument(
        "--forget-others",
        action="store_true",
        help="when its vectors are searched, delete those of every other model",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Embed, and report. Exit status 1 when passages are left that it has not read."""
    embedder = configured()
    if embedder is None:
        raise Unusable(NONE)
    try:
        return _report(embedder, options)
    except Exception as error:
        if not hasattr(error, "retryable"):
            raise
        raise Unusable(f"the embedding model failed: {error}; what is done stays, try again") from error


def _report(embedder: Embedder, options: argparse.Namespace) -> int:
    now = how_far(embedder) if options.status else embed(embedder, progress=_Line())
    forgotten = forget_other_models(embedder) if options.forget_others and not options.status else []
    if options.json:
        told = {
            "done": now.done,
            "total": now.total,
            "unreadable": now.unreadable,
            "searched": now.is_searched,
        }
        emit({"model": embedder.name, **told, "forgotten": forgotten})
        return 0 if now.is_whole else 1
    searched = "searched" if now.is_searched else "not searched yet"
    say(
        f"{embedder.name}: {now.done} of {now.total} passages, {now.unreadable} of them unreadable to it; {searched}"
    )
    for name in forgotten:
        say(f"  deleted the vectors of {name}")
    return 0 if now.is_whole else 1


class _Line:
    """A line that fills up on a terminal; elsewhere a line for each tenth."""

    def __init__(self) -> None:
        self.shown = -1

    def __call__(self, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if sys.stderr.isatty():
            filled = WIDTH * done // max(total, 1)
            end = "\n" if done == total else ""
            note(f"\r  {'█' * filled}{'·' * (WIDTH - filled)} {done}/{total} passages", end=end)
        elif tenth != self.shown:
            note(f"{done}/{total} passages")
        self.shown = tenth
