"""What a question asks of the document it names, read from its words alone."""

import pytest

from kaas.answering.reading.asked_of import (
    Asked,
    asked_of,
    asks_nothing_else,
    asks_side_by_side,
    asks_to_compare,
    asks_what_was_cited,
    asks_who_invented_a_thing,
    fits,
)


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
        ("What are the filing dates of US19204511B2 and US19041873B2?", {Asked.FILED, Asked.OVERVIEW}),
        ("Give the publication dates and application numbers.", {Asked.PUBLISHED, Asked.APPLICATION_NUMBER}),
        ("What were the dates of grant?", {Asked.GRANTED}),
        ("Is the patent US19204511B2 ours?", {Asked.APPLICANT}),
        ("US19204511B2はうちの特許ですか", {Asked.APPLICANT}),
        ("US19204511B2の分類は?", {Asked.CLASSES}),
        ("期限は?", {Asked.EXPIRY}),
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
        ("What are the names of the inventors of the graded separator?", True),
        ("What are the names of the inventors?", False),
        ("勾配型セパレータは誰が発明しましたか。", True),
        ("勾配型セパレータの発明者を教えてください。", True),
        ("What did the inventors observe at 80 °C?", False),
        ("発明者らは何を観察しましたか。", False),
    ],
)
def test_names_of_inventors_are_asked_for(question: str, asks: bool) -> None:
    assert asks_who_invented_a_thing(question) is asks


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who filed US19204511B2?", True),
        ("Who invented US19204511B2?", True),
        ("What year was US19204511B2 filed?", True),
        ("Who is the applicant of US19204511B2, and when was it filed?", True),
        ("What was invented in US19204511B2?", True),
        ("What is the first claim of US19204511B2?", True),
        ("How is US19204511B2 classified?", True),
        ("特許第9911071号の出願人はどこですか。", True),
        ("特許第9911071号を発明したのは誰ですか。", True),
        ("Where was US19204511B2 invented?", False),
        ("When was US19204511B2 invented?", False),
        ("Where was US19204511B2 filed?", False),
        ("Why was US19204511B2 granted?", False),
        ("Who granted US19204511B2?", False),
        ("Who is named in US19204511B2?", False),
        ("When was US19204511B2 first published?", False),
        ("How many claims does US19204511B2 have?", False),
        ("What is the number of US19204511B2 claims", False),
        ("Which patents are there by the inventors of US19204511B2?", False),
        ("特許第9911071号の発明者は何人ですか。", False),
        ("特許第9911071号の請求項はいくつありますか。", False),
        ("特許第9911071号はどこで発明されましたか。", False),
        ("特許第9911071号はなぜ登録されましたか。", False),
    ],
    ids=range(23),
)
def test_what_stands_on_a_front_page_must_fit_what_is_asked(question: str, expected: bool) -> None:
    assert asks_nothing_else(question)
    assert fits(question) is expected


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What is the legal status of JP9911071B2?", Asked.EXPIRY),
        ("特許第9911071号の権利状況は？", Asked.EXPIRY),
        ("Is US19204511B2 an application?", Asked.KIND),
        ("特許第9911071号は特許ですか。", Asked.KIND),
        ("What is the publication number of “Solid electrolyte separator”?", Asked.NUMBER),
        ("特許第9911071号の出願年月日は？", Asked.FILED),
    ],
    ids=range(6),
)
def test_each_line_of_a_front_page_can_be_asked_for(question: str, asked: Asked) -> None:
    assert asked in asked_of(question)
    assert asks_nothing_else(question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Compare the inventors of JP9911071B2 and US19204511B2.", True),
        ("Which of JP9911071B2 and US19204511B2 was filed first?", True),
        ("Do JP9911071B2 and US19204511B2 have the same inventors?", True),
        ("Which was granted earlier, JP9911071B2 or US19204511B2?", True),
        ("JP9911071B2とUS19204511B2の発明者は同じですか。", True),
        ("JP9911071B2とUS19204511B2ではどちらが先に出願されましたか。", True),
        ("What is the difference between EP4991107B1 and EP4991107B9?", False),
        ("Do JP9911071B2 and US19204511B2 use the same binder?", False),
        ("JP9911071B2とUS19204511B2の結着材は同じですか。", False),
        ("Do the inventors of JP9911071B2 and US19204511B2 recommend the same binder?", False),
    ],
    ids=range(10),
)
def test_lines_are_asked_for_side_by_side(question: str, expected: bool) -> None:
    assert asks_side_by_side(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What was cited against application 18/999,052?", True),
        ("Which documents did the examiner cite against it?", True),
        ("What prior art does the office action rely on?", True),
        ("特願2022-991107で引用された文献は？", True),
        ("拒絶理由通知で挙げられた公報は？", True),
        ("引例を教えてください。", True),
        ("Which documents cite US 2021/0998204?", False),
        ("What prior art does EP4991206B1 describe?", False),
        ("Who examined the samples?", False),
        ("拒絶理由通知への応答期限はいつですか。", False),
        ("審査官は誰ですか。", False),
        ("Which documents did the applicant cite in reply to the office action 18/999,052?", False),
        ("出願人が応答で引用した文献は? 18/999,052", False),
        ("Which documents did the examiner cite against the applicant's claims?", True),
    ],
    ids=range(14),
)
def test_what_an_examiner_cited_is_told_from_who_cites(question: str, expected: bool) -> None:
    assert asks_what_was_cited(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the difference between EP4991206A1 and EP4991206B1?", True),
        ("Compare EP4991206A1 and EP4991206B1.", True),
        ("How do the claims of EP4991206A1 and EP4991206B1 differ?", True),
        ("EP4991206A1とEP4991206B1の違いは何ですか。", True),
        ("EP4991206A1とEP4991206B1を比べてください。", True),
        ("Compare the inventors of EP4991206A1 and EP4991206B1.", False),
        ("Compare the drift in EP4991206A1 and EP4991206B1.", False),
        ("What do EP4991206A1 and EP4991206B1 say?", False),
    ],
    ids=range(8),
)
def test_what_is_to_be_compared_is_told(question: str, expected: bool) -> None:
    assert asks_to_compare(question) is expected
