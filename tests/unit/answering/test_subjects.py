"""Questions for patents on a subject."""

import pytest

from kaas.answering.reading.subjects import mentioned_in_documents, patents_on


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Which of our patents concern binder content?", "binder content"),
        ("Which patents deal with zero drift?", "zero drift"),
        ("What patents do we have on solid electrolytes?", "solid electrolytes"),
        ("List our patents about solid electrolyte separators.", "solid electrolyte separators"),
        ("Show me all patents that describe a pinch valve", "a pinch valve"),
        ("Do we have any patents on drift compensation?", "drift compensation"),
        ("バインダー含有率に関する当社の特許はどれですか。", "バインダー含有率"),
        ("当社の特許のうち、バインダー含有率に関するものは？", "バインダー含有率"),
        ("ドリフト補償についての特許を教えてください。", "ドリフト補償"),
        ("Is argyrodite mentioned in our patents?", "argyrodite"),
        ("アルジロダイトに言及している特許はどれですか。", "アルジロダイト"),
        ("Which of our patents are about to expire?", ""),
        ("Which patents are in force in Germany?", ""),
        ("Which patents cover EP4991107B1?", ""),
        ("Which patents on separators were filed in 2023?", ""),
        ("Which patents concern it?", ""),
        ("Who filed the patent on the separator?", ""),
        ("What does the patent policy say about inventions?", ""),
        ("バインダー含有率に関する特許の出願人は誰ですか。", ""),
        ("バインダー含有率はいくらですか。", ""),
    ],
    ids=range(20),
)
def test_the_subject_is_told(question: str, subject: str) -> None:
    assert patents_on(question) == subject


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Which documents mention LN-21?", "LN-21"),
        ("Which reports cite the vibration test?", "the vibration test"),
        ("List the documents that mention Lindfeldt.", "Lindfeldt"),
        ("Where is Kestrel mentioned?", "Kestrel"),
        ("LN-21はどの文書に出てきますか", "LN-21"),
        ("U25が出てくる文書は?", "U25"),
        ("どの報告書が磁気フィルターに触れていますか。", "磁気フィルター"),
        ("Which report describes the seal test?", ""),
        ("Which documents mention it?", ""),
        ("Who mentioned LN-21?", ""),
        ("LN-21の結論は?", ""),
    ],
    ids=range(11),
)
def test_what_documents_are_to_mention_is_told(question: str, subject: str) -> None:
    assert mentioned_in_documents(question) == subject
