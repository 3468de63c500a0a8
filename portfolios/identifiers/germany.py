"""Germany: publications and patents by kind of right, year and serial; applications with their check digit."""

import re
from itertools import pairwise

from portfolios.identifiers.checks import dpma_check_digit, dpma_check_digit_to_1980, verdict
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

_OLD_WORDS = {"OS": "A1", "PS": "C"}  # Offenlegungsschrift, Patentschrift
_RIGHTS = ("10", "11", "12", "20", "21", "22", "50", "60")


def de_publication(digits: str, *, kind: str = "", inferred: bool = False) -> Number | None:
    """DE with twelve digits since 2004 (right, year, serial), eight or seven before."""
    if not _is_number(digits):
        return None
    canonical = f"DE{digits}{kind}"
    granted = kind[:1] in ("B", "C", "U") and bool(kind)
    return Number(
        office="DE",
        type=NumberType.GRANT if granted else NumberType.PUBLICATION,
        canonical=canonical,
        docdb=canonical,
        kind=kind,
        kind_inferred=inferred,
        warnings=() if kind else ("kind_unknown",),
    )


def de_application(digits: str, given: str = "") -> Number | None:
    """An application; without its check digit the digit is computed. Numbers to 1980 had another rule."""
    if not _is_number(digits):
        return None
    old = len(digits) == 7 and digits[:2] <= "30"
    computed = dpma_check_digit_to_1980(digits) if old else dpma_check_digit(digits)
    check = verdict(given, computed)
    return Number(
        office="DE",
        type=NumberType.APPLICATION,
        canonical=f"DE-APP-{digits}.{given or computed}",
        check=check,
        warnings=("check_digit",) if check == "bad" else (),
    )


def _is_number(digits: str) -> bool:
    if len(digits) == 12:
        return digits[:2] in _RIGHTS and 1995 <= int(digits[2:6]) <= 2099 and bool(digits[6:].strip("0"))
    return len(digits) in (7, 8) and digits[0] != "0"


def _read_publication(match: re.Match[str]) -> Number | None:
    digits = digits_of(match["number"])
    before = match["before"] or ""
    kind = given_kind(match, KINDS["DE"]) or _OLD_WORDS.get(before, before)
    said = match["said"]
    if said == "de" and not kind:
        return None
    if said in ("DE", "de") or kind:
        return de_publication(digits, kind=kind)
    if "公開" in said or "ublication" in said or "ffenlegung" in said:
        return de_publication(digits, kind="A1", inferred=True)
    if "実用新案" in said:
        return de_publication(digits, kind="U1", inferred=True)
    if (
        ("出願" in said and "公告" not in said)
        or "pplication" in said
        or "nmeldung" in said
        or said.startswith("A")
    ):
        return de_application(digits)
    return de_publication(digits, kind="B", inferred=True)


def _read_application(match: re.Match[str]) -> Number | None:
    return de_application(digits_of(match["number"]), match["check"])


_TWELVE = r"(?:[1256][012] ?(?:19|20)[0-9]{2} ?[0-9]{3} ?[0-9]{3})"
_EIGHT = r"(?:[1-9][0-9]{2} ?[0-9]{2} ?[0-9]{3})"
_SEVEN = r"(?:[1-9][0-9] ?[0-9]{2} ?[0-9]{3}|[1-9][ ,.]?[0-9]{3}[ ,.]?[0-9]{3})"
_NUMBER = rf"(?P<number>{_TWELVE}|{_EIGHT}|{_SEVEN})"
_SAID = (
    rf"(?:{LEFT}(?:DE|de)|(?:独国|ドイツ(?:国)?|獨國|德国)(?:特許|実用新案|专利)(?:出願|申请|発明|登録)?(?:公開|公开|公告)?(?:明細書|公報)?"
    rf"|{LEFT}German{GAP}(?:[Pp]atent{GAP})?(?:[Aa]pplication{GAP})?(?:(?:[Ll]aid-?[ ]?[Oo]pen{GAP})?[Pp]ublication)?"
    rf"|{LEFT}(?:Aktenzeichen|Az\.|Offenlegungsschrift|Patentschrift|(?<!uropäische )(?<!uropäischen )(?<!uropäischer )"
    r"Patentanmeldung))"
)
_FIRST = "[1-9](?:[- ,.]|[0-9]{2}|[0-9] [0-9])"
_OPENS = "DE de 独 ド 獨 德 Ge Ak Az Of Pa"
_OPENING = (
    rf"(?P<said>{_SAID}){GAP}-?(?:(?P<before>OS|PS|A[1-9]?|C[1-9]?|B[1-9]?|U1?)(?:-| ))?{GAP}"
    rf"{NUMBER_WORD}?{GAP}(?:DE)?{GAP}"
)

FORMS = (
    form(  # figures with no word before them
        r"(?<![0-9A-Za-z.,+-])(?<![0-9] )(?P<body>(?P<said>)(?P<number>[126]0 20[0-9]{2} [0-9]{3} [0-9]{3})"
        rf"\.(?P<check>[0-9]))(?P<kind>){RIGHT}",
        _read_application,
        figures="[126]0 20[0-9]{2} [0-9]{3} [0-9]{3}",
        opens="10 20 60",
    ),
    form(
        rf"(?P<body>{_OPENING}{_NUMBER}){KIND}{RIGHT}{SUFFIX}",
        _read_publication,
        figures=_FIRST,
        opens=_OPENS,
    ),
    form(
        rf"(?P<body>{_OPENING}(?:P ?)?{_NUMBER}{GAP}\.{GAP}(?P<check>[0-9]))(?P<kind>){RIGHT}{SUFFIX}",
        _read_application,
        figures=_FIRST,
        opens=_OPENS,
    ),
)


def display(number: Number) -> str:
    """As the office prints it: "DE 10 2018 123 456 A1", "DE 10 2018 123 456.7", "DE 199 12 345 A1"."""
    canonical, kind = number.canonical, number.kind
    application = "-APP-" in canonical
    rest = canonical.removeprefix("DE-APP-").removeprefix("DE")
    digits, _, check = rest[: len(rest) - len(kind)].partition(".")
    groups = {12: (2, 6, 9), 8: (3, 5), 7: (2, 4)}[len(digits)]
    edges = (0, *groups, len(digits))
    shown = " ".join(digits[start:end] for start, end in pairwise(edges))
    return f"DE {shown}.{check}" if application else f"DE {shown} {kind}".rstrip()
