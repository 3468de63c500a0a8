"""The fields of a query and what those of them are called that have few values. Plain Python."""

from collections.abc import Mapping
from typing import Final

_ALIASES: Final[Mapping[str, str]] = {
    "title": "title 題名 表題 名称 発明の名称",
    "office": "office 庁 特許庁 発行庁",
    "before": "before より前",
    "until": "until まで 以前",
    "since": "since 以降",
    "after": "after より後",
    "date": "date year published 年 日付 公開 公開年 公開日 発行年 発行日 公開・発行日",
    "class": "class cpc ipc fi 分類",
    "party": "party applicant inventor assignee proprietor 出願人 発明者 権利者 当事者 出願人・発明者",
    "stage": "stage 段階",
    "status": "status legal_status 法的状態 権利状態 状態 ステータス",
    "family": "family ファミリー パテントファミリー 特許ファミリー",
    "kind": "kind 種類 種別",
    "language": "language lang 言語",
    "portfolio": "portfolio ポートフォリオ 資料群",
    "level": "level 区分 機密区分",
    "number": "number no 番号 公報番号",
}
# Every name under which a field may be written, in lower case.
NAMES: Final[Mapping[str, str]] = {
    name.replace("_", " "): field for field, names in _ALIASES.items() for name in names.split()
}
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
    "patent granted": "granted",
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
        "in_force": "in force|alive|active|live|存続|存続中|権利存続中|有効",
        "lapsed": "lapsed|消滅|失効",
        "expired": "expired|満了|期間満了|存続期間満了",
        "revoked": "revoked|cancelled|取消|取り消し",
        "surrendered": "surrendered|権利放棄",
        "withdrawn": "withdrawn|取下げ|取り下げ|みなし取下げ",
        "refused": "refused|rejected|拒絶|拒絶査定",
        "abandoned": "abandoned|放棄|出願放棄",
        "unknown": "unknown|不明",
        "opposition_pending": "opposed|opposition|opposition pending|in force, opposed"
        "|異議|異議申立中|異議申立て中|権利存続中・異議申立て中",
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
    "published application": "application",
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
