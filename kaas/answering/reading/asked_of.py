"""What a question asks of a document it names: lines of its front page, its claims, or what it is about. Plain Python."""

import re
from enum import StrEnum

from kaas.answering.reading.names import without_names
from kaas.answering.reading.rules import plain


class Asked(StrEnum):
    """What of a document is asked for; all but the last two stand on its front page."""

    APPLICANT = "applicant"
    APPLICATION_NUMBER = "application number"
    CLASSES = "classes"
    EXPIRY = "expiry"
    FILED = "filed"
    GRANTED = "granted"
    INVENTORS = "inventors"
    KIND = "kind"
    NUMBER = "number"
    PUBLISHED = "published"
    CLAIM = "claim"
    OVERVIEW = "overview"


# Of a patent, a date that is not said to be another is that of its filing and of its publication.
_ANY_DAY = (
    r"|\A\W*(?:and |so |then )?(?:the |its |their )?dates?"
    r"(?: of (?:it|them|both|each"
    r"|the (?:first|second|third|fourth|last|former|latter|other|patent)(?: (?:one|patent))?))?\W*\Z"
    r"|(?:\A|では、?|その|の)日付は"
)
_FORMS = {
    Asked.APPLICANT: r"\b(?:applicants?(?! (?:cit|argu|repl|respon|amend|sa(?:y|id)))|assignees?|proprietors?|owners?)\b"
    r"|\bpatentees?\b|\bwho (?:owns|filed|applied for)\b|\b(?:ours|our own|owned by us|belong(?:s|ed)? to us)\b"
    r"|出願人(?![がは](?:引用|応答|反論))|権利者|所有者|譲受人"
    r"|(?:うち|当社|弊社|自社|わが社|我が社)の(?:もの|特許|出願|権利)(?=です|でしょう)",
    Asked.APPLICATION_NUMBER: r"\bapplication (?:numbers?|nos?\.?)|出願番号",
    Asked.CLASSES: r"\b(?:IPC|CPC|F-?terms?|classifi\w+)\b|特許分類|国際分類|(?<![\u4e00-\u9fff])分類",
    Asked.EXPIRY: r"\b(?:expir\w*|lapses?|lapsed|in force|term end\w*|(?:legal )?status)\b"
    r"|満了|失効|存続|有効期限|期限切れ|法的状態|権利状況|法的地位|ステータス|(?:\A|では|その|あと|また)、?期[限間]は",
    Asked.FILED: r"(?<!who )\b(?:filed|filing dates?|dates? of filing|application dates?)\b|\bapplied for\b"
    r"|出願(?:年月)?日|出願され|いつ出願" + _ANY_DAY,
    Asked.GRANTED: r"\b(?:granted|grant dates?|dates? of grant|registered|registration dates?|issued?|issue dates?)\b"
    r"|登録(?:年月)?日|登録され|登録になっ|いつ登録|特許になっ|特許された|成立",
    Asked.INVENTORS: r"\binventors?\b|\bwho\b(?=[^.?!]{0,40}\binvented\b)|\binvented by\b|発明者|考案者|創作者"
    r"|(?:誰|だれ|どなた)(?=[^。？?]{0,40}(?:発明|考案)[しさ])|(?:発明|考案)した(?=人|者|の[はが]?(?:誰|だれ|どなた))",
    Asked.KIND: r"\b(?:kind|type) of (?:document|publication|patent)\b|\bkind code\b"
    r"|\b(?:is|was)\s+(?:already |only |still )?an?\s+(?:(?:granted|published|patent|unexamined|design|utility)\s+)*"
    r"(?:patent|application|publication|model)\s*(?:\?|\Z|or\b)"
    r"|公報種別|種別|公報の種類|(?<!どんな)(?<![のな])(?:特許|出願|公開公報|特許公報|実用新案)(?:です|でしょう)か",
    Asked.NUMBER: r"\b(?:publication|patent|document|registration) (?:numbers?|nos?\.?)"
    r"|\bnumber of (?:the )?(?:patent|publication)\b|公報番号|公開番号|特許番号|登録番号|文献番号",
    Asked.PUBLISHED: r"\b(?:published|publication dates?|dates? of publication)\b"
    r"|(?:公開|公表|発行)(?:年月)?日|公開された|いつ公開" + _ANY_DAY,
    Asked.CLAIM: r"\bclaim(?:s|ed|ing)?\b|\bscope of protection\b|請求(?:の範囲|項|され|して)|クレーム|権利範囲|保護範囲",
    Asked.OVERVIEW: r"\b(?:about|describe[sd]?|described|description|summar\w+|overview|abstract|contents?|content of"
    r"|cover(?:s|ed)?|deals? with|say|says|said|written|disclose[sd]?|teach(?:es)?)\b|\bwhat (?:is|are)\b"
    r"|概要|要約|内容|書かれ|記載され|開示され|述べ|何ですか|とは|どんな"
    r"|どのような",
}
_READ = {asked: re.compile(form, re.IGNORECASE) for asked, form in _FORMS.items()}
ON_FRONT_PAGE = frozenset(Asked) - {Asked.CLAIM, Asked.OVERVIEW}
# What is left of a question that asks for nothing else of a document than what the forms above say.
_FUNCTION = re.compile(
    r"(?i)\b(?:what|when|who|whom|which|where|how|why|many|much|is|are|was|were|be|been|do|does|did|has|have|had|the|a|an|of|in"
    r"|on|for|to|by|and|or|it|its|this|that|these|those|their|they|them|me|us|please|can|could|you|tell|show|give|list|names?|named"
    r"|quote|read|patents?|publications?|applications?|documents?|dates?|days?|years?|numbers?|no|text|full|invented"
    r"|there|under|still|person|people|first|second|third|former|latter|other|one|main|independent)\b"
    r"|前者|後者|もう一方|[1一2二3三]つ目|教えて|ください|下さい|見せて|示して|について|特許|公報|出願|文書|資料|発明|考案|番号|日付|です|ます|ました|した|され|ている|いつ"
    r"|どなた|いる|どこ|この|その|なに|だれ|なぜ|いくつ|最初|あり|れば|ある|[誰何年月日第号件項人内のはがをにへとでもやかるたていなし]"
)
# What is said of several documents side by side.
_SIDE_BY_SIDE = re.compile(
    r"(?i)\b(?:compar(?:e|ed|ison)|same|different|differ|differences?|differs?|between|first|last|earlier|earliest|later|latest"
    r"|before|after|older|oldest|newer|newest|both|each|all|respective(?:ly)?|one|two|three|four|common|share[sd]?)\b"
    r"|比較|比べ|相違点?|同じ|同一|違い|違う|異な[るり]|共通点?|早い|早く|遅い|遅く|先|後|最初|古い|新しい|それぞれ|各々|各|両方|両者|全部|すべて|全て|どちら|いずれ"
    r"|ます|か"
)
_COMPARED = re.compile(
    r"(?i)\b(?:compar(?:e|ed|ison)|differ(?:ent|s|ences?)?|common)\b|比較|比べ|違い|違う|異な|相違|共通"
)
_DAYS = frozenset({Asked.EXPIRY, Asked.FILED, Asked.GRANTED, Asked.PUBLISHED})
_NAMES = frozenset({Asked.APPLICANT, Asked.INVENTORS})
# What a word that asks can be answered by; why and how many by no line, and which came first by none of one publication.
_ASKED_BY = tuple(
    (re.compile(form, re.IGNORECASE), frozenset(fitting))
    for form, fitting in (
        (r"\bwho(?:m|se)?\b|誰|だれ|どなた", _NAMES),
        (r"\bwhen\b|\b(?:what|which) (?:dates?|day|month|year)\b|いつ|何[年月日]", _DAYS),
        (r"どこ", {Asked.APPLICANT}),
        (r"\b(?:where|why|how (?:many|much))\b|なぜ|いくつ|何[件項人名個]|どこに|どこで(?![すし])", ()),
        (r"\bnumber of\b[\w' ]{0,20}\b(?:claims|inventors|applicants|pages)\b", ()),
        (
            r"(?<!\bthe )\bfirst\b(?! (?:independent )?claims?\b)|最初(?!の(?:特許|文書|公報|出願(?!日)|もの|方))",
            (),
        ),
    )
)
_OTHERS = re.compile(
    r"\bwhich (?:patents|publications|applications|documents)\b|(?:どの|どんな)(?:特許|公報|出願|文書)が"
    r"|\b(?:patents|publications|applications|documents) (?:are )?there\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:patents|publications|applications|documents)\b", re.IGNORECASE)
_WHO_INVENTED = re.compile(
    r"\bwho\b[^.?!]{0,40}\binvent|\binventors? (?:of|named|listed)\b|\bnames? of the inventors?\b"
    r"|(?:発明者|考案者)[^。？?]{0,8}(?:誰|だれ|どなた|氏名|名前|教えて)|(?:誰|だれ|どなた)[^。？?]{0,40}(?:発明|考案)"
    r"|(?:発明|考案)した(?:の|人|者)[^。？?]{0,6}(?:誰|だれ|どなた)",
    re.IGNORECASE,
)
# What an examiner held against an application; which documents cite another one is something else.
_EXAMINED = r"\b(?:against|examin\w+|office actions?|rejections?)\b"
_HELD = r"\b(?:cit(?:e[sd]?|ing|ations?)|rel(?:y|ies|ied) (?:up)?on|prior art)\b"
_CITED = re.compile(
    rf"{_HELD}[^.?!]*{_EXAMINED}|{_EXAMINED}[^.?!]*{_HELD}"
    r"|引用(?:文献|例|され|した|して)|引例|(?:先行技術|文献)[^。？?]*(?:引用|挙げ|示され|通知)"
    r"|拒絶理由[^。？?]*(?:文献|先行技術|公報)",
    re.IGNORECASE,
)
# What the applicant named to the office, or in reply to it, is another list than what was held against them.
_BY_APPLICANT = re.compile(
    r"\b(?:applicants?|we|attorneys?)\b(?! by)[^.?!]{0,30}\b(?:cit(?:e[sd]?|ing)|rel(?:y|ied|ies) (?:up)?on)\b"
    r"|\b(?:cited|named|submitted) by (?:the )?(?:applicants?|us)\b|\bapplicant-cited\b"
    r"|\binformation disclosure statements?\b"
    r"|(?:出願人|当社|弊社|代理人)(?:側|自身)?(?:が|は|の)[^。？?]{0,20}(?:引用|挙げ)|(?:意見書|応答書?)[^。？?]{0,8}で(?:引用|挙げ)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def asked_of(question: str) -> frozenset[Asked]:
    """What of a document a question asks for; nothing where it asks for something else."""
    text = without_names(question)
    return frozenset(asked for asked, form in _READ.items() if form.search(text))


def asks_nothing_else(question: str) -> bool:
    """Whether beside names of documents and what `asked_of()` tells nothing is said that could be looked for."""
    text = without_names(question)
    for form in _READ.values():
        text = form.sub(" ", text)
    return not _LETTER.search(_FUNCTION.sub(" ", text))


def asks_side_by_side(question: str) -> bool:
    """Whether lines of front pages are asked for, of several documents side by side: what they share, which came first."""
    text = _SIDE_BY_SIDE.sub(" ", without_names(question))
    return bool(asked_of(text) & ON_FRONT_PAGE) and asks_nothing_else(text)


def asks_to_compare(question: str) -> bool:
    """Whether documents are to be compared, and it is not said by what ("What is the difference between A and B?")."""
    text = without_names(question)
    is_compared = bool(_COMPARED.search(text)) and not asked_of(text) & ON_FRONT_PAGE
    return is_compared and asks_nothing_else(_SIDE_BY_SIDE.sub(" ", text))


def without_lines_asked(question: str) -> str:
    """The question without the words by which it asks for lines of a front page."""
    text = plain(question)
    for asked in sorted(ON_FRONT_PAGE):
        text = _READ[asked].sub(" ", text)
    return text


def fits(question: str) -> bool:
    """Whether what `asked_of()` tells can be an answer to who, when, where, why or how many, as the question asks."""
    text, asked = without_names(question), asked_of(question)
    return not _OTHERS.search(text) and all(asked & to for form, to in _ASKED_BY if form.search(text))


def asks_only_of_a_document(question: str) -> bool:
    """Whether a question that names no document asks for what only one has: who invented it, its days, its claims."""
    is_of_one = bool(asked_of(question) - {Asked.OVERVIEW}) and asks_nothing_else(question)
    return is_of_one and not (_OTHERS.search(plain(question)) or _PLURAL.search(plain(question)))


def asks_only_side_by_side(question: str) -> bool:
    """Whether a question that names no document asks for lines of several front pages, not for documents that have them."""
    return asks_side_by_side(question) and not (
        _OTHERS.search(plain(question)) or _PLURAL.search(plain(question))
    )


def asks_for_inventors(question: str) -> bool:
    """Whether the names of inventors are among what is asked for."""
    return Asked.INVENTORS in asked_of(question)


def asks_who_invented_a_thing(question: str) -> bool:
    """Whether the names of inventors are asked for, of something that is said."""
    return bool(_WHO_INVENTED.search(plain(question))) and not asks_nothing_else(question)


def asks_what_was_cited(question: str) -> bool:
    """Whether a question asks which documents an examiner held against an application, and not which the applicant named."""
    text = plain(question)
    return _CITED.search(text) is not None and _BY_APPLICANT.search(text) is None
