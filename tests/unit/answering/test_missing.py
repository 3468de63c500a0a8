"""Words of a question that stand in no cited passage are pointed out."""

import pytest

from kaas.answering.checking.missing import words_not_found

ENGLISH = "At 80 °C the residual zero drift was 0.21 ns with drift compensation."
JAPANESE = "500サイクル後の界面抵抗は、勾配型が9.1 Ω·cm²、均一型が31.5 Ω·cm²であった。"


@pytest.mark.parametrize(
    ("question", "shown", "missing"),
    [
        ("What was the residual zero drift of Zorblax at 80 °C?", [ENGLISH], ["Zorblax"]),
        ("What was the residual zero drift at 80 °C?", [ENGLISH], []),
        ("What drifts did compensation leave?", [ENGLISH], ["leave"]),
        ("500サイクル後のゾルブラックスの界面抵抗はいくらでしたか。", [JAPANESE], ["ゾルブラックス"]),
        ("500サイクル後の勾配型の界面抵抗はそれぞれいくらでしたか。", [JAPANESE], []),
        ("What is the interface resistance after 500 cycles?", [JAPANESE], []),
        ("What is the interface resistance of Zorblax after 500 cycles?", [JAPANESE], ["Zorblax"]),
        ("Zorblaxの界面抵抗はいくらですか。", [ENGLISH], ["Zorblax"]),
        ("What did BOR-DR-07 decide about the drift?", [ENGLISH, "Design review BOR-DR-07"], ["decide"]),
        ("What of Zorblax?", [], []),
        ("What type of drift compensation is described in this document?", [ENGLISH], []),
        ("勾配型の界面抵抗について何が記載されていますか。", [JAPANESE], []),
    ],
    ids=str,
)
def test_what_stands_in_no_cited_passage(question: str, shown: list[str], missing: list[str]) -> None:
    assert words_not_found(question, shown) == missing


def test_a_question_of_strange_words_is_told_some_of_them() -> None:
    question = " ".join(f"Zorblax{n}" for n in range(40))
    assert len(words_not_found(question, [ENGLISH])) == 5
