"""Which part of a report is asked for, and which lines head such parts."""

import pytest

from kaas.answering.reading.sections import Part, decides, heads, is_to_say_it, numbered, part_asked


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("What did report AUR-TR-036 conclude?", Part.CONCLUSION),
        ("AUR-TR-036の結論は？", Part.CONCLUSION),
        ("What are the main results of AUR-TR-036?", Part.RESULTS),
        ("AUR-TR-036の結果を教えてください。", Part.RESULTS),
        ("What was decided in AUR-DR-09?", Part.DECISIONS),
        ("AUR-DR-09では何が決まりましたか。", Part.DECISIONS),
        ("AUR-TR-036の目的は何ですか。", Part.PURPOSE),
        ("Summarise test report AUR-TR-031", Part.WHOLE),
        ("What is in AUR-DR-09?", Part.WHOLE),
        ("What does AUR-TR-036 say?", Part.WHOLE),
        ("AUR-TR-031の概要を教えてください。", Part.WHOLE),
        ("Which design review was based on AUR-TR-036?", None),
        ("What did AUR-TR-036 conclude about the thickness of the separator?", None),
        ("AUR-TR-036の結論で、セパレータの厚さは？", None),
        ("How many cells failed in AUR-TR-036?", None),
        ("Who approved AUR-TR-036?", None),
        ("Is AUR-TR-036 still in force?", None),
    ],
    ids=range(17),
)
def test_the_part_asked_for_is_told(question: str, part: Part | None) -> None:
    assert part_asked(question) is part


@pytest.mark.parametrize(
    ("line", "part", "expected"),
    [
        ("8. 結論", Part.CONCLUSION, True),
        ("9 Conclusion", Part.CONCLUSION, True),
        ("6 Results over temperature", Part.RESULTS, True),
        ("第4章 試験結果", Part.RESULTS, True),
        ("1 Purpose", Part.PURPOSE, True),
        ("Summary", Part.WHOLE, True),
        ("The results are in table 3.", Part.RESULTS, False),
        ("結論は次のとおりである。", Part.CONCLUSION, False),
        ("8. 結論", Part.RESULTS, False),
    ],
    ids=range(9),
)
def test_headings_are_told(line: str, part: Part, expected: bool) -> None:
    assert heads(line, part) is expected


def test_the_number_of_a_heading_is_told() -> None:
    lines = ["9. 残された課題", "10 Discussion", "Conclusion", "10 Ahセルには厚さ22 μmのセパレータを用いる。"]
    assert [numbered(one) for one in lines] == [9, 10, 0, 0]


def test_what_is_decided_is_told() -> None:
    assert decides("拘束圧は5 MPaとする。")
    assert decides("The board approved the budget.")
    assert not decides("The board met in May.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which error was found in BOR-FR-03?", True),
        ("According to the test report AUR-TR-036, what failed?", True),
        ("What does AUR-TR-036 say about the short circuit?", True),
        ("AUR-TR-036によると、界面抵抗はいくらですか。", True),
        ("AUR-TR-036では短絡は何サイクル目に起きましたか。", True),
        ("Which design review was based on AUR-TR-036?", False),
        ("Which decision rests on AUR-TR-036?", False),
        ("AUR-TR-036に基づいて何が決まりましたか。", False),
        ("What is in the workbook AUR-TR-036-D?", False),
    ],
    ids=range(9),
)
def test_a_question_may_say_that_the_answer_stands_in_a_report(question: str, expected: bool) -> None:
    assert is_to_say_it(question) is expected
