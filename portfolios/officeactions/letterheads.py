"""Whose letter it is, about which application, and its dates."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from portfolios.characters import in_any_case
from portfolios.claims.claim import Office
from portfolios.dates import DateMention, Locale, find_dates
from portfolios.identifiers import Identifier, NumberType, identify
from portfolios.officeactions.action import Application, Day
from portfolios.officeactions.copying import Copy

_HEADS = {
    Office.JP: re.compile(
        r"特\s*許\s*庁|拒\s*絶\s*理\s*由\s*通\s*知|拒\s*絶\s*査\s*定|特\s*許\s*法\s*第|補\s*正\s*の?\s*却\s*下|請\s*求\s*項|引\s*用\s*文\s*献"
    ),
    Office.US: re.compile(
        r"3 ?5\s?U\.\s?S\.\s?C|3 ?5 USC|(?i:united states patent and trademark office)|Office Action Summary|37 CFR"
    ),
    Office.EP: re.compile(r"(?<![A-Za-z])EPC(?![A-Za-z])|European Patent Office"),
    Office.CN: re.compile(
        r"国\s*家\s*知\s*识\s*产\s*权\s*局|审\s*查\s*意\s*见\s*通\s*知|专\s*利\s*法|权\s*利\s*要\s*求|权利要求"
    ),
}
_NEAR_HEAD = 4_000  # characters in which a letter says what it is


def find_office(plain: str) -> Office | None:
    """The one office whose words the letter holds; where there are several, the one whose words alone stand in
    its head; else None.
    """
    for stretch in (plain, plain[:_NEAR_HEAD], plain[: _NEAR_HEAD // 4]):
        found = [office for office, head in _HEADS.items() if head.search(stretch)]
        if len(found) == 1:
            return found[0]
    return None


_APPLICATION = {
    Office.JP: re.compile(r"(?:特許)?\n?出\n?願\n?(?:の\n?)?番\n?号"),
    Office.US: re.compile(r"(?i:(?:application|appl\.?)\s?(?:no\.?|number|/control\sno\.?)|serial\sno\.?)"),
    Office.EP: re.compile(r"(?i:(?:application|appln\.?)\s?(?:no\.?|number))"),
    Office.CN: re.compile(r"申\n?请\n?号"),
}
_OF_ANOTHER = re.compile(r"(?i:co-?pending|parent|prior|reference|priority|U\.S\.)\s(?:patent\s)?$")
_HEAD = 6_000  # characters in which a letter names its own application
_FAR = 260  # characters between a form's heading and what stands below it
_DIGIT = re.compile("[0-9]")
_APPLICATIONS = (NumberType.APPLICATION, NumberType.PROVISIONAL)
_EPO_NUMBER = re.compile(r"(?<![0-9.])(?P<digits>[0-9]{2}\s?[0-9]{3}\s?[0-9]{3}\.[0-9])(?![0-9])")


def find_applications(copy: Copy, office: Office, numbers: Iterable[Identifier]) -> list[Application]:
    """The application numbers behind the words for them, each once; more than one is a contradiction. `numbers` are
    all of the copy.
    """
    own = [one for one in numbers if _is_application(one, office) and not one.back_reference]
    found: dict[str, Application] = {}
    for words in _APPLICATION[office].finditer(copy.text, 0, _HEAD):
        if _OF_ANOTHER.search(copy.text, max(0, words.start() - 24), words.start()):
            continue
        one = _application_after(copy, office, words, own)
        if one:
            found.setdefault(one.canonical, one)
    return list(found.values())


def _is_application(number: Identifier, office: Office) -> bool:
    return number.office == office.value.upper() and number.type in _APPLICATIONS


def _application_after(
    copy: Copy, office: Office, words: re.Match[str], own: Sequence[Identifier]
) -> Application | None:
    limit = words.end() + _FAR
    if office is Office.EP and (bare := _EPO_NUMBER.search(copy.text, words.end(), limit)):
        read = identify(f"EP{bare['digits']}")
        return _application(copy, read[0], bare.start(), bare.end()) if read else None
    index = bisect_right(own, words.end(), key=attrgetter("end"))  # the words may be the number's own
    if index == len(own) or own[index].end > limit:
        return None
    first = max(own[index].start, words.start())
    digit = _DIGIT.search(copy.text, first, limit) if office is not Office.JP else None
    return _application(copy, own[index], digit.start() if digit else first, own[index].end)


def _application(copy: Copy, number: Identifier, start: int, end: int) -> Application:
    """The number at its place. That the office is not written beside it needs no saying in its own letter."""
    place = copy.place(start, end)
    warnings = tuple(one for one in number.warnings if one != "office_inferred")
    return Application(
        text=place.text, start=place.start, end=place.end, canonical=number.canonical, warnings=warnings
    )


class DateWords(NamedTuple):
    """The words before a date; `between` is what may stand between them and it."""

    office: Office
    words: re.Pattern[str]
    between: re.Pattern[str]


_COLUMN = re.compile(r"[ :]{0,6}(?:[^\n]{0,40}\n[^\n]{0,60})?")  # the heading of a column, the day below
_DIRECT = re.compile(r"[\s:()・=]{0,12}")
_FORM = re.compile(r"[A-Za-z:/\s()#-]{0,80}")
_OTHER_DAY = re.compile(r"(?i:filed|filing|from|of\sthis)")
_MAILED = in_any_case(r"mail(?:ing)?\sdate", r"date\smailed", r"notification\sdate", "mailed")
DRAFTED = (DateWords(Office.JP, re.compile(r"起\n?案\n?日"), _DIRECT),)
DISPATCHED = (
    DateWords(Office.JP, re.compile(r"発\n?送\n?(?:の\n?)?日(?!から)"), _DIRECT),
    DateWords(Office.US, re.compile(rf"(?:{_MAILED})(?!\sof)"), _FORM),
    DateWords(
        Office.EP,
        re.compile(
            r"D(?<![A-Za-z]D)(?:ate(?:\sof\s(?:mailing|dispatch|(?:this\s|the\s)?communication))?|ATE)(?![A-Za-z]|\sof)"
        ),
        _COLUMN,
    ),
    DateWords(Office.CN, re.compile(r"发\n?文\n?日期?"), _DIRECT),
)  # fmt: skip
_LOCALES = {Office.US: Locale.US, Office.EP: Locale.EU}


def dates_of(copy: Copy, office: Office) -> list[DateMention]:
    """Every date of the copy, read by the habit of the office."""
    return find_dates(copy.text, locale=_LOCALES.get(office, Locale.UNKNOWN))


def find_days(
    copy: Copy, dates: Sequence[DateMention], words: Iterable[DateWords], office: Office
) -> list[Day]:
    """The dates behind those words, each day once."""
    starts = {one.start: one for one in dates}
    found: dict[str, Day] = {}
    for form in words:
        for match in form.words.finditer(copy.text) if form.office is office else ():
            date = _date_after(copy.text, match.end(), form.between, starts)
            if date:
                found.setdefault(date.iso or date.text, day_of(copy, date))
    return list(found.values())


def _date_after(
    text: str, at: int, between: re.Pattern[str], starts: dict[int, DateMention]
) -> DateMention | None:
    gap = between.match(text, at)
    reach = gap.end() if gap else at
    place = next((place for place in range(at, reach + 1) if place in starts), None)
    return starts[place] if place is not None and not _OTHER_DAY.search(text, at, place) else None


def day_of(copy: Copy, date: DateMention) -> Day:
    """The date at its place in the letter."""
    place = copy.place(date.start, date.end)
    return Day(text=place.text, start=place.start, end=place.end, iso=date.iso, readings=date.readings)
