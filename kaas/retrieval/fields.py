"""The fields of a query and how their values are read. Plain Python."""

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from kaas.retrieval.periods import period_at
from portfolios.identifiers import find_classifications, identify

_ALIASES: Final[Mapping[str, str]] = {
    "title": "title 題名 表題 名称 発明の名称",
    "office": "office 庁 特許庁 発行庁",
    "before": "before より前",
    "until": "until まで 以前",
    "since": "since 以降",
    "after": "after より後",
    "date": "date year published 年 日付 公開 公開年 公開日 発行年 発行日",
    "class": "class cpc ipc fi 分類",
    "party": "party applicant inventor assignee proprietor 出願人 発明者 権利者 当事者 出願人・発明者",
    "stage": "stage 段階",
    "status": "status 法的状態 権利状態 状態 ステータス",
    "family": "family ファミリー パテントファミリー 特許ファミリー",
    "kind": "kind 種類 種別",
    "language": "language lang 言語",
    "portfolio": "portfolio ポートフォリオ 資料群",
    "level": "level 区分 機密区分",
    "number": "number no 番号 公報番号",
}
# Every name under which a field may be written, in lower case.
NAMES: Final[Mapping[str, str]] = {name: field for field, names in _ALIASES.items() for name in names.split()}
# A date may be said in four ways, and is held against documents in two: earlier than a day, or from it on.
DAYS: Final[Mapping[str, str]] = {"before": "before", "until": "before", "since": "since", "after": "since"}
OFFICES: Final[Mapping[str, str]] = {
    name: office
    for office, names in {
        "JP": "jp jpo japan japanese 日本 特許庁 日本特許庁",
        "US": "us usa uspto u.s. american 米国 アメリカ 米国特許商標庁",
        "EP": "ep epo europe european 欧州 ヨーロッパ 欧州特許庁",
        "WO": "wo wipo pct international 国際 国際公開",
        "CN": "cn cnipa china chinese 中国",
        "KR": "kr kipo korea korean 韓国",
        "DE": "de dpma germany german 独国 ドイツ",
    }.items()
    for name in names.split()
}
STAGES: Final[Mapping[str, str]] = {  # what a publication is by its own kind code
    "granted": "granted",
    "grant": "granted",
    "registered": "granted",
    "登録": "granted",
    "特許": "granted",
    "published": "published",
    "published application": "published",
    "application": "published",
    "公開": "published",
    "出願公開": "published",
}
STATUSES: Final[Mapping[str, str]] = {  # what registers say of an application
    name: status
    for status, names in {
        "pending": "pending|係属中|審査中",
        "in_force": "in force|in_force|存続|存続中|権利存続中",
        "lapsed": "lapsed|消滅|失効",
        "expired": "expired|満了|期間満了|存続期間満了",
        "revoked": "revoked|cancelled|取消|取り消し",
        "surrendered": "surrendered|権利放棄",
        "withdrawn": "withdrawn|取下げ|取り下げ|みなし取下げ",
        "refused": "refused|rejected|拒絶|拒絶査定",
        "abandoned": "abandoned|放棄|出願放棄",
        "unknown": "unknown|不明",
        "opposition_pending": "opposed|opposition|opposition pending|opposition_pending|異議|異議申立中|異議申立て中",
        "uncertain": "uncertain|contradictory|矛盾",
    }.items()
    for name in names.split("|")
}
KINDS: Final[Mapping[str, str]] = {
    "grant": "grant",
    "patent": "grant",
    "特許": "grant",
    "特許公報": "grant",
    "application": "application",
    "出願": "application",
    "公開公報": "application",
    "公開特許公報": "application",
    "document": "document",
    "文書": "document",
    "資料": "document",
    "社内資料": "document",
    "社内文書": "document",
}
LANGUAGES: Final[Mapping[str, str]] = {
    "ja": "ja",
    "jp": "ja",
    "japanese": "ja",
    "日本語": "ja",
    "和文": "ja",
    "en": "en",
    "english": "en",
    "英語": "en",
    "英文": "en",
}
LEVELS: Final[Mapping[str, str]] = {
    name: level
    for level, names in {
        "0": "public 公開",
        "1": "internal 社内",
        "2": "confidential 秘",
        "3": "secret 極秘",
        "4": "restricted 特別管理",
    }.items()
    for name in names.split()
}
_QUOTED = re.compile(r"[“\"＂]([^“”\"＂\n]{1,200})[”\"＂]|「([^「」\n]{1,200})」")
_BARE = re.compile(r"[^\s　、。]{1,200}")
_LEVEL = re.compile(r"(?:[Ll]|レベル|level )?([0-4])(?: .+)?", re.IGNORECASE)
_FIGURES = re.compile(r"[0-9]{4}").search
_SYMBOL = re.compile(
    r"[A-HY](?:[0-9]{2}(?:[A-Z](?:[0-9]{1,4}(?:/[0-9]{0,6})?)?)?)?|[2-5][A-Z][0-9]{3}(?:[A-Z]{2}[0-9]{0,2})?"
)


class Value(NamedTuple):
    """A value in its canonical form, where it ends in the query, and the field it is of after all, where that is another."""

    value: str
    end: int
    field: str = ""


def read_value(field: str, text: str, at: int) -> Value | None:
    """The value of a field that stands at `at`; None where there is none that makes sense."""
    if field == "date" or field in DAYS:
        return _day(field, text, at)
    found = _said(text, at)
    if found is None:
        return None
    said = (found[0] if found.re is _BARE else found[1] or found[2] or "").strip()
    value = _READERS[field](said) if said else ""
    if field == "status" and (stage := STAGES.get(said.lower())):
        return Value(stage, found.end(), "stage")
    return Value(value, found.end()) if value else None


def end_of_value(text: str, at: int) -> int:
    """Where what stands as a value at `at` ends, whatever it is; `at` where nothing does."""
    found = _said(text, at)
    return found.end() if found else at


def _said(text: str, at: int) -> re.Match[str] | None:
    return _QUOTED.match(text, at) or _BARE.match(text, at)


def _day(field: str, text: str, at: int) -> Value | None:
    """A day in ISO form; of `date` both ends, as "2021-01-01/2022-01-01"."""
    quoted = _QUOTED.match(text, at)
    begin = quoted.start(quoted.lastindex or 1) if quoted else at
    period = period_at(text, begin)
    if period is None or (quoted and period.end > quoted.end()):
        return None
    end = quoted.end() if quoted else period.end
    if field == "date":
        return Value(f"{period.first}/{period.beyond}", end)
    day = period.first if field in ("before", "since") else period.beyond
    return Value(day.isoformat(), end)


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda said: names.get(said.lower(), "")


def _class(said: str) -> str:
    """ "H01M10/0562", or the beginning of a symbol; "" for anything else."""
    found = find_classifications(said)
    if len(found) == 1 and found[0].text == said:
        return found[0].key
    packed = re.sub(r"\s", "", said).upper()
    return packed if _SYMBOL.fullmatch(packed) else ""


def _level(said: str) -> str:
    found = _LEVEL.fullmatch(said)
    return found[1] if found else LEVELS.get(said.lower(), "")


def _number(said: str) -> str:
    """The canonical form, or every reading of an ambiguous number with a bar between them."""
    found = identify(said)
    return "|".join([found[0].canonical] if found[0].canonical else found[0].readings) if found else ""


def _family(said: str) -> str:
    """Of an office whose numbers are not read, the number as it is written."""
    return _number(said) or (said if _FIGURES(said) else "")


_READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "title": str,
    "party": str,
    "portfolio": str,
    "office": _named(OFFICES),
    "stage": _named(STAGES),
    "status": _named(STATUSES),
    "family": _family,
    "kind": _named(KINDS),
    "language": _named(LANGUAGES),
    "class": _class,
    "level": _level,
    "number": _number,
}
