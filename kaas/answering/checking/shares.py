"""How often and how much of a whole: twice is not half, and two of five are not five. Plain Python."""

import re
from fractions import Fraction

from kaas.answering.checking.spotting import holds
from kaas.answering.checking.words import words

NUMBER = r"(?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|one)"
FIGURES = "[0-9一二三四五六七八九十]{1,4}"
# How much of something else something is; the other way round, it is as much less.
FOLDS = {
    Fraction(2): re.compile(r"(?i)\btwice\b|\bdoubl(?:e[sd]?|ing)\b|\btwofold\b|(?<![\d.])2倍|二倍|倍増"),
    Fraction(3): re.compile(r"(?i)\btripl(?:e[sd]?|ing)\b|\bthree times\b|\bthreefold\b|(?<![\d.])3倍|三倍"),
    Fraction(4): re.compile(r"(?i)\bquadrupl\w*|\bfour times\b|\bfourfold\b|(?<![\d.])4倍|四倍"),
    Fraction(1, 2): re.compile(r"(?i)\bhalf\b|\bhalv(?:e[sd]?|ing)\b|半分|半減|(?:2|二)分の(?:1|一)"),
    Fraction(1, 3): re.compile(r"(?i)\b(?:a|one) third\b|(?:3|三)分の(?:1|一)"),
    Fraction(1, 4): re.compile(r"(?i)\b(?:a|one) quarter\b(?! of (?:19|20))|(?:4|四)分の(?:1|一)"),
}
_OF_FOLDS = """
twice doubl fold tripl times half halv third quarter quadrupl 倍 半 分
"""
OF_FOLDS = _OF_FOLDS.split()
ALL = re.compile(r"(?i)\b(?:all|every|each|both)\b|すべて|全て|全部|いずれも")
N_OF_M = re.compile(
    rf"(?i)\b({NUMBER}) (?:out )?of (?:the |its |our |these |those |all )?({NUMBER})\b"
    rf"|({FIGURES})[個本枚件台名人社]?(?:の)?(?:うち|中)(?:の)?、?({FIGURES})"
)


# How often something comes again.
PERIODS = {
    "hour": re.compile(r"(?i)\b(?:every|each|(?:once|twice) an) hour\b|\bhourly\b|毎時"),
    "day": re.compile(
        r"(?i)\b(?:every|each|(?:once|twice) a) (?:day|night)\b|\bdaily\b|毎日|毎晩|毎夜|1日に?1回|日次"
    ),
    "week": re.compile(r"(?i)\b(?:every|each|(?:once|twice) a) week\b|\bweekly\b|毎週|週に?[1一]回|週次"),
    "month": re.compile(r"(?i)\b(?:every|each|(?:once|twice) a) month\b|\bmonthly\b|毎月|月に?[1一]回|月次"),
    "year": re.compile(
        r"(?i)\b(?:every|each|(?:once|twice) a) year\b|\b(?:yearly|annual(?:ly)?)\b|毎年|年に?[1一]回|年次"
    ),
}
_OF_PERIODS = """
hour day dai night week month year annual 毎 日 週 月 年
"""
OF_PERIODS = _OF_PERIODS.split()
PERCENT_OF = re.compile(r"(?P<value>\d[\d.]*) ?% of (?:the |its |their )?(?P<base>[a-z]+(?: [a-z]+)?)")
PERCENT_OF_JAPANESE = re.compile(
    r"(?P<base>[\u30a1-\u30ff\u3400-\u9fff]{2,12}|読み)の[約±]?(?P<value>\d[\d.]*) ?%"
)
EVERY_TIME = re.compile(r"(?i)\b(?:every|each) (?:time|day|night|week|month|run)\b|毎[日晩夜回週月]")


def shares_agree(sentence: str, quoted: str) -> bool:
    """Whether a sentence says as often as the words that it quotes, of as many and of the same whole."""
    return (
        _is_as_often(sentence, quoted)
        and _is_of_as_many(sentence, quoted)
        and _comes_again_alike(sentence, quoted)
        and _is_of_the_same_whole(sentence, quoted)
    )


def _comes_again_alike(sentence: str, quoted: str) -> bool:
    """Whether what comes every month is not told to come every year, nor on each night what came on three of eight."""
    ours = periods(sentence)
    theirs = periods(quoted) if ours else ours
    if ours and theirs and not ours & theirs:
        return False
    return not EVERY_TIME.search(sentence) or bool(
        EVERY_TIME.search(quoted)
        or ALL.search(quoted)
        or not N_OF_M.search(quoted)
        or N_OF_M.search(sentence)
    )


def periods(text: str) -> frozenset[str]:
    """How often a text says that something comes again."""
    if not holds(text, OF_PERIODS):
        return frozenset()
    return frozenset(name for name, said in PERIODS.items() if said.search(text))


def _is_of_the_same_whole(sentence: str, quoted: str) -> bool:
    """Whether what is a percentage of one thing is not told to be that of another: of reading, of full scale."""
    for pattern in (PERCENT_OF, PERCENT_OF_JAPANESE) if "%" in sentence else ():
        theirs = [(found["value"], words(found["base"])) for found in pattern.finditer(quoted)]
        for found in pattern.finditer(sentence):
            bases = [base for value, base in theirs if value == found["value"]]
            if bases and not any(base & words(found["base"]) for base in bases):
                return False
    return True


def _is_as_often(sentence: str, quoted: str) -> bool:
    """Whether twice is not made to half or three times; twice the one is half the other, where both are compared."""
    if not holds(sentence, OF_FOLDS):
        return True
    ours = {fold for fold, said in FOLDS.items() if said.search(sentence)}
    theirs = {fold for fold, said in FOLDS.items() if said.search(quoted)} if ours else ours
    return not ours or not theirs or bool(ours & theirs)


def _is_of_as_many(sentence: str, quoted: str) -> bool:
    """Whether two of the five are not made to five."""
    for match in N_OF_M.finditer(quoted):
        part, whole = match[1] or match[3], match[2] or match[4]
        if _has(sentence, whole) and not _has(sentence, part) and not N_OF_M.search(sentence):
            return not (ALL.search(sentence) or words(sentence) <= words(quoted))
    return True


def _has(text: str, number: str) -> bool:
    return re.search(rf"(?i)(?<![\w.]){re.escape(number)}(?![\w.])", text) is not None
