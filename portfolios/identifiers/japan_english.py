"""Japan, as written in English: JP 2020-123456 A, JP-A-H04-56789, Japanese Patent Laid-Open No. 2000-214945."""

import re
from collections.abc import Callable

from portfolios.identifiers.forms import (
    DASH,
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
from portfolios.identifiers.international import western
from portfolios.identifiers.japan_numbers import (
    jp_application,
    jp_patent,
    jp_publication,
    jp_republication,
    jp_unsaid,
    jp_utility_model,
)
from portfolios.identifiers.number import Number

_ROMANISED = {  # 特開, 特表, 特公, 実開, 実公, as older texts write them
    **dict.fromkeys(("tokkai", "tokukai", "tokuhyo", "kokai"), "A"),
    **dict.fromkeys(("tokko", "tokukou", "tokuko", "kokoku"), "B"),
    **{"jikkai": "U", "jitsukai": "U", "jikko": "Y", "jitsuko": "Y"},
}
_KINDS = ("A", "B", "B1", "B2", "U", "Y", "Y1", "Y2", "T", "T2")
_EXAMINED = {"B": "B2", "B1": "B1", "B2": "B2", "Y": "Y2", "Y1": "Y1", "Y2": "Y2"}
_OPEN = {"A": "A", "T": "A", "T2": "A", "U": "U"}


def _era(match: re.Match[str]) -> str:
    era = (match["era"] or "")[:1].upper()
    return {"3": "S", "4": "H"}.get(era, era)


def _dated(match: re.Match[str], kind: str) -> Number | None:
    """A year and a serial with the kind said before or after them; without one, what it counts is open."""
    era, year, serial = _era(match), int(match["year"]), int(digits_of(match["serial"]))
    if kind in _OPEN:
        return jp_publication(era, year, serial, kind=_OPEN[kind], inferred=False)
    if kind in _EXAMINED:
        inferred = kind not in ("B2", "Y2", "B1", "Y1")
        return jp_publication(era, year, serial, kind=_EXAMINED[kind], inferred=inferred)
    return jp_unsaid(era, year, serial)


def _read_dated(match: re.Match[str]) -> Number | None:
    if match["office"] == "jp" and " " in match["body"]:
        return None
    before = (match["before"] or "").upper()
    model = bool(match["model"])
    kind = given_kind(match, _KINDS) or before
    return _dated(match, {"A": "U", "B": "Y"}.get(kind, kind) if model else kind)


def _read_number(match: re.Match[str]) -> Number | None:
    kind = given_kind(match, _KINDS) or (match["before"] or "")
    number = int(digits_of(match["number"]))
    if match["number"].startswith("0") and not kind:
        return None
    if kind == "A":  # JP 3047801 A: year 3 and six digits, as databases glue it
        return jp_publication("", number // 1_000_000, number % 1_000_000, kind="A", inferred=False)
    if kind.startswith(("U", "Y")):
        return jp_utility_model(number, kind=kind)
    return jp_patent(number, kind=kind) if kind in ("", "B", "B1", "B2") else None


def _is_model(match: re.Match[str]) -> bool:
    """Whether the words say that it is of a utility model."""
    return "tility" in match["body"] or "UM" in match["body"]


def _read_republication(match: re.Match[str]) -> Number | None:
    return jp_republication(western(match["year"]), int(match["serial"]))


def _worded(kind: str) -> Callable[[re.Match[str]], Number | None]:
    """A reader for words that say what the number counts."""

    def read(match: re.Match[str]) -> Number | None:
        if kind == "application":
            era, year, serial = _era(match), int(match["year"]), int(digits_of(match["serial"]))
            return jp_application(era, year, serial, law="U" if _is_model(match) else "")
        said = given_kind(match, _KINDS) or kind
        return _dated(match, {"A": "U", "B": "Y"}.get(said, said) if _is_model(match) else said)

    return read


def _read_romanised(match: re.Match[str]) -> Number | None:
    return _dated(match, given_kind(match, _KINDS) or _ROMANISED[match["word"].lower()])


def _read_patent(match: re.Match[str]) -> Number | None:
    number = int(digits_of(match["number"]))
    if _is_model(match):
        return jp_utility_model(number, kind=given_kind(match, ("U", "Y", "Y1", "Y2")))
    return jp_patent(number, kind=given_kind(match, ("B", "B1", "B2")))


def _read_publication(match: re.Match[str]) -> Number | None:
    """ "Japanese Patent Publication" was the examined one (特公) under the eras, and is any one since 1997."""
    old = int(match["year"]) < 100 or int(match["year"]) < 1997
    return _worded("B" if old else "A")(match)


_ERA = (
    r"(?:(?P<era>(?:Sho(?:wa)?|sho|Hei(?:sei)?|hei|Rei(?:wa)?|SHO(?:WA)?|HEI(?:SEI)?|REI(?:WA)?)(?![A-Za-z])|[SHRTM])"
    rf"\.?{GAP}-?{GAP})?"
)
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|[0-9]{1,2})"
_SERIAL = r"(?P<serial>[0-9]{1,3},[0-9]{3}|[0-9]{1,6})"
_OF_KIND = "(?<=[ABUYT])[12][^0-9,.]"  # the first figure may be that of a kind before the number: JP-B2-…
_YEAR_AND_DASH = r"[0-9]{1,4}[ \nー-]"
_DATED = rf"{_ERA}{_YEAR}{GAP}{DASH}{GAP}{_SERIAL}"
_JP = rf"(?P<office>JP|jp)(?:{GAP}-?{GAP}(?P<model>UM))?(?:{GAP}-?{GAP}(?P<before>[ABUYT][12]?)(?![A-Za-z0-9]))?"
_JAPANESE = rf"(?:(?:JP|Japan(?:ese)?|JAPANESE|Jpn\.){GAP})"
_PATENT = rf"(?:[Uu]tility{GAP}-?[Mm]odel|UM|[Pp]at(?:ent|\.)?)"
_APPLICATION = rf"(?:{GAP}[Rr]egistration)?(?:{GAP}[Aa]pp(?:lication|ln\.?|l?\.))"
_TRANSLATED = r"(?:[Tt]ranslation of )?(?:the )?PCT (?:[Ii]nternational )?(?:[Pp]atent )?(?:[Aa]pplication|[Pp]ublication)"
_LAID_OPEN = (
    r"(?:[Ll]aid[- ]?[Oo]pen(?:ed)?|[Uu]nexamined|[Pp]ublished|[Oo]pen(?:ed)?|[Kk]okai|KOKAI|[Dd]isclosure|[Kk]ohyo"
    r"|[Nn]ational [Pp]hase|[Pp]re-?[Gg]rant)"
)
_WORD = (
    r"(?:[Pp]ublication|[Aa]pp(?:lication|ln\.|l?\.)|[Pp]at(?:ent|\.)?|[Gg]azette|[Rr]egistration|[Uu]tility-?|[Mm]odel"
    r"|UM|[Pp]ub\.)"
)
_WORDS = rf"(?:{_WORD}{GAP}){{0,4}}"
_OPENED = (
    rf"{_JAPANESE}{_WORDS}\(?{_LAID_OPEN}\)?{GAP}(?:{_LAID_OPEN}{GAP})?{_WORDS}(?:\([^()\n]{{1,12}}\){GAP})?"
)
_TO_NUMBER = rf"{GAP},?{GAP}{NUMBER_WORD}?{GAP}(?:JP-?)?"

FORMS = (
    form(
        rf"{LEFT}(?P<body>{_JP}{GAP}-?{GAP}{NUMBER_WORD}?{GAP}{_DATED}){KIND}{RIGHT}{SUFFIX}",
        _read_dated,
        figures=rf"{_OF_KIND}|{_YEAR_AND_DASH}",
        opens="JP jp",
    ),
    form(
        rf"{LEFT}(?P<body>{_JP}{GAP}-?{GAP}(?P<era>)(?P<year>(?:19|20)[0-9]{{2}})(?P<serial>[0-9]{{6}})){KIND}{RIGHT}{SUFFIX}",
        _read_dated,
        figures=rf"{_OF_KIND}|(?:19|20)[0-9]{{8}}",
        opens="JP jp",
    ),
    form(
        rf"{LEFT}(?P<body>{_JP}{GAP}-?{GAP}(?P<era>[SHRT])(?P<year>[0-9]{{2}})(?P<serial>[0-9]{{1,6}})){KIND}{RIGHT}{SUFFIX}",
        _read_dated,
        figures=rf"{_OF_KIND}|[0-9]{{3,8}}(?![0-9])",
        opens="JP jp",
    ),
    form(  # as databases glue it: JP 09262643, JP 56012102; the U.S. office put 3 (Showa) or 4 (Heisei) before
        rf"{LEFT}(?P<body>{_JP}{GAP}-?{GAP}(?P<era>[34]?)(?P<year>[0-6][0-9])(?P<serial>[0-9]{{6}})){KIND}{RIGHT}",
        _read_dated,
        figures=rf"{_OF_KIND}|[0-9]{{8}}",
        opens="JP jp",
    ),
    form(
        rf"{LEFT}(?P<body>{_JP}{GAP}{_ERA}(?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{1,2}}) (?P<serial>[0-9]{{6}}))"
        rf"{KIND}{RIGHT}{SUFFIX}",
        _read_dated,
        figures=rf"{_OF_KIND}|[0-9]{{1,4}} [0-9]{{6}}",
        opens="JP jp",
    ),
    form(
        rf"{LEFT}(?P<body>{_JP}{GAP}-?{GAP}{NUMBER_WORD}?(?P<number>[0-9]{{7}}|[0-9],[0-9]{{3}},[0-9]{{3}}))"
        rf"{KIND}{RIGHT}{SUFFIX}",
        _read_number,
        figures=rf"{_OF_KIND}|[0-9]{{7}}|[0-9],[0-9]{{3}},",
        opens="JP jp",
    ),
    form(
        rf"{LEFT}(?P<body>JP{GAP}-?WO{GAP}-?(?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{2}}){GAP}[/-]?(?P<serial>[0-9]{{6}}))"
        rf"{KIND}{RIGHT}",
        _read_republication,
        figures=rf"[0-9]{{2,4}}{GAP}[/-]?[0-9]{{6}}",
        opens="JP",
    ),
    form(
        rf"{LEFT}(?P<body>{_OPENED}{_TO_NUMBER}{_DATED}){KIND}{RIGHT}",
        _worded("A"),
        figures=rf"{_YEAR_AND_DASH}|[^()\n]{{1,12}}\)",  # the first may stand in brackets: (Kokai 5)
        opens="JP Ja JA Jp",
        words=5,
    ),
    form(
        rf"{LEFT}(?P<body>{_JAPANESE}(?:[Ee]xamined{GAP}{_WORDS}|{_WORDS}(?:[Kk]okoku|KOKOKU){GAP}){_TO_NUMBER}{_DATED})"
        rf"{KIND}{RIGHT}",
        _worded("B"),
        figures=_YEAR_AND_DASH,
        opens="JP Ja JA Jp",
        words=5,
    ),
    form(
        rf"{LEFT}(?P<body>{_JAPANESE}{_PATENT}{GAP}(?:[Aa]pp(?:lication|ln\.|l?\.){GAP})?[Pp]ub(?:lication|\.){_TO_NUMBER}{_DATED})"
        rf"{KIND}{RIGHT}",
        _read_publication,
        figures=_YEAR_AND_DASH,
        opens="JP Ja JA Jp",
        words=5,
    ),
    form(
        rf"{LEFT}(?P<body>{_JAPANESE}(?:{_PATENT})?{_APPLICATION}(?:{GAP}[Ss]er(?:ial|\.))?{_TO_NUMBER}(?:P)?{_DATED})"
        rf"(?P<kind>){RIGHT}",
        _worded("application"),
        figures=_YEAR_AND_DASH,
        opens="JP Ja JA Jp",
        words=5,
    ),
    form(
        rf"{LEFT}(?P<body>{_JAPANESE}{_PATENT}{GAP}(?:[Gg]azette|[Rr]egistration)?{_TO_NUMBER}"
        rf"(?P<number>[0-9]{{7}}|[0-9],[0-9]{{3}},[0-9]{{3}})){KIND}{RIGHT}",
        _read_patent,
        figures=r"[0-9]{7}|[0-9],[0-9]{3},",
        opens="JP Ja JA Jp",
        words=5,
    ),
    form(
        rf"{LEFT}(?P<body>{_JAPANESE}{_TRANSLATED}(?:{GAP}[Pp]ublication)?{_TO_NUMBER}(?:(?<=-)T-?)?{_DATED}){KIND}{RIGHT}",
        _worded("A"),
        figures=_YEAR_AND_DASH,
        opens="JP Ja JA Jp",
        words=8,
    ),
    form(  # Tokkai Hei 5-12345, Kokai No. 2003-123456, Tokkaihei 5-12345
        rf"{LEFT}(?P<body>(?P<word>(?i:{'|'.join(_ROMANISED)}))(?:{GAP}-?{GAP}{NUMBER_WORD}?{GAP}{_DATED}))"
        rf"{KIND}{RIGHT}",
        _read_romanised,
        figures=_YEAR_AND_DASH,
        opens="To TO Ko KO Ji",
    ),
)
