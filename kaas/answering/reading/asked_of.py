"""What a question asks of a document it names: lines of its front page, its claims, or what it is about. Plain Python."""

import re
from collections.abc import Sequence
from enum import StrEnum

from kaas.answering.reading.rules import plain
from portfolios.identifiers import identify


class Asked(StrEnum):
    """What of a document is asked for; all but the last two stand on its front page."""

    APPLICANT = "applicant"
    APPLICATION_NUMBER = "application number"
    CLASSES = "classes"
    EXPIRY = "expiry"
    FILED = "filed"
    GRANTED = "granted"
    INVENTORS = "inventors"
    PUBLISHED = "published"
    CLAIM = "claim"
    OVERVIEW = "overview"


_FORMS = {
    Asked.APPLICANT: r"\b(?:applicants?|assignees?|proprietors?|patentees?)\b|\bwho (?:owns|filed)\b|出願人|権利者|譲受人",
    Asked.APPLICATION_NUMBER: r"\bapplication (?:number|no\.?)|出願番号",
    Asked.CLASSES: r"\b(?:IPC|CPC|F-?terms?|classifi\w+)\b|特許分類|国際分類",
    Asked.EXPIRY: r"\b(?:expir\w*|lapses?|lapsed|in force|term end\w*)\b|満了|失効|存続|有効期限|期限切れ",
    Asked.FILED: r"\b(?:filed|filing date|date of filing|application date)\b|出願日|出願された|いつ出願",
    Asked.GRANTED: r"\b(?:granted|grant date|date of grant|registered|registration date|issued?|issue date)\b"
    r"|登録日|登録された|登録になっ|いつ登録|特許になっ|特許された|成立",
    Asked.INVENTORS: r"\b(?:inventors?|invented)\b|発明者|考案者|創作者|発明した|考案した",
    Asked.PUBLISHED: r"\b(?:published|publication date|date of publication)\b|公開日|公表日|発行日|公開された|いつ公開",
    Asked.CLAIM: r"\bclaim(?:s|ed|ing)?\b|\bscope of protection\b|請求(?:の範囲|項|され|して)|クレーム|権利範囲|保護範囲",
    Asked.OVERVIEW: r"\b(?:about|describe[sd]?|described|description|summar\w+|overview|contents?|content of|cover(?:s|ed)?"
    r"|deals? with|say|says|said|written)\b|\bwhat (?:is|are)\b|概要|要約|内容|書かれ|記載され|述べ|何ですか|とは|どんな"
    r"|どのような",
}
_READ = {asked: re.compile(form, re.IGNORECASE) for asked, form in _FORMS.items()}
ON_FRONT_PAGE = frozenset(Asked) - {Asked.CLAIM, Asked.OVERVIEW}
# What is left of a question that asks for nothing else of a document than what the forms above say.
_FUNCTION = re.compile(
    r"(?i)\b(?:what|when|who|whom|which|where|how|why|is|are|was|were|be|been|do|does|did|has|have|had|the|a|an|of|in|on|for|to"
    r"|by|and|it|its|this|that|these|those|their|they|me|us|please|can|could|you|tell|show|give|list|name|named|quote|read"
    r"|patents?|publications?|applications?|documents?|date|day|year|number|no|kind|legal|status|text|full"
    r"|there|under|still|person|people|first|main|independent)\b"
    r"|教えて|ください|下さい|見せて|示して|について|特許|公報|文書|資料|出願|発明|番号|日付|です|ます|ました|した|され|ている|いつ|どなた"
    r"|いる|どこ|この|その|なに|だれ|あり|れば|ある|[誰何年月日第号内のはがをにへとでもやかるたていなし]"
)
_WHO_INVENTED = re.compile(
    r"\bwho\b[^.?!]{0,40}\binvent|\binventors? (?:of|named|listed)\b|\bnames? of the inventors?\b"
    r"|(?:発明者|考案者)[^。？?]{0,8}(?:誰|だれ|どなた|氏名|名前|教えて)|(?:誰|だれ|どなた)[^。？?]{0,40}(?:発明|考案)"
    r"|(?:発明|考案)した(?:の|人|者)[^。？?]{0,6}(?:誰|だれ|どなた)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_QUOTED = re.compile('[“"「『]([^“”"「」『』]{3,300})[”"」』]')


def asked_of(question: str) -> frozenset[Asked]:
    """What of a document a question asks for; nothing where it asks for something else."""
    text = _around(question)
    return frozenset(asked for asked, form in _READ.items() if form.search(text))


def asks_nothing_else(question: str) -> bool:
    """Whether beside names of documents and what `asked_of()` tells nothing is said that could be looked for."""
    text = _around(question)
    for form in _READ.values():
        text = form.sub(" ", text)
    return not _LETTER.search(_FUNCTION.sub(" ", text))


def asks_who_invented(question: str) -> bool:
    """Whether the names of inventors are asked for, of whatever it is."""
    return bool(_WHO_INVENTED.search(plain(question)))


def titles_in(question: str) -> Sequence[str]:
    """What a question puts into quotation marks, which may be the titles of documents."""
    return _QUOTED.findall(plain(question))


def without_names(question: str) -> str:
    """The question without the numbers of patents and the titles in it."""
    return _around(question)


def _around(question: str) -> str:
    text = plain(question)
    for number in reversed(identify(text)):
        text = f"{text[: number.start]} {text[number.end :]}"
    return _QUOTED.sub(" ", text)
