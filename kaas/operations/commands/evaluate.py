"""Measure retrieval on a data set with judgements, apart from everything else that is held."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from kaas.evaluation.apart import NotPrepared
from kaas.evaluation.beir import DatasetError
from kaas.evaluation.keeping import RETRIEVAL, KeepingError, check_free, keep
from kaas.evaluation.runs import Run, evaluate
from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from kaas.operations.state import state_dir

STOPPING = (
    signal.SIGINT,
    signal.SIGTERM,
    signal.SIGHUP,
)  # a shell's background job begins with the first ignored
WIDTH = 30
DIGITS = 4


def describe(parser: argparse.ArgumentParser) -> None:
    """FOLDER [--limit-queries N] [--keep NAME] [--json]"""
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="a BEIR folder: corpus.jsonl, queries.jsonl, qrels/*.tsv"
    )
    parser.add_argument(
        "--limit-queries",
        type=int,
        default=0,
        metavar="N",
        help="only N of the queries, always the same ones",
    )
    parser.add_argument(
        "--keep", default="", metavar="NAME", help="keep the run, for `kaas evaluate compare`"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Index, search, and print the figures. Nothing of it is left in the installation."""
    if options.limit_queries < 0:
        raise Unusable("--limit-queries is a number from 1")
    try:
        if options.keep:
            check_free(options.keep, state=state_dir())
        with _stopping_in_order():
            measured = evaluate(options.folder, most_queries=options.limit_queries, progress=_Progress())
        if options.keep:
            keep(options.keep, kind=RETRIEVAL, data=measured.data, each=measured.each, state=state_dir())
    except (DatasetError, NotPrepared, KeepingError) as error:
        raise Unusable(str(error)) from None
    _tell_times(measured)
    if options.json:
        emit(_plain(measured))
    else:
        for name, figure in _plain(measured).items():
            say(f"{name:14}{figure:>12}")
    return 0


def _plain(measured: Run) -> dict[str, float]:
    return {
        "documents": measured.documents,
        "queries": measured.queries,
        "index_seconds": round(measured.seconds["indexing"] + measured.seconds["statistics"], 1),
        "p50_ms": round(measured.within_ms(50), 2),
        "p95_ms": round(measured.within_ms(95), 2),
        **{name: round(figure, DIGITS) for name, figure in measured.figures.items()},
    }


def _tell_times(measured: Run) -> None:
    seconds = measured.seconds
    inside = seconds["indexing_in_database"]
    note(
        f"{measured.passages} passages; preparing {seconds['preparing']:.1f} s, indexing {seconds['indexing']:.1f} s"
        f" ({seconds['indexing'] - inside:.1f} s analysis, {inside:.1f} s database), statistics"
        f" {seconds['statistics']:.1f} s, searching {seconds['searching']:.1f} s"
    )


class _Progress:
    """A line for each thing that is going on; on a terminal it fills up."""

    def __init__(self) -> None:
        self.shown = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        is_last = done == of
        if not sys.stderr.isatty():
            if what != self.shown or (of and is_last):
                note(f"{what} {done}/{of}" if of else what)
        elif of:
            filled = WIDTH * done // of
            bar = "█" * filled + "·" * (WIDTH - filled)
            note(f"\r  {what:10} {bar} {done}/{of}", end="\n" if is_last else "")
        else:
            note(f"  {what}")
        self.shown = what


@contextmanager
def _stopping_in_order() -> Iterator[None]:
    """Let SIGTERM, SIGHUP and an ignored SIGINT end the block as Ctrl-C does, so that nothing is left behind."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    former = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
