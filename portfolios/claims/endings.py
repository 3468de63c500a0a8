"""Where the claims of a text end: at the next heading of the document they stand in. Matches folded text."""

import re
from collections.abc import Iterator

from portfolios.claims.folding import Folded

# 【書類名】明細書, 【技術分野】, 【手続補正２】, 【0001】: what stands between these brackets opens a part of the document,
# but for a claim's own number, a formula, a table or a figure: 【化1】, 【数学式 1】.
_MARKED = re.compile(
    r"(?:(?m:^)|(?<=。))[ \t]*(?=【)"
    r"【(?:\s*\d{4,5}\s*|\s*手続補正\s*\d{0,2}\s*|(?!\s*(?:請求項|청구항|权利要求|claim|化|数))[^】\d\n]{2,60}(?<!式))】"
)
_NUMBERED = re.compile(r"(?m)^[ \t]*\d{1,2} ?[.、] ?(?:(?:発明|考案)の(?:名称|詳細な説明)|図面の簡単な説明)")
# A line that is nothing but the name of a part, and a number of a paragraph: [0001].
_NAMED = re.compile(
    r"(?m)^[ \t]*(?:"
    r"(?:(?:brief |detailed |full )?description(?: of .{1,80})?"
    r"|(?:specification|abstract|summary|background|field)(?: of .{1,60})?"
    r"|technical field|background art|drawings?|remarks|arguments|sequence listing|cross-?reference to .{1,60}"
    r"|beschreibung|zusammenfassung|zeichnungen|abrégé|dessins"
    r"|(?:発明|考案)の(?:名称|詳細な説明)|図面の簡単な説明|明細書|要約書?|図面|技術分野|背景技術"
    r"|说明书(?:摘要|附图)?|摘要|技术领域|背景技术|发明内容|附图说明|具体实施方式)[ \t]*:?[ \t]*$"
    r"|\[\d{4,5}\])"
)


def headings(folded: Folded, section: str, start: int, limit: int) -> Iterator[int]:
    """The headings between two places of folded text, those of each kind in order."""
    for marked in (_MARKED, _NUMBERED):
        yield from (found.start() for found in marked.finditer(folded.text, start, limit))
    for found in _NAMED.finditer(folded.text, start, limit):
        if _is_heading(folded, section, found):
            yield found.start()


def _is_heading(folded: Folded, section: str, found: re.Match[str]) -> bool:
    """Not a line of a claim that the paper broke there: written large, or with a claim closed before it."""
    written = section[folded.start(found.start()) : folded.end(found.end())].strip()
    if written.isupper():
        return True
    before = folded.text[max(0, found.start() - 20) : found.start()].rstrip()
    return not written[:1].islower() and before.endswith((".", "。"))
