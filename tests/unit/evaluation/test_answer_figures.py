"""Figures of answers: what was cited of what was expected, what has no support, what was refused, what was invented."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from kaas.answering.answers import AnswerView
from kaas.answering.outcomes import Outcome
from kaas.evaluation.answer_figures import figures_of
from kaas.evaluation.answers import evaluate_answers, read_questions
from kaas.evaluation.keeping import ANSWERS, differences, keep, less_is_better, means, read_kept

QUESTION = {
    "id": "q",
    "text": "What did report AUR-TR-031 find?",
    "as": "one",
    "kind": "words",
    "quote": "9.1 Ω·cm²",
}


@dataclass
class Cited:
    passage_text: str
    marker: int = 1
    locator_kind: str = "page"
    locator_value: str = "3"
    title: str = ""
    publication_number: str = ""


@dataclass
class Said:
    text: str
    verdict: str = "supported"
    markers: list[int] = field(default_factory=lambda: [1])


@dataclass
class Answer:
    citations: list[Cited] = field(default_factory=list)
    statements: list[Said] = field(default_factory=list)
    outcome: Outcome = Outcome.ANSWERED_BY_MODEL
    engine: str = "model"
    writing: Any = None


def figures(question: dict[str, Any], answer: Answer) -> dict[str, float]:
    return figures_of(question, cast(AnswerView, answer))


RIGHT, WRONG = Cited("It was 9.1 Ω·cm² after 1,000 cycles."), Cited("It was 31.5 Ω·cm².", marker=2)


@pytest.mark.parametrize(
    ("citations", "precision", "recall"),
    [([RIGHT], 1.0, 1.0), ([RIGHT, WRONG], 0.5, 1.0), ([WRONG], 0.0, 0.0), ([], None, 0.0)],
    ids=["right", "one-of-two", "wrong", "none"],
)
def test_of_what_is_cited_and_of_what_is_expected(
    citations: list[Cited], precision: float | None, recall: float
) -> None:
    found = figures(QUESTION, Answer(citations))
    assert (found.get("citation_precision"), found["citation_recall"]) == (precision, recall)


def test_over_two_documents_each_is_half() -> None:
    question = {
        **QUESTION,
        "kind": "two_documents",
        "document": "a",
        "also": [{"document": "b", "quote": "31.5"}],
    }
    assert figures(question, Answer([RIGHT]))["citation_recall"] == 0.5
    assert figures(question, Answer([RIGHT, WRONG]))["citation_recall"] == 1.0


@pytest.mark.parametrize(
    ("kind", "outcome", "figure"),
    [
        ("words", Outcome.ANSWERED_BY_MODEL, 1.0),
        ("words", Outcome.REFUSED_VALIDITY, 0.0),
        ("counsel", Outcome.REFUSED_VALIDITY, 1.0),
        ("counsel", Outcome.ANSWERED_BY_QUOTING, 0.0),
        ("refuse", Outcome.UNANSWERABLE_NOTHING_FOUND, 0.0),
    ],
)
def test_refused_where_it_must_be_and_nowhere_else(kind: str, outcome: Outcome, figure: float) -> None:
    assert figures({**QUESTION, "kind": kind}, Answer(outcome=outcome))["refusal"] == figure


def test_silence_is_asked_of_what_nothing_answers() -> None:
    nothing = {"id": "n", "text": "?", "as": "one", "kind": "trap", "expect": "nothing_found"}
    assert figures(nothing, Answer(outcome=Outcome.UNANSWERABLE_NOTHING_FOUND))["silence"] == 1.0
    assert figures(nothing, Answer([RIGHT]))["silence"] == 0.0
    assert "silence" not in figures(QUESTION, Answer([RIGHT]))


def test_a_sentence_without_support_counts_whoever_wrote_it() -> None:
    answer = Answer(
        [RIGHT], [Said("a"), Said("b", "partial"), Said("c", "unsupported"), Said("d", "contradicted")]
    )
    assert figures(QUESTION, answer)["unsupported"] == 0.75
    assert "unsupported" not in figures(QUESTION, Answer([RIGHT]))


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("It was 9.1 Ω·cm².", False),
        ("It was ９．１0 Ω·cm² after 1000 cycles.", False),
        ("It was 9.2 Ω·cm².", True),
        ("It was 31.5 Ω·cm².", True),
        ("Report AUR-TR-031 says so on page 3.", False),
        ("Report AUR-TR-32 says so.", True),
        ("It was low.", False),
    ],
)
def test_a_number_is_in_what_its_own_sentence_cites_or_invented(text: str, invented: bool) -> None:
    assert figures(QUESTION, Answer([RIGHT, WRONG], [Said(text)]))["invented_numbers"] == float(invented)


def judged(question: dict[str, Any], answer: Answer) -> str:
    return (
        evaluate_answers([question], lambda *_: cast(AnswerView, answer), told=lambda _: None).judged[0].why
    )


def test_what_must_be_refused_ends_as_it_must() -> None:
    question = {"id": "r", "text": "?", "as": "one", "kind": "refuse", "refuse": "refused_validity"}
    assert judged(question, Answer(outcome=Outcome.REFUSED_VALIDITY)) == ""
    assert judged(question, Answer(outcome=Outcome.REFUSED_FILING)) == "ended as refused_filing"


def test_an_invented_number_is_not_said_again_as_supported() -> None:
    question = {"id": "i", "text": "?", "as": "one", "kind": "invented", "invented": ["US 19,999,999 B2"]}
    assert (
        judged(question, Answer(statements=[Said("US19999999B2 shows it.")]))
        == "says US 19,999,999 B2 as supported"
    )
    assert judged(question, Answer(statements=[Said("US19999999B2 shows it.", "unsupported")])) == ""
    assert judged(question, Answer(statements=[Said("It is not known.")])) == ""


def test_figures_that_not_every_question_has_are_compared_where_both_runs_have_them(tmp_path: Path) -> None:
    earlier = {
        "a": {"right": 1.0, "unsupported": 0.5},
        "b": {"right": 0.0},
        "c": {"right": 1.0, "silence": 1.0},
    }
    later = {
        "a": {"right": 1.0, "unsupported": 0.0},
        "b": {"right": 1.0, "unsupported": 0.0},
        "c": {"right": 1.0},
    }
    for name, each, effort in (("low", earlier, "low"), ("high", later, "high")):
        keep(name, kind=ANSWERS, data="d", each=each, state=tmp_path, made_with={"effort": effort})
    kept = [read_kept(name, state=tmp_path) for name in ("low", "high")]
    assert [one.made_with["effort"] for one in kept] == ["low", "high"]
    found = differences(*kept)
    assert {name: (one.questions, one.by) for name, one in found.items()} == {
        "right": (3, pytest.approx(1 / 3)),
        "unsupported": (1, -0.5),
    }
    assert means(earlier) == {"right": (2 / 3, 3), "unsupported": (0.5, 1), "silence": (1.0, 1)}
    assert less_is_better("unsupported") and not less_is_better("right")


def test_the_traps_of_the_demo_company_can_be_read(demo_folder: Path) -> None:
    questions = read_questions(demo_folder / "questions-traps.jsonl")
    assert {one["kind"] for one in questions} == {"refuse", "invented"}
    assert {one["language"] for one in questions} == {"ja", "en"}
    endings = {one["refuse"] for one in questions if one["kind"] == "refuse"}
    assert endings == {str(one) for one in Outcome if one.family == "refused"} - {"refused_past_access"}
