"""Which part of a report a question asks for, by the words that head such parts. Plain Python."""

import re
from enum import StrEnum

from kaas.answering.reading.asked_of import ON_FRONT_PAGE, asked_of, asks_nothing_else
from kaas.answering.reading.names import reports_in, without_names


class Part(StrEnum):
    """A part of a report, as its headings name it; the whole is what it says in short."""

    WHOLE = "whole"
    PURPOSE = "purpose"
    METHOD = "method"
    RESULTS = "results"
    CAUSE = "cause"
    CONCLUSION = "conclusion"
    DECISIONS = "decisions"
    OPEN = "open"


_ASKED = {
    Part.PURPOSE: r"\b(?:purpose|aims?|objectives?|goals?)\b|目的|ねらい|狙い",
    Part.METHOD: r"\b(?:methods?|test conditions|procedure)\b|試験条件|試験方法|測定方法|方法",
    Part.RESULTS: r"\b(?:results?|findings?|found(?: out)?|find(?: out)?|outcomes?)\b|試験結果|測定結果|結果",
    Part.CAUSE: r"\b(?:root )?causes?\b|原因",
    Part.CONCLUSION: r"\b(?:conclu(?:de[sd]?|ding|sions?)|bottom line)\b|結論(?:付け|づけ)?|結語|まとめ(?!て|る)",
    Part.DECISIONS: r"\b(?:decid(?:e[sd]?|ing)|decisions?)\b|決定|決ま[っりる]|決め[たて]?",
    Part.OPEN: r"\b(?:open (?:points|issues|questions)|actions?|next steps|left open|remains? (?:open|to be done))\b"
    r"|残された課題|残課題|今後の課題|課題|宿題|次の作業",
}
_HEADS = {
    Part.WHOLE: r"(?:executive )?summary|abstract|overview|要約|概要|要旨|摘要",
    Part.PURPOSE: r"(?:purpose|aim|objective|goal|scope|introduction)s?\b.*|.*目的|はじめに|趣旨",
    Part.METHOD: r".*\b(?:methods?|procedure|conditions)|.*(?:方法|条件)",
    Part.RESULTS: r"(?:.*\b)?(?:results?|findings)\b.*|.*結果.*",
    Part.CAUSE: r"(?:.*\b)?causes?\b.*|.*原因.*",
    Part.CONCLUSION: r"(?:.*\b)?conclusions?\b.*|.*(?:結論|結語|まとめ).*",
    Part.DECISIONS: r"(?:.*\b)?(?:decisions?|resolutions?)\b.*|.*(?:決定|決議).*",
    Part.OPEN: r"(?:.*\b)?(?:open (?:points|issues|questions)|actions?|next steps|outlook)\b.*|.*(?:課題|宿題|次の作業)",
}
# Where no part is headed so, what says it next.
NEXT = {
    Part.RESULTS: (Part.CONCLUSION,),
    Part.CONCLUSION: (Part.DECISIONS, Part.RESULTS),
    Part.DECISIONS: (Part.CONCLUSION,),
}
_DECIDES = re.compile(
    r"\b(?:decided|resolved|agreed|approved|rejected|postponed)\b"
    r"|(?:決定|決議|合意|承認|採用|延期|変更)(?:した|する|しない)|(?:と|に)する。|再開しない|行わない",
    re.IGNORECASE,
)
_READ = {part: re.compile(form, re.IGNORECASE) for part, form in _ASKED.items()}
# No part of a report is an answer to it.
_OTHER = re.compile(
    r"(?i)\b(?:who(?:m|se)?|when|where|why|how (?:many|much|long|often))\b"
    r"|誰|だれ|どなた|いつ|どこ|なぜ|いくつ|何[人件個回日年月]"
)
_NUMBERING = r"\s*(?:(?P<number>\d{1,2})(?:\.\d{1,2})*[.．]?\s+|第\s*\d+\s*[章節条]\s*)?"
_HEADED = {part: re.compile(rf"{_NUMBERING}(?:{form})\s*", re.IGNORECASE) for part, form in _HEADS.items()}
_IN = r"(?i:\b(?:in|according to|from|per|does|did) (?:the )?(?:[a-z-]+ ){0,3})"
_IN_JA = r"(?:によ[るれり]|で(?!き)|に(?:は|おい|おけ|書か|記載|示さ)|の(?!後))"
LONGEST_HEAD = 60  # characters
_STOPS = tuple("。．.!?！？、,;；")
# What a question says beside: what the paper is called, and how short its answer is to be.
BESIDE = re.compile(
    r"(?i)\b(?:(?:test|lab|laboratory|design|project|audit|supplier|field|failure|commissioning|gate|search|internal)"
    r"(?= (?:test )?(?:reports?|reviews?|notes?|minutes|memos?|records?)\b)"
    r"|reports?|reported|reviews?|notes?|minutes|memos?|records?|papers?"
    r"|main|key|final|overall|short(?:ly)?|brief(?:ly)?|sentences?|points?|reach(?:ed|es)?|come|came|draw[ns]?|drew|give[ns]?|gave"
    r"|got|get|says?|state[sd]?|from|at|with|did|sections?|chapters?|so|then)\b"
    r"|試験報告書?|報告書?|設計審査|審査|議事録|実験ノート|ノート|メモ|記録|簡単|簡潔|短く|主[なに]|[0-9０-９]行|まとめ|全体|節|章"
    r"|どう|お願い|しま|せよ|知り|たい|ほしい|欲しい|得ら"
)


def part_asked(question: str) -> Part | None:
    """The part of a report that a question which names it asks for, the whole too; None where it asks for something else."""
    text = without_names(question)
    for one in reports_in(text):
        text = text.replace(one, " ")
    if _OTHER.search(text) or asked_of(text) & ON_FRONT_PAGE:
        return None
    asked = [part for part, form in _READ.items() if form.search(text)]
    for form in _READ.values():
        text = form.sub(" ", text)
    if len(asked) > 1 or not asks_nothing_else(BESIDE.sub(" ", text)):
        return None
    return asked[0] if asked else Part.WHOLE


def is_to_say_it(question: str) -> bool:
    """Whether a question says of a report that it names that the answer stands in it ("Which error was found in ...?")."""
    text = without_names(question)
    return any(
        re.search(rf"{_IN}{re.escape(one)}(?![\w-])", text) or re.search(rf"{re.escape(one)}{_IN_JA}", text)
        for one in reports_in(text)
    )


def heads(line: str, part: Part) -> bool:
    """Whether a line is the heading of such a part."""
    return is_short(line) and _HEADED[part].fullmatch(line) is not None


def decides(sentence: str) -> bool:
    """Whether a sentence of minutes says what was decided."""
    return _DECIDES.search(sentence) is not None


def is_short(line: str) -> bool:
    """Whether a line can be a heading."""
    return len(line) <= LONGEST_HEAD and not line.rstrip().endswith(_STOPS)


def numbered(line: str) -> int:
    """The number of a line that may be a heading; 0 where it bears none."""
    found = re.match(_NUMBERING, line)
    return int(found["number"]) if found and found["number"] and is_short(line) else 0
