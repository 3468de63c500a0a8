"""The subject of which a question wants the patents ("Which of our patents concern binder content?"), or what documents are
to mention ("Which documents mention LN-21?"). Plain Python.
"""

import re
from collections.abc import Iterable

from kaas.answering.reading.names import named_in
from kaas.answering.reading.rules import plain

_PATENTS = (
    r"(?:patents?|patent (?:applications?|publications?|documents?|families)|publications|applications)"
)
_OURS = r"(?:(?:of|among|all|any|our|the|your|my|these|those|other|other of|company's|own|granted|pending|published) )*"
_SPEAK = (
    r"(?:(?:are|is|be|being) (?:about(?! to\b)|concerned with|directed (?:to|at)|related to|relevant (?:to|for))"
    r"|concern(?:s|ing)?|relat(?:e|es|ing) to|deal(?:s|ing)? with|address(?:es|ing)?|describ(?:e|es|ing)|disclos(?:e|es|ing)"
    r"|mention(?:s|ing)?|speaks? of|speaking of|treat(?:s|ing)?|discuss(?:es|ing)?|have to do with|cover(?:s|ing)?)"
)
_ON = rf"(?:about(?! to\b)|on|regarding|related to|(?:that|which) {_SPEAK}|{_SPEAK})"
_HELD = r"(?:do we (?:have|own|hold) |of ours |are there )?"
_SUBJECT = r"(?P<subject>[^?.!;:]{2,120}?)[ ?.!]*\Z"
_LEAD = r"\A(?:and |but |please |so )*"
_WANTED = r"(?:show|list|find|give|name|tell|search for|look for)(?: me| us)?"
_ENGLISH = (
    re.compile(rf"{_LEAD}(?:which|what) {_OURS}{_PATENTS} {_HELD}{_ON} {_SUBJECT}", re.IGNORECASE),
    re.compile(rf"{_LEAD}{_WANTED} {_OURS}{_PATENTS} (?:of ours )?{_ON} {_SUBJECT}", re.IGNORECASE),
    re.compile(
        rf"{_LEAD}(?:do we (?:have|own|hold)|have we(?: got)?|(?:are|is) there) (?:an? )?{_OURS}{_PATENTS} {_ON} {_SUBJECT}",
        re.IGNORECASE,
    ),
    re.compile(rf"{_LEAD}do any {_OURS}{_PATENTS} {_SPEAK} {_SUBJECT}", re.IGNORECASE),
    re.compile(
        rf"{_LEAD}(?:is|are) (?P<subject>[^?.!;:]{{2,80}}?) (?:mentioned|described|disclosed|discussed|addressed)"
        rf" in {_OURS}{_PATENTS}[ ?.!]*\Z",
        re.IGNORECASE,
    ),
)  # fmt: skip
_PATENT_JA = r"(?:特許(?:出願|公報|文献)?|公報|出願)"
_OURS_JA = r"(?:(?:当社|弊社|自社|わが社|我が社|我々|うち|社内)の|保有する|持っている)?"
_OF_JA = (
    r"(?:に(?:関する|関連する|関係する|ついての|係る|かかわる|関わる|触れ(?:た|ている)|言及(?:した|している))"
    r"|を(?:扱う|扱った|対象とする|記載した|記載している|開示(?:する|した|している)))"
)
_ASKED_JA = (
    r"(?:(?:は|が|を|には)?(?:(?:どれ|何|なに|どのようなもの|どんなもの)(?:が(?:あり|ある)|です|でしょう)|あり|ある|教え|見せ|示し|列挙|挙げ|探し"
    r"|一覧|リスト)[^。?]{0,14}|は)?[。? ]*\Z"
)
_SUBJECT_JA = r"(?P<subject>[^。?、]{2,60}?)"
_JAPANESE = (
    re.compile(rf"\A{_OURS_JA}{_SUBJECT_JA}{_OF_JA}{_OURS_JA}{_PATENT_JA}{_ASKED_JA}"),
    re.compile(rf"\A{_OURS_JA}{_PATENT_JA}の(?:うち|中で)、?{_SUBJECT_JA}{_OF_JA}(?:もの|件|特許)?{_ASKED_JA}"),
    re.compile(rf"\A(?:どの|どんな){_PATENT_JA}が{_SUBJECT_JA}(?:に(?:関する|関係する|関連する|ついて)|を扱)[^。?]{{0,20}}[。?]?\Z"),
)  # fmt: skip
_DOCS = (
    r"(?:documents?|reports?|papers?|files?|notes?|records?|memos?|letters?|texts?|patents?|publications?)"
)
_MENTION = r"(?:mentions?|cites?|quotes?|refers? to|speaks? of|talks? (?:about|of)|contains? the words?)"
_MENTIONED = r"(?:mentioned|cited|quoted|referred to|spoken of|talked (?:about|of))"
_BOOK_JA = r"(?:文書|資料|報告書?|ファイル|ノート|記録|議事録|メモ|文献|公報|特許)"
_STANDS_JA = (
    r"(?:出て(?:くる|きます?|い(?:る|ます))|載って(?:いる|います)|登場(?:する|します)|言及(?:する|して(?:いる|います)|され(?:る|て(?:いる|います)))"
    r"|触れ(?:る|て(?:いる|います)|られて(?:いる|います))|引用(?:する|して(?:いる|います)|され(?:る|て(?:いる|います))))"
)
_IN_DOCUMENTS = (
    re.compile(rf"{_LEAD}(?:which|what) {_OURS}{_DOCS} (?:that |which )?{_MENTION} {_SUBJECT}", re.IGNORECASE),
    re.compile(
        rf"{_LEAD}{_WANTED} {_OURS}{_DOCS} (?:(?:that|which) {_MENTION}|mentioning|citing|quoting|referring to) {_SUBJECT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_LEAD}(?:where|in (?:which|what) {_DOCS}) (?:is|are) (?P<subject>[^?.!;:]{{2,80}}?) {_MENTIONED}[ ?.!]*\Z",
        re.IGNORECASE,
    ),
    re.compile(rf"\A{_SUBJECT_JA}(?:が|に|を){_STANDS_JA}{_BOOK_JA}{_ASKED_JA}"),
    re.compile(rf"\A{_SUBJECT_JA}[はが](?:どの|どんな){_BOOK_JA}(?:に|で){_STANDS_JA}か?[。? ]*\Z"),
    re.compile(rf"\A(?:どの|どんな){_BOOK_JA}が{_SUBJECT_JA}(?:に|を){_STANDS_JA}か?[。? ]*\Z"),
)  # fmt: skip
# What asks for more than the subject, or points to something that was said before.
_MORE = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|been|filed|granted|published|registered|expired?|expires|in force|pending|lapsed"
    r"|it|them|this|that|these|those|claims? \d|competitors?|than)\b|請求項|満了|失効|それ|これ"
)


def patents_on(question: str) -> str:
    """The subject of which patents are wanted; empty where a document is named, or something else is asked of them too."""
    return "" if named_in(question) else _subject(question, (*_ENGLISH, *_JAPANESE))


def mentioned_in_documents(question: str) -> str:
    """What documents are wanted to mention, whichever they are; empty where something else is asked."""
    return _subject(question, _IN_DOCUMENTS)


def _subject(question: str, forms: Iterable[re.Pattern[str]]) -> str:
    text = plain(question).strip()
    found = next(filter(None, (form.search(text) for form in forms)), None)
    subject = found["subject"].strip() if found else ""
    return "" if _MORE.search(subject) else subject
