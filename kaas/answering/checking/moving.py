"""By how much something moves, and to what: a rise of 5 % is no rise to 5 %. Plain Python."""

import re
from collections.abc import Iterator

from kaas.answering.checking.spotting import has_digits

MOVED = re.compile(
    r"(?i)\b(?:rose|risen|rises?|fell|fallen|falls?|gr[eo]wn?|grows?|drop(?:s|ped)?|increase[sd]?|decrease[sd]?|reduced?|raised?|lowered"
    r"|fades?|faded|shrank|changed|improved) (?:\w+ ){0,2}?(by|to) (?:about |some |only )?([−-]?\d+(?:\.\d+)?)"
)
MOVED_JAPANESE = re.compile(
    r"(?P<value>[−-]?\d+(?:\.\d+)?) ?(?:[%°]|[A-Za-zΩμ/°·²³]{1,8}|ポイント|円|倍)?"
    r"(?P<how>に(?:まで)?|まで|へ(?:と)?|だけ|ほど|の)?(?:増[え加や大]|減[っりらる少]|上昇|低下|下落|上が|下が|伸び|縮[まめん小])"
)
TO = frozenset({"に", "にまで", "まで", "へ", "へと"})


def moves_alike(sentence: str, quoted: str) -> bool:
    """Whether by is not made to, nor to by, of the same number."""
    ours = set(_moves(sentence))
    theirs = set(_moves(quoted)) if ours else ours
    return not any((_other(word), number) in theirs and (word, number) not in theirs for word, number in ours)


def _moves(text: str) -> Iterator[tuple[str, str]]:
    if not has_digits(text):
        return
    yield from ((word.casefold(), number) for word, number in MOVED.findall(text))
    if not text.isascii():
        for found in MOVED_JAPANESE.finditer(text):
            yield "to" if found["how"] in TO else "by", found["value"]


def _other(word: str) -> str:
    return "to" if word == "by" else "by"
