"""Ask the questions of a file as the people it names, and judge the answers."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from governance.access.scopes import scope
from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.corrections import corrections
from kaas.evaluation.answers import Ask, Judged, QuestionsError, evaluate_answers, read_questions
from kaas.evaluation.keeping import ANSWERS, KeepingError, check_free, digest_of, keep, less_is_better, means
from kaas.inference.prompts import Effort
from kaas.operations.acting import acting_as
from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, note, say
from kaas.operations.state import state_dir
from kaas.wiring import desk


def describe(parser: argparse.ArgumentParser) -> None:
    """FILE | --corrections-of USER [--effort EFFORT] [--keep NAME] [--json]"""
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
    asked, settings = _asking(options.effort)
    done = evaluate_answers(questions, asked, told=_tell)
    writers = ", ".join(f"{name} ({count})" for name, count in done.makers().items())
    made_with = {"writers": writers, **settings}
    if options.keep:
        keep(
            options.keep,
            kind=ANSWERS,
            data=digest_of(questions),
            each=done.each,
            state=state_dir(),
            made_with=made_with,
        )
    figures = means(done.each)
    wrong = [one for one in done.judged if not one.passed]
    if options.json:
        emit(
            {
                "questions": len(done.judged),
                "right": len(done.judged) - len(wrong),
                "kinds": {
                    kind: {"right": right, "of": count} for kind, (right, count) in done.tally().items()
                },
                "figures": {
                    name: {"mean": mean, "questions": count} for name, (mean, count) in figures.items()
                },
                "made_with": made_with,
                "wrong": [{"id": one.id, "kind": one.kind, "why": one.why} for one in wrong],
            }
        )
    else:
        for kind, (right, count) in done.tally().items():
            say(f"{kind:20}{right:>4} of {count}")
        say("")
        for name, (mean, count) in figures.items():
            say(f"{name:20}{mean:8.4f}  over {count} questions{less_is_better(name)}")
        for name, value in made_with.items():
            say(f"{name:20}{value}")
    return 1 if wrong else 0


def _questions(options: argparse.Namespace) -> list[dict[str, Any]]:
    if not options.corrections_of:
        return read_questions(options.file)
    with acting_as(options.corrections_of) as session_id, scope(session_id) as acting:
        return corrections(scope=acting)


def _asking(effort: str) -> tuple[Ask, dict[str, str]]:
    """How a question is asked, and what the answers may depend on besides what wrote them."""
    at_hand = replace(desk(), effort=Effort(effort)) if effort else desk()

    def asked(question: str, username: str, portfolio: str) -> AnswerView:
        with acting_as(username) as session_id:
            return ask(question, session_id=session_id, portfolio=portfolio, desk=at_hand)

    return asked, {"effort": at_hand.effort.value} if at_hand.chat else {}


def _tell(judged: Judged) -> None:
    if not judged.passed:
        note(f"{judged.id} ({judged.kind}): {judged.why}")
