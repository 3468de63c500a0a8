"""Questions about a thing that a patent describes, and not about the patent: whether its cell works cold. Plain Python.

They have the number of a patent, and "would", "if" or "survive", of which opinions are made too; yet nothing of the law is in
them, nobody does anything, and what is said of the thing is physics.
"""

import re

from kaas.answering.reading.names import readings

_NUMBER = r"(?:(?:US|EP|JP|WO|CN|DE) ?\d[\d,/-]{4,}(?: ?[A-Z]\d?)?|the patent JP0000000B2)"
# What is no thing that a patent describes, but the patent, or a part or a fate of it.
_NO_THING = (
    r"(?!(?:patents?|claims?|applications?|inventions?|inventors?|scopes?|wording|subject|matter|priority|protection|rights?"
    r"|terms?|breadth|strength|validity|novelty|features?|limitations?|elements?|disclosure|teaching|idea|concept|holders?"
    r"|owners?|proprietors?|assignees?|applicants?|light|view|spite|case|way|terms|part|parts|risk|chances?|odds|copy|version)\b)"
)
_OF_THING = re.compile(
    rf"(?i)\b(?:the|an?|its|one|any|no|each|every|both|this|that) (?:[\w-]+ ){{0,3}}?{_NO_THING}[a-z][a-z-]+s?"
    rf"(?:,? per|,? according to| of| in| from| as in| described in| disclosed in) {_NUMBER}"
    rf"|{_NUMBER}'s {_NO_THING}[a-z]"
    rf"|{_NUMBER} (?:also |still )?(?:works?|runs?|operates?|functions?) (?:at|with|without|in|under|above|below) "
    r"|(?:特許第0000000号|(?:US|EP|JP|WO|CN|DE) ?\d[\d,/-]{4,}(?: ?[A-Z]\d?)?)の"
    r"(?!特許|請求|クレーム|権利|発明|出願|範囲|有効|新規|進歩|優先|技術的範囲|内容|記載|保護|存続|先願|抵触)[一-龠ァ-ヶー]"
)
_LAW = re.compile(
    r"(?i)\b(?:infring\w*|(?:in)?valid\w*|novel\w*|new|known|obvious\w*|inventive\w*|anticipat\w*|patentab\w*|enforc\w*|licen[cs]\w*"
    r"|scopes?|cover(?:s|ed|ing)?|protect\w*|claim(?:s|ed|ing)?|courts?|judges?|jury|lawsuits?|su(?:e|es|ed|ing)|legal\w*|law|rights?"
    r"|opposition\w*|oppos\w+|invalidat\w*|revo\w+|grant\w*|examin\w+|office|attack\w*|challeng\w*|prior art|skilled|trivial"
    r"|avoid\w*|around|clear|safe|free(?:dom)?|liab\w+|risk\w*|trouble|exclusiv\w*|equivalen\w*|identical|same|similar|close|fall(?:s|ing)?"
    r"|read(?:s|ing)? on|design(?:ed|ing)?|copy|copied|copying|sell\w*|sold|market\w*|launch\w*|ship\w*|export\w*|import\w*"
    r"|pay\w*|buy|sections?|articles?|invent\w*|contribut\w*|conceiv\w*|disclos\w*|publish\w*|fil(?:e|es|ed|ing)|secret\w*|competitors?|rivals?|customers?"
    r"|we|us(?! ?\d)|our|ours|i|my|mine|anybody|anyone|everybody|everyone|somebody|they|them|should|shall|ought|opinion"
    r"|think|agree)\b"
    r"|(?-i:(?<![A-Za-z0-9-])[A-Z]{1,5}-\d{1,4}(?![A-Za-z0-9-]))"
    r"|侵害|抵触|有効|無効|新規|進歩|公知|権利|範囲|請求|クレーム|特許性|訴|裁判|回避|引っかか|ひっかか|触れ(?!て(?:も|は))|売|販売|輸出"
    r"|当社|弊社|自社|うち|我々|私|競合|他社|発明|許諾|ライセンス|登録|異議|拒絶|新し|同じ|似て|該当|含まれ|入り|すべき|べき|危|安全|リスク"
)
_PHYSICS = re.compile(
    r"(?i)\d ?(?:°|℃|%|K\b|Pa\b|[kMG]Pa|bar\b|mbar|V\b|m?A\b|Hz|[kMG]Hz|[mcµμn]?m\b|[µμm]?g\b|kg|h\b|hours?|cycles?|ppm|Ω)"
    r"|\b(?:pressures?|temperatures?|heat\w*|cold|cool\w*|hot|vacuum|liquids?|gas(?:es)?|water|moisture|humidity|air|argon|oxygen"
    r"|vibrations?|voltage|current|frequency|binders?|polymers?|particles?|solvents?|electrodes?|lithium|drift|offset|noise"
    r"|resistance|conductivity|thick\w*|thin\w*|stiff\w*|crack\w*|leak\w*|melt\w*|swell\w*|short(?:s|ed)?|in strength|tensile"
    r"|bending|fail(?:s|ed)?|broken|breaks?|dendrites?|corro\w+|dr(?:y|ied)"
    r"|press(?:ed|ing)|charg\w+|cycl\w+|sinter\w*|anneal\w*|conduct\w*|expand\w*|stretch\w*|bend)\b"
    r"|圧力|加圧|温度|高温|低温|加熱|冷却|液体|気体|ガス|水分|湿度|大気|振動|電圧|電流|周波数|結着材|バインダー|粒子|溶媒|電極|抵抗|伝導度"
    r"|厚さ|厚み|薄く|厚く|割れ|漏れ|溶け|膨張|短絡|動作|動き|作動|機能|乾燥|充電|放電|サイクル|ドリフト|オフセット|ノイズ|面積"
)


def is_of_what_is_described(question: str) -> bool:
    """Whether it asks how a thing that a patent describes behaves, and nothing of the patent itself."""
    return all(
        _OF_THING.search(text) and _PHYSICS.search(text) and not _LAW.search(_without_numbers(text))
        for text in readings(question)
    )


def _without_numbers(text: str) -> str:
    return re.sub(_NUMBER, " ", text)
