"""Who wrote, checked, approved or witnessed a paper: whether a question asks it, and the lines of a head that say it.

Plain Python.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from kaas.answering.reading.asked_of import asks_nothing_else
from kaas.answering.reading.names import reports_in, without_names
from kaas.answering.reading.sections import BESIDE


class Did(StrEnum):
    """What somebody did for a paper."""

    WROTE = "wrote"
    CHECKED = "checked"
    APPROVED = "approved"
    WITNESSED = "witnessed"


_DID = {
    Did.WROTE: (r"wrote|written|author\w*|prepared|compiled|drew up", r"作成|記入|執筆|起案|書いた|書かれ"),
    Did.CHECKED: (r"check\w*|review\w*|verif\w+", r"確認|査閲|照査"),
    Did.APPROVED: (r"approv\w+|signed(?: off)?|released", r"承認|決裁|署名"),
    Did.WITNESSED: (r"witness\w*", r"証人|立会|立ち会"),
}
_EN = "|".join(en for en, _ in _DID.values())
_JA = "|".join(ja for _, ja in _DID.values())
_ASKS = re.compile(
    rf"\b(?:who|by whom|whom)\b.{{0,40}}\b(?:{_EN})\b"
    rf"|\b(?:authors?|approver|checker|reviewer|witness(?:es)?)\b(?= (?:of|is|are)\b)"
    rf"|(?:{_JA})[^。?]{{0,10}}(?:誰|だれ|どなた)|(?:誰|だれ|どなた)[^。?]{{0,12}}(?:{_JA})"
    r"|\A\W*(?:and |so |then )?(?:the |its )?(?:authors?|approver|checker|reviewer|witness(?:es)?)\W*\Z"
    r"|(?:作成|記入|執筆|確認|承認)者(?:は|を|の)|証人(?:は|を)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"\b(?:authors?|(?:written|prepared|checked|reviewed|approved|signed|witnessed)(?: by)?|witness) ?[:：|]"
    r"|(?:作成|記入|執筆|起案|確認|査閲|照査|承認|決裁|証人|立会)(?:者|人)? ?[:：|]",
    re.IGNORECASE,
)
_SAYS = {part: re.compile(rf"\b(?:{en})\b|{ja}", re.IGNORECASE) for part, (en, ja) in _DID.items()}
_ROLE = re.compile(rf"\b(?:{_EN}|approver|checker|whom)\b|(?:{_JA})(?:者|した|して|しました)?", re.IGNORECASE)
LONGEST = 400  # characters of such a line


def asks_who_made(question: str) -> frozenset[Did]:
    """What is asked who did it for a paper; nothing where something else is asked, or it was done for something else."""
    text = without_names(question)
    if not _ASKS.search(text):
        return frozenset()
    asked = frozenset(did for did, form in _SAYS.items() if form.search(text))
    for one in reports_in(text):
        text = text.replace(one, " ")
    rest = _ROLE.sub(" ", BESIDE.sub(" ", text))
    return asked if asks_nothing_else(rest) else frozenset()


def lines_of_makers(text: str, asked: frozenset[Did]) -> Iterator[str]:
    """The lines of a text that name those who did one of these for it."""
    for line in text.split("\n"):
        if len(line) <= LONGEST and _LINE.search(line) and any(_SAYS[part].search(line) for part in asked):
            yield line.strip()
