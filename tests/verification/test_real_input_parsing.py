"""Reading real files: U.S. bulk grants, guidelines of the Japan Patent Office, odd office files."""

import gzip
import re
from collections.abc import Iterator

import pypdfium2
import pytest
from openpyxl import load_workbook

from portfolios.chunking import CELL, Chunk, chunk
from portfolios.parsing import FailureReason, LocatorKind, ParsedDocument, ParseFailure, Section, parse
from tests.shared_data import shared_data

GRANTS = {  # documents, utility, design, claims, sequence listings beside them
    "ipg060103": (25, 22, 2, 400, 2),
    "ipg070102": (25, 21, 4, 331, 1),
    "ipg080101": (25, 18, 6, 288, 0),
    "ipg090106": (25, 22, 3, 294, 0),
    "ipg100105": (25, 22, 3, 426, 0),
    "ipg110104": (25, 24, 1, 303, 0),
}
OFFICE = frozenset({".xlsx", ".xlsm", ".pptx"})
LOCKED = re.compile(r"encryption__(?:aes|rc4)|password.*\.pdf$")


def grants_of(name: str) -> list[ParsedDocument | ParseFailure]:
    path = shared_data("us-grants-bulk-xml") / f"{name}.small.xml.gz"
    return parse(gzip.decompress(path.read_bytes()), name=f"{name}.xml")


def is_solid(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", GRANTS)
def test_every_grant_of_a_bulk_file_is_read_with_every_claim(name: str) -> None:
    documents, utility, design, claims, listings = GRANTS[name]
    results = grants_of(name)
    read = [result for result in results if isinstance(result, ParsedDocument)]
    failures = [result for result in results if isinstance(result, ParseFailure)]
    assert [failure.reason for failure in failures] == [FailureReason.UNSUPPORTED] * listings
    assert len(read) == documents
    kinds = [document.bibliography.kind_code[0] for document in read if document.bibliography]
    assert (kinds.count("B"), kinds.count("S")) == (utility, design)
    numbers = [claim_numbers(document) for document in read]
    assert sum(map(len, numbers)) == claims
    assert all(found == list(range(1, len(found) + 1)) for found in numbers)


def claim_numbers(document: ParsedDocument) -> list[int]:
    return [int(block.locator.value) for block in document.blocks if block.locator.kind is LocatorKind.CLAIM]


@pytest.mark.parametrize("name", GRANTS)
def test_grants_are_complete_and_clean(name: str) -> None:
    seen = set()
    for document in grants_of(name):
        if isinstance(document, ParseFailure):
            continue
        front = document.bibliography
        assert front is not None
        assert re.fullmatch(r"US(?:D|H|RE|PP)?\d{4,7}(?:B1|B2|S1|H1|E1|P2|P3)", front.publication_number)
        assert front.publication_date is not None
        assert front.filing_date is not None
        assert front.filing_date < front.publication_date
        assert front.inventors
        assert front.applicants
        assert front.classifications
        seen.add(front.publication_number)
        places = [block.locator for block in document.blocks if block.locator.kind is LocatorKind.PARAGRAPH]
        assert places
        assert len(places) == len(set(places))
        text = "\n".join(block.text for block in document.blocks)
        assert not re.search(r"</[a-z-]+>|&#?\w+;|[\x00-\x08\u200b\u00ad]|  ", text)
        assert {block.section for block in document.blocks} >= {
            Section.TITLE,
            Section.CLAIMS,
            Section.DESCRIPTION,
        }
    assert len(seen) == GRANTS[name][0]


def test_single_grants_and_an_application() -> None:
    paths = sorted((shared_data("us-grants-bulk-xml") / "plain").glob("*.xml"))
    found = [parse(path.read_bytes(), name=path.name)[0] for path in paths]
    kinds = [document.kind for document in found if isinstance(document, ParsedDocument)]
    assert (kinds.count("grant"), kinds.count("application")) == (12, 1)


@pytest.mark.parametrize("name", GRANTS)
def test_chunks_of_grants_hold_all_their_text(name: str) -> None:
    for document in grants_of(name):
        if isinstance(document, ParsedDocument):
            chunks = chunk(document)
            texts = "".join(without_heads(chunks))
            assert is_solid(texts) == is_solid("".join(block.text for block in document.blocks))
            assert all(len(found.text) <= 3000 for found in chunks)


def without_heads(chunks: list[Chunk]) -> Iterator[str]:
    """The texts without the heads of tables that go on from the chunk before."""
    before = ""
    for found in chunks:
        first, _, rest = found.text.partition("\n")
        goes_on = found.ordinal and CELL in first and first in before.split("\n") and CELL in rest
        yield rest if goes_on else found.text
        before = found.text


def test_guidelines_stand_on_the_pages_they_are_printed_on() -> None:
    paths = sorted(shared_data("jpo-examination-guidelines-pdf").glob("*.pdf"))
    assert len(paths) == 35
    for path in paths:
        (document,) = parse(path.read_bytes(), name=path.name)
        assert isinstance(document, ParsedDocument), path.name
        assert (document.language, document.warnings) == ("ja", ())
        with pypdfium2.PdfDocument(path) as original:
            assert [block.locator.value for block in document.blocks] == [
                str(number + 1) for number in range(len(original))
            ]
            for number, block in enumerate(document.blocks):
                check_page(block.text, original[number].get_textpage().get_text_range())


def check_page(text: str, printed: str) -> None:
    """Every paragraph of ours stands on the page, and nearly all of the page is ours."""
    printed = without_leaders(printed)
    for line in text.split("\n"):
        assert without_leaders(line) in printed
    assert len(is_solid(text)) >= len(printed) * 0.8 - 60


def without_leaders(text: str) -> str:
    return re.sub(r"[.．・·…‥]{2,}|…", "", is_solid(text))


def test_japanese_paragraphs_are_joined() -> None:
    path = shared_data("jpo-examination-guidelines-pdf") / "jpo_criteria_03_0202bm.pdf"
    (document,) = parse(path.read_bytes(), name=path.name)
    assert isinstance(document, ParsedDocument)
    assert (
        "特許法第29条第2項は、その発明の属する技術の分野における通常の知識を有する者"
        in document.blocks[0].text
    )
    assert not any("第 2 節 進歩性" in block.text for block in document.blocks[1:])


def test_a_vertical_page_is_read_from_the_right() -> None:
    path = shared_data("office-files") / "pdfminer" / "jo.pdf"
    (document,) = parse(path.read_bytes(), name=path.name)
    assert isinstance(document, ParsedDocument)
    text = document.blocks[0].text
    lines = [
        "わたくしといふ現象は",
        "假定された有機交流電燈の",
        "ひとつの青い照明です",
        "風景やみんなといっしょに",
    ]
    assert sorted(lines, key=text.index) == lines


def test_office_files_are_read_or_refused_with_a_reason() -> None:
    paths = [path for path in sorted(shared_data("office-files").rglob("*")) if path.is_file()]
    for path in paths:
        (result,) = parse(path.read_bytes(), name=path.name)
        if isinstance(result, ParseFailure):
            assert result.reason is not FailureReason.MALFORMED, path.name
            assert result.detail.endswith("."), path.name
        else:
            assert all(block.text.strip() for block in result.blocks), path.name
        if LOCKED.search(path.name):
            assert isinstance(result, ParseFailure), path.name
            assert result.reason is FailureReason.ENCRYPTED, path.name


def test_word_files_are_read() -> None:
    paths = sorted(shared_data("office-files").rglob("*.docx"))
    assert len(paths) > 30
    refused = [
        path.name for path in paths if isinstance(parse(path.read_bytes(), name=path.name)[0], ParseFailure)
    ]
    assert refused == ["docx__sources__Strict.docx"]


def test_patents_and_papers_in_markdown() -> None:
    paths = sorted((shared_data("pap2pat") / "plain").rglob("*.md"))
    assert len(paths) == 20
    for path in paths:
        (document,) = parse(path.read_bytes(), name=path.name)
        assert isinstance(document, ParsedDocument)
        values = [
            block.locator.value for block in document.blocks if block.locator.kind is LocatorKind.HEADING
        ]
        assert len(values) == len(set(values)) >= 3


EUROPEAN_FRONT_PAGES = {"v1-01-A1.xml", "v1-01-A2.xml", "v1-1-A2.xml", "v1-3-A1.xml"}


def european_files() -> list[tuple[str, bytes]]:
    paths = sorted(path for path in shared_data("ep-fulltext-st36").rglob("*.xml*"))
    packed = ((path, path.read_bytes()) for path in paths)
    return [
        (path.name.removesuffix(".gz"), gzip.decompress(content) if path.suffix == ".gz" else content)
        for path, content in packed
    ]


def test_every_european_patent_is_read_with_every_claim_and_paragraph() -> None:
    files = european_files()
    assert len(files) == 18
    for name, content in files:
        (document,) = parse(content, name=name)
        assert isinstance(document, ParsedDocument), name
        assert (name in EUROPEAN_FRONT_PAGES) == bool(document.warnings)
        text = content.decode()
        kinds = [(block.section, block.locator.kind) for block in document.blocks]
        claims = kinds.count((Section.CLAIMS, LocatorKind.CLAIM))
        translated = kinds.count((Section.TRANSLATION, LocatorKind.CLAIM))
        assert claims + translated == len(re.findall(r"<claim\s", text)), name
        assert translated == 2 * claims if "<claims" in text and document.kind == "grant" else not translated
        numbered = re.findall(
            r'<p\s[^>]*num="\d+"', text.partition("<description")[2].partition("</description>")[0]
        )
        assert kinds.count((Section.DESCRIPTION, LocatorKind.PARAGRAPH)) == len(numbered), name
        places = [block.locator for block in document.blocks]
        assert len(places) == len(set(places)), name


def test_european_front_pages() -> None:
    for name, content in european_files():
        (document,) = parse(content, name=name)
        assert isinstance(document, ParsedDocument)
        front = document.bibliography
        assert front is not None
        assert re.fullmatch(r"EP\d{7}[AB][12]", front.publication_number)
        assert front.kind_code == name[-6:-4]
        assert front.publication_date is not None
        assert front.filing_date is not None
        assert front.filing_date < front.publication_date
        assert front.applicants
        assert front.inventors
        assert front.classifications
        titles = [block for block in document.blocks if block.section is Section.TITLE]
        assert titles[0].text == document.title
        assert len(titles) == 3
        assert document.language == ("de" if name in ("v1-0-A2.xml", "v1-1-A1.xml", "v1-2-A2.xml") else "en")


def test_workbooks_and_presentations_are_read() -> None:
    paths = sorted(path for path in shared_data("office-files").rglob("*") if path.suffix in OFFICE)
    assert len(paths) == 24
    for path in paths:
        (document,) = parse(path.read_bytes(), name=path.name)
        assert isinstance(document, ParsedDocument), path.name
        kinds = {block.locator.kind for block in document.blocks}
        assert kinds == {LocatorKind.SLIDE if path.suffix == ".pptx" else LocatorKind.SHEET}, path.name


def test_every_cell_of_a_workbook_is_in_its_text() -> None:
    for path in sorted(shared_data("office-files").rglob("*.xlsx")):
        (document,) = parse(path.read_bytes(), name=path.name)
        assert isinstance(document, ParsedDocument)
        text = is_solid("".join(block.text for block in document.blocks))
        book = load_workbook(path, data_only=True, read_only=True)
        for sheet in book.worksheets:
            for value in (value for row in sheet.iter_rows(max_row=200, values_only=True) for value in row):
                if isinstance(value, str | int) and not isinstance(value, bool):
                    assert is_solid(str(value)) in text, (path.name, sheet.title, value)
        book.close()
