"""Who wrote, checked or approved a paper: whether that is asked, and the line of a head that says it."""

import pytest

from kaas.answering.reading.makers import Did, asks_who_made, lines_of_makers


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who approved BOR-TR-118?", {Did.APPROVED}),
        ("Who checked and approved test report AUR-TR-031?", {Did.CHECKED, Did.APPROVED}),
        ("Who is the author of AUR-TR-031?", {Did.WROTE}),
        ("Who wrote LN-21?", {Did.WROTE}),
        ("Who approved it?", {Did.APPROVED}),
        ("Author?", {Did.WROTE}),
        ("BOR-TR-118を承認したのは誰ですか", {Did.APPROVED}),
        ("AUR-TR-031の作成者は?", {Did.WROTE}),
        ("LN-21を書いたのは誰ですか", {Did.WROTE}),
        ("Who approved the plan in BOR-DR-08?", set()),
        ("BOR-DR-08で予算を承認したのは誰ですか", set()),
        ("What was approved in BOR-DR-08?", set()),
        ("Who attended BOR-DR-08?", set()),
    ],
    ids=range(13),
)
def test_who_made_a_paper_is_asked_of_the_paper_alone(question: str, asked: set[Did]) -> None:
    assert asks_who_made(question) == asked


def test_the_line_that_names_them_is_told() -> None:
    head = "BOR-TR-118\nAuthor: Maya Tillery · Checked: Takeru Imaizumi\nThe plan was approved by the board.\n承認: 黒部 茜"
    assert list(lines_of_makers(head, frozenset({Did.WROTE}))) == [
        "Author: Maya Tillery · Checked: Takeru Imaizumi"
    ]
    assert list(lines_of_makers(head, frozenset({Did.APPROVED}))) == ["承認: 黒部 茜"]
