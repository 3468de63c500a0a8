"""The small language in which a front page is spoken of: its events, roles and kinds of numbers, in both languages."""

import re
from functools import lru_cache

from kaas.answering.checking.words import words

EVENTS = {
    "filing": re.compile(
        r"(?i)\bfil(?:ed|ing)\b|\bapplied\b|\bapplications?\b(?! (?:number|no\b))|\b(?:submitted|lodged)\b"
        r"|出願(?!番号|人|公開|公告)|提出"
    ),
    "publication": re.compile(
        r"(?i)\bpubli(?:cations?|shed)\b(?! (?:number|no\b))|\bissu(?:ed?|ance)\b|\blaid open\b"
        r"|公開(?!番号|特許)|公表|発行|公告|掲載"
    ),
    "grant": re.compile(
        r"(?i)\bgrant(?:ed|s|ing)?\b|\bpatented\b|\ballowed\b|\bregist(?:ered|ration)\b|登録(?!番号)|特許査定|付与|成立"
        r"|特許(?:さ|とな|にな)|権利化"
    ),
    "priority": re.compile(r"(?i)\bpriority\b|優先"),
    "end": re.compile(
        r"(?i)\b(?:expir|laps|revo[ck]|invalid|cancel|withdr|abandon|refus|reject|terminat|ceas)\w*"
        r"|満了|消滅|失効|取消|取り消|無効|取下|取り下|放棄|拒絶|終了"
    ),
}
ROLES = {
    "inventor": re.compile(r"(?i)\binvent(?:ed|ors?|s)\b|発明(?:者|し|され)|考案者|考案し"),
    "applicant": re.compile(
        r"(?i)\bapplicants?\b|\bwho (?:\w+ )?(?:filed|applied|lodged)\b"
        r"|\b(?:filed|filing|applied|lodged|submitted|application)\b[^.;]{0,40}?\bby\b"
        r"|(?<!was )(?<!were )(?<!been )\b(?:filed|applied|lodged|submitted) (?:it|the|this|that|for|an|a)\b|出願人|出願し"
        r"|によ(?:り|って|る)[^。、]{0,24}?出願"
    ),
    "owner": re.compile(
        r"(?i)\b(?:own(?:s|ed|ers?|ership)?|belong\w*|assign\w*|proprietors?|patentees?|hold(?:s|ers?)?|held|possess\w*"
        r"|licen[sc]\w*)\b|権利者|特許権者|所有|保有|譲渡|譲受|帰属|名義"
    ),
    "other": re.compile(
        r"(?i)\b(?:attorney|agent|representative|examiner|opponent)s?\b|代理人|審査官|申立人"
    ),
}
_NO = r"(?:numbers?\b|nos?\b\.?)"
NUMBERS = {
    "application number": re.compile(rf"(?i)\b(?:application|serial|filing) {_NO}|出願番号"),
    "publication number": re.compile(
        rf"(?i)\b(?:publication|document|gazette) {_NO}|公報番号|文献番号|公開番号"
    ),
    "patent number": re.compile(
        rf"(?i)\bpatent {_NO}|\bregistration {_NO}|特許番号|登録番号|\bpatent (?=\d)|特許第?(?=\d)"
    ),
    "priority number": re.compile(r"(?i)\bpriority\b|優先"),
}
# Nouns for the whole, which name no event of a day: the granted patent was filed on; 出願の登録日は.
SOFT = re.compile(
    r"(?i)\b(?:patent )?applications?\b(?! (?:date|day)|\s+(?:was|were) (?:made|on))"
    r"|(?<!of )\b(?:this|the|a|an|its|patent|that|earlier) publications?\b"
    r"(?! date)|\b(?:granted|published|registered|issued)(?= (?:patent|application|publication|document|gazette))"
    r"|出願(?=[はがを]|に係|に対|の(?!日|年))|公開(?=公報)|登録(?=特許|公報)"
)
# What is said of the application, or of its earlier gazette, is not said of the patent's.
LAID_OPEN = re.compile(
    r"(?i)\bapplications?\b[^.;,]{0,30}?\b(?:published|laid open)\b"
    r"|\bpubli(?:cation|shing) of (?:the|its|an?) (?:\w+ )?application"
    r"|\b(?:is|as|was|remains) (?:an?|the) (?:\w+ ){0,2}application\b|\bpublished application\b"
    r"|(?<!with )(?<!without )(?<!with an )\bearlier publication (?:was|is|took|date|on|of)\b"
    r"|出願公開|公開日|公開公報|公開特許|出願である|出願です"
)
# And the gazette of a patent is not that of an application.
OF_PATENT = re.compile(r"(?<!公開)(?<!公表)特許公報|特許掲載公報|登録公報|(?i:\bpatent gazette\b)")
ALONE = re.compile(
    r"(?i)\b(?:only|sole(?:ly)?|alone|single(?:-handed(?:ly)?)?|by (?:him|her|them|it)sel(?:f|ves)|exclusive(?:ly)?)\b"
    r"|だけ|のみ|単独|唯一|[一1]人で(?!あ|す)|ひとりで(?!あ|す)|一名|(?<!\d)1名"
)
SINGULAR = {
    "72": re.compile(
        r"(?i)\b(?:the|its|whose) inventors? (?:is|are|was|were)\b|\binventors?:|\b(?:is|are) the inventors?\b"
        r"|\binvent(?:ed|or) (?:by )?|発明者は|が発明|発明したのは"
    ),
    "71": re.compile(
        r"(?i)\b(?:the|its|whose) applicants? (?:is|are|was|were)\b|\bapplicants?:|\b(?:is|are) the applicants?\b"
        r"|出願人は|が出願|出願したのは"
    ),
}
# One person beside another, and not together with them.
APART = re.compile(
    r"(?i)\b(?:for|under|to|from|without|against|behind|before|after|instead of|behalf of|rather than|place of)\s+\Z"
)
APART_JA = re.compile(r"(?:氏|さん|様)?(?:のため|に代わ|の代わり|から(?!な)|抜き|を除)")
# What stands between two names that are put together into one, or of which only one is meant.
EITHER = re.compile(
    r"(?i)\s*|\W*\b(?:and/)?or\b\W*|(?:氏|さん|様)?\s*(?:か|または|又は|もしくは|若しくは|ないし)\s*"
)
# Nobody is named: whom the sentence means stands in the question.
NAMELESS = re.compile(
    r"(?i)\b(?:they|them|these|those|both|all|each|he|she|him|her|you|the two|these two)\b|^\W*(?:yes|correct|right)\b"
    r"|^\W*(?:はい|ええ|そうです)|^(?:[^はが]*(?:両|[2二]|彼)[^はが]{0,4}[はが])?\s*(?:共同)?(?:発明者|出願人)(?:です|である|だ|でし|であ)"
)
# Perhaps, once, since then, and to whom: no line says it.
UNSAID = re.compile(
    r"(?i)\b(?:may|might|could|should|would|must|shall) (?:\w+ )?(?:be|have)\b|\b(?:was|were|is|are) to (?:be|have)\b"
    r"|\b(?:filed|granted|published|issued|registered) (?:from|since)\b|\bgranted\b[^.;,]{0,40}?(?<!according) to (?!be\b)"
    r"|\binventors?\b[^.;]{0,12}\b(?:is|are|was|were) with\b|かもしれ|と思われ|可能性|らしい|ようです|ようだ"
)
_WHOLE = r"(?:patents?|publications?|applications?|invention|documents?|it|gazette|front)"
# Who invented which part is for counsel; a front page names the inventors of the whole. Its own title is taken out before.
PART = re.compile(
    rf"(?i)\b(?:invented|inventors? (?:of|for|behind)) (?:the|an?|this|its)\b\s*(?!\s|(?:[\w-]+ ){{0,2}}{_WHOLE}\b)\w"
    r"|(?<![特許願明件報献書号れ公の\dA-Z\W])の(?:共同)?発明者|(?<![件許願れ号のはが\dA-Z\W])を(?:共同で)?発明し"
)
MAIN = re.compile(r"(?i)\b(?:main|first|principal|primary)\b|主(?:分類|たる|な)|筆頭")
SYMBOL = re.compile(r"\b[A-H]\d{2}[A-Z]\s*\d{1,4}/\d{2,6}\b")
ONE_OF = re.compile(
    r"(?i)\bone of\b|\ban? (?:co-?)?(?:inventor|applicant)\b|\bamong\b|\binclud(?:e|es|ing)\b|\bwith\b|\btogether\b|\bco-"
    r"|の[一1]人|ひとり|ほか|他|など|等|含|共同"
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = rf"\d{{1,3}}|{'|'.join(_WORDS)}"
_COUNT_JA = r"\d{1,3}|[一二三四五六七八九十]"
COUNTED = {
    "72": re.compile(
        rf"(?i)\b({_COUNT}) (?:named |listed |joint )?(?:inventors|people|persons)\b|(?<!者の)({_COUNT_JA})[名人](?!の)"
    ),
    "71": re.compile(
        rf"(?i)\b({_COUNT}) (?:named |listed |joint )?(?:applicants|companies|firms)\b|({_COUNT_JA})社"
    ),
}
ONE_OF_THEM = re.compile(r"(?<=者)の[一1][名人]")
FIGURES = {
    **{word: str(n) for n, word in enumerate(_WORDS, 1)},
    **{kanji: str(n) for n, kanji in enumerate("一二三四五六七八九十", 1)},
}
LEGAL = re.compile(
    r"(?i)\b(?:co|ltd|inc|corp|corporation|company|limited|gmbh|ag|kg|llc|plc|kk|s\.?a|b\.?v)\b\.?|株式会社|有限会社|合同会社"
)
# The number of another line that only says of which document something is.
_NUMBER = r"(?:[A-Z]{2}\d[\d/]{5,}(?:[A-Z]\d?)?|特許第?\d+号|[A-Z]{2} ?\d[\d ,/]{5,}[A-Z]\d?)"
OF_NUMBER = re.compile(
    rf"\b(?:of|for|to|behind) (?:the )?(?:[a-z]+ ){{0,2}}{_NUMBER}|{_NUMBER}(?:の|に係る|について|'s|は、)"
)
VOCABULARY = """
patent patents application publication published document documents gazette invention invented inventor inventors co-inventor
co-inventors named name names listed stated says given gives recorded shown shows indicated applicant applicants apply applied
filed filing file date
dated day number title titled entitled called kind code classification classified class classes granted grant register
registered registration issue issued submitted lodged front page bibliographic data according person people company companies
firm concern concerns relates about describes one two three four five six seven eight nine ten both only sole solely alone
single include includes including among
held who whom when took place made bear bears carry carries field office allowed patented was is are it its on by as
together joint jointly co laid open same
January February March April May June July August September October November December
特許 特許公報 出願 公報 発行 公開 登録 発明 発明者 考案 者 人 日 名称 番号 種別 分類 本件 当該 記載 書誌 事項 氏名 名 名前
会社 企業 付 付与 よる 係る 関する 行う 行われる 有る 為る 物 事 第 号 年 月 日付 本 同 両 両名 両氏 氏 共同
文献 明細書 提出 公表 掲載 成立 成る
題名 題する 題 発明の名称 記載されている 示す 対する 対して 付ける 置く 就く 取得 された した である です ます
だけ のみ 単独 唯一
居る 言う 呼ぶ 出す 挙げる 上げる この その これ それ が さん 様 同日 一人 二人 三人 四人 五人 権利化 表題 タイトル
"""
OFFICES = {
    "JP": "Japan Japanese JPO 日本 国 特許庁",
    "US": "US United States American USPTO 米国 アメリカ",
    "EP": "European Europe EPO EP 欧州 ヨーロッパ 特許庁",
    "WO": "international PCT WO WIPO 国際",
    "CN": "China Chinese 中国",
    "KR": "Korea Korean 韓国",
    "DE": "Germany German ドイツ",
}


@lru_cache(maxsize=64)
def known_words(page: str) -> frozenset[str]:
    """The words in which the lines of a front page are spoken of; `page` names the offices."""
    offices = (names for office, names in OFFICES.items() if re.search(rf"\b{office}\d", page))
    return words(VOCABULARY).union(*map(words, offices))
