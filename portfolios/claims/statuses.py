"""Status identifiers at the head of a claim (37 CFR 1.121(c), and what else MPEP 714 accepts), and their Japanese
and Chinese likes.
"""

import re
from typing import NamedTuple

from portfolios.claims.claim import Status

_WORDS = {
    "original": Status.ORIGINAL,
    "presently amended": Status.AMENDED,
    "re-presented": Status.NEW,
    "previously submitted": Status.PREVIOUSLY_PRESENTED,
    "previously reinstated": Status.REINSTATED,
    "previously cancel": Status.CANCELLED,
    "previously delete": Status.CANCELLED,
    "newly presented": Status.NEW,
    "currently amended": Status.AMENDED,
    "amended": Status.AMENDED,
    "previously presented": Status.PREVIOUSLY_PRESENTED,
    "previously amended": Status.PREVIOUSLY_PRESENTED,
    "previously added": Status.PREVIOUSLY_PRESENTED,
    "cancel": Status.CANCELLED,
    "delete": Status.CANCELLED,
    "withdrawn": Status.WITHDRAWN,
    "reinstated": Status.REINSTATED,
    "newly added": Status.NEW,
    "new": Status.NEW,
    "not entered": Status.NOT_ENTERED,
    "削除": Status.CANCELLED,
    "删除": Status.CANCELLED,
    "삭제": Status.CANCELLED,
    "補正": Status.AMENDED,
    "追加": Status.NEW,
}
_LATIN = (
    r"original(?:ly)?|(?:currently|presently)\s+amended|amended"
    r"|previously\s+(?:presented|amended|added|submitted|reinstated|cancell?ed|deleted)|cancel(?:l?ed)?|deleted"
    r"|withdrawn|reinstated|re-presented|newly\s+(?:added|presented)|new|not\s+entered"
)
_BRACKETED = re.compile(
    rf"\s*[(\[]\s*((?:{_LATIN})(?![a-z])[^)\]\n]{{0,80}}|削除|删除|삭제|補正|追加)\s*[)\]]\s*[.:]?\s*"
)
_BARE = re.compile(r"\s*(cancell?ed|deleted|withdrawn|削除|删除|삭제)\s*[.。]?\s*$")


class Marked(NamedTuple):
    """A status and where the claim's own words begin after it."""

    status: Status
    end: int


def read_status(text: str, position: int, limit: int) -> Marked:
    """The status identifier at `position` of folded text, before `limit`; original where there is none."""
    found = _BRACKETED.match(text, position, limit) or _BARE.match(text, position, min(limit, position + 40))
    if found is None or (found.re is _BARE and found.end() < limit):
        return Marked(Status.ORIGINAL, position)
    words = " ".join(found[1].split())
    status = next(status for word, status in _WORDS.items() if words.startswith(word))
    return Marked(status, found.end())
