"""The runs that are kept, with what they were made with and their figures: which model, prompt and effort did how well."""

import argparse

from kaas.evaluation.keeping import KeepingError, Kept, means, names, read_kept
from kaas.operations.commands.output import emit, note, say
from kaas.operations.state import state_dir


def describe(parser: argparse.ArgumentParser) -> None:
    """[--kind KIND] [--json]"""
    parser.add_argument("--kind", default="", choices=["", "retrieval", "answers"], help="only these")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print each run; those over the same questions have the same digest. Exit status 1 where none is kept."""
    kept = []
    for name in names(state_dir()):
        try:
            kept.append(read_kept(name, state=state_dir()))
        except KeepingError as error:
            note(f"kaas: {error}")
    kept = [one for one in kept if options.kind in ("", one.kind)]
    kept.sort(key=lambda one: (one.kind, one.data, one.made, one.name))
    if options.json:
        emit(
            {
                "runs": [
                    {
                        **{name: getattr(one, name) for name in ("name", "kind", "made", "version", "data")},
                        "made_with": one.made_with,
                        "questions": len(one.each),
                        "figures": {name: mean for name, (mean, _count) in means(one.each).items()},
                    }
                    for one in kept
                ]
            }
        )
    else:
        for one in kept:
            _print(one)
    if not kept:
        note("no run is kept")
    return 0 if kept else 1


def _print(one: Kept) -> None:
    say(f"{one.name}  {one.kind} of {one.made}, {one.version}, {len(one.each)} questions {one.data[:12]}")
    for name, value in one.made_with.items():
        say(f"  {name:18}{value}")
    for name, (mean, count) in means(one.each).items():
        say(f"  {name:18}{mean:8.4f}  over {count}")
