"""Numbers that lean on the number before them: lists ("5,123,456 and 5,234,567"), 同…号, "ditto", 同公報,
"the '456 patent".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from portfolios.identifiers.europe import ep_publication
from portfolios.identifiers.forms import (
    AMOUNT,
    DASH,
    GAP,
    KIND,
    RIGHT,
    SUFFIX,
    digits_of,
    given_kind,
    is_date_like,
)
from portfolios.identifiers.international import western, wo_publication
from portfolios.identifiers.japan import era_letter
from portfolios.identifiers.japan_numbers import (
    jp_application,
    jp_patent,
    jp_publication,
    jp_republication,
    jp_utility_model,
    said_translation,
)
from portfolios.identifiers.kinds import KINDS
from portfolios.identifiers.number import Identifier, Number, NumberType
from portfolios.identifiers.united_states import (
    US_SORTS,
    us_application,
    us_grant,
    us_publication,
    us_special_grant,
)

_NAMED = r"(?: ?\([^()0-9\n]{1,40}\))?"  # 9,876,543 (Smith) and 9,876,544 (Jones)
_SHORT_NAME = r"[\"”']{0,2}\)"  # 9,876,543 ("the '543 patent") and 9,876,544
_AND = "and|or|&|及び|および|並びに|ならびに|又は|または|或いは|と"
_SEPARATOR = rf"{GAP}(?:[,;、・/](?:{GAP}(?:{_AND}))?|{_AND}){GAP}"
_SEPARATORS = (re.compile(_NAMED + _SEPARATOR), re.compile(_SHORT_NAME + _SEPARATOR))
_SAME = rf"(?P<same>同|[Dd]itto,?{GAP}|[Ii]bid\.,?{GAP})?(?:{GAP}特許)?"


class Follower(NamedTuple):
    """A bare number and the office whose number it continues; `read` takes the number before it too."""

    office: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Number], Number | None]


def _follower(office: str, pattern: str, read: Callable[[re.Match[str], Number], Number | None]) -> Follower:
    return Follower(office, re.compile(rf"{_SAME}{GAP}(?P<body>{pattern})"), read)


def _is_grant(previous: Number) -> bool:
    return previous.type in (NumberType.GRANT, NumberType.REGISTRATION)


def _us_grant(match: re.Match[str], previous: Number) -> Number | None:
    digits = digits_of(match["number"])
    if not _is_grant(previous) or is_date_like(digits) or AMOUNT.match(match.string, match.end()):
        return None
    if match["sort"]:
        sort = match["sort"].upper().removesuffix("ES.")
        return us_special_grant(sort, int(digits), kind=given_kind(match, US_SORTS[sort]))
    letters = previous.canonical[2:].rstrip("0123456789" + previous.kind)
    if letters in US_SORTS and len(digits) < 7:  # "Design Pat. Nos. 345,678 and 345,679"
        return us_special_grant(letters, int(digits), kind=given_kind(match, US_SORTS[letters]))
    grant = us_grant(int(digits), kind=given_kind(match, ("A", "B1", "B2")))
    inferred = tuple(one for one in previous.warnings if one == "office_inferred")
    return replace(grant, warnings=inferred) if grant else None


def _us_publication(match: re.Match[str], previous: Number) -> Number | None:
    if previous.type != NumberType.PUBLICATION:
        return None
    return us_publication(
        int(match["year"]), int(match["serial"]), kind=given_kind(match, ("A1", "A2", "A9"))
    )


def _us_application(match: re.Match[str], previous: Number) -> Number | None:
    if previous.type not in (NumberType.APPLICATION, NumberType.PROVISIONAL):
        return None
    return us_application(match["series"], int(digits_of(match["serial"])))


def _jp_dated(match: re.Match[str], previous: Number) -> Number | None:
    year, serial = int(match["year"]), int(digits_of(match["serial"]))
    era = era_letter(match["era"] or "")
    before = previous.canonical[2:3]
    if not era and year < 100:
        if not before.isalpha() or previous.canonical.startswith("JPWO"):
            return None
        era = before
    if previous.type == NumberType.APPLICATION:
        law = previous.canonical.removeprefix("JP-APP ")[0]
        return jp_application(era, year, serial, law=law if law.isalpha() else "")
    if previous.type != NumberType.PUBLICATION or previous.kind not in ("A", "B2", "U", "Y2"):
        return None
    kind = given_kind(match, ("A", "B2", "U", "Y2")) or previous.kind
    return jp_publication(era, year, serial, kind=kind, is_translation=said_translation(previous))


def _jp_grant(match: re.Match[str], previous: Number) -> Number | None:
    if not match["same"] and not (_is_grant(previous) and match["ordinal"]):
        return None
    kind = given_kind(match, ("B1", "B2", "B", "U", "Y1", "Y2"))
    make = jp_utility_model if previous.kind[:1] in ("U", "Y") else jp_patent
    return make(int(digits_of(match["number"])), kind=kind)


def _jp_republication(match: re.Match[str], previous: Number) -> Number | None:
    if not previous.canonical.startswith("JPWO"):
        return None
    return jp_republication(western(match["year"]), int(match["serial"]))


def _wo(match: re.Match[str], previous: Number) -> Number | None:
    if previous.type != NumberType.PUBLICATION:
        return None
    serial = match["serial"]
    kind = given_kind(match, KINDS["WO"])
    return wo_publication(western(match["year"]), int(serial), kind=kind, short=len(serial) == 5)


def _ep(match: re.Match[str], previous: Number) -> Number | None:
    if previous.type == NumberType.APPLICATION:
        return None
    kind = given_kind(match, KINDS["EP"])
    inherited = previous.kind if previous.kind_inferred else ""
    return ep_publication(
        int(digits_of(match["number"])), kind=kind or inherited, inferred=not kind and bool(inherited)
    )


_THOUSANDS = rf"[0-9]{{1,2}},{GAP}[0-9]{{3}},[0-9]{{3}}|[0-9]{{3}},[0-9]{{3}}(?!,)"
_END = rf"{KIND}{RIGHT}{SUFFIX}"
FOLLOWERS = (
    _follower(
        "US",
        # D3 is a label: no design of a list has fewer than three figures
        rf"第?(?:(?P<sort>(?=[DRPH])(?:D(?:es\.)?|RE|PP|H)) ?)?(?P<number>{_THOUSANDS}|[0-9]{{7,8}}"
        rf"|(?(sort)(?:[0-9]{{1,3}},[0-9]{{3}}|[0-9]{{3,6}})|(?!))){_END}",
        _us_grant,
    ),
    _follower("US", rf"第?(?P<year>20[0-9]{{2}})[/-](?P<serial>[0-9]{{7}}){_END}", _us_publication),
    _follower(
        "US",
        rf"第?(?P<series>[0-9]{{2}})/(?P<serial>[0-9]{{3}},[0-9]{{3}})(?P<kind>){RIGHT}",
        _us_application,
    ),
    _follower(
        "JP",
        rf"第?(?P<era>昭和?|平成?|令和?|[SH])?(?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{1,2}}){GAP}{DASH}{GAP}"
        rf"(?P<serial>[0-9]{{1,6}}){_END}",
        _jp_dated,
    ),
    _follower(
        "JP",
        rf"(?P<ordinal>第)?(?P<number>[0-9]{{7}}|[0-9],[0-9]{{3}},[0-9]{{3}}){KIND}{GAP}号{SUFFIX}",
        _jp_grant,
    ),
    _follower(
        "JP",
        rf"第?(?P<year>(?:19|20)?[0-9]{{2}})/(?P<serial>[0-9]{{5,6}})(?P<kind>){RIGHT}{SUFFIX}",
        _jp_republication,
    ),
    _follower(
        "WO", rf"第?(?:WO)?{GAP}(?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{2}})/(?P<serial>[0-9]{{5,6}}){_END}", _wo
    ),
    _follower("EP", rf"第?(?P<number>[0-9]{{7}}|[0-9] [0-9]{{3}} [0-9]{{3}}){_END}", _ep),
)
_FIRSTS = frozenset("0123456789 \n第昭平令SHDRPWE同特dDiI")  # what a continuation may begin with
_BY_OFFICE = {
    office: tuple(one for one in FOLLOWERS if one.office == office)
    for office in {one.office for one in FOLLOWERS}
}


def behind_separator(copy: str, previous: Identifier) -> int | None:
    """Where the next number of a list may begin; None where the list does not go on."""
    separator = _SEPARATORS[previous.back_reference].match(copy, previous.end)
    return separator.end() if separator else None


def follow(copy: str, at: int, previous: Number, *, same: bool) -> tuple[Number, re.Match[str]] | None:
    """The number at that place read as a continuation of the previous one; `same` where 同 must stand before it."""
    if copy[at : at + 1] not in _FIRSTS:
        return None
    for follower in _BY_OFFICE.get(previous.office, ()):
        match = follower.pattern.match(copy, at)
        if match and (match["same"] or not same):
            number = follower.read(match, previous)
            if number:
                return number, match
    return None


_SAME_DOCUMENT = re.compile(r"(?:同号?|前記|上記|該)(?:特許|公開)?公報(?!類)")
_BY_LAST_DIGITS = re.compile(r"'(?P<digits>[0-9]{3}) (?:[Pp]atent|[Pp]ublication|[Aa]pplication)(?![A-Za-z])")


def point_back(copy: str, at: int, before: Sequence[Identifier]) -> tuple[Identifier, int] | None:
    """The number said before that the words at that place mean, and where the words end."""
    match = _SAME_DOCUMENT.match(copy, at)
    if match and before:
        return before[-1], match.end()
    match = _BY_LAST_DIGITS.match(copy, at)
    if match:
        for identifier in reversed(before[-50:]):
            body = identifier.canonical.removesuffix(identifier.kind)
            if identifier.office == "US" and body.endswith(match["digits"]):
                return identifier, match.end()
    return None
