"""Whether a model declined to answer, told from what it wrote. Plain Python."""

import re

from kaas.answering.reading.rules import plain

_LEAD = (
    r"(?:(?:i'?m|i am|we are|we're) (?:very |truly |so )?sorry|sorry|apologies|i apologi[sz]e|unfortunately)"
)
_WONT = r"(?:can'?t|cannot|can not|won'?t|will not|am (?:not able|unable)|'m (?:not able|unable)|must (?:decline|refuse))"
_DO = r"(?:help|assist|comply|answer|provide|do that|fulfil\w*|discuss|share|continue|engage|support|offer|create|give)"
_DECLINES = re.compile(
    rf"\A\W*(?:{_LEAD}\W*(?:but )?)?(?:i|we) ?{_WONT} (?:\w+ ){{0,3}}{_DO}\b"
    rf"|\A\W*(?:i|we) (?:must |have to |need to )?(?:decline|refuse)\b"
    rf"|\A\W*{_LEAD}\W*(?:but )?(?:that|this)(?: request)? (?:is|isn't|goes) (?:not |against |something i )"
    r"|\A\W*(?:(?:大変)?(?:申し訳|申しわけ)(?:ありません|ございません)が?|すみませんが?|恐れ入りますが)[、,]?"
    r"[^。]{0,60}(?:できません|できかねます|お手伝いできません|いたしかねます|お答えできません|お断り)"
    r"|\A\W*(?:その|この|ご)(?:質問|要望|依頼|リクエスト)[^。]{0,30}(?:お答えできません|応じられません|お断り|対応できません)",
    re.IGNORECASE,
)


def declines(reply: str) -> bool:
    """Whether a reply begins by saying that the model will not do it; that nothing was found is no such thing."""
    return _DECLINES.search(plain(reply)) is not None
