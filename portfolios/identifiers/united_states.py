"""United States: grants of all sorts, publications of applications, applications and provisionals."""

import re
from dataclasses import replace

from portfolios.identifiers.forms import (
    AMOUNT,
    GAP,
    KIND,
    LEFT,
    NUMBER_WORD,
    RIGHT,
    SUFFIX,
    digits_of,
    form,
    given_kind,
    is_date_like,
)
from portfolios.identifiers.number import Number, NumberType, ambiguous

FIRST_B = 6_167_569  # of 2001-01-02, the first grants with kind codes B1 and B2
_NOT_YET_GRANTED, _NEVER_GRANTED = 13_000_000, 20_000_000  # grants passed 12,000,000 in 2024
_LATE_SERIES = ("29", "35", "60", "61", "62", "63", "90", "95", "96")
US_SORTS = {
    "D": ("S", "S1"),
    "RE": ("E", "E1"),
    "PP": ("P", "P2", "P3"),
    "H": ("H", "H1"),
    "T": ("I", "I4", "I5"),
}
_WORDS_OF_ONE = "DHT"  # with a figure or two they are words of other things: "in US D1", "US H1 2020"
_SORT_WORDS = {"esign": "D", "意匠": "D", "lant": "PP", "植物": "PP", "eissue": "RE", "再発行": "RE"}
_SORT_WORD = re.compile("|".join(_SORT_WORDS))
_SPELLED = {"DES": "D", "REI": "RE", "R": "RE", "SIR": "H"}
_SERIES_WARNINGS = {
    "29": "design",
    "35": "hague",
    "90": "reexamination",
    "95": "reexamination",
    "96": "reexamination",
}
_PROVISIONAL = ("60", "61", "62", "63")


def us_grant(number: int, *, kind: str = "") -> Number | None:
    """A utility patent. Without a kind it is A below 6,167,569, else B (of B1 and B2 the number says nothing)."""
    if not 0 < number < 100_000_000:
        return None
    allowed = ("A",) if number < FIRST_B else ("B1", "B2", "B")
    reexamined = kind.startswith("C") and kind
    settled = kind if kind in allowed or reexamined else ("A" if number < FIRST_B else "B")
    return _grant(f"{number}", settled, inferred=settled != kind)


def us_special_grant(sort: str, number: int, *, kind: str = "") -> Number | None:
    """A design (D), reissue (RE), plant patent (PP), statutory invention registration (H) or defensive
    publication (T).
    """
    if not 0 < number < 10_000_000:
        return None
    settled = kind if kind in US_SORTS[sort] else US_SORTS[sort][0]
    return _grant(f"{sort}{number}", settled, inferred=settled != kind)


def _grant(number: str, kind: str, *, inferred: bool) -> Number:
    canonical = f"US{number}{kind}"
    return Number(
        office="US",
        type=NumberType.PUBLICATION if number[0] in "HT" else NumberType.GRANT,
        canonical=canonical,
        docdb=canonical,
        kind=kind,
        kind_inferred=inferred,
    )


def us_publication(year: int, serial: int, *, kind: str = "") -> Number | None:
    """A published application: the year and seven digits, of which DOCDB writes six where the first is 0."""
    if not 2001 <= year <= 2099 or not 0 < serial < 10_000_000:
        return None
    settled = kind if kind in ("A1", "A2", "A9", "P1") else "A1"
    short = f"{serial:06d}"
    return Number(
        office="US",
        type=NumberType.PUBLICATION,
        canonical=f"US{year}{serial:07d}{settled}",
        docdb=f"US{year}{short}{settled}",
        kind=settled,
        kind_inferred=settled != kind,
    )


def us_application(series: str, serial: int, *, warnings: tuple[str, ...] = ()) -> Number | None:
    """An application by series code and serial number; series 60 to 63 are provisionals."""
    if not 0 < serial < 1_000_000:
        return None
    told = (_SERIES_WARNINGS[series],) if series in _SERIES_WARNINGS else ()
    provisional = series in _PROVISIONAL
    return Number(
        office="US",
        type=NumberType.PROVISIONAL if provisional else NumberType.APPLICATION,
        canonical=f"US-APP-{series}/{serial:06d}",
        warnings=told + warnings,
    )


def _is_loose(match: re.Match[str]) -> bool:
    """Whether "us" is more likely a word: written small, and not glued to its number."""
    said = match["said"]
    return said.startswith("us") and bool(match["body"][2:3].isspace())


def _is_bare(match: re.Match[str]) -> bool:
    """Whether nothing but the country stands before the number, or USP, which is a pharmacopeia too."""
    return match["said"].strip().upper().replace(".", "").replace(" ", "") in ("US", "USA", "USP")


def _sort_said(said: str) -> str:
    """The sort of grant that words name: "U.S. Design Pat. No.", 米国意匠特許."""
    found = _SORT_WORD.search(said)
    return _SORT_WORDS[found.group()] if found else ""


def _read_grant(match: re.Match[str]) -> Number | None:
    written = match["number"]
    digits, sort = digits_of(written), _sort_said(match["said"])
    if sort:
        return us_special_grant(sort, int(digits), kind=given_kind(match, US_SORTS[sort]))
    kind = given_kind(match, ("A", "B", "B1", "B2", "C1", "C2", "C3"))
    if _is_loose(match) or is_date_like(digits) or (len(digits) < 7 and not kind and _is_bare(match)):
        return None
    if AMOUNT.match(match.string, match.end()):
        return None
    if int(digits) >= _NOT_YET_GRANTED and not kind and "," not in written:
        return _unsaid(digits)
    return us_grant(int(digits), kind=kind)


def _read_unnamed_grant(match: re.Match[str]) -> Number | None:
    """ "Patent No. 9,876,543": grouped in threes as this office prints it, and no word before it that may be of another."""
    if _OF_SOMEBODY.search(match.string, max(0, match.start() - 40), match.start()):
        return None
    number = int(digits_of(match["number"]))
    grant = us_grant(number, kind=given_kind(match, ("A", "B", "B1", "B2")))
    return replace(grant, warnings=("office_inferred",)) if grant and number < _NOT_YET_GRANTED else None


def _unsaid(digits: str) -> Number | None:
    """Eight digits in one: a series code and a serial number, or a grant of the years to come."""
    application = us_application(digits[:2], int(digits[2:]))
    if int(digits) >= _NEVER_GRANTED:
        return application if digits[:2] in _LATE_SERIES else None
    grant = us_grant(int(digits))
    return ambiguous("US", (application.canonical, grant.canonical)) if application and grant else None


def _read_special(match: re.Match[str]) -> Number | None:
    letters = match["sort"].upper().rstrip(".")
    sort = _SPELLED.get(letters, letters)
    digits, kind = digits_of(match["number"]), given_kind(match, US_SORTS[sort])
    if _DOLLARS.match(match["body"]) and not kind:
        return None
    is_word = sort in _WORDS_OF_ONE and _is_bare(match) and len(digits) < 3 and not kind
    return None if is_word or _is_loose(match) else us_special_grant(sort, int(digits), kind=kind)


def _read_publication(match: re.Match[str]) -> Number | None:
    if _is_loose(match) or (match["said"][:1] in "Pp" and not _is_american(match)):
        return None
    kind = given_kind(match, ("A1", "A2", "A9", "P1"))
    return us_publication(int(match["year"]), int(digits_of(match["serial"])), kind=kind)


def _is_american(match: re.Match[str]) -> bool:
    """Whether "Pub. No." without a country is of this office: named behind, or seven figures behind a slash."""
    return "US" in match["body"] or ("/" in match["body"] and len(match["serial"]) == 7)


def _read_kind_first(match: re.Match[str]) -> Number | None:
    """US-A-5,123,456, US-B2-9876543, US-A1-2019/0123456."""
    before = match["before"]
    digits = digits_of(match["number"])
    if len(digits) >= 10:
        kind = before if before in ("A1", "A2", "A9") else "A1"
        found = us_publication(int(digits[:4]), int(digits[4:]), kind=kind)
        return replace(found, kind_inferred=kind != before) if found else None
    return us_grant(int(digits), kind=before) if before in ("A", "B", "B1", "B2") else None


def _read_application(match: re.Match[str]) -> Number | None:
    named = match["said"] or ""
    warnings = () if re.search(r"U\. ?S|US|米国|United", named) else ("office_inferred",)
    return us_application(match["series"], int(digits_of(match["serial"])), warnings=warnings)


def _read_bare_application(match: re.Match[str]) -> Number | None:
    """16/123,456 with no word at it. A round one (10/100,000) is a ratio, unless the text is nothing else or has
    spoken of applications just before.
    """
    alone = match.end() - match.start() == len(match.string.strip())
    is_round = match["serial"].endswith(",000")
    if (
        is_round
        and not alone
        and not _SPOKEN_OF.search(match.string, max(0, match.start() - 60), match.start())
    ):
        return None
    return _read_application(match)


# A name before "Patent No.", which may be a country: "British", "Brit.", "GB,", "Taiwan (R.O.C.)", カナダ.
_OF_SOMEBODY = re.compile(
    r"(?:(?<![A-Za-z])(?!(?:See|In|The|This|That|To|Of|On|And|Or|By|Under|From|With|As|Also|Both|Cf\.|Re|For|No\.)[\s,])"
    r"[A-Z][A-Za-z.&-]*|foreign|\)|[^\W\x00-\x7f])[\s,]*$"
)
_SPOKEN_OF = re.compile(r"[Aa]ppl|Ser\.|[Nn]os?\.|出願|U\.S\.|US ")
_DOLLARS = re.compile(r"USD(?: |[0-9]{1,3},)")
_US = r"(?:U\. ?S\. ?(?:A\. ?)?|USA?|us|United States(?: of America)?(?:'s)?)"
_PATENT = r"(?:[Pp]atents?|[Pp]ats?\.?|P(?=N?(?:\b|[0-9第]))\.?|PN|PATENTS?|PAT\.?)"
_KIND_WORD = r"(?:(?:[Uu]tility|[Dd]esign|[Pp]lant|[Rr]eissued?) )?"
_GRANT_WORDS = (
    rf"(?:{_US}{GAP}-?(?:(?:{_KIND_WORD}{GAP}{_PATENT}|[Ss]tatutory [Ii]nvention [Rr]egistration){GAP},?{GAP}{NUMBER_WORD}?)?"
    rf"|(?:米国|US(?=特))(?P<right>意匠|植物|再発行)?(?:特許)?(?:発明)?(?:明細書|公報)?"
    rf"{NUMBER_WORD}?|美国专利{NUMBER_WORD}?)"
)
_LONG = rf"(?P<number>[0-9]{{1,3}}(?:,{GAP}[0-9]{{3}}){{1,2}}|[0-9]{{6,8}}|[0-9]{{1,2}}(?: [0-9]{{3}}){{2}})"
_ANY = rf"(?P<number>[0-9]{{1,3}}(?:,{GAP}[0-9]{{3}}){{0,2}}|[0-9]{{1,8}})"
_SORT = r"(?P<sort>D(?:es)?\.?|DES\.?|R[Ee]\.?|RE|PP|H|T|SIR)"
_PUB_WORDS = (
    rf"(?:{_US}{GAP}-?(?:(?:[Pp]re-?[Gg]rant|PG|[Pp]ublished|[Uu]tility){GAP})?(?:{_PATENT}{GAP})?"
    rf"(?:[Aa]pp(?:lications?|ln?s?\.?|s?\.){GAP})?(?:(?:[Pp]ub(?:lications?|lished|ls?\.?|s?\.?)|PUB){GAP},?{GAP})?"
    rf"{NUMBER_WORD}?|(?:米国|US(?=特|公))(?:特許)?(?:出願)?公開(?:特許)?(?:公報)?(?:番号)?{NUMBER_WORD}?"
    rf"|[Pp]ub\. [Nn]os?\. (?={_US}? ?20)"
    rf"(?:{_US}{GAP})?)"
)
_YEAR = r"(?P<year>20[0-9]{2})"
_APP_WORDS = (
    rf"(?:(?:{_US}{GAP})?(?:[Nn]on-?)?(?:[Pp]rovisional{GAP})?(?:{_PATENT}{GAP})?"
    rf"(?:[Aa]pp(?:lications?|ln?s?\.?|s?\.){GAP},?{GAP})?(?:(?:[Ss]er(?:ial)?\.?|[Cc]ontrol){GAP})?{NUMBER_WORD}"
    rf"|{_US}{GAP}-?(?:[Nn]on-?)?(?:[Pp]rovisional{GAP})?(?:{_PATENT}{GAP})?(?:[Aa]pp(?:lication|ln?\.?|\.){GAP})?"
    rf"|米国(?:特許)?(?:仮)?(?:特許)?出願(?:番号)?{NUMBER_WORD}?)"
)
_SERIES = r"(?P<series>0[1-9]|1[0-9]|2[0-9]|35|6[0-3]|90|95|96)"
_SLASH = rf"{GAP}/{GAP}"

FORMS = (
    form(  # figures with no word before them
        rf"(?<![A-Za-z0-9$¥€£.,/-])(?P<body>(?P<said>){_SERIES}/(?P<serial>[0-9]{{3}},[0-9]{{3}}))(?P<kind>){RIGHT}",
        _read_bare_application,
        opens="0 1 2 35 6 9",
    ),
    form(
        rf"{LEFT}(?P<body>(?P<said>{_GRANT_WORDS}){GAP}(?:US{GAP})?{_LONG}){KIND}{RIGHT}{SUFFIX}",
        _read_grant,
        figures=r"[0-9]{6}|[0-9]{1,3}(?:,| [0-9]{3} )",
        opens="U. US Un us 米 美",
    ),
    form(
        rf"{LEFT}(?P<body>(?P<said>{_US}{GAP}{_PATENT}{GAP},?{GAP}{NUMBER_WORD}|米国特許第)"
        rf"{GAP}{_ANY}){KIND}{RIGHT}(?! ?/){SUFFIX}",
        _read_grant,
        opens="U. US Un us 米",
    ),
    form(
        rf"{LEFT}(?P<body>(?:[Pp]atents?|[Pp]ats?\.?|PATENTS?|PAT\.?){GAP},?{GAP}{NUMBER_WORD}"
        rf"(?P<number>[0-9]{{1,2}}(?:,[0-9]{{3}}){{2}})){KIND}{RIGHT}(?!{GAP}号)",
        _read_unnamed_grant,
        figures="[0-9]{1,2},[0-9]{3},",
        opens="Pa pa PA",
    ),
    form(
        rf"{LEFT}(?P<body>(?P<said>{_GRANT_WORDS}){GAP}(?:US{GAP})?{_SORT}{GAP}-?{GAP}{_ANY}){KIND}{RIGHT}{SUFFIX}",
        _read_special,
        figures=r"(?:(?<=[DEHPRST])|(?<=[De]s)|(?<=Re)|(?<=[DEHPRSTes][. \n-])|(?<=[. \n-][. \n-]))[0-9]",
        opens="U. US Un us 米 美",
    ),
    form(
        rf"{LEFT}(?P<body>(?P<said>{_PUB_WORDS}){GAP}(?:US{GAP}-?)?{_YEAR}(?:{GAP}[/-]{GAP}|[ ]?)"
        rf"(?P<serial>[0-9]{{6,7}})){KIND}{RIGHT}{SUFFIX}",
        _read_publication,
        figures="20",
        opens="U. US Un us 米 Pu pu",
    ),
    form(
        rf"{LEFT}(?P<body>US{GAP}-{GAP}(?P<before>A[129]?|B[12]?){GAP}-{GAP}"
        rf"(?P<number>20[0-9]{{2}}{GAP}[/-]?{GAP}[0-9]{{6,7}}|[0-9]{{1,2}}(?:[, ]{GAP}[0-9]{{3}}){{2}}|[0-9]{{6,8}}))"
        rf"{KIND}{RIGHT}{SUFFIX}",
        _read_kind_first,
        opens="US",
    ),
    form(
        rf"{LEFT}(?P<body>(?P<said>{_APP_WORDS}){GAP}{_SERIES}{_SLASH}(?P<serial>[0-9]{{3}},{GAP}[0-9]{{3}}|[0-9]{{6}}))"
        rf"(?P<kind>){RIGHT}{SUFFIX}",
        _read_application,
        figures="[0-9]{2}[ \n]{0,12}/",
        opens="U. US Un us 米 Se se Ap ap No no Pr pr Co co Pa pa",
    ),
)


def display(number: Number) -> str:
    """As the office prints it: "US 10,123,456 B2", "US 2020/0123456 A1", "US 16/123,456", "US D912,345 S"."""
    canonical, kind = number.canonical, number.kind
    if "-APP-" in canonical:
        series, serial = canonical.removeprefix("US-APP-").split("/")
        return f"US {series}/{serial[:3]},{serial[3:]}"
    body = canonical[2 : len(canonical) - len(kind)]
    letters, digits = body.rstrip("0123456789"), body.lstrip("DREPHT")
    if not letters and len(digits) == 11:
        return f"US {digits[:4]}/{digits[4:]} {kind}"
    return f"US {letters}{int(digits):,} {kind}"
