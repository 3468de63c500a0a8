"""WIPO: international publications and applications under the PCT."""

import re

from portfolios.identifiers.forms import (
    DASH,
    GAP,
    KIND,
    LEFT,
    NUMBER_WORD,
    RIGHT,
    SUFFIX,
    Form,
    form,
    given_kind,
)
from portfolios.identifiers.number import Number, NumberType

_FIRST_YEAR = 78  # 1978: the first PCT publications
_KINDS = ("A1", "A2", "A3", "A4", "A8", "A9", "A")


def western(year: str) -> int:
    """A year of two or four digits in full: 78 and above are 19YY."""
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) >= _FIRST_YEAR else 2000)


def wo_publication(year: int, serial: int, *, kind: str = "", short: bool = True) -> Number | None:
    """WO with a four-digit year and six digits. DOCDB wrote the year with two digits to 2003, and the serial
    with five to the middle of 2002 (`short`).
    """
    if not 1978 <= year <= 2099 or not 0 < serial < 1_000_000:
        return None
    number = f"{year}{serial:06d}"
    if year < 2004:
        five = serial < 100_000 and (year < 2002 or (year == 2002 and short))
        number = f"{year % 100:02d}{serial:0{5 if five else 6}d}"
    return Number(
        office="WO",
        type=NumberType.PUBLICATION,
        canonical=f"WO{year}{serial:06d}{kind}",
        docdb=f"WO{number}{kind}",
        kind=kind,
    )


def pct_application(receiving: str, year: int, serial: int) -> Number | None:
    """An international application at the receiving office of two letters."""
    if not 1978 <= year <= 2099 or not 0 < serial < 1_000_000:
        return None
    canonical = f"PCT/{receiving.upper()}{year}/{serial:06d}"
    return Number(office="WO", type=NumberType.APPLICATION, canonical=canonical)


def _read_publication(match: re.Match[str]) -> Number | None:
    year, serial = match["year"], match["serial"]
    if match["office"] == "wo" and match["body"] != match["body"].replace(" ", ""):
        return None
    if len(year) == 2 and 4 <= int(year) < _FIRST_YEAR and len(serial) < 6:
        return None
    short = len(serial) == 5 or (len(year) == 4 and int(serial) < 50_000)
    return wo_publication(
        western(year),
        int(serial),
        kind=given_kind(match, _KINDS) or _before(match),
        short=short,
    )


def _before(match: re.Match[str]) -> str:
    return (match["before"] or "") if "before" in match.re.groupindex else ""


def _read_application(match: re.Match[str]) -> Number | None:
    return pct_application(match["receiving"], western(match["year"]), int(match["serial"]))


_WORDS = (
    r"(?:国際(?:特許)?(?:出願)?公開(?:番号|公報)?|(?:再|特)?公?表?国際公開|(?:PCT|[Ii]nternational)"
    rf"(?:{GAP}[Pp]atent)?(?:{GAP}[Aa]pplication)?{GAP}[Pp]ublication|国际(?:申请)?公[开布]号?)"
)
_YEAR_SERIAL = (
    r"(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})"
    rf"(?:{GAP}(?:/|{DASH}){GAP}| )(?P<serial>[0-9]{{5,6}})"
)
_YEAR = r"[0-9]{2}(?:[0-9]{2})?[ \n/ー-]"
_GLUED = r"(?P<year>(?:19[7-9]|20[0-9])[0-9])(?P<serial>[0-9]{5,6})"
_OLD_GLUED = r"(?P<year>[0-9]{2})(?P<serial>[0-9]{5,6})"  # to 2003


def _publication(number: str, figures: str) -> Form:
    worded = rf"(?P<body>(?:{_WORDS}{GAP}{NUMBER_WORD}?{GAP})?{LEFT}(?P<office>WO|wo)"
    return form(
        rf"{worded}{GAP}[-/]?(?:(?P<before>A[1-9]?)-)?{GAP}{NUMBER_WORD}?{GAP}{number}){KIND}{RIGHT}{SUFFIX}",
        _read_publication,
        figures=f"[1-9]-|{figures}",  # the first may be that of a kind before the number
        opens="WO wo PC In in 国",
    )


FORMS = (
    _publication(_YEAR_SERIAL, _YEAR),
    _publication(_GLUED, "(?:19|20)[0-9]{7}"),
    _publication(_OLD_GLUED, "[0-9]{7}"),
    form(
        rf"(?P<body>{_WORDS}(?P<office>){GAP}{NUMBER_WORD}?{GAP}{_YEAR_SERIAL}){KIND}{RIGHT}{SUFFIX}",
        _read_publication,
        figures=_YEAR,
        opens="PC In in 国",
    ),
    form(
        rf"{LEFT}(?P<body>PCT{GAP}[/-]{GAP}(?P<receiving>[A-Z]{{2}}){GAP}/?{GAP}"
        rf"(?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{2}}){GAP}[/-]{GAP}(?P<serial>[0-9]{{5,6}}))(?P<kind>){RIGHT}{SUFFIX}",
        _read_application,
        figures=_YEAR,
        opens="PC",
    ),
)


def display(number: Number) -> str:
    """As the office prints it: "WO 2020/123456 A1"; applications are printed as they are held."""
    canonical, kind = number.canonical, number.kind
    if canonical.startswith("PCT"):
        return canonical
    return f"WO {canonical[2:6]}/{canonical[6:12]} {kind}".rstrip()
