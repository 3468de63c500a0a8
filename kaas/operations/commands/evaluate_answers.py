"""Ask the questions of a file as the people it names, and judge the answers."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from governance.access.scopes import scope
from kaas.answering.corrections import corrections
from kaas.evaluation.answers import AnswersRun, Judged, QuestionsError, evaluate_answers, read_questions
from kaas.evaluation.keeping import ANSWERS, KeepingError, check_free, digest_of, keep, less_is_better, means
from kaas.evaluation.screened import agreements
from kaas.inference.prompts import Effort
from kaas.operations.acting import acting_as
from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from kaas.operations.evaluating import asking, screening
from kaas.operations.state import state_dir


def describe(parser: argparse.ArgumentParser) -> None:
    """FILE | --corrections-of USER [--effort EFFORT] [--screening] [--keep NAME] [--json]"""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="questions, one JSON object a line (deploy/demo/questions-100.jsonl)",
    )
    source.add_argument(
        "--corrections-of", default="", metavar="USER", help="ask what this person said was wrong once more"
    )
    parser.add_argument(
        "--effort",
        default="",
        choices=["", *Effort],
        help="how long the model may think, in place of what is set",
    )
    parser.add_argument(
        "--screening",
        action="store_true",
        help="have the chat model say which questions are counsel's, whatever its card says, and how that compares",
    )
    parser.add_argument(
        "--keep", default="", metavar="NAME", help="keep the run, for `kaas evaluate compare`"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print what was right by kind, and what was wrong. Exit status 1 when anything was."""
    try:
        questions = _questions(options)
        if options.keep:
            check_free(options.keep, state=state_dir())
    except (QuestionsError, KeepingError) as error:
        raise Unusable(str(error)) from None
    asked, settings = asking(options.effort)
    screen, read_by = screening(forced=options.screening)
    if options.screening and screen is None:
        raise Unusable(
            "no chat model is connected that could screen the questions: name its servers in KAAS_CHAT_ENDPOINTS"
        )
    done = evaluate_answers(questions, asked, told=_tell, screen=screen)
    writers = ", ".join(f"{name} ({count})" for name, count in done.makers().items())
    made_with = {"writers": writers, **settings, **read_by}
    if options.keep:
        keep(
            options.keep,
            kind=ANSWERS,
            data=digest_of(questions),
            each=done.each,
            state=state_dir(),
            made_with=made_with,
        )
    wrong = [one for one in done.judged if not one.passed]
    if options.json:
        emit(_as_json(done, made_with, wrong))
    else:
        _say(done, made_with)
    return 1 if wrong else 0


def _as_json(done: AnswersRun, made_with: Mapping[str, str], wrong: Sequence[Judged]) -> dict[str, Any]:
    figures = means(done.each).items()
    return {
        "questions": len(done.judged),
        "right": len(done.judged) - len(wrong),
        "kinds": {kind: {"right": right, "of": count} for kind, (right, count) in done.tally().items()},
        "figures": {name: {"mean": mean, "questions": count} for name, (mean, count) in figures},
        "agreement": {way: asdict(one) for way, one in agreements(done.each).items()},
        "made_with": made_with,
        "wrong": [{"id": one.id, "kind": one.kind, "why": one.why} for one in wrong],
    }


def _say(done: AnswersRun, made_with: Mapping[str, str]) -> None:
    for kind, (right, count) in done.tally().items():
        say(f"{kind:20}{right:>4} of {count}")
    say("")
    for name, (mean, count) in means(done.each).items():
        say(f"{name:20}{mean:8.4f}  over {count} questions{less_is_better(name)}")
    for way, one in agreements(done.each).items():
        say(
            f"{'agreement by ' + way:20}{one.share:8.4f}  over {one.questions} questions, kappa {one.kappa:.4f}"
        )
    for name, value in made_with.items():
        say(f"{name:20}{value}")


def _questions(options: argparse.Namespace) -> list[dict[str, Any]]:
    if not options.corrections_of:
        return read_questions(options.file)
    with acting_as(options.corrections_of) as session_id, scope(session_id) as acting:
        return corrections(scope=acting)


def _tell(judged: Judged) -> None:
    if not judged.passed:
        note(f"{judged.id} ({judged.kind}): {judged.why}")
