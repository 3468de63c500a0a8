"""Questions about a thing that a patent describes, and not about the patent: whether its cell works cold. Plain Python.

They have the number of a patent, and "would", "if" or "survive", of which opinions are made too. What is not counsel's is a
closed world, therefore: the described thing does something itself, what it does is physics, and no word stands beside that is
not of a thing, of how it behaves or of what it is put to. How much of something there is, or how thick it is, is no such
condition: beside the number of a patent it may be held against a claim.
"""

import re

from kaas.answering.reading.names import readings

_NUMBER = re.compile(
    r"(?:US|EP|JP|WO|CN|DE) ?\d[\d,/-]{4,}(?: ?[A-Z]\d?(?![A-Za-z0-9]))?|\bthe patent JP0000000B2|特許第?[\d-]{5,}号"
)
_MEASURE = re.compile(
    r"(?:(?<![\w.])|(?<=[\u3040-\u9fff]))[-−+±]?\d+(?:[.,]\d+)? ?"
    r"(?:°C|℃|[kMG]?Pa|m?bar|[mk]?V|m?A(?:/cm2)?|[kMG]?Hz|[mk]?N|K|hours?|h|minutes?|min|cycles?|時間|分間|サイクル|度|気圧)"
    r"(?![A-Za-z0-9²/])"
)
_N, _M = "§n", "§m"  # how the number of a patent, and a measure, stand in what is read

_THINGS = (
    "separator|cell|battery|meter|flowmeter|sensor|pickup|clamp|laser|sheet|film|layer|electrode|electrolyte|anode|cathode"
    "|binder|particle|powder|coil|tube|pipe|coating|seal|analyser|analyzer|apparatus|instrument|detector|membrane|core|pump"
    "|valve|housing|capacitor|resistor|amplifier|magnet|spring|gasket|interferometer|gravimeter"
)
_SORTS = (
    "solid|solid-state|liquid|flow|mass|coriolis|zero-drift|graded|porous|contact|first|second|third|inner|outer|upper|lower"
    "|surface|thicker|thinner|wider|longer|shorter|larger|smaller|harder|softer|reference|impedance|region"
)
_MEASURED = (
    "resistance|conductivity|impedance|drift|offset|noise|temperature|pressure|voltage|frequency|capacity"
)
_BESIDE = (
    "moisture|humidity|heat|cold|vibration|vacuum|water|air|argon|nitrogen|oxygen|oil|dust|light|hydrogen|gas|liquid"
    "|slurry"
)
_DONE_TO_IT = (
    "heated|cooled|painted|pulled|bent|pressed|dried|charged|discharged|dropped|shaken|stretched|folded|wound|soaked|cycled"
    "|tilted|blocked|wet|dry|hot|cold|empty|full|fails"
)
_BETWEEN = (
    "at|in|on|under|above|below|without|with|to|of|from|after|for|during|instead|if|when|while|is|are|get|gets|it|they|a|an"
    "|the|one|any|and|still|also|even|high|low|higher|lower|drops|rises|falls|test|tests"
)


def _each(*lists: str) -> frozenset[str]:
    singular = [one for some in lists for one in some.split("|")]
    return frozenset([*singular, *(f"{one}s" for one in singular), "batteries", "gases"])


# Of what stands behind a verb one is one of these at least, and none is beyond the words. "In light of" is no light.
_CONDITIONS = (_each(_BESIDE, _MEASURED) - {"light", "lights"}) | {_M, *_DONE_TO_IT.split("|")}
_WORDS = _CONDITIONS | _each(_THINGS, _SORTS) | set(_BETWEEN.split("|"))

_DOES = "(?:do|does|would|will|can|could)"
_SORT = rf"(?:(?:{_SORTS}|{_THINGS}|{_MEASURED}) )"
_THING = rf"(?:(?:{_THINGS})(?:s|es)?|batteries)"
_VALUE = rf"(?:{_THING}|{_MEASURED})"
_IN = "(?:(?:as |described |disclosed )?(?:of|in|from)|per|according to)"
_ITS = rf"(?:(?:the|an?|one) {_SORT}{{0,3}}{_THING} {_IN} {_N}|{_N}'s {_SORT}{{0,3}}{_THING})"
_ITS_VALUE = rf"(?:the {_SORT}{{0,3}}{_VALUE} {_IN} {_N}|{_N}'s {_SORT}{{0,3}}{_VALUE})"
_PLACED = r"(?:at|in|under|above|below|without|with|on|after|for|if|when) .+"
_FAILS = (
    "(?:crack|tear|leak|melt|soften|swell|shrink|expand|corrode|overheat|warp|peel off|dry out|heat up|cool down"
    "|short-circuit|catch fire|drift)"
)
_TEST = "(?:hot-box|nail|drop|crush|vibration|thermal|shock|pressure)"
_ENDURED = rf"(?:{_M}|(?:an? |the )?(?:{_TEST} )*(?:tests?|heat|shocks?|pressure|vibrations?|moisture|humidity|water|vacuum))"
_HAPPENS = (
    rf"(?:fails|(?:drops|rises|falls) (?:to|above|below) {_M}"
    r"|(?:is|gets) (?:heated|cooled|blocked|wet|hot|cold|shaken|tilted|pulled|bent|dropped)"
    rf"(?: (?:at|to|above|below|by|with|in) {_M})?)"
)
_ACCIDENT = "(?:(?:dendrite |dead )?short(?: circuit)?|crack|leak|overheating)"
_FORMS = re.compile(
    rf"{_DOES} {_ITS} (?:still |also |even )*(?:(?:work|run|operate|function|fail|break) (?P<how>{_PLACED})"
    rf"|{_FAILS}(?: (?P<where>{_PLACED}))?"
    rf"|(?:survive|withstand) {_ENDURED}(?: (?:at|of|under|in|with) {_M})?"
    rf"|(?:raise|lower|reduce|increase) the (?:interface |contact )?(?:{_MEASURED})"
    rf"|need (?:any )?(?:cooling|heating|a warm-up time|pressure)(?: (?P<there>{_PLACED}))?)"
    rf"|could {_ITS} (?:still )?be operated (?P<within>{_PLACED})"
    rf"|{_DOES} {_N} (?:still |also )?(?:work|run|operate|function) (?:at|above|below|after) {_M}"
    rf"|at (?:what|which) (?:temperature|pressure|voltage) {_DOES} {_ITS} (?:start to |begin to )?{_FAILS}"
    rf"|how {_DOES} (?:the )?(?:(?:higher|lower|ambient) )?(?:{_BESIDE}|{_MEASURED})s? affect {_ITS_VALUE}"
    rf"|what (?:happens|would happen|will happen) (?:to {_ITS_VALUE} )?(?:if|when)"
    rf" (?:{_ITS}|it|the {_SORT}{{0,2}}{_VALUE}) {_HAPPENS}"
    rf"|what (?:are the chances|is the (?:chance|risk|danger)) of an? {_ACCIDENT}"
    rf" in (?:{_ITS}|the {_SORT}{{0,2}}{_THING},? (?:per|according to) {_N})"
)

_THING_JA = (
    r"(?:固体|電解質|第[一二]|質量|コリオリ|接触|基準|表面|多孔質?|正極|負極)*"
    r"(?:セパレータ|セル|電池|流量計|測定器|計測器|測定装置|センサー?|ピックアップ|クランプ|レーザー?|シート|膜|層|電極|電解質"
    r"|結着材|バインダー|粒子|粉末|コイル|管|被膜|コーティング|シール|検出器|ポンプ|弁|干渉計|重力計)"
)
_WHERE_JA = (
    rf"(?:{_M}|真空中?|大気中?|空気中?|水中|高温|低温|高圧|低圧|室温|湿気|水分|振動|圧力|温度|電圧|衝撃|熱|管|液体|気体|ガス|水"
    r"|以上|以下|未満|まで|で|は|に|が|を|の|と|も|、|なし|かけなくても|かけずに|加えなくても|かける|加熱|冷却|塗装|乾燥"
    r"|濡れ|引っ張|曲げ|落と|上が|下が|する|しても|したら|しなくても|れば|る|っても|ても)*+"
)
_DOES_JA = (
    r"(?:正しく|まだ|安定して|ちゃんと)?(?:(?:動作|作動|機能|膨張|収縮|発熱|軟化|短絡|劣化|腐食)し|動き|割れ|破れ|漏れ|溶け|膨らみ"
    r"|縮み|剥がれ|はがれ|燃え|測れ|測定でき)(?:ます|ません)か"
)
_ENDURES_JA = rf"(?:{_M}|熱|圧力|振動|湿気|衝撃|高温|低温)(?:の(?:加熱|圧力|振動|温度))?に耐え(?:られ)?ますか"
_FORMS_JA = re.compile(rf"{_WHERE_JA}{_N}の{_THING_JA}は、?(?:{_WHERE_JA}{_DOES_JA}|{_ENDURES_JA})")


def is_of_what_is_described(question: str) -> bool:
    """Whether it asks how a thing that a patent describes behaves, and nothing of the patent itself."""
    return all(map(_says_so, readings(question)))


def _says_so(text: str) -> bool:
    said = _MEASURE.sub(_M, _NUMBER.sub(_N, text)).strip(" ?？。").lower()
    if said.count(_N) != 1:
        return False
    if _FORMS_JA.fullmatch(said):
        return True
    found = _FORMS.fullmatch(said)
    return found is not None and all(map(_is_condition, filter(None, found.groups())))


def _is_condition(said: str) -> bool:
    words = set(said.split())
    return words <= _WORDS and not words.isdisjoint(_CONDITIONS)
