"""What the head of a paper says beside who made it: of which day it is, and in whose name. Plain Python."""

import re
from collections.abc import Iterator

from kaas.answering.reading.asked_of import ON_FRONT_PAGE, Asked, asked_of, asks_nothing_else
from kaas.answering.reading.names import reports_in, without_names
from kaas.answering.reading.sections import BESIDE

LONGEST = 400  # characters of such a line
_MADE = r"(?:written|dated|made|held|prepared|issued|signed|released|recorded|drawn up)"
_DAY = re.compile(
    rf"\bdates?\b|\bwhen\b(?=[^.?!]*\b{_MADE}\b)|\b{_MADE}\b"
    r"|日付|(?:作業|記入|作成|発行|開催|実施)日|いつ(?=[^。?]*(?:書|作成|記入|発行|開催|行われ))"
    r"|(?:書か|行わ)れ|作成|記入|発行|開催",
    re.IGNORECASE,
)
_OF_DAY = re.compile(
    rf"\bdates?\b|\bwhen\b[^.?!]*\b{_MADE}\b|日付|(?:作業|記入|作成|発行|開催|実施)日|いつ", re.IGNORECASE
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_IS_DATED = re.compile(
    rf"20\d\d ?年 ?\d{{1,2}} ?月|\b\d{{1,2}} {_MONTH} 20\d\d\b|\b{_MONTH} \d{{1,2}}, 20\d\d\b|\b20\d\d[-/.]\d\d?[-/.]\d\d?\b"
)
_LABELS = {
    Asked.APPLICANT: r"(?:\b(?:owner|applicant|assignee|proprietor)s?|出願人|権利者|所有者|譲受人)",
    Asked.INVENTORS: r"(?:\binventors?|発明者|考案者|創作者)",
}
LABELLED = frozenset(_LABELS)


def asks_for_its_day(question: str) -> bool:
    """Whether nothing is asked but of which day a paper is; those of a right, as its filing, are something else."""
    text = without_names(question)
    for one in reports_in(text):
        text = text.replace(one, " ")
    rest = BESIDE.sub(" ", _DAY.sub(" ", text))
    return bool(_OF_DAY.search(text)) and not asked_of(rest) & ON_FRONT_PAGE and asks_nothing_else(rest)


def dated_lines(text: str) -> Iterator[str]:
    """The lines of a text that bear a day."""
    return _lines(text, _IS_DATED)


def labelled_lines(text: str, asked: Asked) -> Iterator[str]:
    """The lines of a text that begin, or go on, with what says this of a paper: "Inventors: ..."."""
    return _lines(text, re.compile(rf"{_LABELS[asked]} ?[:：|]", re.IGNORECASE))


def _lines(text: str, form: re.Pattern[str]) -> Iterator[str]:
    for line in text.split("\n"):
        if len(line) <= LONGEST and form.search(line):
            yield line.strip()
