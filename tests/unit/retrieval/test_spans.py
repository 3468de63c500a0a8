"""Stretches of time in the fields of a query: from one day, month or year to another, and with an open end."""

from datetime import date

import pytest

from kaas.portal.search_words import value_name
from kaas.retrieval.understanding import Understood, understand


def read(text: str) -> Understood:
    return understand(text, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("query", "words", "field", "value"),
    [
        ("drift date:2025-01..2025-12 cell", "drift cell", "date", "2025-01-01/2026-01-01"),
        ("date:2025..2026", "", "date", "2025-01-01/2027-01-01"),
        ("year:2025...2026", "", "date", "2025-01-01/2027-01-01"),
        ("published:2018-2020 drift", "drift", "date", "2018-01-01/2021-01-01"),
        ("date:2025-01-15..2025-02", "", "date", "2025-01-15/2025-03-01"),
        ("date:2025-01-15..2025-02-03", "", "date", "2025-01-15/2025-02-04"),
        ("date:2025-01..2025-01", "", "date", "2025-01-01/2025-02-01"),
        ("date:2025/01/15..2025/02/15", "", "date", "2025-01-15/2025-02-16"),
        ("date:2025-01 .. 2025-12 cell", "cell", "date", "2025-01-01/2026-01-01"),
        ("date:2025-01 to 2025-12 cell", "cell", "date", "2025-01-01/2026-01-01"),
        ("date:2025-01 – 2025-12", "", "date", "2025-01-01/2026-01-01"),
        ("date:Jan 2025..Mar 2025", "", "date", "2025-01-01/2025-04-01"),
        ('date:"1 April 2020 to 5 May 2020" cell', "cell", "date", "2020-04-01/2020-05-06"),
        ("公開日:2025年1月..2025年12月 電池", "電池", "date", "2025-01-01/2026-01-01"),
        ("公開：2025年1月～12月　電池", "電池", "date", "2025-01-01/2026-01-01"),
        ("公開:2025年1月から12月まで 電池", "電池", "date", "2025-01-01/2026-01-01"),
        ("発行日:「2025年1月15日 〜 2025年2月」", "", "date", "2025-01-15/2025-03-01"),
        ("年:令和6年～令和7年", "", "date", "2024-01-01/2026-01-01"),
        ("date:２０２５年１月～２０２５年３月", "", "date", "2025-01-01/2025-04-01"),
        ("date:2025-01..", "", "since", "2025-01-01"),
        ("date:2025-01.. cell", "cell", "since", "2025-01-01"),
        ("date:2025年～ 電池", "電池", "since", "2025-01-01"),
        ("公開日:2025年以降の電池", "電池", "since", "2025-01-01"),
        ("公開日:2025年1月から 電池", "電池", "since", "2025-01-01"),
        ("date:..2025-12", "", "before", "2026-01-01"),
        ("date:..2025 cell", "cell", "before", "2026-01-01"),
        ("date:～2025年12月15日", "", "before", "2025-12-16"),
        ("公開日:2025年まで", "", "before", "2026-01-01"),
        ("公開日:2025年より前", "", "before", "2025-01-01"),
        ("since:2025-01..2025-12", "", "date", "2025-01-01/2026-01-01"),
        ("until:2025-01..2025-12", "", "date", "2025-01-01/2026-01-01"),
        ("since:2025-01..", "", "since", "2025-01-01"),
        ("until:..2025-12", "", "before", "2026-01-01"),
        ("まで：2020年まで", "", "before", "2021-01-01"),
    ],
)
def test_a_stretch_of_time_is_read_whole(query: str, words: str, field: str, value: str) -> None:
    found = read(query)
    assert found.words == words
    assert [(part.field, part.value) for part in found.parts] == [(field, value)]
    assert found.unread == ()


def test_a_stretch_of_time_may_be_left_out() -> None:
    (part,) = read("-date:2025..2026").parts
    assert (part.field, part.value, part.is_excluded) == ("date", "2025-01-01/2027-01-01", True)


@pytest.mark.parametrize(
    "query",
    [
        "date:2025-12..2025-01",
        "date:2026-2025",
        "date:2025-01..foo",
        "date:2025-01..2025-13",
        "date:2025-01..12",
        "date:2025～電池",
        "date:2025-01..2025-12..2026",
        "date:2025-01..2025-12..",
        "date:2025-01,2025-03",
        "date:2025-01/2025-12",
        "date:..",
        "date:..foo",
        "date:9998..9999",
        'date:"2025-01 foo"',
        "since:..2025-12",
        "until:2025-01..",
        "before:2025..2026",
        "after:2025..",
        "公開日:2025年1月～先月",
    ],
)
def test_what_cannot_be_read_whole_is_told(query: str) -> None:
    found = read(query)
    assert found.parts == ()
    assert [one.text for one in found.unread] == [query]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("date:2025-01..2025-12", "2025"),
        ("date:2024..2026", "2024–2026"),
        ("date:2024-11..2025-02", "Nov 2024–Feb 2025"),
        ("date:2025-01-15..2025-02-03", "15 Jan 2025–3 Feb 2025"),
        ("date:2025-03", "Mar 2025"),
    ],
)
def test_a_stretch_of_time_is_told_whole(query: str, told: str) -> None:
    (part,) = read(query).parts
    assert value_name(part) == told
