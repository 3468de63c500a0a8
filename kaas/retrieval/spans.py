"""Stretches of time as fields have them: 2025, 2025-01..2025-12, 2025年1月～12月, 2025-01.., 2020年まで. Plain Python."""

import re
from datetime import date
from typing import Final, Literal, NamedTuple

from kaas.retrieval.periods import LONGEST_DATE, Period, period_at

Said = Literal["period", "range", "since", "until", "before"]
_SIGN = r"(?:[.．]{2,3}|[…‥~〜～∼–—])"
_GAP = "[ 　]?"
_FROM = re.compile(rf"{_SIGN}{_GAP}|から{_GAP}|[ 　](?:{_SIGN}|to|until|through|から|-){_GAP}", re.IGNORECASE)
_OPENS = re.compile(rf"{_SIGN}{_GAP}")
_GOES_ON = re.compile(rf"{_SIGN}|[.,/．，／-]+[0-9０-９]")
_NOTHING = re.compile(r"[ 　\s、。]|[.,;!?)）]*(?:\Z|\s)")
_MONTH = re.compile("[0-9０-９]{1,2}月")
_YEARS = re.compile(r"(?P<first>(?:19|20)[0-9]{2})[-–](?P<last>(?:19|20)[0-9]{2})(?![0-9.,/年-])")
_UP_TO = re.compile("まで")
_WORDS: Final[tuple[tuple[Said, re.Pattern[str]], ...]] = (
    ("since", re.compile("(?:以降|以後|から)[にの]?")),
    ("until", re.compile("(?:以前|まで)[にの]?")),
    ("before", re.compile("(?:より前|よりも前|未満)[にの]?")),
)


class Span(NamedTuple):
    """From its first day to the first beyond it, either of which may be missing, and where it ends in the text."""

    said: Said
    first: date | None
    beyond: date | None
    end: int


def span_at(text: str, at: int) -> Span | None:
    """The stretch of time that begins at a place; None where none does, or where what goes on there is not understood."""
    found = _opening(text, at) or _of_years(text, at) or _between(text, at) or _alone(text, at)
    return None if found is None or _GOES_ON.match(text, found.end) else found


def _opening(text: str, at: int) -> Span | None:
    """..2025-12"""
    sign = _OPENS.match(text, at)
    last = _period(text, sign.end()) if sign else None
    return Span("until", None, last.beyond, _behind(text, last.end)) if last else None


def _of_years(text: str, at: int) -> Span | None:
    """2018-2020"""
    years = _YEARS.match(text, at)
    if years is None or years["first"] > years["last"]:
        return None
    return Span("range", date(int(years["first"]), 1, 1), date(int(years["last"]) + 1, 1, 1), years.end())


def _between(text: str, at: int) -> Span | None:
    """2025-01..2025-12, and 2025-01.. where nothing stands behind it."""
    for sign in _FROM.finditer(text, at, at + LONGEST_DATE):
        first = _period(text[: sign.start()], at)
        if first is None or first.end != sign.start():
            continue
        last = _period(text, sign.end()) or _of_the_year(text, sign.end(), first.first.year)
        if last:
            end = _behind(text, last.end)
            return Span("range", first.first, last.beyond, end) if first.first < last.beyond else None
        is_attached = not sign[0][0].isspace() and _OPENS.match(sign[0]) is not None
        if is_attached and (sign[0][-1].isspace() or _NOTHING.match(text, sign.end())):
            return Span("since", first.first, None, sign.start() + len(sign[0].rstrip()))
    return None


def _period(text: str, at: int) -> Period | None:
    """The date or year that begins at a place, whatever stands before it."""
    said = period_at(text[at : at + LONGEST_DATE], 0)
    return said and Period(said.first, said.beyond, at, at + said.end)


def _of_the_year(text: str, at: int, year: int) -> Period | None:
    """12月, of the year that was said before."""
    if not _MONTH.match(text, at):
        return None
    before = f"{year}年"
    said = _period(before + text[at : at + LONGEST_DATE], 0)
    return said and Period(said.first, said.beyond, at, at + said.end - len(before))


def _alone(text: str, at: int) -> Span | None:
    """2025, and 2025年以降."""
    period = _period(text, at)
    if period is None:
        return None
    for said, words in _WORDS:
        if word := words.match(text, period.end):
            first = period.first if said == "since" else None
            beyond = {"until": period.beyond, "before": period.first}.get(said)
            return Span(said, first, beyond, word.end())
    return Span("period", period.first, period.beyond, period.end)


def _behind(text: str, end: int) -> int:
    """Behind a word that only says again that it is an end."""
    word = _UP_TO.match(text, end)
    return word.end() if word else end
