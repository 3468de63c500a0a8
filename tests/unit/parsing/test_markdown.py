from portfolios.parsing import LocatorKind, Section
from tests.unit.parsing.reading import document_of, places, text_at

PATENT = """# Coated separator

## Abstract

A separator with a *ceramic* layer.

## Description

### Background

Cells burn.

## Claims

1. A separator comprising:
(a) a base film; and
(b) a ceramic layer.
2. The separator of claim 1, wherein the layer
   is 3 μm thick.

3. A cell comprising the separator of claim 1.
"""


def test_a_patent_in_markdown() -> None:
    document = document_of(PATENT, "patent.md")
    assert (document.title, document.format) == ("Coated separator", "markdown")
    assert places(document) == [
        ("heading", "Abstract"),
        ("heading", "Background"),
        ("claim", "1"),
        ("claim", "2"),
        ("claim", "3"),
    ]
    assert [block.section for block in document.blocks][:3] == [
        Section.ABSTRACT,
        Section.DESCRIPTION,
        Section.CLAIMS,
    ]
    assert text_at(document, LocatorKind.CLAIM, "1") == (
        "1. A separator comprising:\n(a) a base film; and\n(b) a ceramic layer."
    )
    assert (
        text_at(document, LocatorKind.CLAIM, "2")
        == "2. The separator of claim 1, wherein the layer is 3 μm thick."
    )
    assert document.blocks[1].headings == ("Coated separator", "Description", "Background")


def test_repeated_headings_are_told_apart() -> None:
    document = document_of("# R\n\none\n\n# R\n\ntwo\n\n# R (2)\n\nthree\n", "notes.md")
    assert places(document) == [("heading", "R"), ("heading", "R (2)"), ("heading", "R (2) (2)")]
    assert [block.headings for block in document.blocks] == [("R",), ("R",), ("R (2)",)]


def test_tables_lists_and_code() -> None:
    document = document_of(
        "# Data\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n3. three\n4. four\n   - deep\n\n```\nx = 1\n```\n\n"
        "H<sub>2</sub>O [link](http://a.example) ![picture](p.png)\n",
        "notes.md",
    )
    assert document.blocks[0].text == "a | b\n1 | 2\n3. three\n4. four\n- deep\nx = 1\nH₂O link picture"


def test_text_before_any_heading_stands_at_its_line() -> None:
    assert places(document_of("\n\nJust text.\n\n- a\n", "notes.md")) == [("line", "3"), ("line", "5")]


def test_a_heading_alone_is_kept() -> None:
    document = document_of("# Plan\n\n## Empty\n\n## Full\n\ntext\n", "notes.md")
    assert [(block.text, block.headings) for block in document.blocks] == [
        ("Empty", ("Plan",)),
        ("text", ("Plan", "Full")),
    ]


def test_what_a_reader_does_not_see_is_not_kept() -> None:
    document = document_of(
        "---\ntitle: 'Real title'\nsecret: x\n---\n# Part\n\nseen<!-- hidden --> text\n\n<script>bad()</script>\n\n"
        "<div>box</div>\n",
        "notes.md",
    )
    assert document.title == "Real title"
    assert document.blocks[0].text == "seen text\nbox"


def test_japanese_lines_are_joined_without_a_space() -> None:
    document = document_of("# 結果\n\n試料の強度を\n測定した。\n\n【0012】\n番号付きの段落。\n", "a.md")
    assert document.blocks[0].text == "試料の強度を測定した。"
    assert text_at(document, LocatorKind.PARAGRAPH, "0012") == "番号付きの段落。"


def test_deep_nesting_does_no_harm() -> None:
    assert document_of("> " * 5000 + "deep\n\nend\n", "a.md").blocks[-1].text == "end"


def test_claims_keep_the_numbers_that_are_written() -> None:
    claims = "1. to 36. (canceled)\n\n37. A film.\n\n39. The film of claim 37.\n"
    document = document_of(f"## Claims\n\n{claims}", "patent.md")
    assert places(document) == [("claim", "1-36"), ("claim", "37"), ("claim", "39")]
    assert document_of("# L\n\n1. one\n1. two\n", "notes.md").blocks[0].text == "1. one\n2. two"


def test_an_empty_line_parts_tables_that_follow_each_other() -> None:
    tables = "| Part | Torque |\n|---|---|\n| A1 | 5 Nm |\n\n| Part | Heat |\n|---|---|\n| B1 | 70 C |\n"
    document = document_of(f"# Limits\n\nIntro.\n\n{tables}\nThe end.\n", "x.md")
    assert [block.text for block in document.blocks] == [
        "Intro.\nPart | Torque\nA1 | 5 Nm\n\nPart | Heat\nB1 | 70 C\nThe end."
    ]
