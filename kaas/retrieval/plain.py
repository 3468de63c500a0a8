"""Filters that a query says in plain words: "2019年以降", "before March 2020", "US patents", "H01M 10/0562".

Only what can hardly be meant otherwise is a filter. A date without a word that says how it is meant is offered as one.
"""

import re
from collections.abc import Iterator
from datetime import date

from kaas.retrieval.fields import OFFICES
from kaas.retrieval.parts import Part
from kaas.retrieval.periods import Period, periods_in, years_in
from portfolios.identifiers import find_classifications, identify

# After a date: from it on; up to and with it; before it. A particle that ties it to what follows goes along.
_FROM = re.compile(r"\s?(?:以降|以後)(?:に|の)?")
_UP_TO = re.compile(r"\s?(?:以前|まで)(?:に|の)?")
_EARLIER = re.compile(r"\s?(?:より前|よりも前|未満)(?:に|の)?")
_SPAN = re.compile(r"\s?(?:から|～|〜|-|–)\s?")
# Before a date.
_BEFORE = re.compile(
    r"(?:\b(?:published|filed|dated)\s+)?\b(?P<word>since|after|before|until|prior to)\s+(?:the year\s+)?$",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(r"published|filed|dated|since|prior|the year", re.IGNORECASE)
_ENDS_THERE = re.compile(
    r"\s*(?:$|[.,;:!?)、。]|(?:and|or|but|in|by|for|of|from|with|about)\b)", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?<![A-Za-z])(?P<name>US|U\.S\.|EP|European|Japanese|JP|Chinese|CN|Korean|KR|German|DE|PCT|WO)\s+"
    r"(?:patents|publications|patent publications|patent documents|patent applications)\b"
    r"|(?P<name_>日本|米国|欧州|中国|韓国|ドイツ|国際)の?(?:特許文献|(?P<kind>特許公報|公開公報|特許出願公開))(?:の|で|から)?"
)
# By itself: in a sentence the word is one like any other.
_KIND = re.compile(
    r"(?<![^\s　])(?P<kind>特許公報|公開特許公報|特許公開公報|公開公報)(?:の|で|から)?(?=[\s　]|$)"
)
_GAZETTES = {"特許公報": "grant"}  # every other is of an application
_SCHEME = re.compile(r"(?:CPC|IPC|FI|F[ -]?term|Fターム|国際特許分類|特許分類)\s*[:：]?\s*$", re.IGNORECASE)


def plain_parts(text: str) -> list[Part]:
    """The filters that plain words say, in no overlap with each other."""
    numbers = [(one.start, one.end) for one in identify(text)]
    found = [*_classes(text), *_offices(text), *_kinds(text), *_dates(text)]
    return [one for one in found if all(one.end <= start or one.start >= end for start, end in numbers)]


def offers_in(text: str, *, today: date) -> list[Part]:
    """Years that a query names without saying how they are meant, as far as something may be dated so."""
    numbers = [(one.start, one.end) for one in identify(text)]
    years = [
        Part("date", f"{one.first}/{one.beyond}", one.start, one.end)
        for one in periods_in(text)
        if one.first <= today and all(one.end <= start or one.start >= end for start, end in numbers)
    ]
    return years[:1]


def _classes(text: str) -> Iterator[Part]:
    for one in find_classifications(text):
        label = _SCHEME.search(text, max(0, one.start - 12), one.start)
        yield Part("class", one.key, label.start() if label else one.start, one.end)


def _offices(text: str) -> Iterator[Part]:
    for match in _OFFICE.finditer(text):
        name = (match["name"] or match["name_"]).lower()
        yield Part(
            "office", OFFICES[name], match.start(), match.start("kind") if match["kind"] else match.end()
        )
        if match["kind"]:
            yield Part("kind", _GAZETTES.get(match["kind"], "application"), match.start("kind"), match.end())


def _kinds(text: str) -> Iterator[Part]:
    for match in _KIND.finditer(text):
        yield Part("kind", _GAZETTES.get(match["kind"], "application"), match.start(), match.end())


def _dates(text: str) -> Iterator[Part]:
    dates = periods_in(text)
    taken = [(one.start, one.end) for one in dates]
    years = [one for one in years_in(text) if all(one.end <= s or one.start >= e for s, e in taken)]
    for one in sorted([*dates, *years], key=lambda period: period.start):
        part = _said_after(text, one) or _said_before(text, one, is_year=one in years)
        if part:
            yield part
        elif _opens_a_span(text, one, dates + years):
            span = _SPAN.match(text, one.end)
            yield Part("since", one.first.isoformat(), one.start, span.end() if span else one.end)


def _said_after(text: str, one: Period) -> Part | None:
    if match := _FROM.match(text, one.end):
        return Part("since", one.first.isoformat(), one.start, match.end())
    if match := _UP_TO.match(text, one.end):
        return Part("before", one.beyond.isoformat(), one.start, match.end())
    if match := _EARLIER.match(text, one.end):
        return Part("before", one.first.isoformat(), one.start, match.end())
    return None


def _said_before(text: str, one: Period, *, is_year: bool) -> Part | None:
    """ "before March 2020"; a bare figure is a year only where nothing is counted: "after 2000 cycles"."""
    match = _BEFORE.search(text, max(0, one.start - 40), one.start)
    if match is None or (is_year and not _SAYS_SO.search(match[0]) and not _ENDS_THERE.match(text, one.end)):
        return None
    day = {"since": one.first, "after": one.beyond, "until": one.beyond}.get(match["word"].lower(), one.first)
    field = "since" if match["word"].lower() in ("since", "after") else "before"
    return Part(field, day.isoformat(), match.start(), one.end)


def _opens_a_span(text: str, one: Period, others: list[Period]) -> bool:
    """2018年から2020年まで: the second says of the first that it is a beginning."""
    span = _SPAN.match(text, one.end)
    return span is not None and any(
        other.start == span.end() and _UP_TO.match(text, other.end) for other in others
    )
