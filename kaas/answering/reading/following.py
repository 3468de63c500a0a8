"""Whether a question is one only together with the one before it. Plain Python."""

import re

from kaas.answering.reading.rules import plain

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


def points_back(question: str) -> bool:
    """Whether the question goes on from another, or names by a pronoun what was said there."""
    text = plain(question).strip()
    if _GOES_ON_JA.search(text):
        return True
    return bool(_GOES_ON.search(text) or (len(text) <= SHORT and _POINTS_BACK.search(text)))
