from datetime import date

import pytest

from portfolios.parsing import FailureReason, LocatorKind, Section
from tests.unit.parsing.gazette_xml import EP_CLAIMS, EP_FRONT, european
from tests.unit.parsing.reading import document_of, places, reason_of, text_at

PARAGRAPHS = (
    '<heading id="h0001"><u>Technisches Gebiet</u></heading><p id="p0001" num="0001">Ein Separator.</p>'
    '<heading id="h0002">Stand der Technik</heading><p num="0002">Siehe <patcit dnum="JP2006990123A"><text>JP 2006-990123'
    '</text></patcit> und <nplcit><text>Sato, "Separators", p. 4</text></nplcit>.</p>'
)


def test_the_front_page() -> None:
    front = document_of(european(), "e.xml").bibliography
    assert front is not None
    assert (front.office, front.publication_number, front.kind_code) == ("EP", "EP4990001B1", "B1")
    assert (front.publication_date, front.filing_date) == (date(2026, 5, 6), date(2024, 3, 12))
    assert front.application_number == "24990001.7"
    assert (front.applicants, front.inventors) == (("Aoba & Co.",), ("SATO, Hanako",))
    assert front.classifications == ("IPC H01M 50/409", "CPC H01M 50/449")


def test_the_language_of_the_proceedings_leads() -> None:
    document = document_of(european(description=PARAGRAPHS), "e.xml")
    assert (document.format, document.kind, document.language) == ("ep-grant-xml", "grant", "de")
    assert document.title == "Separator"
    assert places(document) == [
        ("heading", "Title"),
        ("heading", "Title (en)"),
        ("paragraph", "0001"),
        ("paragraph", "0002"),
        ("claim", "1"),
        ("claim", "2"),
        ("claim", "1 (en)"),
    ]
    assert [block.section for block in document.blocks if block.locator.kind is LocatorKind.CLAIM] == [
        Section.CLAIMS,
        Section.CLAIMS,
        Section.TRANSLATION,
    ]
    assert text_at(document, LocatorKind.CLAIM, "1") == "Separator."
    assert text_at(document, LocatorKind.CLAIM, "1 (en)") == "A separator."


def test_paragraphs_stand_under_their_headings_with_what_they_cite() -> None:
    document = document_of(european(description=PARAGRAPHS), "e.xml")
    block = next(block for block in document.blocks if block.locator.value == "0002")
    assert block.headings == ("Stand der Technik",)
    assert block.text == 'Siehe JP 2006-990123 und Sato, "Separators", p. 4.'


def test_a_second_set_of_claims_in_the_same_language_is_numbered_apart() -> None:
    amended = (
        '<amended-claims><claims lang="de"><heading>Geänderte Ansprüche</heading><claim num="0001"><claim-text>Ein anderer.'
        "</claim-text></claim></claims></amended-claims>"
    )
    document = document_of(european(claims=EP_CLAIMS + amended), "e.xml")
    block = document.blocks[-1]
    assert (block.section, block.locator.value) == (Section.CLAIMS, "1 (set 2)")
    assert block.headings == ("Geänderte Ansprüche",)


def test_claims_of_old_files_are_numbered_by_their_text() -> None:
    claims = (
        '<claims lang="de"><claim num=""><claim-text>1.) Stoff.</claim-text></claim>'
        '<claim num=""><claim-text><b>2.</b> Verfahren.</claim-text></claim></claims>'
    )
    document = document_of(european(claims=claims), "e.xml")
    assert places(document)[-2:] == [("claim", "1"), ("claim", "2")]


def test_tables_and_formulae_keep_their_place() -> None:
    table = (
        '<p num="0001">Werte:<tables num="0001"><table><tgroup cols="2"><tbody><row><entry>T</entry><entry>S</entry></row>'
        '<row><entry>150</entry><entry>3</entry></row></tbody></tgroup></table></tables><tables num="0002">'
        '<img file="t.tif"/></tables><maths num="0001"><math><msup><mi>r</mi><mn>3</mn></msup></math></maths></p>'
    )
    document = document_of(european(description=table), "e.xml")
    assert text_at(document, LocatorKind.PARAGRAPH, "0001") == "Werte:\nT | S\n150 | 3\n[table 2]\nr³"


def test_the_list_of_references_is_not_part_of_a_paragraph() -> None:
    references = (
        '<ep-reference-list id="ref-list"><heading>REFERENCES CITED</heading><p num=""><ul><li><patcit><document-id>'
        "<country>JP</country><doc-number>2006990123</doc-number><kind>A</kind></document-id></patcit> <crossref>[0002]"
        "</crossref></li></ul></p></ep-reference-list>"
    )
    document = document_of(european(description=PARAGRAPHS, claims=EP_CLAIMS + references), "e.xml")
    assert document.blocks[-1].locator.value == "REFERENCES CITED"
    assert document.blocks[-1].text == "JP 2006990123 A [0002]"


def test_a_front_page_alone_says_where_its_text_is() -> None:
    document = document_of(european(claims=""), "e.xml")
    assert document.warnings == (
        "The file holds the front page only: the text was published as WO2024990001.",
    )
    assert {block.section for block in document.blocks} == {Section.TITLE}


def test_an_ampersand_that_begins_nothing_is_one() -> None:
    document = document_of(european(front=EP_FRONT.replace("Aoba &amp; Co.", "Aoba & Co.")), "e.xml")
    assert document.bibliography is not None
    assert document.bibliography.applicants == ("Aoba & Co.",)


@pytest.mark.parametrize(
    "front",
    ["", EP_FRONT.replace("4990001", "../etc"), EP_FRONT.replace("B1</B130>", "grant</B130>")],
    ids=["none", "number", "kind"],
)
def test_a_file_that_cannot_be_named_is_malformed(front: str) -> None:
    assert reason_of(european(front=front), "e.xml") is FailureReason.MALFORMED


def test_a_file_cut_off_is_truncated() -> None:
    assert reason_of(european()[:-40], "e.xml") is FailureReason.TRUNCATED
