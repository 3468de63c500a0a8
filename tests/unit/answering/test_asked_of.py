"""What a question asks of the document it names, read from its words alone."""

import pytest

from kaas.answering.reading.asked_of import Asked, asked_of, asks_nothing_else, asks_who_invented, titles_in


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What does JP9911071B2 claim?", {Asked.CLAIM}),
        ("When was JP9911071B2 granted?", {Asked.GRANTED}),
        ("When does US19204511B2 expire?", {Asked.EXPIRY}),
        (
            "Who is the applicant of US19204511B2, and who are the inventors?",
            {Asked.APPLICANT, Asked.INVENTORS},
        ),
        ("JP9911071B2の出願日と登録日はいつですか。", {Asked.FILED, Asked.GRANTED}),
        ("特許第9911071号の発明者は誰ですか", {Asked.INVENTORS}),
        ("JP9911071B2", set()),
    ],
)
def test_what_is_asked_of_a_document_and_nothing_else(question: str, asked: set[Asked]) -> None:
    assert asked_of(question) == asked
    assert asks_nothing_else(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who filed an opposition against EP4991107B1?",
        "What does JP9911071B2 say about zirconia?",
        "What does the report about JP9911071B2 say?",
        "JP9911071B2の実施例の厚さはいくつですか。",
        "特許第9911071号を引用した拒絶理由通知はどれですか。",
    ],
)
def test_something_else_is_asked(question: str) -> None:
    assert not asks_nothing_else(question)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who invented the graded separator?", True),
        ("What are the names of the inventors?", True),
        ("勾配型セパレータは誰が発明しましたか。", True),
        ("勾配型セパレータの発明者を教えてください。", True),
        ("What did the inventors observe at 80 °C?", False),
        ("発明者らは何を観察しましたか。", False),
    ],
)
def test_names_of_inventors_are_asked_for(question: str, asks: bool) -> None:
    assert asks_who_invented(question) is asks


def test_titles_stand_in_quotation_marks() -> None:
    assert titles_in("What is described in “Solid electrolyte”? 「全固体電池」は？") == [
        "Solid electrolyte",
        "全固体電池",
    ]
