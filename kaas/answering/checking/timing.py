"""What was once and what is now, what is within a time and what comes after it. Plain Python."""

import re

from kaas.answering.checking.spotting import has_figures, holds, latin
from kaas.answering.checking.words import clauses

NOW = re.compile(r"(?i)\b(?:now|currently|today|at present|nowadays)\b|現在|今は|今では|現行")
OF_NOW = ("now", "current", "today", "present", "現", "今")
ONCE = re.compile(
    r"(?i)\b(?:was|were|used to|had been|formerly|previously|until|before)\b|以前|従来|かつて|当初|であった|だった"
)
PAST = re.compile(
    r"(?i)\b(?:was|were|had|used|before|until|formerly|former|previous(?:ly)?|original(?:ly)?|initial(?:ly)?|from|than"
    r"|not|no longer|\w+ed|rose|fell)\b|[たっ]た|した|以前|従来|かつて|当初|まで|から|より|旧"
)
FIGURE = re.compile(r"(?<![A-Za-z0-9.\-])[-−]?\d+(?:\.\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d")
WITHIN = re.compile(
    r"(?i)\bwithin (?P<en>(?:an?|one|\d+|two|three|four|five|six) \w+)"
    r"|(?P<ja>\d+ ?(?:年|か月|ヶ月|週間?|日|時間|分|秒))以内"
)
MOST = 12


def tells_its_time(sentence: str, said: str) -> bool:
    """Whether what was once is not told to be now, nor what comes within a time to come after it."""
    return not _is_no_longer_so(sentence, said) and not _comes_after(sentence, said)


def _is_no_longer_so(sentence: str, said: str) -> bool:
    """Whether a sentence tells of the present a figure that its source tells of the past, and has another for now."""
    if not has_figures(sentence) or not holds(said, OF_NOW) or not NOW.search(said) or PAST.search(sentence):
        return False
    parts = clauses(said)[:MOST]
    now = [_figures(part) for part in parts if NOW.search(part)]
    once = [_figures(part) for part in parts if ONCE.search(part) and not NOW.search(part)]
    is_now, was = frozenset[str]().union(*now), frozenset[str]().union(*once)
    ours = _figures(sentence)
    return bool(is_now and ours & (was - is_now)) and not ours & is_now


def _figures(text: str) -> frozenset[str]:
    return frozenset(figure for figure in FIGURE.findall(text) if not YEAR.fullmatch(figure))


def _comes_after(sentence: str, said: str) -> bool:
    """Whether the same stretch of time is that after which something comes, and not that within which it does."""
    if "within" not in latin(said) and "以内" not in said:
        return False
    for found in WITHIN.finditer(said):
        span = re.escape(found["en"] or found["ja"])
        after = re.compile(
            rf"(?i)\bafter {span}\b|\b{span} later\b" if found["en"] else rf"{span}(?:を過ぎ|を超え|経過)?後"
        )
        if after.search(sentence) and not after.search(said):
            return True
    return False
