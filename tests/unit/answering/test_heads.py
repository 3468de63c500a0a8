"""Of which day a paper is: whether that is asked, and the lines of a head that say it."""

import pytest

from kaas.answering.reading.asked_of import Asked, asked_of
from kaas.answering.reading.heads import asks_for_its_day, dated_lines, labelled_lines

HEAD = """試験報告書 AUR-TR-031
作成: 相沢 遥 発行: 2026年5月22日 第1版
Held on 20 January 2026 in Sagamihara. Chair: R. Tachibana.
発明者: 相沢 遥
The lot of 2203 was dried at 80 °C for 20 days."""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Date?", True),
        ("And the date of the first?", True),
        ("日付は？", True),
        ("記入日はいつですか。", True),
        ("When was it written?", True),
        ("When was note LN-21 issued?", True),
        ("BOR-DR-07はいつ開催されましたか。", True),
        ("Filing date?", False),
        ("Expiry date?", False),
        ("When was it granted?", False),
        ("When was the cell dried?", False),
        ("What is the date of the first test?", False),
        ("Who wrote it?", False),
    ],
    ids=range(13),
)
def test_the_day_of_a_paper_is_asked_of_the_paper_alone(question: str, expected: bool) -> None:
    assert asks_for_its_day(question) is expected


def test_of_a_patent_a_date_is_that_of_filing_and_publication() -> None:
    assert asked_of("Date?") == asked_of("日付は？") == {Asked.FILED, Asked.PUBLISHED}
    assert asked_of("Date of the test?") == set()


def test_the_lines_that_say_it_are_told() -> None:
    assert list(dated_lines(HEAD)) == HEAD.split("\n")[1:3]
    assert list(labelled_lines(HEAD, Asked.INVENTORS)) == ["発明者: 相沢 遥"]
    assert list(labelled_lines(HEAD, Asked.APPLICANT)) == []
