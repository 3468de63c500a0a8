"""How often and how much of a whole: twice is not half, and two of five are not five. Plain Python."""

import re
from fractions import Fraction

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
ALL = re.compile(r"(?i)\b(?:all|every|each|both)\b|すべて|全て|全部|いずれも")
N_OF_M = re.compile(
    rf"(?i)\b({NUMBER}) (?:out )?of (?:the |its |our |these |those |all )?({NUMBER})\b"
    rf"|({FIGURES})[個本枚件台名人社]?(?:の)?(?:うち|中)(?:の)?、?({FIGURES})"
)


def shares_agree(sentence: str, quoted: str) -> bool:
    """Whether a sentence says as often as the words that it quotes, and of as many."""
    return _is_as_often(sentence, quoted) and _is_of_as_many(sentence, quoted)


def _is_as_often(sentence: str, quoted: str) -> bool:
    """Whether twice is not made to half or three times; twice the one is half the other, where both are compared."""
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
