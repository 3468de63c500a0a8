"""Provisions of the Patent Act of Japan: 特許法第２９条第１項第３号, 第36条第4項第1号及び第6項第2号."""

import re

from portfolios.claims.numerals import KANJI, number_of
from portfolios.officeactions.provisions.provision import Provision

_NUMBER = rf"(?:[0-9]{{1,3}}|[{KANJI}]{{1,5}})"
_ARTICLE = re.compile(
    rf"(?P<law>[^\W\d_]{{0,8}}法\n?)?第?\n?(?P<article>{_NUMBER})\n?条(?:\n?の\n?(?P<branch>{_NUMBER}))?"
)
_PARAGRAPH = re.compile(rf"\n?第?\n?(?P<number>{_NUMBER})\n?項(?!に係る)")
_ITEM = re.compile(rf"\n?第?\n?(?P<number>{_NUMBER})\n?号(?!公報|明細書)")
_CHAPEAU = re.compile(r"\n?柱\n?書")
_JOINT = re.compile(r"\n?(?:及び|又は|並びに|若しくは|および|または|ならびに|[、,・])\n?(?=第)")
_LAST = re.compile(rf"\n?(?:から|乃至|ないし|~)\n?第\n?(?P<number>{_NUMBER})\n?項(?:\n?ま\n?で)?")
_OTHER_LAW = re.compile(
    r"(?:意匠|商標|実用新案|民|著作権|不正競争防止|施行|条約|手続)法?\n?$|規則\n?$|施行令\n?$"
)
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_MANY = 12  # members of one enumeration


def find_provisions(text: str) -> list[Provision]:
    """Every article of the Patent Act in the copy, enumerations expanded, in order."""
    found: list[Provision] = []
    for match in _ARTICLE.finditer(text) if "条" in text else ():
        law = match["law"] or text[max(0, match.start() - 8) : match.start()]
        if not _OTHER_LAW.search(law):
            found += _below(text, match)
    return found


def _below(text: str, match: re.Match[str]) -> list[Provision]:
    """The paragraphs and items said under one article: "第36条第4項第1号及び第6項第2号" are two."""
    article = str(number_of(match["article"]))
    if match["branch"]:
        article += f"の{number_of(match['branch'])}"
    start, at, paragraph = match.start(), match.end(), ""
    found: list[Provision] = []
    for _ in range(_MANY):
        said, paragraph, end = _one(text, at, paragraph)
        if found and end == at:
            break
        found.append(Provision(article + said, start, end))
        end = _up_to(text, article, found)
        joint = _JOINT.match(text, end)
        if joint is None:
            break
        start = at = joint.end()
    return found


def _up_to(text: str, article: str, found: list[Provision]) -> int:
    """The paragraphs up to the one behind から: "第17条の2第3項から第6項まで" are four. Where they end."""
    first = found[-1]
    last = _LAST.match(text, first.end)
    number = first.code.removeprefix(article).strip("()")
    if last is None or not number.isdecimal():
        return first.end
    up_to = min(number_of(last["number"]), int(number) + _MANY)
    found += [
        Provision(f"{article}({one})", first.start, last.end()) for one in range(int(number) + 1, up_to + 1)
    ]
    return last.end()


def _one(text: str, at: int, paragraph: str) -> tuple[str, str, int]:
    """Paragraph and item at a place, the paragraph last said, and where they end."""
    if said := _PARAGRAPH.match(text, at):
        paragraph, at = f"({number_of(said['number'])})", said.end()
    elif (item := _ITEM.match(text, at)) is None and _CHAPEAU.match(text, at) is None:
        return "", paragraph, at
    if chapeau := _CHAPEAU.match(text, at):
        return "柱書", paragraph, chapeau.end()
    item = _ITEM.match(text, at)
    if item is None:
        return paragraph, paragraph, at
    number = number_of(item["number"])
    roman = _ROMAN[number] if 0 < number < len(_ROMAN) else str(number)
    return (f"{paragraph}{roman}" if paragraph else f"({roman})"), paragraph, item.end()
