"""Finding dates in text and saying what they leave open."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from portfolios.characters import matching_copy, record
from portfolios.dates.eras import GREGORIAN_SINCE, Era, era_of, era_warning
from portfolios.dates.forms import FORMS, MONTHS, OPENING, PARENTHESISED, numeral

Precision = Literal["day", "month", "year"]


class Locale(StrEnum):
    """Whose habit decides 04/01/2020: month first in the United States, day first in Europe."""

    UNKNOWN = ""
    US = "us"
    EU = "eu"


@record(kw_only=True)
class DateMention:
    """A date in a text: `text` is exactly what stands between `start` and `end`.

    `iso` is "2020-04-01", "2020-04" or "2020" by its precision, and "" where there is no date to give:
    `problem` then says why ("invalid", "lunar", "ambiguous"; also "conflict" with the date in parentheses,
    where `iso` is the era's). `readings` are the dates an ambiguous one may mean. `agrees` is whether the
    western date in parentheses is the same, None where there is none.
    """

    text: str
    start: int
    end: int
    iso: str = ""
    precision: Precision = "day"
    era: str = ""
    problem: str = ""
    warnings: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    agrees: bool | None = None

    @property
    def value(self) -> date | None:
        """The day; None for a partial date and where there is none."""
        return date.fromisoformat(self.iso) if self.iso and self.precision == "day" else None


@record()
class _Said:
    """What a form says: the parts of a date, or the readings it leaves open."""

    iso: str = ""
    precision: Precision = "day"
    era: str = ""
    problem: str = ""
    warnings: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def find_dates(text: str, *, locale: Locale = Locale.UNKNOWN) -> list[DateMention]:
    """Every date of the text, in reading order, none overlapping another. Never raises; linear."""
    copy = matching_copy(text)
    found: list[DateMention] = []
    at = 0
    while opening := OPENING.search(copy, at):
        at = opening.start() + 1
        match_and_said = _longest(copy, opening.start(), locale)
        if match_and_said:
            found.append(_mention(text, copy, *match_and_said))
            at = found[-1].end
    return found


def read_date(text: str, *, locale: Locale = Locale.UNKNOWN) -> DateMention | None:
    """The date a text consists of; None where it is something else."""
    found = find_dates(text, locale=locale)
    return found[0] if len(found) == 1 and found[0].text == text.strip() else None


def _longest(copy: str, at: int, locale: Locale) -> tuple[re.Match[str], _Said] | None:
    best: tuple[re.Match[str], _Said] | None = None
    for name, pattern in _FORMS.get(copy[at], ()):
        match = pattern.match(copy, at)
        if match and (best is None or match.end() > best[0].end()):
            best = match, _READERS[name](match, locale)
    return best


def _mention(text: str, copy: str, match: re.Match[str], said: _Said) -> DateMention:
    beside = PARENTHESISED.match(copy, match.end()) if said.era and said.iso else None
    end = match.start() + len(match.group().rstrip())
    agrees = _agrees_inside(said.iso, match) if beside is None else _agrees(said.iso, beside)
    if beside is not None:
        end = beside.end()
    return DateMention(
        text=text[match.start() : end],
        start=match.start(),
        end=end,
        iso=said.iso,
        precision=said.precision,
        era=said.era,
        problem="conflict" if agrees is False else said.problem,
        warnings=said.warnings,
        readings=said.readings,
        agrees=agrees,
    )


def _agrees_inside(iso: str, match: re.Match[str]) -> bool | None:
    """Whether the year in parentheses before the month is the same year; None where there is none."""
    groups = match.re.groupindex
    if not iso or "inside" not in groups:
        return None
    name = "inside" if match["inside"] else "early"
    if match[name] is None:
        return None
    offset = era_of(match[f"{name}_era"]).offset if f"{name}_era" in groups else 0
    return offset + numeral(match[name]) == int(iso[:4])


def _agrees(iso: str, beside: re.Match[str]) -> bool:
    """Whether the western date in parentheses is the era's, as far as both of them go."""
    parts = [beside["year"], beside["month"] or beside["month_"], beside["day"] or beside["day_"]]
    given = [int(part) for part in parts if part]
    held = [int(part) for part in iso.split("-")]
    return all(one == other for one, other in zip(given, held, strict=False))


def _read_era(match: re.Match[str], _: Locale) -> _Said:
    return _said_by_era(
        era_of(match["era"]), numeral(match["year"]), _part(match, "month"), _part(match, "day")
    )


@lru_cache(maxsize=4096)
def _said_by_era(era: Era, year: int, month: int | None, day: int | None) -> _Said:
    if year == 0 or year > 99:
        return _Said(era=era.letter, problem="invalid")
    precision = _precision(month, day)
    try:
        first = date(era.offset + year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return _Said(precision=precision, era=era.letter, problem="invalid")
    last = first if precision == "day" else _last(precision, first)
    if last < GREGORIAN_SINCE:
        return _Said(era=era.letter, precision=precision, problem="lunar")
    # A partial date is judged by the day of its month or year that fits best.
    warning = era_warning(era, min(max(first, era.first), last))
    return _Said(
        first.isoformat()[: _WRITTEN[precision]],
        precision,
        era.letter,
        warnings=(warning,) if warning else (),
    )


def _last(precision: Precision, first: date) -> date:
    return date(first.year, 12, 31) if precision == "year" else date(first.year, first.month, 28)


def _read_western(match: re.Match[str], _: Locale) -> _Said:
    return _said(numeral(match["year"]), _part(match, "month"), _part(match, "day"))


def _read_named(match: re.Match[str], _: Locale) -> _Said:
    month = MONTHS.index(match["month"][:3].lower()) + 1
    return _said(int(match["year"]), month, _part(match, "day"))


def _read_slashed(match: re.Match[str], locale: Locale) -> _Said:
    year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
    month_first, day_first = _said(year, first, second), _said(year, second, first)
    if locale:
        return month_first if locale == Locale.US else day_first
    readings = tuple(one.iso for one in (month_first, day_first) if one.iso)
    if len(set(readings)) == 1:
        return _Said(readings[0])
    return _Said(problem="ambiguous" if readings else "invalid", readings=readings)


def _part(match: re.Match[str], name: str) -> int | None:
    return numeral(match[name]) if match[name] else None


@lru_cache(maxsize=4096)
def _said(year: int, month: int | None, day: int | None) -> _Said:
    precision = _precision(month, day)
    try:
        whole = date(year, 1 if month is None else month, 1 if day is None else day).isoformat()
    except ValueError:
        return _Said(precision=precision, problem="invalid")
    return _Said(whole[: _WRITTEN[precision]], precision)


def _precision(month: int | None, day: int | None) -> Precision:
    return "year" if month is None else "month" if day is None else "day"


_WRITTEN: dict[Precision, int] = {"year": 4, "month": 7, "day": 10}  # characters of the ISO form


_FORMS = {
    character: tuple((name, pattern) for name, starts, pattern in FORMS if character in starts)
    for character in {character for _, starts, _ in FORMS for character in starts}
}
_READERS: dict[str, Callable[[re.Match[str], Locale], _Said]] = {
    "era": _read_era,
    "western": _read_western,
    "named": _read_named,
    "slashed": _read_slashed,
}
