"""Means-plus-function language of elements: 35 USC 112(f), and 手段 as a matter of style."""

import re

from portfolios.claims.claim import Function

_MEANS = re.compile(
    r"(?<!by )(?<!by the )(?<!\w)means\s+(?:for|to|that|of|which|by\s+which)(?!\w)(?!\s+(?:the\s+)?same)"
    r"|(?<!\w)steps?\s+for(?!\w)|(?<!\w)\w+ing\s+means(?!\w)"
)
_NONCE = re.compile(
    r"(?<!\w)(?:mechanism|module|device|unit|component|element|member|apparatus|machine|system)s?\s+"
    r"(?:(?:being|that\s+is|which\s+is)\s+)?(?:for\s+\w+ing|configured\s+to|adapted\s+to|arranged\s+to|operable\s+to)(?!\w)"
)


def function_of(text: str) -> Function:
    """Whether an element in folded text is worded as means plus function; "by means of" is not."""
    if ("means" in text or "step" in text) and _MEANS.search(text):
        return Function.INVOKED
    return Function.POSSIBLE if _NONCE.search(text) else Function.NONE
