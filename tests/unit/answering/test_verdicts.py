"""What the evidence says of a statement, and the words for how a question ended."""

import uuid
from dataclasses import replace
from string import Formatter
from typing import cast

import pytest

from governance.access.scopes import Scope
from kaas.answering.draft import Draft, DraftStatement, Verdict
from kaas.answering.outcomes import SENTENCES, Outcome, sentence
from kaas.answering.steps.verify import verify
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentSummary
from portfolios.passages import FoundPassage

FAMILIES = {"answered", "unanswerable", "refused", "denied", "failed"}
TEXT = "With drift compensation the residual zero drift was 0.21 ns at 80 °C."
PASSAGE = FoundPassage(uuid.uuid4(), uuid.uuid4(), 0, "body", "page", "3", (), TEXT, "en")
HIT = Hit(1, 1.0, PASSAGE, cast(DocumentSummary, None))
OTHER = replace(HIT, passage=replace(PASSAGE, text="Something else was measured."))


def judged(*statements: DraftStatement) -> Draft:
    draft = Draft("?", cast(Scope, None), statements=list(statements))
    verify(draft)
    return draft


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
    draft = judged(DraftStatement("A sentence.", quotes))
    assert draft.statements[0].verdict is verdict
    for hit, start, end in draft.statements[0].spans:
        assert (hit, hit.passage.text[start:end]) in quotes


def test_an_answer_without_a_supported_statement_is_none() -> None:
    wrong = DraftStatement("A sentence.", [(HIT, "0.22 ns")])
    right = DraftStatement("A sentence.", [(HIT, "0.21 ns")])
    assert judged(wrong).outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
    assert judged().outcome is Outcome.UNANSWERABLE_NOTHING_FOUND
    assert judged(wrong, right).outcome is Outcome.ANSWERED_BY_QUOTING


def test_an_outcome_once_settled_stays() -> None:
    draft = Draft("?", cast(Scope, None), outcome=Outcome.UNANSWERABLE_NOTHING_FOUND)
    draft.statements = [DraftStatement("A sentence.", [(HIT, "0.21 ns")])]
    verify(draft)
    assert draft.outcome is Outcome.UNANSWERABLE_NOTHING_FOUND


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
