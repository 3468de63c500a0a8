"""Documents as American letters name them: by the first inventor, with or without the number.

"over Smith et al. (US 2018/0123456 A1; hereinafter “Smith”) in view of Jones": Smith and Jones.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache

from portfolios.identifiers import Identifier
from portfolios.officeactions.cited import Mention
from portfolios.officeactions.letters.raised import Body, within

_INTRODUCTION = re.compile(
    r"(?<![A-Za-z])(?:over|or,\sin\sthe\salternative,(?:\sover)?|by|in\s(?:further\s)?view\sof|in\scombination\swith|and\s(?:further\s)?in\sview\sof"
    r"|and\sfurther|and|or|with|of)\s(?:the\s)?(?:co-?pending\s)?(?=[A-Z])"
)
_WORD = r"[A-Z][A-Za-z\u00c0-\u024f'’-]{1,30}"
_NAME = re.compile(
    rf"(?P<name>(?:(?:de|van|von|der|la|le)\s)?{_WORD}(?:\s(?:{_WORD}|[A-Z]\.|(?:de|van|von|der)(?![A-Za-z]))){{0,4}})(?P<others>,?\set\sal\.?)?"
)
_ADMITTED = re.compile(
    r"(?P<name>(?:Applicants?['’]?s?['’]?\s)?(?i:admitted\sprior\sart))(?:\s\(?[“\"]?AAPA[”\"]?\)?)?|(?P<short>AAPA)(?![A-Za-z])"
    r"|(?:Examiner['’]s\s)?(?P<notice>Official\sNotice)"
)
_ALIAS = re.compile(
    rf"(?i:hereinafter|hereafter|referred\sto\sas)[:,]?\s(?:(?:simply\s)?(?:referred\sto\s)?as\s)?[“\"']?(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})"
)
_OF_NUMBER = re.compile(
    rf"\s(?:to|by|of|issued\sto)\s(?P<name>{_WORD})|\s?\([“\"]?(?P<in_brackets>{_WORD})(?:\set\sal\.?)?[”\"]?\)"
)
_NO_NAME = frozenset(
    [
        "Claim",
        "Claims",
        "Official",
        "Notice",
        "Examiner",
        "Office",
        "The",
        "US",
        "EP",
        "WO",
        "JP",
        "CN",
        "KR",
        "DE",
        "PCT",
        "Section",
        "Sections",
        "Patent",
        "Application",
        "Applicant",
        "Applicants",
        "Japanese",
        "European",
        "Chinese",
        "Korean",
        "International",
        "Publication",
        "Pub",
        "Pat",
        "United",
        "States",
        "In",
        "Non",
    ]
)
_BRACKET = re.compile(
    r",?\s?\((?P<inside>[^()\n]{0,60}(?:\n[^()\n]{0,80}){0,3}(?:\([^()\n]{0,20}\)[^()\n]{0,60})?)\)"
)
_CLOSE = re.compile(r"[\s,:]{0,2}")
_COMMA = re.compile(r",\s(?:and\s)?(?=[A-Z])")
_LONGEST = 1_600
_FARTHEST = 600  # characters of one name or number, at most
_MOST_NAMES = 60
_FAR = 260  # characters behind a name in which its number stands


class Names:
    """The documents named in a letter. Its sentences may share stretches, so what stands at a place is kept."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._numbers = {one.start: one for one in body.numbers}
        self._introduced = cache(self._introduction)
        self._named_at = cache(self._mention)

    def find(self, start: int, end: int) -> list[Mention]:
        """Those named in a sentence of the copy, each once, in order; labels (D1) among them."""
        end = min(end, start + _LONGEST)
        found = {one.label: one for one in reversed([*self._named(start, end)])}
        for one in within(self._body.mentions, start, end):
            found.setdefault(one.label, one)
        return sorted(found.values(), key=lambda one: one.start)

    def _named(self, start: int, end: int) -> Iterator[Mention]:
        """Names behind the words that introduce them, and those that follow a name in a list."""
        text, at = self._body.copy.text, start
        while (introduced := self._behind_introduction(at, end)) is not None:
            at = introduced
            while mention := self._at(at, end):
                yield mention
                at = _behind_brackets(text, mention.end, end)
                comma = _COMMA.match(text, at, end)
                if comma is None:
                    break
                at = comma.end()

    def _behind_introduction(self, at: int, end: int) -> int | None:
        known = self._introduced(at) if at < end else None
        if known is None or known < end:
            return known
        cut = _INTRODUCTION.search(self._body.copy.text, at, end)
        return cut.end() if cut else None

    def _introduction(self, at: int) -> int | None:
        """Behind the words next after that place that introduce a document, as far as a sentence goes on."""
        found = _INTRODUCTION.search(self._body.copy.text, at, at + _LONGEST)
        return found.end() if found else None

    def _at(self, at: int, end: int) -> Mention | None:
        return self._named_at(at) if at + _FARTHEST < end else self._mention(at, end)

    def _mention(self, at: int, end: int = sys.maxsize) -> Mention | None:
        text, number = self._body.copy.text, self._numbers.get(at)
        if number and number.end <= end:
            return _by_number(text, at, number)
        if admitted := _ADMITTED.match(text, at, end):
            return Mention("Official Notice" if admitted["notice"] else "AAPA", at, admitted.end())
        name = _NAME.match(text, at, end)
        if name is None or name["name"].split()[0] in _NO_NAME:
            return None
        return Mention(_short(text, name), at, name.end())


def numbers_of_names(body: Body, mentions: Iterable[Mention]) -> list[tuple[Mention, Identifier]]:
    """The numbers given with the names: beside them or in the brackets that follow."""
    found = []
    for mention in mentions:
        numbers = _numbers(body, mention.start, mention.end + _FAR)
        number = numbers.get(mention.start) or _number_after(body.copy.text, mention.end, numbers)
        if number:
            found.append((mention, number))
    return found


def find_name_mentions(text: str, names: Iterable[Mention]) -> list[Mention]:
    """Every place where the copy says one of these names, in order."""
    labels = {one.label: one.label.removesuffix(" et al.") for one in names if one.label[:1].isalpha()}
    if not labels:
        return []
    words = {_flat(name): label for label, name in labels.items()}
    longest_first = sorted(words, key=len, reverse=True)[:_MOST_NAMES]
    pattern = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, longest_first))})(?![A-Za-z])")
    return [Mention(words[match.group()], match.start(), match.end()) for match in pattern.finditer(text)]


def _flat(name: str) -> str:
    return " ".join(name.split())


def _numbers(body: Body, start: int, end: int) -> dict[int, Identifier]:
    """The numbers of a stretch of the copy by where they begin."""
    return {one.start: one for one in within(body.numbers, start, end) if one.end <= end}


def _by_number(text: str, at: int, number: Identifier) -> Mention:
    """ "US 2018/0123456 to Smith": the name behind the number, else the number itself."""
    length = len(number.text)
    behind = _OF_NUMBER.match(text, at + length)
    if behind:
        return Mention(behind["name"] or behind["in_brackets"], at, behind.end())
    return Mention(number.canonical or number.text, at, at + length)


def _short(text: str, name: re.Match[str]) -> str:
    """The name the letter goes on with: that behind "hereinafter" in the brackets, else the name said."""
    bracket = _BRACKET.match(text, name.end())
    alias = _ALIAS.search(bracket["inside"]) if bracket else None
    return " ".join((alias["name"] if alias else name["name"]).split())


def _number_after(text: str, at: int, numbers: dict[int, Identifier]) -> Identifier | None:
    close = _CLOSE.match(text, at)
    if close and close.end() in numbers:
        return numbers[close.end()]
    bracket = _BRACKET.match(text, at)
    if bracket is None:
        return None
    inside = (
        numbers[one] for one in sorted(numbers) if bracket.start("inside") <= one < bracket.end("inside")
    )
    return next(inside, None)


def _behind_brackets(text: str, at: int, end: int) -> int:
    bracket = _BRACKET.match(text, at, end)
    return bracket.end() if bracket else at
