"""Whether the day on a front page is that of grant, by office, kind and day of publication."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from kaas.answering.front_page import front_page
from portfolios.catalogue import Bibliography, DocumentSummary, DocumentView
from tests.unit.answering.test_verdicts import PASSAGE

OLD, LAST_OLD, FIRST_NEW, NEW = date(1998, 6, 2), date(2001, 1, 1), date(2001, 1, 2), date(2024, 5, 7)
GRANTED = {"en": "(45) Date of publication and of grant: ", "ja": "(45) 発行日(特許付与の日): "}
PUBLISHED = {"en": "(43) Publication date: ", "ja": "(43) 発行日: "}


def _lines(language: str, office: str, kind: str, published: date | None) -> list[str]:
    number = f"{office}1234567{kind}"
    summary = DocumentSummary(
        uuid.uuid4(), "A title", "patent", "xml", number, language, "Demo", "public", 1, "0" * 64, False, 1
    )
    page = Bibliography(office, number, kind, published, "", None, [], [], [])
    hit = front_page(DocumentView(summary, page, [replace(PASSAGE, language=language)]))
    return hit.passage.text.split("\n") if hit else []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("office", "kind", "published", "granted"),
    [
        ("US", "A", OLD, True),
        ("US", "A", LAST_OLD, True),
        ("US", "B1", OLD, False),
        ("US", "B1", LAST_OLD, False),
        ("US", "B1", FIRST_NEW, True),
        ("US", "B2", OLD, False),
        ("US", "B2", NEW, True),
        ("US", "A1", NEW, False),
        ("US", "A", NEW, False),
        ("US", "E", OLD, True),
        ("US", "E1", NEW, True),
        ("US", "P", OLD, True),
        ("US", "P1", NEW, False),
        ("US", "P2", NEW, True),
        ("US", "P3", NEW, True),
        ("US", "S", OLD, True),
        ("US", "S1", NEW, True),
        ("US", "C1", NEW, False),
        ("US", "H1", NEW, False),
        ("EP", "A1", NEW, False),
        ("EP", "B1", NEW, True),
        ("EP", "B2", NEW, False),
        ("EP", "B9", NEW, False),
        ("JP", "B2", NEW, False),
        ("JP", "S", NEW, False),
    ],
)
def test_the_day_is_that_of_grant_only_where_it_is(
    language: str, office: str, kind: str, published: date, granted: bool
) -> None:
    lines = _lines(language, office, kind, published)
    assert ((GRANTED if granted else PUBLISHED)[language] + published.isoformat()) in lines
    assert any(line.startswith("(45)") for line in lines) is granted


def test_a_b1_of_before_2001_is_called_what_it_was() -> None:
    assert "(12) Kind of document: B1, Re-examination certificate" in _lines("en", "US", "B1", OLD)
    assert "(12) 公報種別: B1, 再審査証明書" in _lines("ja", "US", "B1", OLD)
    assert "(12) Kind of document: B1, Patent without earlier publication" in _lines("en", "US", "B1", NEW)


def test_a_page_without_a_day_has_no_line_of_it() -> None:
    assert not [line for line in _lines("en", "US", "B2", None) if line.startswith(("(43)", "(45)"))]
