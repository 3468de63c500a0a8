from datetime import date

import pytest

from portfolios.parsing import (
    Bibliography,
    FailureReason,
    LocatorKind,
    ParsedDocument,
    ParseFailure,
    Section,
    parse,
)
from tests.unit.parsing.files import DECLARATION, DOCTYPE, FRONT, grant
from tests.unit.parsing.reading import document_of, failure_of, places, reason_of, text_at


def paragraph(text: str) -> str:
    return text_at(
        document_of(grant(description=f'<p num="0001">{text}</p>'), "g.xml"), LocatorKind.PARAGRAPH, "0001"
    )


def test_front_page() -> None:
    document = document_of(grant(), "grant.xml")
    assert (document.format, document.kind, document.member) == ("us-grant-xml", "grant", "")
    assert (document.title, document.language) == ("Separator for a cell", "en")
    assert document.bibliography == Bibliography(
        office="US",
        publication_number="US8765432B2",
        kind_code="B2",
        publication_date=date(2014, 7, 1),
        application_number="13/123,456",
        filing_date=date(2012, 2, 3),
        applicants=("Aoba & Co.",),
        inventors=("Hanako Sato",),
        classifications=("CPC H01M 50/409",),
    )


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        ("D0513425", "S1", "USD513425S1"),
        ("RE039000", "E1", "USRE39000E1"),
        ("PP016000", "P2", "USPP16000P2"),
        ("H0002140", "H1", "USH2140H1"),
        ("20060294624", "A1", "US20060294624A1"),
    ],
)
def test_publication_number(number: str, kind: str, expected: str) -> None:
    front = FRONT.replace("08765432", number).replace("<kind>B2", f"<kind>{kind}")
    bibliography = document_of(grant(front=front), "grant.xml").bibliography
    assert bibliography is not None
    assert bibliography.publication_number == expected


def test_before_2012_the_assignee_stands_for_the_applicant() -> None:
    parties = """<parties><applicants><applicant app-type="applicant-inventor"><addressbook>
    <last-name>Kohl</last-name><first-name>Harald</first-name></addressbook></applicant></applicants></parties>
    <assignees><assignee><addressbook><orgname>Kohl GmbH</orgname></addressbook></assignee></assignees>
    </us-bibliographic-data-grant>"""
    start = FRONT.index("<us-parties>")
    bibliography = document_of(grant(front=FRONT[:start] + parties), "g.xml").bibliography
    assert bibliography is not None
    assert (bibliography.applicants, bibliography.inventors) == (("Kohl GmbH",), ("Harald Kohl",))


def test_blocks_in_reading_order_with_their_headings() -> None:
    description = (
        '<heading level="1">BACKGROUND</heading><p num="0001">One.</p>'
        '<description-of-drawings><heading level="1">DRAWINGS</heading><p num="0002">'
        "<figref>FIG. 1</figref> shows it.</p></description-of-drawings>"
        '<heading level="2">Example 1</heading><p num="0003">Three.</p><p num="0000">Still three.</p>'
    )
    document = document_of(grant(description=description), "g.xml")
    assert [(block.section, block.locator.value, block.headings) for block in document.blocks] == [
        (Section.TITLE, "Title", ()),
        (Section.ABSTRACT, "Abstract", ()),
        (Section.DESCRIPTION, "0001", ("BACKGROUND",)),
        (Section.DESCRIPTION, "0002", ("DRAWINGS",)),
        (Section.DESCRIPTION, "0003", ("DRAWINGS", "Example 1")),
        (Section.CLAIMS, "1", ()),
    ]
    assert text_at(document, LocatorKind.PARAGRAPH, "0002") == "FIG. 1 shows it."
    assert text_at(document, LocatorKind.PARAGRAPH, "0003") == "Three.\nStill three."


def test_a_heading_without_text_is_kept() -> None:
    document = document_of(
        grant(description='<p num="0001">One.</p><heading level="1">END NOTE</heading>'), "g.xml"
    )
    assert text_at(document, LocatorKind.HEADING, "END NOTE") == "END NOTE"


def test_claim_text_is_exact_and_its_elements_are_lines() -> None:
    claims = (
        '<claim num="00001"><claim-text>1. A cell comprising:\n<claim-text>a film (<b>8</b>); and</claim-text>'
        "<claim-text>a can.</claim-text></claim-text></claim>"
        '<claim num="00002"><claim-text>2. The cell of <claim-ref idref="CLM-00001">claim 1</claim-ref>, '
        "wherein R<sub>7 </sub>and R<sub>8 </sub>are methyl.</claim-text></claim>"
    )
    document = document_of(grant(claims=claims), "g.xml")
    assert text_at(document, LocatorKind.CLAIM, "1") == "1. A cell comprising:\na film (8); and\na can."
    assert (
        text_at(document, LocatorKind.CLAIM, "2") == "2. The cell of claim 1, wherein R₇ and R₈ are methyl."
    )


def test_a_design_patent_has_one_claim_without_a_printed_number() -> None:
    claims = (
        '<claim id="CLM-00001" num="00001"><claim-text>The ornamental design, as shown.</claim-text></claim>'
    )
    document = document_of(grant(claims=claims), "g.xml")
    assert text_at(document, LocatorKind.CLAIM, "1") == "The ornamental design, as shown."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("H<sub>2</sub>O and CO<sub>2 </sub>gas", "H₂O and CO₂ gas"),
        ("10<sup>-6</sup> m<sup>2</sup>", "10⁻⁶ m²"),
        ("V<sub>max</sub>, R<sup>a</sup>, 1<sup>st</sup>", "Vmax, R^a, 1st"),
        ("Σ<sup>5<sub2>i=0</sub2></sup> x", "Σ⁵_i=0 x"),
        ("one<br/>two", "one\ntwo"),
        ("such as:<ul><li>films</li><li>foils</li></ul>and so on", "such as:\nfilms\nfoils\nand so on"),
        (
            "the <chemistry num='00003'><img file='a.tif'/></chemistry> ring",
            "the [chemical structure 3] ring",
        ),
        ("a\n  broken   line", "a broken line"),
        ("zero&#x200b;width &#x202e;bidi&#xe0041; soft&#xad;hyphen", "zerowidth bidi softhyphen"),
        ("a&#x2003;b&#xa0;c", "a b c"),
    ],
)
def test_markup_is_readable_and_no_words_run_together(markup: str, text: str) -> None:
    assert paragraph(markup) == text


@pytest.mark.parametrize(
    ("math", "text"),
    [
        (
            "<mrow><mi>x</mi><mo>=</mo><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></mrow>",
            "x = a/(b + 1)",
        ),
        ("<msub><mi>P</mi><mn>0</mn></msub>", "P₀"),
        ("<msup><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow><mn>2</mn></msup>", "(a)²"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
            "∑_(i = 1)^n",
        ),
        ("<mrow><mi>m</mi><mo>&#x2062;</mo><mi>levorotatory</mi></mrow>", "m levorotatory"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a + b)"),
    ],
)
def test_formulas_are_one_readable_line(math: str, text: str) -> None:
    assert paragraph(f"where<maths num='1'><math>{math}</math></maths>holds") == f"where\n{text}\nholds"


def test_table_rows_are_lines_with_bars() -> None:
    table = (
        '<tables><table><tgroup><colspec colname="offset"/><colspec colname="1"/><tbody>'
        '<row><entry/><entry namest="offset" nameend="1"/></row>'
        "<row><entry/><entry>Time</entry><entry>Level<br/>(%)</entry><entry/></row>"
        "<row><entry/><entry>6</entry><entry>100</entry></row></tbody></tgroup></table></tables>"
    )
    assert paragraph(f"Table 1:{table}") == "Table 1:\nTime | Level (%)\n6 | 100"


def test_entities_become_characters_and_bombs_stay_text() -> None:
    bomb = '<!DOCTYPE us-patent-grant [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    markup = '<p num="0001">&alpha;&nbsp;&mdash;&thgr; &a; &b; &f; &amp; &lt;</p>'
    document = document_of(grant(doctype=bomb, description=markup), "g.xml")
    assert text_at(document, LocatorKind.PARAGRAPH, "0001") == "α —θ &a; &b; &f; & <"


def test_bulk_file_goes_on_after_a_bad_member() -> None:
    bad = grant().replace("</abstract>", "</abstrakt>")
    cut = grant()[:900]
    listing = f"{DECLARATION}<!DOCTYPE sequence-cwu SYSTEM 'x.dtd' [ ]><sequence-cwu id='1'><s1>ACGT</s1></sequence-cwu>\n"
    results = parse((grant() + bad + cut + listing + grant()).encode(), name="ipg140701.xml")
    assert [result.member for result in results] == ["1", "2", "3", "4", "5"]
    failures = {result.member: result.reason for result in results if isinstance(result, ParseFailure)}
    assert failures == {
        "2": FailureReason.MALFORMED,
        "3": FailureReason.TRUNCATED,
        "4": FailureReason.UNSUPPORTED,
    }
    assert all(isinstance(results[place], ParsedDocument) for place in (0, 4))


def test_a_malformed_file_names_the_line_in_the_file() -> None:
    content = grant().replace("</abstract>", "</abstrakt>")
    line = content[: content.index("</abstrakt>")].count("\n") + 1
    assert f"line {line} " in failure_of(content, "g.xml").detail


def test_applications_and_utf_16() -> None:
    content = (
        grant().replace("us-patent-grant", "us-patent-application").replace("data-grant", "data-application")
    )
    document = document_of(content, "a.xml")
    assert (document.format, document.kind) == ("us-application-xml", "application")
    assert places(document_of(content.replace("UTF-8", "UTF-16").encode("utf-16"), "a.xml")) == places(
        document
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"{DECLARATION}<PATDOC/>", FailureReason.UNSUPPORTED),
        (f"{DECLARATION}<note><to/></note>", FailureReason.UNSUPPORTED),
        (f"{DECLARATION}{DOCTYPE}", FailureReason.UNSUPPORTED),
        (f"{DECLARATION}<us-patent-grant><description/></us-patent-grant>", FailureReason.MALFORMED),
        (
            f"{DECLARATION}<us-patent-grant>" + "<a>" * 3000 + "</a>" * 3000 + "</us-patent-grant>",
            FailureReason.MALFORMED,
        ),
    ],
)
def test_other_xml_is_refused(content: str, reason: FailureReason) -> None:
    assert reason_of(content, "x.xml") is reason
