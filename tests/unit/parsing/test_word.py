import zlib

import pytest

from portfolios.parsing import FailureReason
from tests.unit.parsing.files import packed, word
from tests.unit.parsing.reading import document_of, places, reason_of

_W = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def added(xml: str) -> str:
    return document_of(word(xml=xml), "a.docx").blocks[-1].text.removeprefix("Second results.").strip()


def test_document_order_headings_lists_and_tables() -> None:
    document = document_of(word(), "note.docx")
    assert [(block.locator.value, block.headings, block.text) for block in document.blocks] == [
        ("Results", (), "Before any heading."),
        (
            "Results (2)",
            ("Results",),
            "Line speed is 40 m/min.\n- first\nSample | Peel\nA1 | 12 N\nAfter the table.",
        ),
        ("Detail", ("Results", "Detail"), "Deep text."),
        ("Results (3)", ("Results",), "Second results."),
    ]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (
            "<w:p><w:r><w:t>H</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t></w:r></w:p>",
            "H₂",
        ),
        (
            "<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>",
            "seen",
        ),
        (
            "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>",
            "new",
        ),
        (
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "controlled",
        ),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a b\nc"),
        (
            (
                "<w:p><w:r><w:t>host</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
                "</w:pict></w:r></w:p>"
            ),
            "host\nboxed",
        ),
        (
            (
                f"<w:p><m:oMath {_W}><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r>"
                "<m:t>b+c</m:t></m:r></m:den></m:f></m:oMath></w:p>"
            ),
            "x=a/(b+c)",
        ),
    ],
)
def test_what_a_reader_sees(xml: str, text: str) -> None:
    assert added(xml) == text


def test_an_empty_line_parts_tables_that_follow_each_other() -> None:
    def table(*rows: tuple[str, str]) -> str:
        cells = [
            "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in row) for row in rows
        ]
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    torque, heat = table(("Part", "Torque"), ("A1", "5 Nm")), table(("Part", "Heat"), ("B1", "70 C"))
    assert added(f"{torque}<w:p/>{heat}") == "Part | Torque\nA1 | 5 Nm\n\nPart | Heat\nB1 | 70 C"
    between = "<w:p><w:r><w:t>then</w:t></w:r></w:p>"
    assert added(torque + between + heat) == "Part | Torque\nA1 | 5 Nm\nthen\nPart | Heat\nB1 | 70 C"


def test_numbered_paragraphs_and_claims_of_a_draft() -> None:
    xml = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("【請求項１】", "膜。", "【０００１】本文。")
    )
    assert places(document_of(word(xml=xml), "draft.docx"))[-2:] == [("claim", "1"), ("paragraph", "0001")]


def test_files_that_cannot_be_read_say_why() -> None:
    whole = word()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert reason_of(whole[:-400], "a.docx") is FailureReason.TRUNCATED
    assert reason_of(packed({"word/document.xml": b"<w:broken"}), "a.docx") is FailureReason.MALFORMED
    assert reason_of(ole + "EncryptedPackage".encode("utf-16-le"), "a.docx") is FailureReason.ENCRYPTED
    assert reason_of(ole + "WordDocument".encode("utf-16-le"), "a.doc") is FailureReason.UNSUPPORTED
    assert reason_of(packed({"xl/workbook.xml": b"<x/>"}), "a.xlsx") is FailureReason.MALFORMED
    assert reason_of(packed({"xl/workbook.xml": b"<x/>"}), "a.docx") is FailureReason.MISLABELLED


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    assert reason_of(packed({"word/document.xml": bytes(40_000_000)}), "a.docx") is FailureReason.TOO_LARGE
    stream = zlib.compressobj(wbits=31)
    bomb = b"".join([*(stream.compress(bytes(1 << 20)) for _ in range(210)), stream.flush()])
    assert reason_of(bomb, "a.xml.gz") is FailureReason.TOO_LARGE
