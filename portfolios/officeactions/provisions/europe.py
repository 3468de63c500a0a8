"""Articles and rules of the European Patent Convention: "Article 54(1) and (2) EPC", "Rule 137(3) EPC"."""

import re

from portfolios.officeactions.provisions.provision import Provision

_WORD = re.compile(
    r"(?P<word>[AaRr](?<![A-Za-z][AaRr])(?:(?<=[Aa])(?i:rticles?|rts?\.?)|(?<=[Rr])(?i:ules?|r?\.)))\s?(?=[0-9])"
)
_NUMBER = re.compile(r"(?P<number>[0-9]{1,3})(?P<below>(?:\s?\([0-9a-z]{1,2}\)){0,2})(?![0-9])")
_MORE_BELOW = re.compile(r"\s?(?:,|/|and/or|and|or)\s?(?P<below>(?:\([0-9a-z]{1,2}\)){1,2})")
_JOINT = re.compile(r"\s?(?:,\s?(?:and|or)?|/|and/or|and|or|in combination with|together with)\s?(?=[0-9])")
_OTHER_LAW = re.compile(r"\s?(?:PCT|RPBA|RFees|Rules relating to Fees|Paris)")
_ARTICLES = frozenset({"52", "53", "54", "56", "57", "76", "82", "83", "84"})
_RULES = frozenset({"42", "43", "137"})
_MANY = 8


def find_provisions(text: str) -> list[Provision]:
    """Every article and rule that is a ground, enumerations expanded, in order."""
    found: list[Provision] = []
    for word in _WORD.finditer(text):
        group = _numbers(text, word)
        if group and not _OTHER_LAW.match(text, group[-1].end):
            prefix = "R." if word["word"][0] in "Rr" else ""
            found += [
                Provision(prefix + one.code, one.start, one.end) for one in group if _is_ground(prefix, one)
            ]
    return found


def _numbers(text: str, word: re.Match[str]) -> list[Provision]:
    found: list[Provision] = []
    start, at = word.span()
    for _ in range(_MANY):
        said = _NUMBER.match(text, at)
        if said is None:
            break
        found.append(Provision(said["number"] + _plain(said["below"]), start, said.end()))
        while len(found) < _MANY and said["below"] and (more := _MORE_BELOW.match(text, found[-1].end)):
            found.append(Provision(said["number"] + _plain(more["below"]), more.start("below"), more.end()))
        joint = _JOINT.match(text, found[-1].end)
        if joint is None:
            break
        start = at = joint.end()
    return found


def _is_ground(prefix: str, one: Provision) -> bool:
    number = one.code.partition("(")[0]
    if prefix:
        return number in _RULES
    return number in _ARTICLES or one.code in ("123(2)", "123(3)")


def _plain(below: str) -> str:
    return "".join(below.split())
