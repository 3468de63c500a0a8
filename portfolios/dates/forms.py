"""How dates are written. Matching is done on a copy of the text of equal length (half width, plain dashes)."""

import re

from portfolios.characters import by_first

GAP = r" {0,2}+(?:\n {0,4}+)?+"
_KANJI = "〇一二三四五六七八九十"
NUMERAL = rf"(?:[0-9]{{1,2}}|[{_KANJI}]{{1,3}})"
_ERA_WORD = r"(?:明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿])"
_ERA_SHORT = r"(?:[明大昭平令]|(?<![A-Za-z0-9])[MTSHRmtshr])"
_YEAR_UNIT = rf"(?P<year>元|{NUMERAL}|[〇一二三四五六七八九]{{4}})"
_DAY = rf"(?:(?P<month>{NUMERAL}){GAP}月{GAP}(?:(?P<day>{NUMERAL}){GAP}日)?)?"
_SEPARATED = (
    r"(?P<year>[0-9]{1,2}|元) ?(?P<sep>[./・-]) ?(?P<month>[0-9]{1,2}) ?(?P=sep) ?(?P<day>[0-9]{1,2})"
    r"(?![0-9]|[./-][0-9])"
)
_MONTH = (
    r"(?P<month>[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?"
    r"|[Ss]ept?(?:ember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?"
    r"|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
)
FIRST_YEAR, LAST_YEAR = 1600, 2199  # that a date of these offices can have
_WESTERN = r"(?P<year>1[6-9][0-9]{2}|20[0-9]{2}|21[0-9]{2})"
_NOT_IN_NUMBER = r"(?<![0-9A-Za-z.,/-])"
_END = r"(?=T[0-9]{2}:|(?![0-9A-Za-z]|[./-][0-9]))"

# 令和6年(2024年)1月1日, 2024年(令和6年)1月1日: the year said twice, before the month
_WESTERN_INSIDE = rf"(?:{GAP}\({GAP}(?P<inside>[0-9]{{4}}){GAP}年?{GAP}\)(?={GAP}{NUMERAL}{GAP}月))?"
_ERA_INSIDE = (
    rf"(?:{GAP}\({GAP}(?P<inside_era>{_ERA_WORD}){GAP}(?P<inside>元|{NUMERAL}){GAP}年{GAP}\)"
    rf"(?={GAP}{NUMERAL}{GAP}月))?"
)

# 令和元(2019)年5月1日, 2019(令和元)年5月1日: the same before the word for year
_WESTERN_EARLY = rf"(?:\({GAP}(?P<early>[0-9]{{4}}){GAP}\){GAP})?"
_ERA_EARLY = rf"(?:\({GAP}(?P<early_era>{_ERA_WORD}){GAP}(?P<early>元|{NUMERAL}){GAP}\){GAP})?"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KANJI_ERAS = "明大昭平令㍾㍽㍼㍻㋿"
_ALL_ERAS = _KANJI_ERAS + "MTSHRmtshr"
_DIGITS = "0123456789"
_FIGURES = _DIGITS + _KANJI
_INITIALS = "JFMASONDjfmasond"
# The reader of a form, the characters it may begin with, and the form.
FORMS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "era",
        _KANJI_ERAS,
        re.compile(
            rf"(?P<era>{_ERA_WORD}){GAP}{_YEAR_UNIT}{GAP}{_WESTERN_EARLY}年度?{_WESTERN_INSIDE}{GAP}{_DAY}"
        ),
    ),
    ("era", _ALL_ERAS, re.compile(rf"(?P<era>{_ERA_WORD}|{_ERA_SHORT}){GAP}{_SEPARATED}")),
    ("era", _ALL_ERAS, re.compile(rf"(?P<era>{_ERA_SHORT}){GAP}(?P<year>[0-9]{{1,2}}|元)年{_DAY}")),
    (
        "western",
        _FIGURES,
        re.compile(
            rf"(?<![0-9])(?P<year>[0-9]{{4}}|[〇一二三四五六七八九]{{4}}){GAP}{_ERA_EARLY}年(?!度|間){_ERA_INSIDE}{GAP}{_DAY}"
        ),
    ),
    (
        "western",
        _DIGITS,
        re.compile(
            rf"{_NOT_IN_NUMBER}{_WESTERN}(?P<sep>[./-]) ?(?P<month>[0-9]{{1,2}})(?P=sep) ?(?P<day>[0-9]{{1,2}}){_END}"
        ),
    ),
    (
        "western",
        _DIGITS,
        re.compile(rf"{_NOT_IN_NUMBER}{_WESTERN}(?P<month>0[0-9]|1[0-2])(?P<day>[0-3][0-9]){_END}"),
    ),
    (
        "western",
        _DIGITS,
        re.compile(rf"{_NOT_IN_NUMBER}{_WESTERN}[/-](?P<month>0[1-9]|1[0-2])(?P<day>){_END}"),
    ),
    (
        "western",
        _DIGITS,
        re.compile(
            rf"{_NOT_IN_NUMBER}(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})\. ?{_WESTERN}(?![0-9A-Za-z])"
        ),
    ),
    (
        "named",
        _INITIALS,
        re.compile(
            rf"(?<![A-Za-z]){_MONTH}\.?,? ?\n?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,{GAP}| {GAP})"
            rf"{_WESTERN}(?![0-9])"
        ),
    ),
    (
        "named",
        _DIGITS,
        re.compile(
            rf"(?<![0-9A-Za-z.,])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?[ -]\n?(?:of |day of )?{_MONTH}\.?,?[ -]{GAP}"
            rf"{_WESTERN}(?![0-9])"
        ),
    ),
    (
        "named",
        _INITIALS,
        re.compile(rf"(?<![A-Za-z]){_MONTH}\.?,?(?P<day>) {GAP}(?:of )?{_WESTERN}(?![0-9])"),
    ),
    (
        "slashed",
        _DIGITS,
        re.compile(rf"{_NOT_IN_NUMBER}(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})/{_WESTERN}{_END}"),
    ),
)
PARENTHESISED = re.compile(
    rf"{GAP}\({GAP}(?:西暦)?(?P<year>[0-9]{{4}})(?:{GAP}[./-]{GAP}(?P<month>[0-9]{{1,2}}){GAP}[./-]{GAP}(?P<day>[0-9]{{1,2}})"
    rf"|年(?:(?P<month_>[0-9]{{1,2}})月(?:(?P<day_>[0-9]{{1,2}})日)?)?)?{GAP}\)"
)
# Every alternative begins with one certain character, so that the search runs from candidate to candidate.
_BEHIND_FIGURES = (  # what goes on behind the first figure of a date: of a day, of a year, of all eight
    rf"(?=[0-9]?+(?:(?:\. ?[0-9]{{1,2}}\. ?|/[0-9]{{1,2}}/)(?:1[6-9]|2[01])[0-9]"
    rf"|(?:st|nd|rd|th|\.)?[ -]\n?(?:of|day|[{_INITIALS}][AEPUCOaepuco]))"
    rf"|[0-9]{{3}}(?:[./-] ?[0-9]|{GAP}(?:年|\([明大昭平令㍾㍽㍼㍻㋿])|[01][0-9][0-3][0-9](?![0-9])))"
)
_OPENINGS = (
    *(f"{digit}(?<![0-9][0-9]){_BEHIND_FIGURES}" for digit in _DIGITS),
    *(f"{era}(?=[0-9 元\n])" for era in "明大昭平令"),
    *(f"{era}(?=[0-9 元\n])(?<![A-Za-z0-9]{era})" for era in "MTSHRmtshr"),
    *(f"{era}(?=.)" for era in "㍾㍽㍼㍻㋿"),
    *(f"{word[0]}(?={word[1]})" for word in ("明治", "大正", "昭和", "平成", "令和")),
    *(f"{figure}(?=[{_KANJI}]{{3}}{GAP}年)" for figure in "一二"),
    *(f"{name[0]}(?i:{name[1:]})" for month in MONTHS for name in (month, month.capitalize())),
)
OPENING = re.compile(by_first(_OPENINGS))


def numeral(written: str) -> int:
    """A number in figures, in kanji figures (二〇二〇) or in kanji numerals to ninety-nine (二十五); 元 is 1."""
    if written == "元":
        return 1
    if written.isascii():
        return int(written)
    if "十" not in written:
        return int("".join(str(_KANJI.index(character)) for character in written))
    tens, _, ones = written.partition("十")
    return (numeral(tens) if tens else 1) * 10 + (numeral(ones) if ones else 0)
