"""Dates by the day they name, however they are written; a part of a date is compared by the parts it has. Plain Python."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kaas.answering.checking.spotting import has_figures, latin
from portfolios.characters import record
from portfolios.dates import DateMention, find_dates

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_FULL = [
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]  # May is a word too
_SHORT = "jan|feb|mar|apr|(?-i:May|MAY)|jun|jul|aug|sept?|oct|nov|dec"
_MONTH = f"{'|'.join(_FULL)}|{_SHORT}"
PARTIAL = re.compile(
    rf"(?i)(?P<before>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH})\b"
    rf"|\b(?P<m2>{_MONTH})\.? (?P<behind>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? ?\d)"
    r"|(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日|(?<![かヶカ])(?P<m4>\d{1,2})月(?!間)"
    rf"|\b(?P<m5>{'|'.join(_FULL)})\b|(?P<m6>\bMay\b(?= (?:of|and|to|\d))|(?<=\bin )May\b|(?<=\bof )May\b)"
)
YEAR = re.compile(
    r"(?<!\d)(?:19|20)\d\d年(?!間)"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bsince )|(?<=\buntil )|(?<=\bby )|(?<=\bend ))(?:19|20)\d\d\b"
    r"(?![-.,]\d)(?!\s?[A-Za-zμΩ%°]{1,3}\b)(?!\s?%)"
)

_MONTHS = frozenset({*_FULL, *MONTHS, "sept"})
EARLIER = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s?(?:to|and|or|-|~)\s?$")
NEAR = 12  # characters before a date that may name the day a span begins with
LATER = re.compile(r"\s?(?:から|~|-|及び|と|、)(\d{1,2})日")


@record()
class Day:
    """A date at its place; 0 stands for what it does not say."""

    year: int
    month: int
    day: int
    start: int
    end: int

    def agrees(self, other: "Day") -> bool:
        """Whether both may be the same day, and share what either says beyond the year."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(not ours or not theirs or ours == theirs for ours, theirs in pairs) and any(
            ours and ours == theirs for ours, theirs in pairs
        )


def may_date(text: str) -> bool:
    """Whether there is any sign of a date in a text."""
    return has_figures(text) or _may_name_month(text) or "元" in text


def _may_name_month(text: str) -> bool:
    return "月" in text or not _MONTHS.isdisjoint(latin(text))


@lru_cache(maxsize=1024)
def days(text: str) -> tuple[Day, ...]:
    """Every date of a text in its plain spelling, parts of dates included."""
    if not may_date(text):
        return ()
    found = [
        Day(*_parts(mention.iso), mention.start, mention.end) for mention in _mentions(text) if mention.iso
    ]
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"1" * (one.end - one.start)
    for match in PARTIAL.finditer(text) if _may_name_month(text) else ():
        if not any(taken[match.start() : match.end()]):
            found.append(Day(0, *_month_and_day(match), *match.span()))
            taken[match.start() : match.end()] = b"1" * len(match[0])
    for day in [day for one in found if one.day for day in _beside(text, one)]:
        found.append(day)
        taken[day.start : day.end] = b"1" * (day.end - day.start)
    for match in YEAR.finditer(text) if "19" in text or "20" in text else ():
        if not any(taken[match.start() : match.end()]):
            found.append(Day(int(match[0][:4]), 0, 0, *match.span()))
    return tuple(sorted(found, key=lambda one: one.start))


@lru_cache(maxsize=1024)
def _mentions(text: str) -> tuple[DateMention, ...]:
    return tuple(find_dates(text))


def _beside(text: str, day: Day) -> Iterator[Day]:
    """The other end of a span of days that names its month once: 9 to 20 November, 11月9日から20日."""
    before = EARLIER.search(text, max(day.start - NEAR, 0), day.start)
    if before:
        yield Day(day.year, day.month, int(before[1]), *before.span())
    behind = LATER.match(text, day.end)
    if behind:
        yield Day(day.year, day.month, int(behind[1]), *behind.span())


def _parts(iso: str) -> tuple[int, int, int]:
    year, month, day = [int(part) for part in iso.split("-")] + [0] * (2 - iso.count("-"))
    return year, month, day


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    named = match["m1"] or match["m2"] or match["m5"] or match["m6"]
    if named:
        return MONTHS.index(named[:3].lower()) + 1, int(match["before"] or match["behind"] or 0)
    return int(match["m3"] or match["m4"]), int(match["d3"] or 0)


def names_dates(text: str) -> bool:
    """Whether a text names a day or a part of a date, or something that may be read as several."""
    return may_date(text) and bool(days(text) or any(one.readings for one in _mentions(text)))


def knows_days(sentence: str, said: str, around: str) -> bool:
    """Whether every date of the sentence stands in what it quotes; a year alone may stand around it."""
    unclear = [mention for mention in _mentions(sentence) if mention.readings and not mention.iso]
    if not all(mention.text in said for mention in unclear):
        return False  # 03/05/2025 is the third of May or the fifth of March: it is repeated as it stands
    here = _distinct(said)
    return all(_is_known(day, here, around) for day in _distinct(sentence))


@lru_cache(maxsize=256)
def _distinct(text: str) -> tuple[Day, ...]:
    """Each date of a text once, the first of them."""
    found: dict[tuple[int, int, int], Day] = {}
    for day in days(text):
        found.setdefault((day.year, day.month, day.day), day)
    return tuple(found.values())


def _is_known(day: Day, known: Sequence[Day], around: str) -> bool:
    if day.month:
        same = [one for one in known if one.month and one.agrees(day) and (one.day or not day.day)]
        return any(one.year or not day.year for one in same) or (
            bool(same) and any(one.year == day.year for one in _distinct(around))
        )
    return any(one.year == day.year for one in known) or any(
        one.year == day.year for one in _distinct(around)
    )
