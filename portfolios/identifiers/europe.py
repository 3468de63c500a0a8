"""European Patent Office: publications, patents and applications with their check digit."""

import re

from portfolios.identifiers.checks import epo_check_digit, verdict
from portfolios.identifiers.forms import (
    GAP,
    KIND,
    LEFT,
    NUMBER_WORD,
    RIGHT,
    SUFFIX,
    digits_of,
    form,
    given_kind,
)
from portfolios.identifiers.kinds import KINDS
from portfolios.identifiers.number import Number, NumberType


def ep_publication(number: int, *, kind: str = "", inferred: bool = False) -> Number | None:
    """EP with seven digits. Application and patent carry the same number: without a kind it is a publication."""
    if not 0 < number < 10_000_000:
        return None
    canonical = f"EP{number:07d}{kind}"
    return Number(
        office="EP",
        type=NumberType.GRANT if kind.startswith("B") else NumberType.PUBLICATION,
        canonical=canonical,
        docdb=canonical,
        kind=kind,
        kind_inferred=inferred,
        warnings=() if kind else ("kind_unknown",),
    )


def ep_application(digits: str, given: str = "") -> Number:
    """An application of eight digits; the check digit is computed where none is given, kept where it is wrong."""
    computed = epo_check_digit(digits)
    check = verdict(given, computed)
    return Number(
        office="EP",
        type=NumberType.APPLICATION,
        canonical=f"EP-APP-{digits}.{given or computed}",
        check=check,
        warnings=("check_digit",) if check == "bad" else (),
    )


def _read_publication(match: re.Match[str]) -> Number | None:
    digits = digits_of(match["number"])
    if match["office"] == "ep" and " " in match["body"]:
        return None
    before = match["before"] or ""
    kind = given_kind(match, KINDS["EP"]) or before
    return ep_publication(int(digits), kind=kind, inferred=kind == before and len(before) == 1)


def _read_worded(match: re.Match[str]) -> Number | None:
    said = match["said"]
    if said.split() == ["European"]:
        return None
    is_application = bool(match["published"] or match["application"]) or "ublication" in said
    kind = given_kind(match, KINDS["EP"])
    letter = "A" if is_application else "B"
    return ep_publication(int(digits_of(match["number"])), kind=kind or letter, inferred=not kind)


def _read_application(match: re.Match[str]) -> Number:
    return ep_application(digits_of(match["number"]), match["check"] or "")


_SEVEN = rf"(?P<number>[0-9]{{6,7}}|[0-9]{{1,2}}(?:[ ,.]{GAP}[0-9]{{3}}){{2}}|[0-9]{{3}}[ ,.][0-9]{{3}})"
_EIGHT = r"(?P<number>[0-9]{8}|[0-9]{2}(?: [0-9]{3}){2}|[0-9]{2} [0-9]{6})"
_CHECK = rf"(?:{GAP}\.{GAP}(?P<check>[0-9]))"
_EUROPEAN = rf"European{GAP}(?:[Pp]atent{GAP})?"
_APPLICATION = rf"[Aa]pp(?:lication|ln?\.?){GAP},?"
_JAPANESE = r"(?:欧州|ヨーロッパ|欧洲)"

FORMS = (
    form(
        rf"{LEFT}(?P<body>(?P<office>EP|ep)(?:O)?{GAP}-?(?:(?<=EP )[Pp]atent{GAP}|特許(?:公報)?)?"
        rf"(?:(?P<before>[AB][1-9]?)-?)?{GAP}{NUMBER_WORD}?{_SEVEN}){KIND}{RIGHT}{SUFFIX}",
        _read_publication,
        figures="[1-9][^0-9]|[0-9]{6}|[0-9]{1,4}[ ,.]",  # the first may be that of a kind before the number
        opens="EP ep",
    ),
    form(
        rf"{LEFT}(?P<body>EP{GAP}(?:(?:[Pp]atent{GAP})?{_APPLICATION}{GAP}{NUMBER_WORD}?{GAP})?{_EIGHT}{_CHECK}?)(?P<kind>)"
        rf"{RIGHT}{SUFFIX}",
        _read_application,
        figures="[0-9]{8}|[0-9]{2} [0-9]{3}",
        opens="EP",
    ),
    form(
        rf"(?P<body>(?P<said>{_JAPANESE}特許(?:出願)?(?P<published>公開)?(?:公報|番号)?|{_EUROPEAN}"
        rf"(?P<application>[Aa]pplication{GAP})?(?:[Pp]ublication|[Pp]atent)?|欧洲专利)"
        rf"{GAP}\(?(?:EP)?\)?{GAP}{NUMBER_WORD}?{GAP}(?:EP)?{GAP}{_SEVEN}){KIND}{RIGHT}{SUFFIX}",
        _read_worded,
        figures="[0-9]{6}|[0-9]{1,3}[ ,.]",
        opens="Eu 欧 ヨ",
    ),
    form(
        rf"(?P<body>(?:{_JAPANESE}(?:特許)?出願|{_EUROPEAN}{_APPLICATION}|Europäische[nr]?{GAP}Patentanmeldung){GAP}(?:[Ss]er\.{GAP})?{NUMBER_WORD}?"
        rf"{GAP}(?:EP)?{GAP}{_EIGHT}{_CHECK}?)(?P<kind>){RIGHT}{SUFFIX}",
        _read_application,
        figures="[0-9]{8}|[0-9]{2} [0-9]{3}",
        opens="Eu 欧 ヨ",
    ),
)


def display(number: Number) -> str:
    """As the office prints it: "EP 1234567 B1", "EP 12345678.2"."""
    canonical, kind = number.canonical, number.kind
    if "-APP-" in canonical:
        return f"EP {canonical.removeprefix('EP-APP-')}"
    return f"EP {canonical[2:9]} {kind}".rstrip()
