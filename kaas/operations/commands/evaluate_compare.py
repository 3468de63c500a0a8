"""Hold two kept runs against each other: what differs, by how much, and whether by more than chance."""

import argparse
from typing import Any

from kaas.evaluation.keeping import KeepingError, differences, less_is_better, read_kept
from kaas.evaluation.significance import Difference
from kaas.operations.commands.output import emit, note, say
from kaas.operations.state import state_dir

SHOWN = 10  # questions that got better, and as many that got worse


def describe(parser: argparse.ArgumentParser) -> None:
    """EARLIER LATER [--json]"""
    parser.add_argument(
        "earlier", metavar="EARLIER", help="name of a kept run (`kaas evaluate … --keep NAME`)"
    )
    parser.add_argument("later", metavar="LATER", help="name of another, over the same questions")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print each figure of both, the difference, its 95 % interval and p. Exit status 2 where they cannot be compared."""
    try:
        earlier, later = (read_kept(name, state=state_dir()) for name in (options.earlier, options.later))
        found = differences(earlier, later)
    except KeepingError as error:
        note(f"kaas: {error}")
        return 2
    if options.json:
        emit({figure: _plain(one) for figure, one in found.items()})
        return 0
    for kept in (earlier, later):
        told = [f"{name}: {value}" for name, value in kept.made_with.items()]
        say("; ".join([f"{kept.name} of {kept.made}, {kept.version}", *told]))
    say(f"{'':20}{'earlier':>9}{'later':>9}{'by':>9}{'95 %':>20}{'p':>9}")
    for figure, one in found.items():
        interval = f"{one.low:+.4f} … {one.high:+.4f}"
        say(
            f"{figure:20}{one.earlier:9.4f}{one.later:9.4f}{one.by:+9.4f}{interval:>20}{one.p:9.4f}{less_is_better(figure)}"
        )
    _say_questions(found)
    return 0


def _say_questions(found: dict[str, Difference]) -> None:
    figure = "ndcg@10" if "ndcg@10" in found else next(iter(found))
    one = found[figure]
    for what, questions in (("better", one.better), ("worse", one.worse)):
        more = f" and {len(questions) - SHOWN} more" if len(questions) > SHOWN else ""
        say(
            f"{len(questions)} of {one.questions} questions {what} by {figure}: {', '.join(questions[:SHOWN])}{more}"
        )


def _plain(one: Difference) -> dict[str, Any]:
    return {
        "questions": one.questions,
        "earlier": one.earlier,
        "later": one.later,
        "difference": one.by,
        "interval": [one.low, one.high],
        "p": one.p,
        "better": list(one.better),
        "worse": list(one.worse),
    }
