from datetime import date

import pytest

from portfolios.parsing import FailureReason, LocatorKind, Section
from tests.unit.parsing.gazette_xml import JP_FRONT, JP_TEXT, japanese, japanese_st96
from tests.unit.parsing.reading import document_of, places, reason_of, text_at


def test_the_front_page() -> None:
    document = document_of(japanese(), "j.xml")
    front = document.bibliography
    assert front is not None
    assert (document.format, document.kind, document.language) == ("jp-application-xml", "application", "ja")
    assert document.title == "電池用セパレータ"
    assert (front.office, front.publication_number, front.kind_code) == ("JP", "JP2026990001A", "A")
    assert (front.publication_date, front.filing_date) == (date(2026, 5, 7), date(2024, 11, 5))
    assert front.application_number == "特願2024-990123"
    assert (front.applicants, front.inventors) == (("青葉株式会社",), ("佐藤 花子",))
    assert front.classifications == ("IPC H01M 50/409", "FI H01M50/409", "F-term 5H021EE03")


@pytest.mark.parametrize("encoding", ["UTF-8", "EUC-JP", "Shift_JIS"])
def test_every_encoding_reads_alike(encoding: str) -> None:
    assert document_of(japanese(encoding=encoding), "j.xml") == document_of(japanese(), "j.xml")


def test_claims_and_paragraphs_have_their_numbers() -> None:
    document = document_of(japanese(), "j.xml")
    assert places(document) == [
        ("heading", "発明の名称"),
        ("heading", "要約"),
        ("claim", "1"),
        ("claim", "2"),
        *(("paragraph", f"{number:04}") for number in range(1, 9)),
    ]
    assert text_at(document, LocatorKind.CLAIM, "1") == "粒子の層を有する\n電池用セパレータ。"
    assert text_at(document, LocatorKind.HEADING, "要約").startswith(
        "【課題】縮まない膜を得る。\n【解決手段】"
    )
    assert document.blocks[2].section is Section.CLAIMS


def test_parts_are_headings_as_printed() -> None:
    document = document_of(japanese(), "j.xml")
    headings = {block.locator.value: block.headings for block in document.blocks}
    assert headings["0001"] == ("技術分野",)
    assert headings["0002"] == ("先行技術文献", "特許文献")
    assert headings["0003"] == ("発明の概要", "発明が解決しようとする課題")
    assert headings["0005"] == ("発明を実施するための形態",)
    assert headings["0006"] == ("発明を実施するための形態", "製法")
    assert headings["0007"][-1] == "実施例１"
    assert headings["0008"] == ("符号の説明",)


def test_what_gazettes_print_before_things_is_printed() -> None:
    document = document_of(japanese(), "j.xml")
    assert text_at(document, LocatorKind.PARAGRAPH, "0002") == "【特許文献１】特開２００６-９９０１２３号公報"
    assert (
        text_at(document, LocatorKind.PARAGRAPH, "0004") == "【図１】断面図である。\n【図２】グラフである。"
    )
    assert (
        text_at(document, LocatorKind.PARAGRAPH, "0007")
        == "結果を示す。\n【表１】\n温度 | 収縮率\n１５０℃ | ３％\n【数２】"
    )


def test_tables_may_be_written_as_in_html() -> None:
    rows = "<table><tr><td>例</td><td>抵抗</td></tr><tr><td>実施例１</td><td>６．８</td></tr></table>"
    text = f'<description><p num="0001">表１に示す。<br/><tables num="1">{rows}</tables></p></description>'
    document = document_of(japanese(text=text), "j.xml")
    assert (
        text_at(document, LocatorKind.PARAGRAPH, "0001")
        == "表１に示す。\n【表１】\n例 | 抵抗\n実施例１ | ６．８"
    )


def test_the_schema_since_2022() -> None:
    document = document_of(japanese_st96(), "j.xml")
    front = document.bibliography
    assert front is not None
    assert (document.format, document.kind) == ("jp-grant-xml", "grant")
    assert (front.publication_number, front.kind_code) == ("JP7990001B2", "B2")
    assert (front.publication_date, front.filing_date) == (date(2026, 5, 7), date(2022, 3, 1))
    assert (front.application_number, front.applicants) == ("特願2022-990001", ("青葉株式会社",))
    assert (front.inventors, front.classifications) == (
        ("佐藤 花子",),
        ("IPC H01M 50/409", "FI H01M50/409"),
    )
    assert places(document) == [
        ("heading", "発明の名称"),
        ("paragraph", "0001"),
        ("paragraph", "0002"),
        ("claim", "1"),
    ]
    assert text_at(document, LocatorKind.PARAGRAPH, "0001") == "本発明は膜に関する。\n厚さは１０⁻⁶ ｍ。"
    assert text_at(document, LocatorKind.CLAIM, "1") == "膜。"
    assert document.blocks[2].headings == ("発明の概要", "発明が解決しようとする課題")


def test_amendments_beside_the_text_are_named_and_not_mixed_in() -> None:
    document = document_of(japanese_st96(amended=True), "j.xml")
    assert text_at(document, LocatorKind.CLAIM, "1") == "膜。"
    assert "手続補正書" in document.warnings[0]


@pytest.mark.parametrize(
    "content",
    [
        japanese(front=""),
        japanese(front=JP_FRONT.replace("2026990001", "特開")),
        japanese(text=""),
        japanese(encoding="EUC-JP").replace("膜".encode("euc_jp"), b"\xff\xff", 1),
    ],
    ids=["front", "number", "text", "encoding"],
)
def test_what_cannot_be_named_or_read_is_malformed(content: bytes) -> None:
    assert reason_of(content, "j.xml") is FailureReason.MALFORMED


def test_a_number_without_name_stands_for_the_title() -> None:
    front = JP_FRONT.replace("<invention-title>電池用セパレータ</invention-title>", "")
    assert document_of(japanese(front=front, text=JP_TEXT), "j.xml").title == "JP2026990001A"
