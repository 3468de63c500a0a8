"""Ask the questions of a file as the people it names, and judge the answers."""

import argparse
from pathlib import Path

from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.evaluation.answers import Judged, QuestionsError, evaluate_answers, read_questions
from kaas.operations.acting import acting_as
from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from kaas.wiring import desk


def describe(parser: argparse.ArgumentParser) -> None:
    """FILE [--json]"""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="questions, one JSON object a line (deploy/demo/questions-100.jsonl)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print what was right by kind, and what was wrong. Exit status 1 when anything was."""
    try:
        questions = read_questions(options.file)
    except QuestionsError as error:
        raise Unusable(str(error)) from None
    done = evaluate_answers(questions, _ask, told=_tell)
    wrong = [one for one in done.judged if not one.passed]
    if options.json:
        emit(
            {
                "questions": len(done.judged),
                "right": len(done.judged) - len(wrong),
                "kinds": {
                    kind: {"right": right, "of": count} for kind, (right, count) in done.tally().items()
                },
                "wrong": [{"id": one.id, "kind": one.kind, "why": one.why} for one in wrong],
            }
        )
    else:
        for kind, (right, count) in done.tally().items():
            say(f"{kind:14}{right:>4} of {count}")
    return 1 if wrong else 0


def _ask(question: str, username: str, portfolio: str) -> AnswerView:
    with acting_as(username) as session_id:
        return ask(question, session_id=session_id, portfolio=portfolio, desk=desk())


def _tell(judged: Judged) -> None:
    if not judged.passed:
        note(f"{judged.id} ({judged.kind}): {judged.why}")
