"""China: publications, patents (ZL) and applications with their check digit."""

import re

from portfolios.identifiers.checks import cn_check_digit, verdict
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

_GRANTS = ("B", "C", "U", "Y", "S", "D")
_OLD_YEARS = (*range(85, 100), *range(4))  # eight digits: the year with two, from 1985 to September 2003


def cn_publication(digits: str, *, kind: str = "", inferred: bool = False) -> Number | None:
    """CN with seven to nine digits and the kind; without a kind it stays open whether application or patent."""
    if not digits.strip("0"):
        return None
    canonical = f"CN{digits}{kind}"
    return Number(
        office="CN",
        type=NumberType.GRANT if kind in _GRANTS else NumberType.PUBLICATION,
        canonical=canonical,
        docdb=canonical,
        kind=kind,
        kind_inferred=inferred,
        warnings=() if kind else ("kind_unknown",),
    )


def cn_application(digits: str, given: str = "", *, granted: bool = False) -> Number | None:
    """An application of twelve digits, or eight to 2003; `granted` where the number is written as a patent (ZL)."""
    if not _is_application(digits):
        return None
    computed = cn_check_digit(digits)
    check = verdict(given, computed)
    return Number(
        office="CN",
        type=NumberType.GRANT if granted else NumberType.APPLICATION,
        canonical=f"{'ZL' if granted else 'CN-APP-'}{digits}.{given.upper() or computed}",
        check=check,
        warnings=("check_digit",) if check == "bad" else (),
    )


def _is_application(digits: str) -> bool:
    if len(digits) == 12:
        return 2003 <= int(digits[:4]) <= 2099 and digits[4] in "123456789"
    return len(digits) == 8 and int(digits[:2]) in _OLD_YEARS and digits[2] in "1234589"


def _read_publication(match: re.Match[str]) -> Number | None:
    digits = digits_of(match["number"])
    kind = given_kind(match, KINDS["CN"])
    if match["office"] == "cn" and not kind:
        return None
    if not kind and _is_application(digits):
        return cn_application(digits)
    if len(digits) == 8 and not kind:  # eight digits were years and serials of the eighties, with their kind
        return None
    return cn_publication(digits, kind=kind)


def _read_bare(match: re.Match[str]) -> Number | None:
    """Thirteen figures with no word at them: only where the check digit is right."""
    number = cn_application(match["number"], match["check"])
    return number if number and number.check == "ok" else None


def _read_worded(match: re.Match[str]) -> Number | None:
    kind = given_kind(match, KINDS["CN"])
    granted = not (match["published"] or match["english"])
    if granted and not kind and _is_application(digits_of(match["number"])):
        return cn_application(digits_of(match["number"]), granted=True)
    letter = ("U" if "新型" in match["body"] or "新案" in match["body"] else "B") if granted else "A"
    return cn_publication(digits_of(match["number"]), kind=kind or letter, inferred=not kind)


def _read_application(match: re.Match[str]) -> Number | None:
    granted = match["said"].replace(" ", "").endswith(("ZL", "专利号", "專利號"))
    return cn_application(digits_of(match["number"]), match["check"] or "", granted=granted)


_PUBLISHED_NUMBER = r"(?P<number>[0-9]{7,9}|[0-9]{3} [0-9]{3} [0-9]{3})"
_APPLIED = r"(?P<number>20[0-9]{2} ?[1-9] ?[0-9]{7}|[089][0-9][1-9][0-9]{5})"
_CHECK = rf"(?:{GAP}\.{GAP}(?P<check>[0-9Xx])(?![0-9A-Za-z]))"
_GLUED = r"(?P<number>20[0-9]{2}[1-9][0-9]{7})(?P<check>[0-9Xx])"
_BARE = r"(?P<number>20[0-9]{2}[1-9][0-9]{7})\.(?P<check>[0-9Xx])"
_CHINESE = r"(?:中国|中國|中华人民共和国)"
_APPLICATION_WORDS = (
    rf"(?:{LEFT}CN|{LEFT}ZL|{_CHINESE}(?:特許|专利|專利|実用新案)?(?:出願|申请|申請)(?:号|號)?|申请号|申請號|专利号|專利號"
    rf"|{LEFT}Chinese{GAP}(?:[Pp]atent{GAP})?[Aa]pp(?:lication|l?\.|ln\.?))"
)
_OPENS_APPLICATION = "CN ZL Ch 中 申 专"

FORMS = (
    form(  # figures with no word before them
        rf"(?<![0-9A-Za-z.,+-])(?P<body>{_BARE})(?P<kind>){RIGHT}",
        _read_bare,
        figures=r"20[0-9]{10}\.",
        opens="20",
    ),
    form(
        rf"{LEFT}(?P<body>(?P<office>CN|cn){GAP}-?{GAP}{NUMBER_WORD}?{_PUBLISHED_NUMBER}){KIND}{RIGHT}{SUFFIX}",
        _read_publication,
        figures="[0-9]{7}|[0-9]{3} [0-9]{3}",
        opens="CN cn",
    ),
    form(
        rf"(?P<body>(?P<said>{_APPLICATION_WORDS}){GAP}:?{GAP}{NUMBER_WORD}?{GAP}(?:CN|ZL)?{GAP}{_APPLIED}{_CHECK}?)"
        rf"(?P<kind>){RIGHT}{SUFFIX}",
        _read_application,
        opens=_OPENS_APPLICATION,
        figures=r"20[0-9]{2} ?[1-9]|[089][0-9][1-9][0-9]{5}",
    ),
    form(
        rf"(?P<body>(?P<said>{_APPLICATION_WORDS}){GAP}:?{GAP}{NUMBER_WORD}?{GAP}(?:CN|ZL)?{GAP}{_GLUED})"
        rf"(?P<kind>){RIGHT}{SUFFIX}",
        _read_application,
        opens=_OPENS_APPLICATION,
        figures=r"20[0-9]{2}[1-9][0-9]{7}[0-9Xx]",
    ),
    form(
        rf"(?P<body>(?:{_CHINESE}(?:特許|実用新案|专利|專利|发明专利|发明|实用新型(?:专利)?)(?:出願|申请|登録)?"
        rf"(?P<published>公開|公开)?(?:公報|公告)?号?|{LEFT}Chinese{GAP}[Pp]atent{GAP}(?:[Aa]pplication{GAP})?"
        rf"(?P<english>[Pp]ublication)?){GAP}{NUMBER_WORD}?{GAP}(?:CN|ZL)?{GAP}{_PUBLISHED_NUMBER}){KIND}{RIGHT}{SUFFIX}",
        _read_worded,
        figures="[0-9]{7}|[0-9]{3} [0-9]{3}",
        opens="Ch 中",
    ),
)


def display(number: Number) -> str:
    """As the office prints it: "CN 111234567 A", "CN 202010123456.2", "ZL 202010123456.2"."""
    canonical, kind = number.canonical, number.kind
    if "-APP-" in canonical:
        return f"CN {canonical.removeprefix('CN-APP-')}"
    if canonical.startswith("ZL"):
        return f"ZL {canonical[2:]}"
    return f"CN {canonical[2 : len(canonical) - len(kind)]} {kind}".rstrip()
