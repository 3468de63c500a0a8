import pytest

from portfolios.parsing import FailureReason
from tests.unit.parsing.files import encrypted_pdf, pdf
from tests.unit.parsing.reading import document_of, places, reason_of

LINE = "電池の安全性を高めるために耐熱層を設けた多孔質の膜を用いることが"


def test_each_page_is_one_block() -> None:
    document = document_of(pdf([["First page."], ["Second page."]]), "report.pdf")
    assert places(document) == [("page", "1"), ("page", "2")]
    assert [block.text for block in document.blocks] == ["First page.", "Second page."]
    assert (document.format, document.title, document.warnings) == ("pdf", "First page.", ())


def test_japanese_lines_are_joined_without_a_space() -> None:
    document = document_of(pdf([["第１章", LINE, "望ましい。", "次の段落。"]], japanese=True), "a.pdf")
    assert document.blocks[0].text == f"第１章\n{LINE}望ましい。\n次の段落。"
    assert document.language == "ja"


def test_vertical_columns_are_read_from_the_right() -> None:
    columns = ["わたくしといふ現象は", "假定された有機交流電燈の", "ひとつの青い照明です"]
    document = document_of(pdf([columns], japanese=True, vertical=True), "a.pdf")
    assert document.blocks[0].text.replace("\n", "") == "".join(columns)


def test_broken_english_words_are_mended_on_evidence() -> None:
    lines = [
        "A well-known layer is placed on top of the film, and this well-",
        "known layer pro-",
        "tects it.",
    ]
    assert document_of(pdf([lines]), "a.pdf").blocks[0].text == (
        "A well-known layer is placed on top of the film, and this well-known layer protects it."
    )


def test_running_headers_stay_once_and_page_numbers_go() -> None:
    bodies = [
        "Cells burn when hot.",
        "Films hold them apart.",
        "Layers keep films whole.",
        "Nothing else is new.",
    ]
    pages = [["Aoba confidential report", body, f"- {place} -"] for place, body in enumerate(bodies, start=1)]
    texts = [block.text for block in document_of(pdf(pages), "a.pdf").blocks]
    assert texts == ["Aoba confidential report\nCells burn when hot.", *bodies[1:]]


def test_numbers_of_a_table_are_no_page_numbers() -> None:
    pages = [
        ["Results", f"Sample {letter}", value]
        for letter, value in zip("abcd", ("52", "17", "88", "3"), strict=True)
    ]
    assert [block.text.split("\n")[-1] for block in document_of(pdf(pages), "a.pdf").blocks] == [
        "52",
        "17",
        "88",
        "3",
    ]


def test_pages_without_text_are_named() -> None:
    document = document_of(pdf([["One."], [], ["Three."]]), "a.pdf")
    assert places(document) == [("page", "1"), ("page", "3")]
    assert document.warnings == ("Without text (scanned or blank?): page 2.",)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Cell report", "Cell report"), ("Microsoft Word - x.docx", "First line"), ("x.pdf", "First line")],
)
def test_titles_left_by_programs_are_passed_over(title: str, expected: str) -> None:
    assert document_of(pdf([["First line"]], title=title), "a.pdf").title == expected


def test_files_that_cannot_be_read_say_why() -> None:
    whole = pdf([["One."], ["Two."]])
    assert reason_of(encrypted_pdf(), "a.pdf") is FailureReason.ENCRYPTED
    assert reason_of(pdf([[], []]), "a.pdf") is FailureReason.NO_TEXT_LAYER
    assert reason_of(whole[: len(whole) // 2], "a.pdf") is FailureReason.TRUNCATED
    assert reason_of(b"%PDF-1.7\nnothing of the kind\n%%EOF", "a.pdf") is FailureReason.MALFORMED


def test_a_linearised_file_cut_short_is_noticed() -> None:
    content = b"%PDF-1.4\n1 0 obj << /Linearized 1 /L 99999 /N 1 >> endobj\n" + pdf([["One."]])
    assert reason_of(content, "a.pdf") is FailureReason.TRUNCATED
