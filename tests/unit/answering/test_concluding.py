"""What a model concludes of the law is told from what it reports, and from what the demo company says."""

from pathlib import Path

import pytest

from kaas.answering.reading.concluding import concludes
from kaas.answering.reading.opinions import Opinion

HERE = Path(__file__).parent
LINES = (HERE / "conclusions.txt").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if line and not line.startswith("#")]
GOLD = [
    line.split("\t")[2]
    for name in ("gold_statements.tsv", "gold_second.tsv", "gold_third.tsv")
    for line in (HERE / name).read_text(encoding="utf-8").splitlines()
    if line.count("\t") >= 2
]


@pytest.mark.parametrize(("kind", "sentence"), CASES, ids=[sentence for _, sentence in CASES])
def test_a_conclusion_is_one_and_a_report_is_none(kind: str, sentence: str) -> None:
    rule = concludes(sentence)
    assert (f"+{Opinion(rule.kind)}" if rule else "-") == kind


def test_true_sentences_about_the_demo_company_conclude_nothing() -> None:
    assert len(GOLD) > 100
    assert [sentence for sentence in GOLD if concludes(sentence)] == []


def test_a_long_sentence_is_read_in_time() -> None:
    for piece in ("The patent is ", "claim 1 ", "請求項", "does not "):
        assert concludes((piece * 2000)[:2000]) is None
