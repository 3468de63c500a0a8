"""parse() never raises, whatever the bytes, and what it returns can be stored."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolios.parsing import ParseFailure, parse
from portfolios.parsing.wire import from_json, to_json
from tests.unit.parsing.files import encrypted_pdf, grant, packed, pdf, word
from tests.unit.parsing.gazette_pdf import gazette
from tests.unit.parsing.gazette_xml import european, japanese, japanese_st96
from tests.unit.parsing.office_files import RESULTS, presentation, workbook

NAMES = st.sampled_from(
    ["a.xml", "a.txt", "a.md", "a.pdf", "a.docx", "a.xlsx", "a.pptx", "a.xml.gz", "a", "a.csv"]
)
STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"<?xml version='1.0'?>",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<us-patent-grant>",
        b"<ep-patent-document>",
        b"<jp-official-gazette>",
        b"\x1b$B",
        b"---\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ]
)
FILES = [
    (european(description='<heading>A</heading><p num="0001">B</p>').encode(), "a.xml"),
    (japanese(), "a.xml"),
    (japanese_st96(amended=True).encode(), "a.xml"),
    (gazette(), "a.pdf"),
    (workbook({"S": RESULTS, "T": [["a"], [1, 2]]}), "a.xlsx"),
    (presentation(), "a.pptx"),
    (grant().encode() * 2, "a.xml"),
    (pdf([["One."], ["Two."]]), "a.pdf"),
    (encrypted_pdf(), "a.pdf"),
    (word(), "a.docx"),
    (packed({"word/document.xml": b"<a/>"}), "a.docx"),
    ("# T\n\n| a |\n|---|\n| b |\n\n1. 【0001】x\n".encode(), "a.md"),
]


def check(content: bytes, name: str) -> None:
    results = parse(content, name=name)
    assert results
    assert from_json(to_json(results)) == results
    for result in results:
        if isinstance(result, ParseFailure):
            assert result.detail
            continue
        assert result.blocks
        assert result.title
        for block in result.blocks:
            assert block.text.strip()
            assert "\x00" not in block.text + block.locator.value + "".join(block.headings)
            block.text.encode()


@given(STARTS, st.binary(max_size=400), NAMES)
@settings(max_examples=150, deadline=None)
def test_any_bytes(start: bytes, rest: bytes, name: str) -> None:
    check(start + rest, name)


@given(st.text(max_size=300), NAMES)
@settings(max_examples=100, deadline=None)
def test_any_text(text: str, name: str) -> None:
    check(text.encode("utf-8", "surrogatepass"), name)


@pytest.mark.parametrize(
    ("content", "name"), FILES, ids=[f"{at}-{name}" for at, (_, name) in enumerate(FILES)]
)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files(content: bytes, name: str, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]), name)
    check(bytes(damaged), name)
