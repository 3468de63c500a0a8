"""Japan, as written in Japanese: 特開2020-123456号公報, 特許第6543210号, 再表2018/123456."""

import re

from portfolios.identifiers.forms import DASH, GAP, KIND, RIGHT, SUFFIX, digits_of, form, given_kind
from portfolios.identifiers.international import western
from portfolios.identifiers.japan_numbers import (
    ERA_LETTERS,
    jp_application,
    jp_design,
    jp_patent,
    jp_publication,
    jp_republication,
    jp_unsaid,
    jp_utility_model,
)
from portfolios.identifiers.number import Number

_PUBLISHED = {
    "特開": "A", "特許公開": "A", "特許出願公開": "A", "公開特許": "A", "公開番号": "A",
    "特表": "A", "特許公表": "A", "公表特許": "A",
    "実開": "U", "実表": "U", "実全": "U", "実用新案公開": "U", "実用新案出願公開": "U", "公開実用新案": "U",
    "特公": "B2", "特許公告": "B2", "特許出願公告": "B2", "特告": "B2",
    "実公": "Y2", "実用新案公告": "Y2", "実用新案出願公告": "Y2",
}  # fmt: skip
_TRANSLATIONS = ("特表", "特許公表", "公表特許", "実表")
_APPLIED = {
    "特許願": "",
    "実用新案登録願": "U",
    "意匠登録願": "D",
    "特願": "",
    "特許出願": "",
    "出願番号特願": "",
    "出願番号": "",
    "実願": "U",
    "実用新案登録出願": "U",
    "意願": "D",
}
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九元", "01234567891")
_DIGIT = "[0-9〇一二三四五六七八九]"


def era_letter(written: str) -> str:
    """The letter of an era written 平, 平成, H or Hei.; "" where none is written."""
    first = written[:1]
    return ERA_LETTERS.get(first, first.upper())


def number_of(written: str) -> int:
    """A number in figures of any script this office uses, what groups them left out."""
    if written.isascii() and written.isdecimal():
        return int(written)
    return int(digits_of(written.translate(_KANJI_DIGITS)) or 0)


def _read_dated(match: re.Match[str]) -> Number | None:
    word, era = match["word"].replace(" ", ""), era_letter(match["era"] or _late(match))
    year, serial = number_of(match["year"]), number_of(match["serial"])
    if word in _APPLIED:
        return jp_application(era, year, serial, law=_APPLIED[word])
    said = word in _TRANSLATIONS if _PUBLISHED[word] in ("A", "U") else None
    return jp_publication(era, year, serial, kind=_PUBLISHED[word], is_translation=said)


def _late(match: re.Match[str]) -> str:
    return (match["late"] or "") if "late" in match.re.groupindex else ""


def _read_republication(match: re.Match[str]) -> Number | None:
    return jp_republication(western(match["year"]), int(match["serial"]))


def _read_patent(match: re.Match[str]) -> Number | None:
    digits = str(number_of(match["number"]))
    if not match["suffix"] and not (match["ordinal"] or match["kind"]) and len(digits) < 6:
        return None
    return jp_patent(int(digits), kind=given_kind(match, ("B1", "B2", "B")))


def _read_utility_model(match: re.Match[str]) -> Number | None:
    return jp_utility_model(number_of(match["number"]), kind=given_kind(match, ("U", "Y", "Y1", "Y2")))


def _read_design(match: re.Match[str]) -> Number | None:
    return jp_design(number_of(match["number"]))


def _read_unsaid(match: re.Match[str]) -> Number | None:
    if _DOCKET.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    return jp_unsaid(era_letter(match["era"] or ""), number_of(match["year"]), number_of(match["serial"]))


# Words before a year and a serial that make it the number of a case, a trial or a standard.
_DOCKET = re.compile(
    r"(?:不服|無効|異議|訂正|判定|取消|再審|審判|事件|商願|商標|(?:整理|管理|注文|伝票|案件|契約|会員|電話)番号|受付|第|[Cc]ase|[Dd]ocket|[Aa]ppeal"
    rf"|ISBN|ISSN|ISO|IEC|JIS|[Nn]o\.?|[A-Za-z0-9/.-]){GAP}:?{GAP}$"
)
_ERA = r"(?P<era>昭和?|平成?|令和?|大正?|明治?|[SHRTM])?"
_LATE_ERA = r"(?P<late>昭和?|平成?|令和?|[SHR])?"  # 特開第平4-56789号
_YEAR = rf"(?P<year>{_DIGIT}{{4}}|{_DIGIT}{{1,2}}|元)"
_SERIAL = rf"(?P<serial>{_DIGIT}{{1,3}},{_DIGIT}{{3}}(?!{_DIGIT})|{_DIGIT}(?: ?{_DIGIT}){{0,5}})"
_NUMBER = rf"(?P<number>{_DIGIT}{{1,3}}(?:[,、]{GAP}{_DIGIT}{{3}}){{1,2}}|{_DIGIT}{{1,7}})"
_TAIL = rf"(?P<suffix>{GAP}号(?:の?公報|の?明細書)?|(?:公報|明細書))?"
_END = rf"{KIND}(?![0-9]|[,./][0-9]|{DASH}[0-9])"
_WORDS = "|".join(
    GAP.join(word) if len(word) == 2 else word
    for word in sorted([*_PUBLISHED, *_APPLIED], key=len, reverse=True)
)
# A patent of another country is not a Japanese one: 英国特許第…, カナダ特許第…, US特許第…; nor is 米国意匠特許第….
_NOT_FOREIGN = r"(?:(?<![国州洲湾ァ-ヶー新連匠A-Z])|(?<=JP))"
_NOT_OF_ANOTHER = (
    r"(?:(?!特許|実用|公[開表])|(?<=本国)|(?<![国州洲湾ァ-ヶー]))"  # 米国特許出願公開第2018/0123…
)

FORMS = (
    form(  # figures with no word before them
        rf"(?<![0-9A-Za-z,.~-])(?P<body>(?P<era>)(?P<year>(?:19|20)[0-9]{{2}})-(?P<serial>[0-9]{{5,6}}))(?P<kind>)"
        rf"{RIGHT}(?P<suffix>{GAP}号(?:公報)?)?",
        _read_unsaid,
        figures="(?:19|20)[0-9]{2}-[0-9]{5}",
        opens="19 20",
    ),
    form(  # 平成4年特許願第56789号, as on certificates of priority
        rf"(?P<body>(?P<era>昭和|平成|令和){GAP}(?P<year>[0-9]{{1,2}}|元|[〇一二三四五六七八九]{{1,2}}){GAP}年{GAP}"
        rf"(?P<word>特許願|実用新案登録願|意匠登録願|特許出願公開|特許公開|特許出願公告|実用新案出願公告){GAP}第{GAP}"
        rf"{_SERIAL}(?P<suffix>{GAP}号(?:公報)?))(?P<kind>)",
        _read_dated,
        opens="昭 平 令",
    ),
    form(
        rf"{_NOT_OF_ANOTHER}(?P<body>(?P<word>{_WORDS})(?:公報|番号)?{GAP}:?{GAP}\(?{_ERA}\)?{GAP}第?{GAP}"
        rf"{_LATE_ERA}{_YEAR}{GAP}(?:{DASH}|年|/){GAP}第?{GAP}{_SERIAL}){_END}{_TAIL}",
        _read_dated,
        opens="特 実 意 公 出",
    ),
    form(
        rf"{_NOT_OF_ANOTHER}(?P<body>(?P<word>{_WORDS}){GAP}第?(?P<era>)(?P<year>(?:19|20)[0-9]{{2}})(?P<serial>[0-9]{{6}}))"
        rf"{_END}{_TAIL}",
        _read_dated,
        opens="特 実 意 公 出",
        figures="(?:19|20)[0-9]{8}",
    ),
    form(
        rf"(?P<body>再(?:公表|表)(?:特許)?(?:公報)?{GAP}第?{GAP}(?:WO)?{GAP}(?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{2}})"
        rf"{GAP}(?:/|{DASH}){GAP}(?P<serial>[0-9]{{5,6}})){_END}{SUFFIX}",
        _read_republication,
        opens="再",
    ),
    form(
        rf"{_NOT_FOREIGN}(?P<body>(?:日本国?)?特許(?:番号|登録|公報|権)?{GAP}(?P<ordinal>第)?{GAP}{_NUMBER}){_END}"
        rf"{_TAIL}(?![条項章節回号件個円年])",
        _read_patent,
        opens="特 日",
    ),
    form(
        rf"{_NOT_FOREIGN}(?P<body>(?:日本国?)?特許{GAP}(?P<ordinal>第){GAP}{_NUMBER}(?P<suffix>号(?:公報)?))"
        rf"\((?P<open>)(?P<kind>B[12])\)",
        _read_patent,
        opens="特 日",
    ),
    form(
        rf"{_NOT_FOREIGN}(?P<body>(?:実用新案登録){GAP}(?P<ordinal>第){GAP}{_NUMBER}(?P<suffix>号))"
        rf"\((?P<open>)(?P<kind>Y[12])\)",
        _read_utility_model,
        opens="実",
    ),
    form(
        rf"{_NOT_FOREIGN}(?P<body>(?:登録実用新案|実用新案登録|実登)(?:公報)?{GAP}第?{GAP}{_NUMBER}){_END}{_TAIL}",
        _read_utility_model,
        opens="登 実",
    ),
    form(
        rf"{_NOT_FOREIGN}(?P<body>意匠登録(?:公報)?{GAP}第?{GAP}{_NUMBER}){_END}{_TAIL}",
        _read_design,
        opens="意",
    ),
    form(
        rf"(?P<body>(?P<era>昭和?|平成?|令和?)(?P<year>[0-9]{{1,2}})-(?P<serial>[0-9]{{5,6}}))(?P<kind>){RIGHT}"
        rf"(?P<suffix>{GAP}号(?:公報)?)?",
        _read_unsaid,
        opens="昭 平 令",
    ),
)
