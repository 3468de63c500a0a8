"""Articles of the Patent Law of China and rules of its Implementing Regulations: 专利法第22条第2、3款."""

import re

from portfolios.claims.numerals import KANJI, number_of
from portfolios.officeactions.provisions.provision import Provision

_NUMBER = rf"(?:[0-9]{{1,3}}|[{KANJI}]{{1,5}})"
_ARTICLE = re.compile(
    rf"(?P<law>专利法\n?(?P<rules>实施\n?细则)?|專利法\n?(?P<rules_>實施\n?細則)?|(?P<alone>细则))"
    rf"(?:\([^()\n]{{0,12}}\))?\n?第\n?(?P<article>{_NUMBER})\n?[条條]"
)
_FURTHER = re.compile(rf"\n?(?:[、,]|和|及|与|或|以及)\n?第\n?(?P<article>{_NUMBER})\n?[条條]")
_PARAGRAPH = re.compile(rf"\n?第\n?(?P<number>{_NUMBER})\n?(?=款|[、,和及或]\n?第?{_NUMBER}\n?款)\n?款?")
_FURTHER_PARAGRAPH = re.compile(rf"\n?(?:[、,]|和|及|与|或)\n?第?\n?(?P<number>{_NUMBER})\n?款")
_ITEM = re.compile(rf"\n?第?\n?\(?(?P<number>{_NUMBER})\)?\n?项")
_MANY = 8


def find_provisions(text: str) -> list[Provision]:
    """Every article and rule, enumerations expanded, in order; "22.3" is 第22条第3款, "R.22.2" a rule."""
    found: list[Provision] = []
    for match in _ARTICLE.finditer(text):
        prefix = "R." if match["rules"] or match["rules_"] or match["alone"] else ""
        article: re.Match[str] | None = match
        for _ in range(_MANY):
            if article is None:
                break
            found += _paragraphs(text, article, prefix)
            article = _FURTHER.match(text, found[-1].end)
    return found


def _paragraphs(text: str, article: re.Match[str], prefix: str) -> list[Provision]:
    code = prefix + str(number_of(article["article"]))
    first = _PARAGRAPH.match(text, article.end())
    if first is None:
        return [Provision(code, article.start(), article.end())]
    found = [_with_item(text, f"{code}.{number_of(first['number'])}", article.start(), first.end())]
    while len(found) < _MANY and (more := _FURTHER_PARAGRAPH.match(text, found[-1].end)):
        found.append(Provision(f"{code}.{number_of(more['number'])}", more.start("number"), more.end()))
    return found


def _with_item(text: str, code: str, start: int, end: int) -> Provision:
    item = _ITEM.match(text, end)
    return (
        Provision(f"{code}({number_of(item['number'])})", start, item.end())
        if item
        else Provision(code, start, end)
    )
