"""How many and how sure: some is not all, what may be is not what is, and a rise to a value is none by it. Plain Python."""

import re

from kaas.answering.checking.conditions import depends_alike
from kaas.answering.checking.duties import duties_agree
from kaas.answering.checking.exempting import excepts_alike
from kaas.answering.checking.moving import moves_alike
from kaas.answering.checking.prefixed import is_of_the_same_kind
from kaas.answering.checking.premises import keeps_conditions
from kaas.answering.checking.respectively import are_paired_alike
from kaas.answering.checking.shares import shares_agree
from kaas.answering.checking.spotting import has_digits, holds, latin
from kaas.answering.checking.timing import PUT_OFF, is_on_the_first_day, tells_its_time
from kaas.answering.checking.unfulfilled import was_so
from kaas.answering.checking.wholes import is_of_the_whole

# Closed tables; each stands against the others of its kind.
HOW_MANY = {
    "all": re.compile(
        r"(?i)\b(?:all(?! but)|every(?:body|one)?|each|both|always|entire(?:ly)?)\b|全て|すべて|いずれも|全数|全員"
        r"|誰でも|だれでも|常に|必ず"
    ),
    "most": re.compile(
        r"(?i)\b(?:most(?! \w+ly)|mostly|all but|mainly|the majority|usually|normally|generally)\b"
        r"|大半|大部分|ほとんどの|多くの|通常(?!の)|たいてい|普通は"
    ),
    "some": re.compile(r"(?i)\b(?:some|several|partly|sometimes|only (?:one|two|some))\b|一部|いくつか|時々"),
    "only": re.compile(r"(?i)^only\b|\bonly (?:by|to|the)\b|のみ|だけが|に限[りるっ]"),
    "few": re.compile(r"(?i)\b(?:few(?!er)|hardly any|rarely|seldom)\b|ごく一部|わずかな|まれに"),
}
_OF_HOW_MANY = """
all every each both always entire most main majorit normal some several partly only few hardly rarely
seldom 全 すべて いずれ 誰 だれ 常 必 半 分 ほとんど 多く たいてい 普通 部 いくつ 時々 のみ だけ 限 わずか まれ
"""
OF_HOW_MANY = _OF_HOW_MANY.split()
EACH, ANY = re.compile(r"(?i)\b(?:every|all|each)\b"), re.compile(r"(?i)\bany\b")
IF_ANY = re.compile(r"(?i)\b(?:if|when|that|which) [^.,;]{0,60}\b(?:any|one)\b(?! of)")
ONLY = re.compile(
    r"(?i)\b(?:only|solely|exclusively|nobody|none|nothing|no)\b|のみ|だけ|限[りるっ]|ほか|以外"
)
MORE_THAN_ONE = re.compile(
    r"(?i)\b(?:all|every|each|both|also|too|everywhere|any)\b|すべて|全て|全部|いずれも|どの[^、。]{1,8}も"
)
UNSURE = re.compile(
    r"(?i)\b(?:(?-i:may)|might|could|possibly|perhaps|presumably|probably|apparently|suspect(?:ed|s)?|suspicion|planned|scheduled|expected|likely"
    r"|intended|propos(?:ed|es|al)|suggest(?:ed|s)|alleg\w*"
    r"|doubt(?:ful|s|ed)?|plan (?:was|is) to"
    r"|means? to|intends? to|aims? to|wants? to|hopes? to|wish(?:es)? to|negotiat\w*"
    r"|assumed|estimated|believed|considered|(?:is|are|was|were) to be|thought to)\b"
    r"|可能性|おそれ|恐れ|かもしれ|予定|見込|推定|考え|思われ|疑い|疑わ|つもり|はずで|提案(?!書|者)|計画(?!書)|主張|疑問|交渉|協議中|意向|とされ(?:る|た|て)(?!い)"
)
SURE_ENOUGH = re.compile(
    r"(?i)\b(?:will|can|would|should|must|plans?|plan to|going to|allowed|entitled|prohibited|forbidden)\b"
    r"|\b(?:intends?|talks)\b|ならない|いけない|禁止|できる|よい|でき|してもよ|うる|得る"
)
# What a sentence must not add, and the words that tell it: that it is the mean, the worst, promised, the best.
ADDED = {
    re.compile(r"(?i)\baverag\w*\b|平均"): re.compile(
        r"(?i)\baverag\w*\b|\bmeans?\b|\bmedian\b|平均|メジアン|中央値"
    ),
    re.compile(r"(?i)\bworst\b|最悪"): re.compile(
        r"(?i)\bworst\b|\bmax\w*|\bmost\b|\bhighest\b|最悪|最大|最高"
    ),
    re.compile(r"(?i)\b(?:guarante|warrant)\w*|保証"): re.compile(
        r"(?i)\b(?:guarante|warrant|assur|ensur)\w*|保証|確約"
    ),
    re.compile(r"(?i)\bbest\b|最良|世界最|世界一"): re.compile(
        r"(?i)\b(?:best|first|record)\b|最良|最も|世界"
    ),
}
_OF_ADDED = "averag worst guarante warrant best 平均 最悪 保証 最良 世界"
OF_ADDED = _OF_ADDED.split()
# What is to be done by a day, and what has been.
BY_A_DAY = re.compile(r"(?:日|月|年|末|時)までに[^。]{1,80}[うくぐすつぬぶむる](?:こと)?(?:。|$|\n)")
DONE = re.compile(r"(?i)\b(?:was|were|has been|have been|did)\b|[たっ]た(?:。|$|\n)|た。?$")
WILL, WAS = re.compile(r"(?i)\bwill\b"), re.compile(r"(?i)\b(?:was|were|had|has been|have been)\b")
TO_COME = re.compile(r"(?i)\b(?:will|shall|must|should|would|plan\w*|expect\w*|to be|is|are)\b")
EXACT = re.compile(r"(?i)\b(?:exactly|precisely|exact|precise)\b|ちょうど|正確に|きっかり|ぴったり|厳密に")
EITHER_WAY = re.compile(
    r"(?i)(?:(?:^|[^\d\s%])\s?± ?|\b(?:uncertain(?:ty)?|tolerance|scatter)(?: (?:by|of|is|was|about))* "
    r"|(?:不確かさ|ばらつき)[はが、約]*)(\d+(?:\.\d+)?)"
)
_OF_EITHER_WAY = "± uncertain tolerance scatter 不確かさ ばらつき"
OF_EITHER_WAY = _OF_EITHER_WAY.split()
VARIES = re.compile(
    r"(?i)±|\b(?:vari\w+|deviat\w+|error\w*|uncertain\w*|toleranc\w*|scatter\w*|spread\w*|fluctuat\w+|drift\w*|plus|stable|accura\w+"
    r"|differ\w*|offset\w*|chang\w+|constant|uneven\w*|non-?uniform\w*)\b"
    r"|変動|変化|差|ずれ|ばらつき|むら|不確かさ|ドリフト|精度|確度|安定|一定|振れ|揺れ|前後|プラスマイナス"
)
ABOUT = re.compile(
    r"(?i)\b(?:about|approximately|around|roughly|nearly|almost|circa|ca\.) ?\d|[約≈~] ?\d|およそ|ほぼ|程度|前後"
)
HELD = re.compile(
    r"(?i)\b(?:was|were) held\b|\btook place\b|\b(?:happened|occurred)\b|開催された|開かれた|行われた|実施された"
)
_VALUE = r"[-−]?\d+(?:\.\d+)?"
FROM_TO = re.compile(
    rf"(?i)\bfrom (?P<one>{_VALUE})[^.;,\d]{{0,12}} to (?P<two>{_VALUE})"
    rf"|(?P<one_ja>{_VALUE})[^。、\d]{{0,8}}から(?P<two_ja>{_VALUE})[^。、\d]{{0,8}}[にへま]"
)
FIGURE = re.compile(_VALUE)
BEFORE_AND_AFTER = re.compile(
    rf"(?i)(?P<one>{_VALUE})[^.;,\d]{{0,24}} before[^.;,\d]{{0,30}} and (?P<two>{_VALUE})[^.;,\d]{{0,24}} after"
)
AT_FIRST = re.compile(
    r"(?i)\b(?:before|beforehand|previously|initial(?:ly)?|originally|at first|earlier|formerly|started at|began at)\b"
    r"|以前|当初|初期|最初|もともと|前[はの]"
)
AT_LAST = re.compile(
    r"(?i)\b(?:after(?:wards?)?|then|finally|in the end|eventually|now|ended at|later)\b|その後|最終|最後|現在|後は"
)


def sureness_agrees(sentence: str, quoted: str, said: str) -> bool:
    """Whether a sentence says as many, as surely, and moves as far, as the words that it quotes; `said`: what these stand in,
    by which all of them are looked at that it may leave out."""
    return (
        _is_as_many(sentence, quoted)
        and shares_agree(sentence, quoted)
        and _is_as_sure(sentence, quoted)
        and depends_alike(sentence, quoted, said)
        and duties_agree(sentence, quoted)
        and moves_alike(sentence, quoted)
        and _ends_alike(sentence, quoted)
        and _is_as_exact(sentence, quoted)
        and _adds_nothing(sentence, quoted)
        and excepts_alike(sentence, said)
        and is_of_the_same_kind(sentence, said)
        and are_paired_alike(sentence, said)
        and keeps_conditions(sentence, said)
        and tells_its_time(sentence, said)
        and is_of_the_whole(sentence, said)
        and was_so(sentence, said)
    )


def _is_as_many(sentence: str, quoted: str) -> bool:
    if _is_of_any(sentence, quoted) or _is_no_longer_only(sentence, quoted):
        return False
    if not holds(sentence, OF_HOW_MANY):
        return True
    ours = {name for name, found in HOW_MANY.items() if found.search(sentence)}
    theirs = {name for name, found in HOW_MANY.items() if found.search(quoted)} if ours else ours
    return not ours or not theirs or bool(ours & theirs)


def _is_of_any(sentence: str, quoted: str) -> bool:
    """Whether any one is enough where each of them is needed."""
    if latin(sentence).isdisjoint(("any", "one")):
        return False
    return bool(IF_ANY.search(sentence) and EACH.search(quoted) and not ANY.search(quoted))


def _is_no_longer_only(sentence: str, quoted: str) -> bool:
    """Whether what is said of something only is said of all, or of something else too."""
    return bool(
        MORE_THAN_ONE.search(sentence)
        and ONLY.search(quoted)
        and not ONLY.search(sentence)
        and not MORE_THAN_ONE.search(quoted)
    )


def _is_as_sure(sentence: str, quoted: str) -> bool:
    """Whether what is only possible or planned is not told as a fact."""
    unsure = UNSURE.search(quoted) is not None
    return not unsure or UNSURE.search(sentence) is not None or SURE_ENOUGH.search(sentence) is not None


def _adds_nothing(sentence: str, quoted: str) -> bool:
    """Whether a value is not told to be the mean, the worst, promised or to come where nothing of this is said."""
    if holds(sentence, OF_ADDED) and any(
        added.search(sentence) and not told.search(quoted) for added, told in ADDED.items()
    ):
        return False
    if "までに" in quoted and BY_A_DAY.search(quoted) and DONE.search(sentence) and not DONE.search(quoted):
        return False
    return not (
        "will" in latin(sentence)
        and WILL.search(sentence)
        and WAS.search(quoted)
        and not TO_COME.search(quoted)
    )


def _is_as_exact(sentence: str, quoted: str) -> bool:
    """Whether about is not made exactly, a deviation not a value, nor what was put off held."""
    if holds(quoted, OF_EITHER_WAY) and EITHER_WAY.search(quoted) and not VARIES.search(sentence):
        told = {found[1] for found in EITHER_WAY.finditer(quoted)}
        if any(found[0] in told for found in FIGURE.finditer(sentence)):
            return False
    if EXACT.search(sentence) and ABOUT.search(quoted) and not EXACT.search(quoted):
        return False
    return not (HELD.search(sentence) and PUT_OFF.search(quoted)) or bool(
        PUT_OFF.search(sentence) or HELD.search(quoted)
    )


def _ends_alike(sentence: str, quoted: str) -> bool:
    """Whether of what went from one value to another the one is not told to come last, nor the other first."""
    if PUT_OFF.search(quoted) and is_on_the_first_day(sentence, quoted):
        return False
    if not has_digits(quoted) or FROM_TO.search(sentence):
        return True
    for found in (*FROM_TO.finditer(quoted), *BEFORE_AND_AFTER.finditer(quoted)):
        groups = found.groupdict()
        first, last = found["one"] or groups["one_ja"], found["two"] or groups["two_ja"]
        figures = set(FIGURE.findall(sentence))
        if last in figures and first not in figures and AT_FIRST.search(sentence):
            return False
        if first in figures and last not in figures and AT_LAST.search(sentence):
            return False
    return True
