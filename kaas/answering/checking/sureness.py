"""How many and how sure: some is not all, what may be is not what is, and a rise to a value is none by it. Plain Python."""

import re

from kaas.answering.checking.denial import denies
from kaas.answering.checking.shares import shares_agree
from kaas.answering.checking.words import words
from portfolios.analysis import language_of

# Closed tables; each stands against the others of its kind.
HOW_MANY = {
    "all": re.compile(
        r"(?i)\b(?:all(?! but)|every(?:body|one)?|each|both|always|entire(?:ly)?)\b|全て|すべて|いずれも|全数|全員"
        r"|誰でも|だれでも|常に|必ず"
    ),
    "most": re.compile(
        r"(?i)\b(?:most(?! \w+ly)|mostly|all but|mainly|the majority)\b|大半|大部分|ほとんどの|多くの"
    ),
    "some": re.compile(r"(?i)\b(?:some|several|partly|sometimes|only (?:one|two|some))\b|一部|いくつか|時々"),
    "only": re.compile(r"(?i)^only\b|\bonly (?:by|to|the)\b|のみ|だけが|に限[りるっ]"),
    "few": re.compile(r"(?i)\b(?:few(?!er)|hardly any|rarely|seldom)\b|ごく一部|わずかな|まれに"),
}
UNSURE = re.compile(
    r"(?i)\b(?:(?-i:may)|might|could|possibly|perhaps|presumably|probably|apparently|suspect(?:ed|s)?|suspicion|planned|scheduled|expected|likely"
    r"|intended|propos(?:ed|es|al)|suggest(?:ed|s)|alleg\w*"
    r"|doubt(?:ful|s|ed)?|plan (?:was|is) to|assumed|estimated|believed|considered|(?:is|are|was|were) to be|thought to)\b"
    r"|可能性|おそれ|恐れ|かもしれ|予定|見込|推定|考え|思われ|疑い|疑わ|つもり|はずで|提案(?!書|者)|計画(?!書)|主張|疑問|とされ(?:る|た|て)(?!い)"
)
SURE_ENOUGH = re.compile(
    r"(?i)\b(?:will|can|would|should|must|plans?|plan to|going to|allowed|entitled|prohibited|forbidden)\b"
    r"|ならない|いけない|禁止|できる|よい|でき|してもよ|うる|得る"
)
IF, UNLESS = (
    re.compile(r"(?i)\b(?:if|when|where|should|once|in case)\b|場合|とき|れば|たら|なら"),
    re.compile(r"(?i)\bunless\b|ない限り|なければ(?!なら|なり|いけ)"),
)
CONDITION = re.compile(
    r"(?i)^(?:if|unless) ([^,]{4,80}),|(?:^|[。\n])([^、。]{2,40})(?:場合(?:に)?は|ときは|れば|たら)、"
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
WILL, WAS = re.compile(r"(?i)\bwill\b"), re.compile(r"(?i)\b(?:was|were|had|has been|have been)\b")
TO_COME = re.compile(r"(?i)\b(?:will|shall|must|should|would|plan\w*|expect\w*|to be|is|are)\b")
MOVED = re.compile(
    r"(?i)\b(?:rose|risen|rises?|fell|fallen|falls?|gr[eo]wn?|grows?|drop(?:s|ped)?|increase[sd]?|decrease[sd]?|reduced?|raised?|lowered"
    r"|fades?|faded|shrank|changed|improved) (?:\w+ ){0,2}?(by|to) (?:about |some |only )?([−-]?\d+(?:\.\d+)?)"
)

EXACT = re.compile(r"(?i)\b(?:exactly|precisely|exact|precise)\b|ちょうど|正確に|きっかり|ぴったり|厳密に")
ABOUT = re.compile(
    r"(?i)\b(?:about|approximately|around|roughly|nearly|almost|circa|ca\.) ?\d|[約≈~] ?\d|およそ|ほぼ|程度|前後"
)
PUT_OFF = re.compile(
    r"(?i)\b(?:postpon|reschedul|adjourn|deferr?)\w*|\bput off\b|延期|順延|繰り延べ|先送り|日程変更"
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
AT_FIRST = re.compile(
    r"(?i)\b(?:before|beforehand|previously|initial(?:ly)?|originally|at first|earlier|formerly|started at|began at)\b"
    r"|以前|当初|初期|最初|もともと|前は"
)
AT_LAST = re.compile(
    r"(?i)\b(?:after(?:wards?)?|then|finally|in the end|eventually|now|ended at|later)\b|その後|最終|最後|現在|後は"
)


def sureness_agrees(sentence: str, quoted: str) -> bool:
    """Whether a sentence says as many, as surely, and moves as far, as the words that it quotes."""
    return (
        _is_as_many(sentence, quoted)
        and shares_agree(sentence, quoted)
        and _is_as_sure(sentence, quoted)
        and _depends_alike(sentence, quoted)
        and _moves_alike(sentence, quoted)
        and _ends_alike(sentence, quoted)
        and _is_as_exact(sentence, quoted)
        and _adds_nothing(sentence, quoted)
    )


def _is_as_many(sentence: str, quoted: str) -> bool:
    ours = {name for name, found in HOW_MANY.items() if found.search(sentence)}
    theirs = {name for name, found in HOW_MANY.items() if found.search(quoted)} if ours else ours
    return not ours or not theirs or bool(ours & theirs)


def _is_as_sure(sentence: str, quoted: str) -> bool:
    """Whether what is only possible or planned is not told as a fact."""
    unsure = UNSURE.search(quoted) is not None
    return not unsure or UNSURE.search(sentence) is not None or SURE_ENOUGH.search(sentence) is not None


def _depends_alike(sentence: str, quoted: str) -> bool:
    """Whether what holds only on a condition is not told without it, nor if told as unless."""
    ours, theirs = ((IF.search(text), UNLESS.search(text)) for text in (sentence, quoted))
    if language_of(sentence) != language_of(quoted):
        return True
    if bool(ours[1]) != bool(theirs[1]) and (ours[0] or theirs[0]):
        return denies(sentence) != denies(quoted)
    condition = CONDITION.search(quoted)
    if condition is None or any(ours):
        return True
    return bool(words(condition[1] or condition[2]) & words(sentence))


def _adds_nothing(sentence: str, quoted: str) -> bool:
    """Whether a value is not told to be the mean, the worst, promised or to come where nothing of this is said."""
    if any(added.search(sentence) and not told.search(quoted) for added, told in ADDED.items()):
        return False
    return not (WILL.search(sentence) and WAS.search(quoted) and not TO_COME.search(quoted))


def _is_as_exact(sentence: str, quoted: str) -> bool:
    """Whether about is not made exactly, nor what was put off held."""
    if EXACT.search(sentence) and ABOUT.search(quoted) and not EXACT.search(quoted):
        return False
    return not (HELD.search(sentence) and PUT_OFF.search(quoted)) or bool(
        PUT_OFF.search(sentence) or HELD.search(quoted)
    )


def _ends_alike(sentence: str, quoted: str) -> bool:
    """Whether of what went from one value to another the one is not told to come last, nor the other first."""
    if FROM_TO.search(sentence):
        return True
    for found in FROM_TO.finditer(quoted):
        first, last = found["one"] or found["one_ja"], found["two"] or found["two_ja"]
        figures = set(FIGURE.findall(sentence))
        if last in figures and first not in figures and AT_FIRST.search(sentence):
            return False
        if first in figures and last not in figures and AT_LAST.search(sentence):
            return False
    return True


def _moves_alike(sentence: str, quoted: str) -> bool:
    """Whether by is not made to, nor to by, of the same number."""
    ours = set(MOVED.findall(sentence))
    theirs = set(MOVED.findall(quoted)) if ours else ours
    return not any((_other(word), number) in theirs and (word, number) not in theirs for word, number in ours)


def _other(word: str) -> str:
    return "to" if word.casefold() == "by" else "by"
