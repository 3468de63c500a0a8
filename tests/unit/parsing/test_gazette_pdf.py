from datetime import date

import pytest

from portfolios.parsing import LocatorKind, Section
from tests.unit.parsing.files import pdf
from tests.unit.parsing.gazette_pdf import (
    CLAIMS,
    FRONT,
    LEFT,
    STEP,
    TEXT,
    TOP,
    Placed,
    column,
    gazette,
    header,
    line_numbers,
)
from tests.unit.parsing.reading import document_of, places, text_at


def test_the_front_page_by_its_codes() -> None:
    document = document_of(gazette(), "g.pdf")
    front = document.bibliography
    assert front is not None
    assert (document.format, document.kind, document.title) == (
        "jp-application-pdf",
        "application",
        "電池用セパレータ",
    )
    assert (front.office, front.publication_number, front.kind_code) == ("JP", "JP2026990001A", "A")
    assert (front.publication_date, front.filing_date) == (date(2026, 5, 7), date(2024, 11, 5))
    assert (front.application_number, front.applicants) == ("特願2024-990123", ("青葉株式会社",))
    assert front.inventors == ("佐藤 花子",)
    assert front.classifications == (
        "IPC H01M 50/409",
        "FI H01M 50/409",
        "F-term 5H021EE03",
        "F-term 5H021EE15",
    )


def test_claims_and_paragraphs_are_read_over_the_columns() -> None:
    document = document_of(gazette(), "g.pdf")
    assert places(document) == [
        ("heading", "発明の名称"),
        ("page", "1"),
        ("heading", "要約"),
        ("claim", "1"),
        ("claim", "2"),
        *(("paragraph", f"{number:04}") for number in range(1, 5)),
        ("page", "3"),
    ]
    assert (
        text_at(document, LocatorKind.CLAIM, "1")
        == "粒子の層を有し、前記層の厚さが２μｍ以上である電池用セパレータ。"
    )
    assert (
        text_at(document, LocatorKind.PARAGRAPH, "0001")
        == "本発明は、電池に用いるセパレータであって、粒子の層を有するものに関する。"
    )
    assert text_at(document, LocatorKind.PARAGRAPH, "0003") == "【図１】断面図である。"
    assert text_at(document, LocatorKind.PAGE, "3") == "【図１】\n１"


def test_sections_and_headings_are_those_of_the_gazette() -> None:
    found = document_of(gazette(), "g.pdf").blocks
    blocks = {block.locator.value: block for block in found}
    assert [block.section for block in found[:3]] == [Section.TITLE, Section.BODY, Section.ABSTRACT]
    assert blocks["2"].section is Section.CLAIMS
    assert (blocks["0002"].section, blocks["0002"].headings) == (
        Section.DESCRIPTION,
        ("発明の詳細な説明", "背景技術"),
    )
    assert blocks["3"].headings == ("図面",)


def test_running_heads_and_line_numbers_are_not_text() -> None:
    text = "\n".join(block.text for block in document_of(gazette(), "g.pdf").blocks[2:])
    assert "2026" not in text
    assert "(2)" not in text
    assert "10" not in text.replace("１０", "")


def test_a_page_in_one_column_is_read_in_lines() -> None:
    long = "　電池に用いるセパレータについて、その製造の方法とともに、以下に詳しく述べる。膜の厚さと"
    lines = [
        *CLAIMS[:6],
        "【０００１】",
        long,
        long.strip(),
        "いうものを含む。",
        "【０００２】",
        long,
        "ものとする。",
    ]
    body = [*header(2), *column(LEFT, lines), *line_numbers(x=560)]
    document = document_of(gazette(body=body), "g.pdf")
    assert text_at(document, LocatorKind.PARAGRAPH, "0001") == f"{long.strip()}{long.strip()}いうものを含む。"
    assert text_at(document, LocatorKind.PARAGRAPH, "0002") == f"{long.strip()}ものとする。"


def test_tables_are_rows_of_cells() -> None:
    def row(at: int, *cells: str) -> list[Placed]:
        return [(LEFT + 80 * place, TOP - STEP * at, cell) for place, cell in enumerate(cells)]

    tail = [
        (LEFT + 80, TOP - STEP * 11 - 12, "（％）"),
        *row(13, "実施例１", "３", "５"),
        *row(14, "比較例", "９", "４"),
    ]
    body = [
        *header(2),
        *column(LEFT, [*CLAIMS[:8], "【０００１】", "　表に示す。", "【表１】"]),
        *row(11, "例", "収縮率", "膜厚"),
        *tail,
        *column(310, TEXT[1:]),
    ]
    document = document_of(gazette(body=body), "g.pdf")
    assert text_at(document, LocatorKind.PARAGRAPH, "0001").split("\n") == [
        "表に示す。",
        "【表１】",
        "例 | 収縮率（％） | 膜厚",
        "実施例１ | ３ | ５",
        "比較例 | ９ | ４",
    ]


def test_a_grant_has_its_number_kind_and_holder() -> None:
    front = [
        (x, y, text)
        for x, y, text in FRONT
        if "公開" not in text and not text.startswith(("特開", "令和8", "(71)", "(57)"))
    ]
    front += [
        (230, 810, "(12)特許公報(B2)"),
        (400, 810, "(11)特許番号"),
        (370, 794, "特許第7990001号"),
        (50, 778, "(45)発行日 令和8年5月7日(2026.5.7)"),
        (310, 660, "(73)特許権者 990000001"),
        (50, 690, "(65)公開番号 特開2026-990001"),
        (50, 676, "(43)公開日 令和7年1月8日"),
    ]
    document = document_of(gazette(front=front), "g.pdf")
    assert document.bibliography is not None
    assert document.bibliography.publication_number == "JP7990001B2"
    assert document.bibliography.publication_date == date(2026, 5, 7)
    assert document.bibliography.applicants == ("青葉株式会社",)
    assert (document.kind, document.format) == ("grant", "jp-grant-pdf")


@pytest.mark.parametrize(
    "pages",
    [
        [["公報について", "(12)公開特許公報(A)とは何か。"]],
        [["(19)日本国特許庁(JP) (12)公開特許公報(A)", "番号のない紙面。"]],
        [["【請求項１】", "膜。", "【０００１】", "本文。"]],
    ],
    ids=["about", "numberless", "application"],
)
def test_what_is_no_gazette_is_read_by_pages(pages: list[list[str]]) -> None:
    document = document_of(pdf(pages, japanese=True), "a.pdf")
    assert (document.format, document.kind) == ("pdf", "document")
    assert {block.locator.kind for block in document.blocks} == {LocatorKind.PAGE}
