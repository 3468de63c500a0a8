"""Whether a question is one only together with the one before it. Plain Python."""

import re
from collections.abc import Sequence

from kaas.answering.reading.rules import plain
from portfolios.identifiers import identify

SHORT = 60  # characters of a question in English that begins by going on
_GOES_ON = re.compile(
    r"\A(?:and|but|or|also|then|so|what about|how about|same for|what of|which of (?:them|these|those))\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|his|her|the (?:same|former|latter|other))\b",
    re.IGNORECASE,
)
_GOES_ON_JA = re.compile(
    r"\A(?:それ|その|これ|この|あれ|同じ|同(?:文書|特許|公報|出願)|では|じゃあ|また|そして|あと|ほかに|他に|ちなみに)"
    r"|(?:については|のほうは|の方は)(?:どう(?:です)?か?)?[?。]?\Z|\A[^。?、]{1,16}は[?。]?\Z"
)

_REPORT = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{2,}(?:-[A-Z]{1,4})+-\d{1,4}[A-Z]?(?![A-Za-z0-9])")


def points_back(question: str) -> bool:
    """Whether the question goes on from another, or names by a pronoun what was said there."""
    text = plain(question).strip()
    if _GOES_ON_JA.search(text):
        return True
    return bool(_GOES_ON.search(text) or (len(text) <= SHORT and _POINTS_BACK.search(text)))


def resolved(question: str, before: Sequence[str]) -> str:
    """The question, with the one number of a document named that it points back to.

    before: the questions before it, oldest first; the latest that names a document counts. A question that names one itself
    needs none, and where the one before names several nothing tells which is meant.
    """
    if not points_back(question) or _named(question):
        return question
    named = next((found for one in reversed(before) if (found := _named(one))), [])
    return f"{question} {named[0]}" if len(named) == 1 else question


def _named(question: str) -> list[str]:
    """The numbers of documents in a question, each once, as it writes them: of publications, applications and reports."""
    numbers = identify(question)
    rest = "".join(
        " " if any(one.start <= at < one.end for one in numbers) else sign for at, sign in enumerate(question)
    )
    known = {one.canonical: one.text for one in numbers if one.canonical}
    return [*known.values(), *dict.fromkeys(_REPORT.findall(rest))]
