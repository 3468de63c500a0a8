"""Questions that are nothing but the name of a line of a front page: 「発明者は？」, "And the inventors?". Plain Python.

What stands in such a line is a fact, though its words are those of an opinion where more is said.
"""

import re

from kaas.answering.reading.names import without_names

_PERSON = r"(?:applicant|owner|proprietor|assignee|agent|representative|attorney|examiner)s?"
_LINE = (
    rf"(?:(?:co-?|joint |first |named |sole )*inventors?|{_PERSON}|title|abstract|kind|IPC|CPC|class(?:es|ification)?"
    r"|(?:legal )?status|priority|term|expiry|family(?: members?)?"
    r"|(?:filing|priority|grant|publication|expiry|registration|application|issue) (?:dates?|numbers?))"
)
_LEAD = (
    r"(?:(?:and|but|so|then|also|what about|how about|who (?:is|are|was|were)|when (?:is|was)|what (?:is|are|was|were)|any"
    r"|list|give me|tell me|names? of|how many),? )"
)
_STANDS = r"(?:alive|in force|pending|granted|lapsed|expired|renewed|published)"
_BOOK = r"(?:one|patent|document|publication|application)"
_ONE_OF_THEM = rf"the (?:first|second|third|fourth|last|former|latter|other)(?: {_BOOK})?"
_ENDS = r" ?[?.!]*\Z"
_LINE_JA = (
    r"(?:(?:筆頭|共同|全)?発明者|考案者|創作者|(?:共同)?出願人|特許?権者|権利者|譲受人|代理人|審査官"
    r"|(?:出願|優先|公開|公表|登録|発行|満了)日|(?:出願|公開|登録|特許)番号|発明の名称|要約|(?:特許)?分類|IPC"
    r"|(?:存続)?期[限間]|法的状態|ステータス|ファミリー)"
)
_LEAD_JA = (
    r"(?:(?:それ)?では|じゃあ?|あと|また|そして|ちなみに)?[、,]? ?(?:[そこ]の(?:(?:特許|出願)の)?|それの|の)?"
)
_ASKS_JA = r"(?:誰|だれ|どなた|何[人名]|いつ|何|どう|どこ|教えて(?:ください|下さい)?)?(?:です|でした|でしょう)?か?[?。!]*\Z"
_OWN = r"(?:ours|our own|our patents?|one of (?:ours|our (?:own|patents))|owned by us|our company's)"
_PAPERS = r"(?:(?:the|this|that|these|those|both|its?|they|patents?|applications?|publications?|and|,) ?)*"
_OUR_JA = r"(?:うち|当社|弊社|自社|わが社|我が社|我々)(?:の会社)?"
# Whose it is, and whether its fees are paid, is on record; to whom an invention belongs is not.
_OF_RECORD = (
    rf"\A{_LEAD}*(?:(?:is|are|was|were) {_PAPERS}(?:really |still |also )?{_OWN}|do we (?:still |also )?own {_PAPERS}"
    rf"|do(?:es)? {_PAPERS}(?:still |also )?belong to (?:us|our company)"
    r"|(?:do|did|are|have) we (?:still )?(?:pay|paid|paying)(?: (?:the )?(?:annuit(?:y|ies)|(?:renewal )?fees))?"
    rf" (?:for|on|of) {_PAPERS})"
    r" ?[?.!]*\Z"
    rf"|\A(?:(?:この|その)(?:特許|出願|公報)|これ|それ)?は?{_OUR_JA}の(?:もの|特許|出願|権利|公報)(?:です|でしょう)か[?。]*\Z"
)
_NAMES_A_LINE = re.compile(
    rf"\A{_LEAD}*(?:(?:the|its|their|all)(?: names? of)? )*{_LINE}(?:(?:,| and|, and| or) (?:the |its |their )?{_LINE})*"
    rf"(?: (?:of|for)(?: (?:it|that|the patent|patent|{_ONE_OF_THEM}))?| there)?{_ENDS}"
    rf"|\A(?:and |so |then )?(?:still |already |not )?{_STANDS}{_ENDS}"
    rf"|{_OF_RECORD}"
    rf"|\A{_LEAD_JA}{_LINE_JA}(?:[とや、・]{_LINE_JA})*(?:の(?:氏名|名前|一覧))?(?:は|って|を)?{_ASKS_JA}",
    re.IGNORECASE,
)


def names_a_line(question: str) -> bool:
    """Whether a question says nothing but the name of what stands on a front page, be it of a document that it names."""
    return _NAMES_A_LINE.match(" ".join(without_names(question).split())) is not None
