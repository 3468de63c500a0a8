import gzip

import pytest

from portfolios.parsing import MAX_BYTES, FailureReason, parse
from tests.unit.parsing.files import grant, pdf, word
from tests.unit.parsing.reading import document_of, failure_of, reason_of

HTML = b"<!DOCTYPE html>\n<html><body>Sign in</body></html>"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.pdf", FailureReason.EMPTY),
        (HTML, "a.pdf", FailureReason.MISLABELLED),
        (HTML, "a.html", FailureReason.UNSUPPORTED),
        (b"just text", "a.pdf", FailureReason.MISLABELLED),
        (grant().encode(), "a.txt", FailureReason.MISLABELLED),
        (pdf([["x"]]), "a.docx", FailureReason.MISLABELLED),
        (word(), "a.md", FailureReason.MISLABELLED),
        (b"just text", "a.py", FailureReason.UNSUPPORTED),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", FailureReason.UNSUPPORTED),
        (b"{\\rtf1 x}", "a.rtf", FailureReason.UNSUPPORTED),
        (b"PK\x03\x04 and no more", "a.docx", FailureReason.TRUNCATED),
        (gzip.compress(b"x" * 5000, mtime=0)[:-9], "a.txt.gz", FailureReason.TRUNCATED),
    ],
)
def test_refusals(content: bytes, name: str, reason: FailureReason) -> None:
    assert reason_of(content, name) is reason


def test_a_mislabelled_file_is_named_as_what_it_is() -> None:
    detail = failure_of(HTML, "result.pdf").detail
    assert "“.pdf”" in detail
    assert "web page (HTML)" in detail


def test_a_file_of_300_megabytes_is_refused_at_once() -> None:
    failure = failure_of(bytes(MAX_BYTES + 1), "a.pdf")
    assert failure.reason is FailureReason.TOO_LARGE
    assert "200 MiB" in failure.detail


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (grant().encode(), "A.XML", "us-grant-xml"),
        (gzip.compress(grant().encode(), mtime=0), "a.xml.gz", "us-grant-xml"),
        (pdf([["x"]]), "C:\\files\\a.PDF", "pdf"),
        (b"\n\n" + pdf([["x"]]), "a.pdf", "pdf"),
        (b"# x\n\ny", "a.txt", "text"),
        (b"BM is a text", "a.txt", "text"),
        (b"no suffix", "README", "text"),
    ],
)
def test_formats(content: bytes, name: str, found: str) -> None:
    assert document_of(content, name).format == found


def test_names_that_no_person_would_give() -> None:
    for name in ("", ".", "/", "..", "\udcff\x00.txt", "a" * 5000 + ".txt", ".pdf.gz", "\u202efdp.txt"):
        assert len(parse(b"text", name=name)) == 1
