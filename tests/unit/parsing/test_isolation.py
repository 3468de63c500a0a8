import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolios.parsing import FailureReason, ParsedDocument, ParseFailure, parse
from portfolios.parsing.isolation import Parser
from tests.unit.parsing.files import grant, pdf, word
from tests.unit.parsing.gazette_pdf import gazette
from tests.unit.parsing.gazette_xml import japanese
from tests.unit.parsing.office_files import RESULTS, presentation, workbook

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as parser:
        yield parser


def child_of(parser: Parser) -> int:
    child = parser._child
    assert child is not None
    return child._process.pid


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (grant().encode() * 3, "a.xml"),
        (pdf([["One."], [], ["Three."]]), "a.pdf"),
        (word(), "a.docx"),
        (workbook({"S": RESULTS}), "a.xlsx"),
        (presentation(), "a.pptx"),
        (gazette(), "a.pdf"),
        (japanese(encoding="EUC-JP"), "a.xml"),
        ("# 結果\n\n本文。".encode(), "a.md"),
        (b"", "a.txt"),
        (b"x" * 3_000_000, "a.txt"),
        (b"text", "\udcff\u202e.txt"),
    ],
    ids=[
        "grants",
        "pdf",
        "docx",
        "xlsx",
        "pptx",
        "gazette",
        "japanese",
        "markdown",
        "empty",
        "large",
        "name",
    ],
)
def test_gives_what_parse_gives(parser: Parser, content: bytes, name: str) -> None:
    assert parser.parse(content, name=name) == parse(content, name=name)


def test_keeps_its_child_between_files(parser: Parser) -> None:
    parser.parse(b"one", name="a.txt")
    first = child_of(parser)
    parser.parse(b"two", name="a.txt")
    assert child_of(parser) == first


def test_goes_on_with_a_fresh_child_after_a_crash(parser: Parser) -> None:
    parser.parse(b"one", name="a.txt")
    os.kill(child_of(parser), signal.SIGSTOP)
    os.kill(child_of(parser), signal.SIGKILL)
    results = [parser.parse(b"two", name="a.txt") for _ in range(2)]
    assert isinstance(results[-1][0], ParsedDocument)


def test_a_reader_without_memory_is_a_failure_and_the_next_file_is_read() -> None:
    with Parser(memory_bytes=150 * 1024**2) as parser:
        (failure,) = parser.parse(b"a\n\n" * 6_000_000, name="a.txt")
        assert isinstance(failure, ParseFailure)
        assert failure.reason in (FailureReason.TOO_LARGE, FailureReason.CRASHED)
        assert isinstance(parser.parse(b"text", name="a.txt")[0], ParsedDocument)


def test_a_reader_that_hangs_is_stopped() -> None:
    with Parser(timeout_seconds=1) as parser:
        parser.parse(b"text", name="a.txt")
        stopped = child_of(parser)
        os.kill(stopped, signal.SIGSTOP)
        (failure,) = parser.parse(b"text", name="a.txt")
        assert isinstance(failure, ParseFailure)
        assert failure.reason is FailureReason.TIMED_OUT
        assert isinstance(parser.parse(b"text", name="a.txt")[0], ParsedDocument)
        assert child_of(parser) != stopped


def test_no_child_outlives_its_parser() -> None:
    with Parser() as parser:
        parser.parse(b"text", name="a.txt")
        child = child_of(parser)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_the_child_knows_nothing_of_its_parent(tmp_path: Path) -> None:
    """Started from a program that counts its runs, with a secret in its environment and Django loaded."""
    program = tmp_path / "program.py"
    program.write_text(
        textwrap.dedent("""
        import pathlib, django
        from portfolios.parsing.isolation import Parser
        runs = pathlib.Path(__file__).with_name("runs")
        runs.write_text((runs.read_text() if runs.exists() else "") + "x")
        with Parser() as parser:
            parser.parse(b"text", name="a.txt")
            root = pathlib.Path(f"/proc/{parser._child._process.pid}")
            assert b"KAAS_SECRET" not in (root / "environ").read_bytes()
            assert "django" not in (root / "maps").read_text()
        """)
    )
    environment = {**os.environ, "KAAS_SECRET": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, str(program)], env=environment, check=True)
    assert (tmp_path / "runs").read_text() == "x"


def test_the_readers_do_without_django() -> None:
    program = "import sys, portfolios.parsing.child; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
