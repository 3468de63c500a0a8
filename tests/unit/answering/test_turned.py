"""What is turned round, made exact, made of all, or put in another's place is not supported; what says the same still is."""

from pathlib import Path

import pytest

from kaas.answering.draft import Verdict
from tests.unit.answering.test_verdicts import verdict_on

CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("turned.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("holds", "passage", "sentence"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_a_sentence_turns_nothing_round(holds: str, passage: str, sentence: str) -> None:
    assert (verdict_on(passage, sentence) is Verdict.SUPPORTED) is (holds == "yes")
