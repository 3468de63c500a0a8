"""What was once and what is now, within a time or after it, and what was put off to another day. Plain Python."""

import re

from kaas.answering.checking.days import days
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
PUT_OFF = re.compile(
    r"(?i)\b(?:postpon|reschedul|adjourn|deferr?)\w*|\bput off\b|延期|順延|繰り延べ|先送り|日程変更"
)
NO_LONGER = re.compile(
    r"(?i)\b(?:originally|initially|first|before|previous\w*|former\w*|earlier|instead|no longer|not|planned|from)\b"
    r"|当初|初め|以前|予定|から|ではな|なくな"
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


def is_on_the_first_day(sentence: str, quoted: str) -> bool:
    """Whether of what is put off from one day to another only the first is told, as if it still held."""
    there = days(quoted)
    if len(there) != 2 or PUT_OFF.search(sentence) or NO_LONGER.search(sentence):
        return False
    ours = days(sentence)
    return any(one.agrees(there[0]) for one in ours) and not any(one.agrees(there[1]) for one in ours)
