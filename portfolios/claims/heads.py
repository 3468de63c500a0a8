"""What a claim is directed to: the head noun of its opening phrase, in English, German, French, Chinese."""

import re
from collections.abc import Iterator

_ARTICLE = re.compile(
    r"\s*(?:(?:in|for)\s+(?=(?:an?|the)\s))?(?:(?:an?|the|said|one\s+or\s+more|at\s+least\s+one"
    r"|ein(?:e[rs]?)?|der|die|das"
    r"|une?|les?|la|an?\s+improved|the\s+improved|improved|new)(?:\s+|$)|l'|一种|一个|所述的?)*"
)
_STOP = re.compile(
    r"[,;:\n，、；：]|(?<!(?<!\w)\w)\.|(?<![\w-])(?:for|of|configured|storing|stored|comprising"
    r"|comprises|comprised|including|includes|having|has|to|that"
    r"|which|wherein|whereby|using|obtained|obtainable|made|by|in(?!\s+(?:vitro|vivo|situ|silico))"
    r"|on|with|without"
    r"|adapted|according|accordance|as|containing|contains|consisting|consists"
    r"|characteri[sz]ed|is|are|operable|capable|used|useful|being|when|where|from|at|under|per"
    r"|produced|prepared|formed"
    r"|encoded|embodying|set|claimed|recited|defined|described|carrying"
    r"|(?<!computer )(?<!computer-)implemented|(?<!computer )executed|encoding|performed|executable"
    r"|suitable"
    r"|such|whose|based|between|within|further|selected|(?:and|or)(?=\s+(?:an?|the)\s)|into|claim|claims|"
    r"zum|zur|für|mit|nach|gemäß|gemäss|des|von|vom|umfassend|aufweisend|bestehend|bei|dadurch|"
    r"pour|selon|suivant|conforme|contenant|constitué\w*|de|du|d|à|comprenant|comportant|dans"
    r"|caractérisée?|destinée?)(?![\w-])|(?<=d)'|其特征|包括|包含|具有|含有"
)
_ASIDE = re.compile(r"\([^()]{0,60}\)")
# A verb before a noun, a particle, or a sign.
_KOREAN_SAYING = re.compile(
    "(?:[하되있없키지리이히우]는|[한된던킨할될]|위한|있어서|따른|의한|의|을|를|은|에|로|[,;:])$"
)
_CHINESE_REFERENCE = re.compile(r"所述的?|的")


def head_of(text: str, start: int, end: int) -> str:
    """The head noun phrase of folded `text[start:end]` without its article; "" where it opens otherwise."""
    article = _ARTICLE.match(text, start, end)
    first = article.end() if article else start
    stop = _STOP.search(text, first, end)
    phrase = _ASIDE.sub(" ", text[first : stop.start() if stop else min(end, first + 120)])
    return " ".join(phrase.split())[:120].strip(" -'\"")


def chinese_head(text: str, start: int, end: int) -> str:
    """The 主题名称: before the first comma or 其特征, behind the last 的 or 所述."""
    opening = re.compile(r"[，,。；;：:\n]|其特征|其中|包括|包含|具有").search(text, start + 1, end)
    phrase = text[start : opening.start() if opening else min(end, start + 120)]
    phrase = re.sub(r"^\s*(?:一种|一个|所述的?)", "", phrase)
    return _CHINESE_REFERENCE.split(phrase)[-1].strip()[:120]


def korean_head(text: str, start: int, end: int) -> str:
    """What stands at the end, behind the last word that says something of it: 포함하는 조명 장치 → 조명 장치."""
    words = text[max(start, end - 200) : end].strip(" \n.。").split()
    said = next((at for at in range(len(words) - 2, -1, -1) if _KOREAN_SAYING.search(words[at])), -1)
    return " ".join(words[said + 1 :])[:120]


def same_thing(one: str, other: str) -> bool:
    """Equal, or one the beginning or end of the other in whole words ("device", "measuring device")."""
    if not one or not other:
        return False
    one, other = singular(one), singular(other)
    return one == other or _within(one, other) or _within(other, one)


def _within(short: str, long: str) -> bool:
    return long.endswith((" " + short, "-" + short)) or long.startswith(short + " ")


def parts_of(head: str) -> Iterator[str]:
    """What is within it in that sense: its beginnings before a space, its ends behind a space or a hyphen."""
    for at, character in enumerate(head):
        if character == " ":
            yield head[:at]
        if character in " -" and at + 1 < len(head):
            yield head[at + 1 :]


def singular(head: str) -> str:
    """Without the s of the plural."""
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head
