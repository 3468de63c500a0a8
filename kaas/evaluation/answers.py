"""How well questions are answered: a file of questions with what must be cited, by whom, and what must stay unknown.

One question a line (JSON): `id`, `text`, `as` and `kind`; `document`, `quote` and `locator` of the passage that must be cited
and, under `also`, others that are as good (of the kind "two_documents", passages of two of them must be cited);
`not_as` for a person who must not learn of it; `portfolio`; `expect` "nothing_found" where no answer is the right one;
`wrong` a sentence that must not be said again as supported.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kaas.answering.answers import AnswerView, CitationView
from kaas.answering.citations import locate
from kaas.answering.corrections import repeats
from kaas.answering.draft import Engine

FIRST = 3  # citations among which the expected passage must be
HIDDEN, COUNSEL, TRAP, TWO_DOCUMENTS = "hidden", "counsel", "trap", "two_documents"
NEEDED = ("id", "text", "as", "kind")
# What only counsel may conclude. A quotation may hold such words; a sentence in a model's words must not.
CONCLUSIONS = re.compile(
    r"(?i)\b(?:does not|do not|would|may|will)? ?infring\w+|\bis (?:not )?(?:valid|invalid|novel|patentable|obvious)\b"
    r"|侵害(?:する|しない|している|に当た)|(?:有効|無効)(?:である|です|と考え)|新規性(?:がある|がない|を有)|進歩性(?:がある|がない|を有)"
)

Ask = Callable[[str, str, str], AnswerView]


class QuestionsError(ValueError):
    """The file of questions cannot be used; the message names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question and whether it was answered as it must be; `why` says what was wrong."""

    id: str
    kind: str
    why: str = ""

    @property
    def passed(self) -> bool:
        return not self.why


@dataclass(slots=True)
class AnswersRun:
    """All questions, judged."""

    judged: list[Judged] = field(default_factory=list)

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
    questions: Iterable[Mapping[str, Any]], ask: Ask, *, told: Callable[[Judged], object]
) -> AnswersRun:
    """Ask every question as its people and judge the answers. `ask` takes question, person and portfolio."""
    run = AnswersRun()
    for question in questions:
        judged = Judged(question["id"], question["kind"], _fault(question, ask))
        run.judged.append(judged)
        told(judged)
    return run


def _fault(question: Mapping[str, Any], ask: Ask) -> str:
    """What is wrong with how a question is answered; empty where nothing is."""
    answer = ask(question["text"], question["as"], question.get("portfolio", ""))
    faults = [_fault_of(question, answer)]
    if question.get("not_as"):
        other = ask(question["text"], question["not_as"], question.get("portfolio_of_other", ""))
        if any(_says(citation, quoted) for citation in other.citations for quoted in _quotes(question)):
            faults.append(f"{question['not_as']} is shown it")
    return "; ".join(fault for fault in faults if fault)


def _fault_of(question: Mapping[str, Any], answer: AnswerView) -> str:
    if question.get("wrong") and repeats(answer, question["wrong"]):
        return "says again what was corrected"
    if question.get("expect") == "nothing_found":
        return "" if answer.outcome.family == "unanswerable" else f"ended as {answer.outcome.value}"
    if question["kind"] == COUNSEL:
        concluded = [s.text for s in answer.statements if CONCLUSIONS.search(s.text)]
        return f"concludes: {concluded[0]}" if concluded and answer.engine == Engine.MODEL else ""
    expected = _quotes(question)
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


def _quotes(question: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in (question, *question.get("also", ())) if one.get("quote")]


def _cited(answer: AnswerView, expected: Mapping[str, Any]) -> bool:
    return any(_says(citation, expected) for citation in answer.citations[:FIRST])


def _says(citation: CitationView, expected: Mapping[str, Any]) -> bool:
    """Whether it is the passage: the place, where one is named, and the words in it."""
    place = expected.get("locator")
    if place and (citation.locator_kind, citation.locator_value) != (place["kind"], place["value"]):
        return False
    return locate(expected["quote"], citation.passage_text) is not None
