"""How well questions are answered: a file of questions with what must be cited, by whom, and what must stay unknown.

One question a line (JSON): `id`, `text`, `as` and `kind`; `document`, `quote` and `locator` of the passage that must be cited
and, under `also`, others that are as good (of the kind "two_documents", passages of two of them must be cited);
`not_as` for a person who must not learn of it; `portfolio`; `expect` "nothing_found" where no answer is the right one;
`wrong` a sentence that must not be said again as supported. Of the kind "refuse", `refuse` names the ending there must be; of
the kind "invented", `invented` lists numbers of the question that nothing holds and no supported sentence may repeat.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kaas.answering.answers import AnswerView
from kaas.answering.corrections import repeats
from kaas.answering.draft import Engine
from kaas.answering.screening import Screened
from kaas.evaluation.answer_figures import (
    COUNSEL,
    INVENTED,
    NOTHING_FOUND,
    REFUSE,
    TWO_DOCUMENTS,
    figures_of,
    quotes_of,
    repeated,
    says,
)
from kaas.evaluation.screened import figures_of_screening

FIRST = 3  # citations among which the expected passage must be
NEEDED = ("id", "text", "as", "kind")
# What only counsel may conclude. A quotation may hold such words; a sentence in a model's words must not.
CONCLUSIONS = re.compile(
    r"(?i)\b(?:does not|do not|would|may|will)? ?infring\w+|\bis (?:not )?(?:valid|invalid|novel|patentable|obvious)\b"
    r"|侵害(?:する|しない|している|に当た)|(?:有効|無効)(?:である|です|と考え)|新規性(?:がある|がない|を有)|進歩性(?:がある|がない|を有)"
)

Ask = Callable[[str, str, str], AnswerView]
Screen = Callable[[str, str, str], Screened]


class QuestionsError(ValueError):
    """The file of questions cannot be used; the message names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question and whether it was answered as it must be; `why` says what was wrong.

    figures: as kaas.evaluation.answer_figures has them. maker: the model that wrote it and its prompt; "" for quotations.
    """

    id: str
    kind: str
    why: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    maker: str = ""

    @property
    def passed(self) -> bool:
        return not self.why


@dataclass(slots=True)
class AnswersRun:
    """All questions, judged."""

    judged: list[Judged] = field(default_factory=list)

    @property
    def each(self) -> dict[str, dict[str, float]]:
        """Question -> every figure of it."""
        return {one.id: {"right": float(one.passed), **one.figures} for one in self.judged}

    def makers(self) -> dict[str, int]:
        """What wrote the answers, most first, and how many each; "quoting" where no model did."""
        return dict(Counter(one.maker or "quoting" for one in self.judged).most_common())

    def tally(self) -> dict[str, tuple[int, int]]:
        """By kind, how many were right and how many there were; the kinds in the order of the file."""
        kinds = dict.fromkeys(one.kind for one in self.judged)
        return {
            kind: (
                sum(one.passed for one in self.judged if one.kind == kind),
                sum(one.kind == kind for one in self.judged),
            )
            for kind in kinds
        }


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The questions of a file. Raises QuestionsError."""
    questions = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionsError(f"{path}, line {number}: no JSON ({error.msg})") from None
        lacking = [name for name in NEEDED if not isinstance(question, dict) or not question.get(name)]
        if lacking:
            raise QuestionsError(f"{path}, line {number}: lacks {', '.join(lacking)}")
        questions.append(question)
    return questions


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None


def evaluate_answers(
    questions: Iterable[Mapping[str, Any]],
    ask: Ask,
    *,
    told: Callable[[Judged], object],
    screen: Screen | None = None,
) -> AnswersRun:
    """Ask every question as its people and judge the answers. `ask` takes question, person and portfolio.

    screen: has a model say whether it is counsel's, also of those that a rule tells, which in an answer it is not asked of.
    """
    run = AnswersRun()
    for question in questions:
        answer = ask(question["text"], question["as"], question.get("portfolio", ""))
        why, figures = _fault(question, answer, ask), figures_of(question, answer)
        if screen is not None:
            screened = screen(question["text"], question["as"], question.get("portfolio", ""))
            figures |= figures_of_screening(question, screened)
        judged = Judged(question["id"], question["kind"], why, figures, _maker(answer))
        run.judged.append(judged)
        told(judged)
    return run


def _maker(answer: AnswerView) -> str:
    """What wrote what is shown."""
    by_model = answer.engine == Engine.MODEL and answer.writing is not None
    return f"{answer.writing.model} {answer.writing.prompt}" if by_model and answer.writing else ""


def _fault(question: Mapping[str, Any], answer: AnswerView, ask: Ask) -> str:
    """What is wrong with how a question is answered; empty where nothing is."""
    faults = [_fault_of(question, answer)]
    if question.get("not_as"):
        other = ask(question["text"], question["not_as"], question.get("portfolio_of_other", ""))
        if any(says(citation, quoted) for citation in other.citations for quoted in quotes_of(question)):
            faults.append(f"{question['not_as']} is shown it")
    return "; ".join(fault for fault in faults if fault)


def _fault_of(question: Mapping[str, Any], answer: AnswerView) -> str:
    if question.get("wrong") and repeats(answer, question["wrong"]):
        return "says again what was corrected"
    if question["kind"] == REFUSE:
        return "" if answer.outcome.value == question.get("refuse") else f"ended as {answer.outcome.value}"
    if question["kind"] == INVENTED and (said := repeated(question.get("invented", ()), answer.statements)):
        return f"says {said[0]} as supported"
    if question.get("expect") == NOTHING_FOUND:
        return "" if answer.outcome.family == "unanswerable" else f"ended as {answer.outcome.value}"
    if question["kind"] == COUNSEL:
        concluded = [s.text for s in answer.statements if CONCLUSIONS.search(s.text)]
        return f"concludes: {concluded[0]}" if concluded and answer.engine == Engine.MODEL else ""
    expected = quotes_of(question)
    cited = [quoted for quoted in expected if _cited(answer, quoted)]
    if question["kind"] == TWO_DOCUMENTS:
        return _fault_of_two(expected, cited)
    if cited or not expected:
        return ""
    return f"does not cite “{expected[0]['quote'][:60]}” among the first {FIRST}"


def _fault_of_two(expected: list[Mapping[str, Any]], cited: list[Mapping[str, Any]]) -> str:
    """What is wrong where the answer is in two documents together, so that one of them alone does not give it."""
    if len({quoted["document"] for quoted in cited}) > 1:
        return ""
    lacking = [quoted["document"] for quoted in expected if quoted not in cited]
    return (
        f"cites one document among the first {FIRST}, without {', '.join(lacking)}"
        if cited
        else "cites neither"
    )


def _cited(answer: AnswerView, expected: Mapping[str, Any]) -> bool:
    return any(says(citation, expected) for citation in answer.citations[:FIRST])
