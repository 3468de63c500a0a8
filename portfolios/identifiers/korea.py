"""Korea: 10 for patents, 20 for utility models, 30 for designs; then a year and a serial, or a grant."""

import re

from portfolios.identifiers.forms import (
    GAP,
    KIND,
    LEFT,
    NUMBER_WORD,
    RIGHT,
    SUFFIX,
    form,
    given_kind,
)
from portfolios.identifiers.number import Number, NumberType, ambiguous

_PUBLISHED = {"10": "A", "20": "U", "30": "S"}
_GRANTED = {"10": "B1", "20": "Y1", "30": "S"}


def kr_publication(right: str, year: int, serial: int, *, inferred: bool = False) -> Number | None:
    """A published application: the year and seven digits; a utility model keeps its 20."""
    if not 1947 <= year <= 2099 or not 0 < serial < 10_000_000:
        return None
    kind = _PUBLISHED[right]
    canonical = f"KR{'' if right == '10' else right}{year}{serial:07d}{kind}"
    return Number(
        office="KR",
        type=NumberType.PUBLICATION,
        canonical=canonical,
        docdb=canonical,
        kind=kind,
        kind_inferred=inferred,
    )


def kr_application(right: str, year: int, serial: int) -> Number | None:
    """An application: written as a publication is, and not the same number."""
    if not 1947 <= year <= 2099 or not 0 < serial < 10_000_000:
        return None
    canonical = f"KR-APP-{right}-{year}-{serial:07d}"
    return Number(office="KR", type=NumberType.APPLICATION, canonical=canonical)


def kr_grant(right: str, number: int, *, kind: str = "") -> Number | None:
    """A grant of seven digits after the kind of right."""
    if not 0 < number < 10_000_000:
        return None
    settled = kind or _GRANTED[right]
    canonical = f"KR{right}{number:07d}{settled}"
    return Number(
        office="KR",
        type=NumberType.GRANT,
        canonical=canonical,
        docdb=canonical,
        kind=settled,
        kind_inferred=not kind,
    )


def _read_dated(match: re.Match[str]) -> Number | None:
    right, year, serial = match["right"] or "10", int(match["year"]), int(match["serial"])
    if right not in _PUBLISHED:
        return None
    said = match["said"]
    if given_kind(match, ("A", "U")) or _says(said, _PUBLISHED_WORDS):
        return kr_publication(right, year, serial, inferred=not match["kind"])
    if _says(said, _APPLIED_WORDS):
        return kr_application(right, year, serial)
    readings = (kr_application(right, year, serial), kr_publication(right, year, serial))
    held = tuple(reading for reading in readings if reading)
    return ambiguous("KR", (one.canonical for one in held)) if held else None


def _read_grant(match: re.Match[str]) -> Number | None:
    right = match["right"] or ("20" if _says(match["said"], ("実用", "실용")) else "10")
    return kr_grant(right, int(match["number"]), kind=given_kind(match, ("B1", "B2", "Y1")))


def _says(said: str, words: tuple[str, ...]) -> bool:
    return any(word in said.lower() for word in words)


_PUBLISHED_WORDS = ("公開", "공개", "publication", "laid", "published", "unexamined")
_APPLIED_WORDS = ("出願", "출원", "application")
_SAID = (
    rf"(?:(?:大韓民国|韓国|한국|대한민국|韩国)?{GAP}(?:公開|登録|공개|등록){GAP}(?:特許|実用新案|특허|실용신안)(?:公報|공보)?"
    rf"|(?:大韓民国|韓国|한국|대한민국|韩国){GAP}(?:特許|実用新案|특허|실용신안)?{GAP}(?:出願公開|登録|出願|등록|출원|공개)?"
    rf"(?:番号|번호)?|(?:특허|실용신안){GAP}(?:출원|등록)(?:번호)?"
    rf"|{LEFT}Korean{GAP}(?:(?:[Uu]nexamined|[Pp]ublished|[Ll]aid-?[ ]?[Oo]pen|[Uu]tility|[Mm]odel){GAP}){{0,3}}"
    rf"(?:[Pp]atent{GAP})?(?:[Rr]egistration|(?:[Aa]pplication{GAP})?(?:[Ll]aid-?[ ]?[Oo]pen{GAP})?(?:[Pp]ublication)?)?"
    rf"|{LEFT}(?:KR|kr))"
)
_NUMBER_WORD = rf"(?:제{GAP}|{NUMBER_WORD})?"
_DATED = rf"(?:(?P<right>[123]0){GAP}-{GAP}(?P<year>(?:19|20)[0-9]{{2}}){GAP}-{GAP}(?P<serial>[0-9]{{5,7}}))"
_SHORT = rf"(?P<right>)(?P<year>(?:19|20)[0-9]{{2}}){GAP}-{GAP}(?P<serial>[0-9]{{5,7}})"  # KR 2003-0056601
_GLUED = r"(?P<right>[123]0)?(?P<year>(?:19[5-9]|20[0-9])[0-9])(?P<serial>[0-9]{7})"
_GRANT = r"(?P<right>[123]0)(?: {0,3}- {0,3}| ?)(?P<number>[0-9]{7})"
_TAIL = rf"{KIND}{RIGHT}(?:호|{SUFFIX})"
_OPENS = "KR kr Ko 韓 韩 大 한 대 公 登 공 등 특 실"
_OPENING = rf"(?P<said>{_SAID}){GAP}-?{GAP}{_NUMBER_WORD}{GAP}(?:KR)?"

FORMS = (
    form(  # figures with no word before them
        rf"(?<![0-9A-Za-z+-])(?P<body>(?P<said>)(?P<right>[12]0)-(?P<year>(?:19|20)[0-9]{{2}})-(?P<serial>[0-9]{{7}}))"
        rf"{_TAIL}",
        _read_dated,
        opens="10 20",
    ),
    form(
        rf"(?P<body>{_OPENING}{GAP}{_DATED}){_TAIL}",
        _read_dated,
        opens=_OPENS,
        figures=r"[123]0[-\n ]",
    ),
    form(
        rf"(?P<body>{_OPENING}{GAP}{_SHORT}){_TAIL}",
        _read_dated,
        opens=_OPENS,
        figures=r"(?:19|20)[0-9]{2}[-\n ]",
    ),
    form(
        rf"(?P<body>{_OPENING}{_GLUED}){_TAIL}",
        _read_dated,
        opens=_OPENS,
        figures=r"(?:[123]0)?(?:19[5-9]|20[0-9])[0-9]{8}",
    ),
    form(
        rf"(?P<body>{_OPENING}{GAP}{_GRANT}){_TAIL}",
        _read_grant,
        opens=_OPENS,
        figures=r"[123]0[- ]{0,7}[0-9]",
    ),
    form(  # 韓国登録特許第1234567号, 韓国特許第1234567号
        rf"(?P<body>(?P<said>(?:大韓民国|韓国|한국|대한민국|韩国){GAP}(?:登録|등록)?{GAP}(?:特許|実用新案|특허|실용신안)(?:公報|공보)?)"
        rf"{GAP}{_NUMBER_WORD}{GAP}(?P<right>)(?P<number>[0-9]{{6,7}})){_TAIL}",
        _read_grant,
        opens=_OPENS,
        figures="[0-9]{6}",
    ),
)


def display(number: Number) -> str:
    """As the office prints it: "KR 10-2020-0012345 A", "KR 10-1234567 B1", "한국 특허출원 제10-2020-0012345호"."""
    canonical, kind = number.canonical, number.kind
    if "-APP-" in canonical:
        return f"한국 특허출원 제{canonical.removeprefix('KR-APP-')}호"
    body = canonical[2 : len(canonical) - len(kind)]
    if len(body) == 9:
        return f"KR {body[:2]}-{body[2:]} {kind}"
    right = body[:2] if len(body) == 13 else "10"
    return f"KR {right}-{body[-11:-7]}-{body[-7:]} {kind}"
