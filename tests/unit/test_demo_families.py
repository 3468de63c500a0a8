"""The published applications of the demo company as records: they say what their documents say, and fit each other."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from portfolios.families import Application, find_conflicts, find_families, read_applications
from portfolios.identifiers import read
from portfolios.parsing import ParsedDocument, parse
from portfolios.parsing.document import Bibliography

DEMO = Path(__file__).parents[2] / "deploy" / "demo"
RECORDS: list[dict[str, Any]] = json.loads((DEMO / "applications.json").read_text(encoding="utf-8"))


def _published() -> list[Path]:
    """The documents that read as an office's: their names are their publication numbers."""
    found = (path for path in (DEMO / "documents").rglob("*") if path.suffix in {".xml", ".pdf"})
    return sorted(path for path in found if read(path.stem.replace("-", "")))


@cache
def _bibliography(path: Path) -> Bibliography:
    (document,) = parse(path.read_bytes(), name=path.name)
    assert isinstance(document, ParsedDocument) and document.bibliography is not None
    return document.bibliography


def _recorded(publication_number: str) -> Application:
    applications, _ = read_applications(RECORDS)
    found = [
        one
        for one in applications
        if publication_number in {each.publication_number for each in one.publications}
    ]
    assert len(found) == 1, publication_number
    return found[0]


@pytest.mark.parametrize("path", _published(), ids=lambda path: str(path.stem))
def test_a_record_says_what_the_document_says(path: Path) -> None:
    said = _bibliography(path)
    recorded = _recorded(said.publication_number)
    assert recorded.filing_date == said.filing_date
    dates = {one.publication_number: one.publication_date for one in recorded.publications}
    assert dates[said.publication_number] == said.publication_date


def test_the_families_fit() -> None:
    applications, findings = read_applications(RECORDS)
    assert find_conflicts(applications) == []
    # The office of one priority of a competitor is not among those whose numbers are read.
    assert [(one.code, one.detail) for one in findings] == [("number_not_read", "GB 2099117.6")]


def test_priorities_and_children_make_the_families_that_the_attorney_lists() -> None:
    applications, _ = read_applications(RECORDS)
    sizes = sorted(len(family.members) for family in find_families(applications).docdb_families)
    assert sizes == [1, 1, 1, 2, 2, 4, 6]
