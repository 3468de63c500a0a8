"""Provisions of title 35 of the U.S. Code, and nonstatutory double patenting."""

import re

from portfolios.characters import in_any_case
from portfolios.officeactions.provisions.provision import Provision

_CODE = re.compile(r"3 ?5\s?U\. ?S\. ?C\.?|3 ?5\s?USC")
_SECTION = re.compile(
    r"(?:[\s,]{0,2}(?:§{1,2}|[Ss]ections?|[Ss]ec\.)?\s?)(?P<section>1 ?[0-3] ?[0-9])(?![0-9])"
    r"(?P<below>(?:\s?\([a-h1-2]\)){0,2})"
)
_MORE_BELOW = re.compile(
    r"\s?(?:,\s?(?:and/or|and|or)?|/|and/or|and|or)\s?(?P<below>(?:\([a-h1-2]\)\s?){1,2})"
)
_JOINT = re.compile(
    r"(?:\s?,)?\s?(?:and/or|and|or|,|/)\s?(?:in\sthe\salternative,?\s(?:under\s)?)?(?=(?:§|[Ss]ection)?\s?1 ?[0-3] ?[0-9])"
)
_PARAGRAPH = re.compile(
    r"[\s,]{0,2}(?:\(?pre-\s?AIA\)?)?[\s,]{0,2}(?P<ordinal>first|second|third|fourth|fifth|sixth|1st|2nd|4th|6th)\sparagraph"
)
_DOUBLE = re.compile(
    in_any_case(
        r"non-?\s?statutory\s(?:obviousness-type\s)?double\spatenting",
        r"obviousness-type\sdouble\spatenting",
    )
)
_SAME_INVENTION = re.compile(r"(?i:statutory\sdouble\spatenting|same\sinvention)")
_PARAGRAPHS = {"first": "(a)", "second": "(b)", "fourth": "(d)", "sixth": "(f)",
               "1st": "(a)", "2nd": "(b)", "4th": "(d)", "6th": "(f)"}  # fmt: skip
_GROUNDS = ("101", "102", "103", "112", "121", "132")
_MANY = 8


def find_provisions(text: str) -> list[Provision]:
    """Every section that is a ground, in order. Paragraphs of the old section 112 have the letter they have
    now (35 U.S.C. 112 as amended in 2011): the second is 112(b).
    """
    found: list[Provision] = []
    for code in _CODE.finditer(text):
        found += _sections(text, code)
    found += [Provision("ODP", match.start(), match.end()) for match in _DOUBLE.finditer(text)]
    return sorted(
        (one for one in found if one.code.startswith((*_GROUNDS, "ODP"))), key=lambda one: one.start
    )


def _sections(text: str, code: re.Match[str]) -> list[Provision]:
    found: list[Provision] = []
    start, at = code.span()
    for _ in range(_MANY):
        section = _SECTION.match(text, at)
        if section is None:
            break
        found += _subsections(text, section, start)
        joint = _JOINT.match(text, found[-1].end)
        if joint is None:
            break
        start = at = joint.end()
    return found


def _subsections(text: str, section: re.Match[str], start: int) -> list[Provision]:
    """ "102(a)(1)/(a)(2)" are two; "112 (pre-AIA), second paragraph" is 112(b)."""
    number = section["section"].replace(" ", "")
    old = _PARAGRAPH.match(text, section.end())
    if old and not section["below"]:
        return [Provision(number + _PARAGRAPHS.get(old["ordinal"], ""), start, old.end())]
    found = [Provision(number + _plain(section["below"]), start, section.end())]
    while (
        len(found) < _MANY and found[-1].code != number and (more := _MORE_BELOW.match(text, found[-1].end))
    ):
        end = more.end() - (len(more.group()) - len(more.group().rstrip()))
        found.append(Provision(number + _plain(more["below"]), more.start("below"), end))
    return found


def _plain(below: str) -> str:
    return "".join(below.split())


def is_same_invention(text: str) -> bool:
    """Whether a rejection under section 101 is one for double patenting."""
    return bool(_SAME_INVENTION.search(text)) and not _DOUBLE.search(text)
