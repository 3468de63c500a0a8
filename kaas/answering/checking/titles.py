"""What a sentence says that the title of a publication is. Plain Python."""

import re
from collections.abc import Iterable

TITLE_IS = re.compile(
    r"(?i)\b(?:titled?|entitled|called|named)\b[^“\"「『]{0,24}[“\"「『](?P<quoted>[^”\"」』]{3,200})[”\"」』]"
    r"|\btitle (?:is|reads|was)[: ]+(?P<en>[^“\"「.;]{3,200})"
    r"|(?:名称|題名|表題|タイトル)は[「『“]?(?P<ja>[^。」』”]{3,200}?)(?:[」』”]|で(?:ある|す)|です|だ|。|$)"
)


def without_titles(sentence: str, titles: Iterable[str]) -> str:
    """A sentence without these titles, whose words name no event; every other place stays where it was."""
    for title in titles:
        sentence = sentence.replace(title, " " * len(title))
    return sentence


def gives_another_title(sentence: str, titles: Iterable[str]) -> bool:
    """Whether the title that a sentence gives is no stretch of one of these, of which it may have all the words."""
    known = [_bare(title) for title in titles]
    given = (_bare(found["quoted"] or found["en"] or found["ja"]) for found in TITLE_IS.finditer(sentence))
    return any(not any(one in title or one.isascii() != title.isascii() for title in known) for one in given)


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w", text)).casefold()
