"""What the evidence says of a statement, and the words for how a question ended."""

import uuid
from dataclasses import replace
from string import Formatter
from typing import NamedTuple, cast

import pytest

from kaas.answering.draft import DraftStatement, Verdict
from kaas.answering.outcomes import SENTENCES, Outcome, sentence
from kaas.answering.steps.verify import verify
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentSummary
from portfolios.passages import FoundPassage

FAMILIES = {"answered", "unanswerable", "refused", "denied", "failed"}


class Titled(NamedTuple):
    title: str


TEXT = "With drift compensation the residual zero drift was 0.21 ns at 80 °C."
PASSAGE = FoundPassage(uuid.uuid4(), uuid.uuid4(), 0, "body", "page", "3", (), TEXT, "en")
HIT = Hit(1, 1.0, PASSAGE, cast(DocumentSummary, None))
OTHER = replace(HIT, passage=replace(PASSAGE, text="Something else was measured."))


def judged(statement: DraftStatement) -> DraftStatement:
    verify(statement)
    return statement


@pytest.mark.parametrize(
    ("quotes", "verdict"),
    [
        ([(HIT, "0.21 ns at 80 °C")], Verdict.SUPPORTED),
        ([(HIT, "0.22 ns at 80 °C")], Verdict.UNSUPPORTED),
        ([(HIT, "0.21 ns at 8 °C")], Verdict.UNSUPPORTED),
        ([(OTHER, "0.21 ns at 80 °C")], Verdict.UNSUPPORTED),
        ([(HIT, "0.21 ns"), (OTHER, "0.21 ns")], Verdict.PARTIAL),
        ([(HIT, "0.21 ns"), (OTHER, "Something else")], Verdict.SUPPORTED),
        ([(HIT, "")], Verdict.UNSUPPORTED),
        ([], Verdict.UNSUPPORTED),
    ],
)
def test_a_statement_has_the_verdict_of_its_quotes(quotes: list[tuple[Hit, str]], verdict: Verdict) -> None:
    statement = judged(DraftStatement("A sentence.", quotes))
    assert statement.verdict is verdict
    for hit, start, end in statement.spans:
        assert (hit, hit.passage.text[start:end]) in quotes


@pytest.mark.parametrize(
    ("text", "quotes", "verdict"),
    [
        ("The drift was 0.21 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.SUPPORTED),
        ("残留ゼロドリフトは0.21 nsでした。", ["zero drift was 0.21 ns at 80 °C"], Verdict.SUPPORTED),
        ("The drift was 0.22 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.PARTIAL),
        ("The drift was small.", ["With drift … 0.21 ns at 80 °C"], Verdict.SUPPORTED),
        ("The drift was small.", ["With drift ... 0.21 ns at 90 °C"], Verdict.PARTIAL),
        ("The drift was small.", ["was"], Verdict.PARTIAL),
        ("The drift was small.", ["zero drift was 0.31 ns"], Verdict.UNSUPPORTED),
        ("The drift was small.", [""], Verdict.UNSUPPORTED),
        (TEXT, [""], Verdict.SUPPORTED),
        ("The drift was small.", [], Verdict.UNSUPPORTED),
    ],
)
def test_a_sentence_in_a_models_words(text: str, quotes: list[str], verdict: Verdict) -> None:
    hit = replace(HIT, document=cast(DocumentSummary, Titled("Report")))
    statement = judged(DraftStatement(text, [(hit, quote) for quote in quotes], phrased=True))
    assert statement.verdict is verdict
    assert bool(statement.spans) == (verdict is not Verdict.UNSUPPORTED)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_family_and_a_sentence_in_both_languages(outcome: Outcome) -> None:
    assert outcome.family in FAMILIES
    said = {language: sentence(outcome, language, searched=7) for language in ("ja", "en")}
    assert len(set(said.values())) == 2
    assert said["en"].isascii() and said["en"].endswith(".")
    assert not said["ja"].isascii() and said["ja"].endswith("。")
    fields = {name for _, name, _, _ in Formatter().parse(str(SENTENCES[outcome])) if name}
    assert fields <= {"searched"}
    assert all(("7" in text) == ("searched" in fields) for text in said.values())


def test_no_sentence_gives_an_opinion() -> None:
    said = " ".join(sentence(outcome, "en") for outcome in Outcome).lower()
    assert not any(word in said for word in ("infring", "valid", "novel", "hidden", "withheld", "permission"))
