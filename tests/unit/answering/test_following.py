"""What a question points back to."""

import pytest

from kaas.answering.reading.following import points_back, resolved


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and its priority date?", True),
        ("And claim 2?", True),
        ("What about the slit?", True),
        ("優先日は？", True),
        ("その優先日はいつですか。", True),
        ("請求項2についてはどうですか。", True),
        ("What is the flow meter for?", False),
        ("特許審査会は毎月いつ開きますか。", False),
        ("When was lot LM-2206 received and by when was its joint test report due?", False),
    ],
    ids=range(9),
)
def test_what_goes_on_is_told(question: str, expected: bool) -> None:
    assert points_back(question) is expected


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("and its priority date?", ["What does EP4991206B1 claim?"], "and its priority date? EP4991206B1"),
        ("And claim 2?", ["EP4991206B1?", "And claim 1?"], "And claim 2? EP4991206B1"),
        ("その圧力は？", ["設計審査AUR-DR-09は何を決めましたか。"], "その圧力は？ AUR-DR-09"),
        ("And US19087456B2?", ["What does EP4991206B1 claim?"], "And US19087456B2?"),
        ("and its date?", ["Compare EP4991206B1 with US19087456B2."], "and its date?"),
        ("and its date?", ["EP4991206B1 and EP 4991206 B1?"], "and its date? EP 4991206 B1"),
        ("and its date?", [], "and its date?"),
        ("What is the flow meter for?", ["EP4991206B1?"], "What is the flow meter for?"),
    ],
    ids=["number", "further", "report", "own", "two", "twice", "nothing", "new"],
)
def test_the_document_before_is_added(question: str, before: list[str], expected: str) -> None:
    assert resolved(question, before) == expected
