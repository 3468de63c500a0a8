import io

import pytest
from pptx import Presentation
from pptx.util import Inches

from portfolios.parsing import FailureReason
from tests.unit.parsing.office_files import changed, presentation, replaced
from tests.unit.parsing.reading import document_of, places, reason_of

SLIDE = "ppt/slides/slide1.xml"


def test_slides_have_their_texts_in_reading_order_and_their_notes_apart() -> None:
    document = document_of(presentation(), "trials.pptx")
    assert (document.format, document.title, document.language) == ("pptx", "Coating trials", "en")
    assert places(document) == [("slide", "1"), ("slide", "1 notes"), ("slide", "2")]
    assert document.blocks[0].text.split("\n") == [
        "Coating trials",
        "upper box",
        "left box",
        "right box",
        "Sample | Peel",
        "A1 | 12 N",
    ]
    assert document.blocks[0].headings == ("Coating trials",)
    assert document.blocks[1].text == "Say that A1 failed twice."
    assert document.blocks[2].text == "in a group"


def test_hidden_slides_are_read_and_said() -> None:
    assert document_of(presentation(hidden=True), "a.pptx").warnings == (
        "Hidden in the presentation: slide 2.",
    )


def test_comments_and_macros_are_said_not_to_be_read() -> None:
    content = replaced(presentation(), "ppt/comments/comment1.xml", b"<a/>")
    document = document_of(replaced(content, "ppt/vbaProject.bin", b"\x00"), "a.pptm")
    assert document.warnings == ("Macros are neither read nor run.", "Comments are not read.")


def test_letters_set_low_and_high() -> None:
    runs = (
        b'<a:r><a:t>10</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>-6</a:t></a:r><a:r><a:t> m, H</a:t></a:r>'
        b'<a:r><a:rPr baseline="-25000"/><a:t>2</a:t></a:r>'
    )
    content = changed(presentation(), SLIDE, b"<a:r><a:t>upper box</a:t></a:r>", runs)
    assert "10⁻⁶ m, H₂" in document_of(content, "a.pptx").blocks[0].text


@pytest.mark.parametrize(
    ("part", "old", "new", "reason"),
    [
        (SLIDE, b"<p:sld ", b"<p:sl ", FailureReason.MALFORMED),
        (SLIDE, b"<p:sld ", b'<!DOCTYPE a [<!ENTITY b "c">]><p:sld ', FailureReason.MALFORMED),
        ("[Content_Types].xml", b"presentation.main+xml", b"slideshow.main+xml", FailureReason.MALFORMED),
    ],
    ids=["broken", "entities", "show"],
)
def test_what_is_no_presentation_is_malformed(
    part: str, old: bytes, new: bytes, reason: FailureReason
) -> None:
    assert reason_of(changed(presentation(), part, old, new), "a.pptx") is reason


def test_a_presentation_under_another_name_is_mislabelled() -> None:
    assert reason_of(presentation(), "a.xlsx") is FailureReason.MISLABELLED


def test_an_empty_line_parts_tables_that_follow_each_other() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for top, texts in ((1, ("Part", "Torque", "A1", "5 Nm")), (4, ("Part", "Heat", "B1", "70 C"))):
        table = slide.shapes.add_table(2, 2, Inches(1), Inches(top), Inches(4), Inches(1)).table
        for place, text in enumerate(texts):
            table.cell(place // 2, place % 2).text = text
    file = io.BytesIO()
    deck.save(file)
    (block,) = document_of(file.getvalue(), "limits.pptx").blocks
    assert block.text == "Part | Torque\nA1 | 5 Nm\n\nPart | Heat\nB1 | 70 C"
