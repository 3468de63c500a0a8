from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook

from portfolios.chunking import chunk
from portfolios.parsing import FailureReason, ParsedDocument
from portfolios.parsing.workbooks import grid
from tests.unit.parsing.files import packed
from tests.unit.parsing.office_files import RESULTS, changed, replaced, workbook
from tests.unit.parsing.reading import document_of, failure_of, places, reason_of

SHARED = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"


def lines_of(document: ParsedDocument) -> list[list[str]]:
    return [block.text.split("\n") for block in document.blocks]


def test_rows_stand_under_their_heads_as_excel_shows_them() -> None:
    def shape(book: Workbook) -> None:
        sheet = book["Trial 1"]
        for row in (2, 3):
            sheet.cell(row, 2).number_format = 'yyyy"年"m"月"d"日"'
            sheet.cell(row, 3).number_format = '0.0" N"'
            sheet.cell(row, 4).number_format = "0.0%"

    document = document_of(workbook({"Trial 1": RESULTS}, after=shape), "results.xlsx")
    assert (document.format, document.title, document.kind) == ("xlsx", "results", "document")
    assert places(document) == [("sheet", "Trial 1!A1:D3")]
    assert document.blocks[0].headings == ("Trial 1",)
    assert lines_of(document) == [
        [
            "Sample | Date | Peel (N) | Share",
            "A1 | 2026年5月7日 | 12.5 N | 12.5%",
            "A2 | 2026年5月8日 | 9.0 N | 50.0%",
        ]
    ]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234567.891, "General", "1234567.891"),
        (0.1 + 0.2, "General", "0.3"),
        (3.0, "General", "3"),
        (1e-12, "General", "1E-12"),
        (1234567.891, "#,##0", "1,234,568"),
        (2.5, "0", "3"),
        (-2.5, "0.00", "-2.50"),
        (-1200, "#,##0;[Red](#,##0)", "(1,200)"),
        (0, '0.0;-0.0;"—"', "—"),
        (1.5, "0.00##", "1.50"),
        (7, "000", "007"),
        (0.00012345, "0.00E+00", "1.23E-04"),
        (1200, "[$¥-411]#,##0", "¥1,200"),
        (1200, '#,##0"円"', "1,200円"),
        (15000, '0.0,"k"', "15.0k"),
        (25, "0℃", "25℃"),
        (0.5, "# ?/?", "0.5"),
        (True, "General", "TRUE"),
        ("text", "0.00", "text"),
        (date(2026, 5, 7), "yyyy-mm-dd", "2026-05-07"),
        (date(2026, 5, 7), 'ggge"年"m"月"d"日"', "令和8年5月7日"),
        (date(2026, 5, 7), "ge.m.d", "R8.5.7"),
        (date(2026, 5, 7), "d-mmm-yy", "7-May-26"),
        (date(2026, 5, 7), "mm-dd-yy", "2026-05-07"),
        (date(2026, 5, 7), 'm"月"d"日"(aaa)', "5月7日(木)"),
        (datetime(2026, 5, 7, 14, 5), "yyyy/m/d h:mm", "2026/5/7 14:05"),
        (datetime(2026, 5, 7, 14, 5, 9), "h:mm:ss AM/PM", "2:05:09 PM"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_numbers_and_dates_by_their_format(value: Any, code: str, shown: str) -> None:
    def shape(book: Workbook) -> None:
        book["S"]["B2"].number_format = code

    document = document_of(workbook({"S": [["Name", "Value"], ["a", value]]}, after=shape), "a.xlsx")
    assert lines_of(document) == [["Name | Value", f"a | {shown}"]]


def test_dates_counted_from_1904() -> None:
    content = workbook({"S": [["Name", "Day"], ["a", 1]]})
    content = changed(content, "xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"')
    styled = changed(content, SHEET, b'<c r="B2" t="n">', b'<c r="B2" s="0" t="n">')
    dated = changed(styled, "xl/styles.xml", b'<xf numFmtId="0" fontId="0"', b'<xf numFmtId="31" fontId="0"')
    text = document_of(changed(dated, "xl/styles.xml", b'<xf numFmtId="0"', b'<xf numFmtId="31"'), "a.xlsx")
    assert lines_of(text)[0][1] == "a | 1904年1月2日"


def test_captions_gaps_and_tables_side_by_side() -> None:
    rows = [
        ["Trials of May"],
        ["Sample", "Peel", None, None, None, "Lot", "Weight"],
        ["A1", 12, None, None, None, "L1", 5],
        ["Second week"],
        ["A2", 13],
        [],
        ["A3", 14],
        [],
        ["Sample", "Heat"],
        ["B1", "high"],
    ]
    document = document_of(workbook({"S": rows}), "a.xlsx")
    assert list(zip([value for _, value in places(document)], lines_of(document), strict=True)) == [
        ("S!A1:B3", ["Trials of May", "Sample | Peel", "A1 | 12"]),
        ("S!A4:B5", ["Second week", "Sample | Peel", "A2 | 13"]),
        ("S!F2:G3", ["Lot | Weight", "L1 | 5"]),
        ("S!A7:B7", ["A3 | 14"]),
        ("S!A9:B10", ["Sample | Heat", "B1 | high"]),
    ]


def test_heads_go_on_over_an_empty_row() -> None:
    rows = [["Cycle", "Capacity"], [1, 100], [], [500, 92], ["Note: at 25 °C"]]
    document = document_of(workbook({"S": rows}), "a.xlsx")
    assert lines_of(document) == [
        ["Cycle | Capacity", "1 | 100"],
        ["Cycle | Capacity", "500 | 92", "Note: at 25 °C"],
    ]


def test_merged_cells_say_what_they_say_in_every_row() -> None:
    def merge(book: Workbook) -> None:
        for place in ("B1:C1", "A3:A4"):
            book["S"].merge_cells(place)

    rows = [
        [None, "After 500 cycles", None],
        ["Sample", "Peel", "Shrinkage"],
        ["A1", 12, 3],
        [None, 13, 4],
    ]
    document = document_of(workbook({"S": rows}, after=merge), "a.xlsx")
    assert lines_of(document) == [
        [
            "Sample | After 500 cycles Peel | After 500 cycles Shrinkage",
            "A1 | 12 | 3",
            "A1 | 13 | 4",
        ]
    ]


def test_a_title_merged_over_the_whole_sheet_is_one_line() -> None:
    rows = [["Trials"], ["Sample", "Peel"], ["A1", 12], ["end"]]
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A4:A1048576"/></mergeCells>'
    content = changed(workbook({"S": rows}), SHEET, b"</sheetData>", merged)
    assert lines_of(document_of(content, "a.xlsx")) == [["Trials", "Sample | Peel", "A1 | 12", "end"]]


@pytest.mark.parametrize("written", ["1E999999999", "-1E400", "nan", "1,5", "٣", "1" * 400])
def test_numbers_that_are_none_stand_as_written(written: str) -> None:
    content = changed(workbook({"S": [["a", 1]]}), SHEET, b"<v>1</v>", f"<v>{written}</v>".encode())
    content = changed(content, "xl/styles.xml", b'<xf numFmtId="0"', b'<xf numFmtId="10"')
    assert document_of(content, "a.xlsx").blocks


def test_a_long_table_is_cut_where_passages_are_and_its_heads_repeated() -> None:
    rows = [
        ["Sample", "Remark"],
        *[[f"S{n}", "coated on both sides with ceramic particles"] for n in range(120)],
    ]
    document = document_of(workbook({"S": rows}), "a.xlsx")
    assert len(document.blocks) > 3
    assert all(lines[0] == "Sample | Remark" for lines in lines_of(document))
    assert [line for lines in lines_of(document) for line in lines[1:]] == [
        " | ".join(row) for row in rows[1:]
    ]
    assert len(chunk(document)) == len(document.blocks)
    ends = [value.rpartition(":")[2] for _, value in places(document)]
    starts = [value.partition("!")[2].partition(":")[0] for _, value in places(document)]
    assert [int(start[1:]) for start in starts[1:]] == [int(end[1:]) + 1 for end in ends[:-1]]
    assert ends[-1] == "B121"


def test_what_is_hidden_is_read_and_said() -> None:
    def hide(book: Workbook) -> None:
        book["Old"].sheet_state = "hidden"
        book["S"].row_dimensions[2].hidden = True
        book["S"].column_dimensions["B"].hidden = True

    document = document_of(workbook({"S": [["a", "b"], ["c", "d"]], "Old": [["kept"]]}, after=hide), "a.xlsx")
    assert document.blocks[-1].text == "kept"
    assert document.warnings == (
        "Sheet “S” has 1 hidden row.",
        "Sheet “S” has hidden columns: B.",
        "Sheet “Old” is hidden in the workbook.",
    )


def test_formulas_give_their_stored_results_or_themselves() -> None:
    rows = [["Name", "Sum"], ["a", "=SUM(1,2)"], ["b", "=SUM(3,4)"]]
    stored = changed(workbook({"S": rows}), SHEET, b"<f>SUM(1,2)</f><v></v>", b"<f>SUM(1,2)</f><v>3</v>")
    document = document_of(stored, "a.xlsx")
    assert lines_of(document) == [["Name | Sum", "a | 3", "b | =SUM(3,4)"]]
    assert "without a stored result, given as formulas: B3;" in document.warnings[0]


def test_macros_are_not_read() -> None:
    document = document_of(replaced(workbook({"S": RESULTS}), "xl/vbaProject.bin", b"\x00"), "a.xlsm")
    assert document.warnings == ("Macros are neither read nor run.",)


def test_a_huge_sheet_is_read_to_a_row_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portfolios.parsing.workbooks.reading.MAX_CELLS", 21)
    sheets = {"S": [["a", "b"]] * 20, "T": [["c", "d"]]}
    document = document_of(workbook(sheets), "a.xlsx")
    assert places(document) == [("sheet", "S!A1:B10")]
    assert [warning.partition(":")[0] for warning in document.warnings] == [
        "Sheet “S” is read to row 10 only",
        "Sheet “T” is not read",
    ]


def test_readings_of_kanji_are_not_text_and_low_letters_are_low() -> None:
    content = workbook({"S": [["温度", "H2O"], ["a", "b"]]})
    ruby = '<t>温度</t><phoneticPr/><rPh sb="0" eb="2"><t>オンド</t></rPh>'
    runs = '<r><t>H</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>2</t></r><r><t>O</t></r>'
    content = changed(content, SHEET, b"<t>&#28201;&#24230;</t>", ruby.encode())
    content = changed(content, SHEET, b"<t>H2O</t>", runs.encode())
    assert lines_of(document_of(content, "a.xlsx"))[0][0] == "温度 | H₂O"


def test_texts_that_cells_share() -> None:
    content = workbook({"S": [["Head", "x"], ["a", "b"]]})
    inline = b'<c r="B1" t="inlineStr"><is><t>x</t></is></c>'
    content = changed(content, SHEET, inline, b'<c r="B1" t="s"><v>0</v></c>')
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'<sst xmlns="{namespace}"><si><t>shared</t></si></sst>'.encode()
    assert lines_of(document_of(replaced(content, SHARED, shared), "a.xlsx"))[0][0] == "Head | shared"


def test_a_workbook_without_a_cell_is_empty() -> None:
    assert reason_of(workbook({"S": []}), "a.xlsx") is FailureReason.EMPTY


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<sheetData>", b"<sheetData><row"),
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
    ],
    ids=["broken", "entities"],
)
def test_a_sheet_that_is_no_sheet_is_malformed(old: bytes, new: bytes) -> None:
    assert reason_of(changed(workbook({"S": RESULTS}), SHEET, old, new), "a.xlsx") is FailureReason.MALFORMED


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": b"<t>" + bytes(60_000_000)})
    assert reason_of(bomb, "a.xlsx") is FailureReason.TOO_LARGE


def test_a_workbook_under_another_name_is_mislabelled() -> None:
    assert reason_of(workbook({"S": RESULTS}), "a.docx") is FailureReason.MISLABELLED
    assert "an Excel workbook" in failure_of(workbook({"S": RESULTS}), "a.pptx").detail


def test_places_beyond_any_sheet_are_passed_over() -> None:
    content = workbook({"S": [["a", "b"], ["c", "d"]]})
    content = changed(content, SHEET, b'<row r="2"', b'<row r="999999999"')
    assert lines_of(document_of(content, "a.xlsx")) == [["a | b"]]
    assert grid.LAST_ROW == 1_048_576
