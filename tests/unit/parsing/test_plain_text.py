import pytest

from portfolios.parsing import FailureReason, LocatorKind, Section
from tests.unit.parsing.reading import document_of, failure_of, places, reason_of, text_at

JAPANESE = "本発明は、二次電池用セパレータに関する。電池の安全性を高めることを目的とする。\n"
SPECIFICATION = """【書類名】明細書
【発明の名称】セパレータ
【技術分野】
【０００１】
　本発明は、電池に関する。
【背景技術】
【０００２】
　従来の膜は薄い。【０００３】次の段落。
【書類名】特許請求の範囲
【請求項１】
多孔質の基材と、
耐熱層とを備えるセパレータ。
【請求項２】
前記基材は、ポリエチレンである請求項１に記載のセパレータ。
【書類名】要約書
【要約】
【課題】安全な膜を提供する。【解決手段】耐熱層を設ける。
"""


def test_paragraphs_stand_at_their_first_line() -> None:
    document = document_of("A title\n\nFirst paragraph.\n\n\nSecond one.\n", "memo.txt")
    assert places(document) == [("line", "1"), ("line", "3"), ("line", "6")]
    assert (document.title, document.kind, document.format) == ("A title", "document", "text")


def test_wrapped_lines_are_joined_in_both_languages() -> None:
    english = (
        "The separator is coated with a ceramic layer whose thick-\nness is between two and four micrometres so that\n"
        "it withstands a temperature of two hundred degrees.\n"
    )
    assert document_of(english, "a.txt").blocks[0].text == (
        "The separator is coated with a ceramic layer whose thickness is between two and four micrometres so that "
        "it withstands a temperature of two hundred degrees."
    )
    line = "電池の安全性を高めるために耐熱層を設けた多孔質の膜を用いることが"
    assert document_of(f"{line}\n{line}\n望ましい。\n", "a.txt").blocks[0].text == f"{line}{line}望ましい。"


def test_lists_and_verse_keep_their_lines() -> None:
    document = document_of("apple\npears\ngrape\n", "a.txt")
    assert [block.text for block in document.blocks] == ["apple\npears\ngrape"]
    many = document_of("line\n" * 45, "a.txt")
    assert places(many) == [("line", "1"), ("line", "21"), ("line", "41")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc_jp", "iso2022_jp"]
)
def test_encodings_that_the_bytes_give_away(encoding: str) -> None:
    document = document_of(JAPANESE.encode(encoding), "memo.txt")
    assert document.blocks[0].text == JAPANESE.strip()
    assert document.language == "ja"


def test_a_guessed_encoding_is_said() -> None:
    assert document_of(JAPANESE.encode("cp932"), "memo.txt").warnings == ("Read as Shift_JIS (CP932).",)
    western = (
        "The “separator” was tested at the Universität Zürich, where it failed twice in four weeks.".encode(
            "cp1252"
        )
    )
    assert document_of(western, "memo.txt").warnings == ("Read as Windows-1252.",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x81\xff\xfe\x9d text \xff\xff" * 9, FailureReason.MALFORMED),
        (b"\xff\xfe" + "text".encode("utf-16-le") + b"\x00", FailureReason.TRUNCATED),
        (JAPANESE.encode()[:-2] + b"", FailureReason.TRUNCATED),
        (b"GIF89a\x00\x01\x00\x00" * 20, FailureReason.MISLABELLED),
        (b"\x00\x01\x02\x03" * 400, FailureReason.MALFORMED),
        (b" \n\t\r\n", FailureReason.EMPTY),
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, reason: FailureReason) -> None:
    assert reason_of(content, "memo.txt") is reason


def test_the_undecodable_is_said_to_be_so() -> None:
    assert "neither UTF-8 (byte 2" in failure_of(b"ab\x81\xff\x9d" * 30, "memo.txt").detail


def test_a_japanese_specification_gives_claims_and_paragraphs() -> None:
    document = document_of(SPECIFICATION, "meisai.txt")
    assert document.title == "セパレータ"
    assert text_at(document, LocatorKind.PARAGRAPH, "0001") == "本発明は、電池に関する。"
    assert text_at(document, LocatorKind.PARAGRAPH, "0002") == "従来の膜は薄い。"
    assert text_at(document, LocatorKind.PARAGRAPH, "0003") == "次の段落。"
    assert text_at(document, LocatorKind.CLAIM, "1") == "多孔質の基材と、\n耐熱層とを備えるセパレータ。"
    assert text_at(document, LocatorKind.CLAIM, "2").startswith("前記基材は、")
    sections = {block.locator.value: (block.section, block.headings) for block in document.blocks}
    assert sections["0002"] == (Section.DESCRIPTION, ("明細書", "背景技術"))
    assert sections["1"] == (Section.CLAIMS, ("特許請求の範囲",))
    abstract = [block.text for block in document.blocks if block.section is Section.ABSTRACT]
    assert abstract == ["【課題】安全な膜を提供する。【解決手段】耐熱層を設ける。"]


def test_an_english_specification_gives_claims_and_paragraphs() -> None:
    document = document_of(
        "BACKGROUND\n\n[0001] Cells burn.\n\nMore on it.\n\n[0002] They do.\n\nWhat is claimed is:\n\n"
        "1. A cell comprising:\n  a film; and\n  4. not a claim here\n\n2. The cell of claim 1.\n\n4. No claim.\n\n"
        "ABSTRACT\n\nA cell.\n",
        "spec.txt",
    )
    assert text_at(document, LocatorKind.PARAGRAPH, "0001") == "Cells burn.\nMore on it."
    assert text_at(document, LocatorKind.CLAIM, "1").startswith("1. A cell comprising:")
    assert [value for kind, value in places(document) if kind == "claim"] == ["1", "2"]
    assert document.blocks[-1].section is Section.ABSTRACT


def test_control_and_invisible_characters_go() -> None:
    document = document_of("a\x00b\x07c\u200bd\u202ee\ufefff \U000e0041g h\u2028i", "a.txt")
    assert "".join(block.text for block in document.blocks).replace("\n", "") == "abcdef g hi"


def test_a_kanji_keeps_its_variant_form() -> None:
    assert document_of("葛\U000e0100城市 a\U000e0100b", "a.txt").blocks[0].text == "葛\U000e0100城市 ab"


def test_claims_cancelled_together_keep_their_numbers() -> None:
    document = document_of("Claims\n\n1. A cell.\n\n2-4. (canceled)\n\n5. The cell of claim 1.\n", "spec.txt")
    assert [value for kind, value in places(document) if kind == "claim"] == ["1", "2-4", "5"]


@pytest.mark.parametrize(
    ("heading", "claims", "after"),
    [
        (
            "权利要求书",
            ["1、一种电池，包括膜。", "2、根据权利要求1所述的电池，其特征在于，所述膜为多孔。"],
            "说明书",
        ),
        ("权利要求书", ["1. 一种电池，包括膜。", "2. 根据权利要求1所述的电池。"], "说明书"),
        ("Patentansprüche", ["1. Zelle, umfassend einen Film.", "2. Zelle nach Anspruch 1."], "Beschreibung"),
        (
            "Revendications",
            ["1. Pile comprenant un film.", "2. Pile selon la revendication 1."],
            "Description",
        ),
        (
            "청구범위",
            ["청구항 1\n막을 포함하는 전지.", "청구항 2\n제1항에 있어서, 상기 막은 다공성인 전지."],
            "명세서",
        ),
        (
            "CLAIMS",
            ["1. A kit comprising:\n2. a wheel; and\n3. an axle.", "2. The kit of claim 1."],
            "DESCRIPTION",
        ),
    ],
    ids=["zh", "zh-points", "de", "fr", "ko", "list-inside"],
)
def test_claims_of_other_languages_are_claims(heading: str, claims: list[str], after: str) -> None:
    document = document_of(f"{heading}\n\n{claims[0]}\n\n{claims[1]}\n\n{after}\n\nText.\n", "spec.txt")
    found = [block for block in document.blocks if block.section is Section.CLAIMS]
    assert [(block.locator.kind, block.locator.value, block.text) for block in found] == [
        (LocatorKind.CLAIM, str(number), text) for number, text in enumerate(claims, 1)
    ]
    assert document.blocks[-1].section is Section.DESCRIPTION


def test_a_section_called_claims_without_numbers_is_no_claim() -> None:
    document = document_of(
        "Claims\n\nWe handled three insurance claims.\n\nAll of them were paid.\n", "memo.txt"
    )
    assert places(document) == [("line", "3"), ("line", "5")]


def test_a_japanese_application_as_text_has_its_numbers_and_parts() -> None:
    text = """【書類名】明細書
【発明の名称】電池用セパレータ
【技術分野】
【０００１】
本発明は膜に関する。
【先行技術文献】
【特許文献】
【０００２】
【特許文献１】特開２００６-９９０１２３号公報
【発明の概要】
【発明が解決しようとする課題】
【０００３】
膜は縮む。
【書類名】特許請求の範囲
【請求項１】
粒子の層を有する電池用セパレータ。
【書類名】要約書
【要約】
【課題】縮まない膜を得る。
"""
    document = document_of(text, "a.txt")
    assert document.title == "電池用セパレータ"
    assert [
        (block.section.value, *place) for block, place in zip(document.blocks, places(document), strict=True)
    ] == [
        ("description", "line", "2"),
        ("description", "paragraph", "0001"),
        ("description", "paragraph", "0002"),
        ("description", "paragraph", "0003"),
        ("claims", "claim", "1"),
        ("abstract", "line", "19"),
    ]
    assert document.blocks[2].text == "【特許文献１】特開２００６-９９０１２３号公報"
    assert document.blocks[2].headings == ("明細書", "先行技術文献", "特許文献")
    assert document.blocks[3].headings == ("明細書", "発明の概要", "発明が解決しようとする課題")


@pytest.mark.parametrize(
    "joined", ["段落【００１４】に", "段落 【００１４】に", "明細書の【００１４】に", "上記【請求項１】に"]
)
def test_a_reference_in_a_sentence_opens_nothing(joined: str) -> None:
    text = f"【書類名】意見書\n【０００１】\n本願の{joined}示すとおり、効果がある。\n"
    document = document_of(text, "a.txt")
    assert text_at(document, LocatorKind.PARAGRAPH, "0001") == f"本願の{joined}示すとおり、効果がある。"
    assert len([block for block in document.blocks if "示すとおり" in block.text]) == 1
