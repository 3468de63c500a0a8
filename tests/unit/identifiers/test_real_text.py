"""Real documents: what their own fields say is what is found."""

import gzip
import html
import re
from collections import Counter

import pytest

from portfolios.dates import find_dates
from portfolios.identifiers import display, find_classifications, identify
from tests.shared_data import shared_data

_CITED = re.compile(
    r"<patcit[^>]*><document-id><country>(\w\w)</country><doc-number>([^<]+)</doc-number>(?:<kind>([^<]*))?"
)
# Citations the office printed in a form of nobody's, or of rights outside: designs, years with a gap, lost digits.
_UNREADABLE = re.compile(
    r"JP D|JP 0921 4043|JP EP|JP 200250924|US (45670|82134) A|CN 127 80 68|EP 89123 A1|KR 2001097492 A|WO 11/11713 A1"
)


def _grants() -> str:
    files = sorted(shared_data("us-grants-bulk-xml").glob("*.gz"))
    return "".join(gzip.open(one, "rt", encoding="utf-8").read() for one in files)


def test_citations_of_american_grants_are_read_as_their_fields_say() -> None:
    missed: Counter[str] = Counter()
    read = 0
    for country, number, kind in _CITED.findall(re.sub(r"\s*\n\s*", "", _grants())):
        text = f"{'' if number.startswith(('WO', 'PCT')) else country + ' '}{number} {kind}".strip()
        if country not in ("US", "JP", "EP", "WO", "CN", "KR", "DE") or _UNREADABLE.match(text):
            continue
        found = identify(text)
        right = (
            len(found) == 1
            and found[0].office == country
            and found[0].text.startswith(text.removesuffix(f" {kind}"))
        )
        read += right
        missed[text] += not right
    assert read > 2_500
    assert [text for text, count in missed.items() if count] == []


def test_running_text_of_american_grants() -> None:
    text = html.unescape(re.sub(r"<[^>]+>", "", _grants()))[:2_000_000]
    found = identify(text)
    assert len(found) > 1_000
    assert all(
        text[one.start : one.end] == one.text
        for one in (*found, *find_dates(text), *find_classifications(text))
    )
    unread = [
        one.text for one in found if one.canonical and identify(display(one))[0].canonical != one.canonical
    ]
    assert unread == []


def test_numbers_of_docdb_records() -> None:
    names = re.compile(r'<(?:\w+:)?document-id document-id-type="docdb">\s*<(?:\w+:)?country>(\w\w)</(?:\w+:)?country>\s*'
                       r"<(?:\w+:)?doc-number>(\w+)</(?:\w+:)?doc-number>\s*<(?:\w+:)?kind>([A-Z]\d?)<")  # fmt: skip
    wrong, seen = [], 0
    for file in sorted(shared_data("epo-ops-xml").glob("*.xml")):
        text = file.read_text(encoding="utf-8")
        for publication in re.findall(
            r"<(?:\w+:)?publication-reference.*?</(?:\w+:)?publication-reference>", text, re.DOTALL
        ):
            for country, number, kind in names.findall(publication):
                if country in ("US", "JP", "EP", "WO", "CN", "KR", "DE"):
                    found = identify(f"{country}{number}{kind}")
                    seen += 1
                    if [one.docdb for one in found] != [f"{country}{number}{kind}"]:
                        wrong.append((country, number, kind, [one.docdb for one in found]))
    assert seen > 20
    assert wrong == []


@pytest.mark.parametrize("name", ["JP2020151139A", "JP2020151725A"])
def test_japanese_specifications_hold_no_number_by_chance(name: str) -> None:
    text = (shared_data("jp-patent-excerpts") / f"{name}_excerpt.txt").read_text(encoding="utf-8")
    found = identify(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert [one.text for one in found if one.office != "JP"] == []
