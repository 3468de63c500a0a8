"""Claims named in a letter: "請求項１－３、５", "claims 1, 3-7 and 9", "权利要求1-3、5"; ranges expanded exactly.

Claims of other documents are told apart: "引用文献1の請求項1", "claims 1-5 of U.S. Patent No. 10,123,456".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from portfolios.characters import matching_copy, record
from portfolios.claims.claim import Office
from portfolios.claims.numerals import expand, number_of


class ClaimList(NamedTuple):
    """Claims named together, at their place in the copy. `problem` is "descending" where a range runs
    backwards, "unreadable" where it ends in no claim number, "line_break" where a number may go on in the next
    line; such numbers are left out. `foreign`: claims of another document.
    """

    claims: tuple[int, ...]
    start: int
    end: int
    all_claims: bool = False
    foreign: bool = False
    problem: str = ""


@record()
class _Grammar:
    """How a language names claims: the word, what follows each number, and who else's claims they may be."""

    word: re.Pattern[str]
    everything: re.Pattern[str]
    number: re.Pattern[str]
    range_mark: re.Pattern[str]
    joint: re.Pattern[str]
    foreign_before: re.Pattern[str]
    foreign_after: re.Pattern[str]


_NO = re.compile(r"(?!)")
_END = r"(?![0-9])"
_ASIAN_NUMBER = re.compile(rf"\n?第?(?P<number>[0-9]{{1,3}}){_END}")
_BREAK = re.compile(r"\n(?P<rest>[0-9]{1,2})(?![0-9])(?P<heads>[.、:)]?)")
_JAPANESE = _Grammar(
    word=re.compile(r"請\n?求\n?項\n?[:(]?"),
    everything=re.compile(r"(?:全て?の?|すべての)請求項"),
    number=_ASIAN_NUMBER,
    range_mark=re.compile(r"\n?(?:[-~―]|から|乃至|ないし)\n?(?:請求項)?"),
    joint=re.compile(r"\n?(?:[、,・/]|及び|および|並びに|ならびに|又は|または|若しくは|と)\n?(?:請求項)?"),
    foreign_before=re.compile(
        r"(?:文献等?[0-9]{1,2}|引用例[0-9]|引用発明[0-9]?|公報|明細書|特許|出願)の\n?$"
    ),
    foreign_after=_NO,
)
_CHINESE = _Grammar(
    word=re.compile(r"(?:权\n?利|權\n?利)\n?要\n?求\n?[:(]?"),
    everything=re.compile(r"(?:全部|所有)(?:的)?(?:权利|權利)要求"),
    number=_ASIAN_NUMBER,
    range_mark=re.compile(r"\n?(?:[-~―]|至|到)\n?(?:权利要求|權利要求)?"),
    joint=re.compile(r"\n?(?:[、,]|和|及|与|或|以及)\n?(?:权利要求|權利要求)?"),
    foreign_before=re.compile(r"(?:文件[0-9]{1,2}|专利|母案|申请[0-9]+)(?:的|中的)?\n?$"),
    foreign_after=_NO,
)
_MEASURE = r"(?!\s?(?:%|U\. ?S|USC|lines?\b|months?\b|days?\b))"
_ENGLISH = _Grammar(
    word=re.compile(r"[Cc](?<![A-Za-z][Cc])(?i:laim(?:\(s\)|s)?(?:,? nos?\.)?:?\s)"),
    everything=re.compile(r"[Aa](?<![A-Za-z][Aa])(?i:ll (?:of )?(?:the )?(?:pending )?claims)"),
    number=re.compile(rf"\s?(?P<number>[0-9]{{1,3}})(?![0-9A-Za-z/]|\.[0-9]){_MEASURE}"),
    range_mark=re.compile(r"\s?(?:[-~]|to\s|through\s|thru\s)\s?(?:(?i:claims?) )?"),
    joint=re.compile(
        r"(?:\s?,\s?(?:(?:and/or|and|or|&)\s)?|\s(?:and/or|and|or|as well as|&)\s)(?:(?i:(?:to )?claims?)\s)?"
    ),
    foreign_before=re.compile(r"D(?<![A-Za-z]D)[0-9]{1,2}\s?[,:(]?\s?(?:see\s)?$"),
    foreign_after=re.compile(
        r"\s(?:of|in|from)\s(?:the\s)?(?:co-?pending|reference|prior|document\sD?[0-9]|D[0-9]"
        r"|U\. ?S|US|JP|EP|WO|CN|[Pp]atent|[Aa]pplication\sNo|Application\s[0-9])"
    ),
)
GRAMMARS = {Office.JP: _JAPANESE, Office.US: _ENGLISH, Office.EP: _ENGLISH, Office.CN: _CHINESE}
_LOOK_BACK = 16


_BETWEEN = re.compile(r"(?<=[0-9]) ?(?:/|vs?\.?|versus|against) ?(?=[0-9])")


def find_claim_lists(text: str, office: Office) -> list[ClaimList]:
    """Every list of claims in the copy of a letter, in order. Linear; never raises."""
    grammar = GRAMMARS[office]
    found: list[ClaimList] = []
    at = 0
    while word := grammar.word.search(text, at):
        one = _list_at(text, word, grammar)
        at = max(one.end, word.end()) if one else word.end()
        if one:
            found.append(one)
    return [*_numbered_apart(found, _everything(text, grammar))]


def claims_named(text: str) -> tuple[int, ...]:
    """The numbers of all claims that running text names in Japanese, English or Chinese, lists and ranges expanded, each
    once, in order of place: "claims 1, 3 and 99", "請求項1から3まで、クレーム5".
    """
    copy = _BETWEEN.sub(" and ", matching_copy(text).replace("クレーム", "請求項"))
    found = [one for office in (Office.JP, Office.US, Office.CN) for one in find_claim_lists(copy, office)]
    in_order = sorted(found, key=lambda one: one.start)
    return tuple(dict.fromkeys(number for one in in_order for number in one.claims))


def _everything(text: str, grammar: _Grammar) -> list[ClaimList]:
    return [
        ClaimList(claims=(), start=match.start(), end=match.end(), all_claims=True)
        for match in grammar.everything.finditer(text)
    ]


def _numbered_apart(lists: list[ClaimList], everything: list[ClaimList]) -> Iterator[ClaimList]:
    """Both in order of place; "all claims 1-10" counts once, by its numbers."""
    taken = {one.start for one in lists}
    spare = (one for one in everything if not taken.intersection(range(one.start, one.end + 1)))
    yield from sorted([*lists, *spare], key=lambda one: one.start)


def list_at(text: str, at: int, office: Office) -> ClaimList | None:
    """The claims listed from a place on, where the word for them stands before a verb."""
    ranges, problem, end = _ranges(text, at, GRAMMARS[office])
    return ClaimList(claims=expand(ranges), start=at, end=end, problem=problem) if ranges else None


def _list_at(text: str, word: re.Match[str], grammar: _Grammar) -> ClaimList | None:
    ranges, problem, end = _ranges(text, word.end(), grammar)
    if not ranges and not problem:
        return None
    start = word.start()
    before = text[max(0, start - _LOOK_BACK) : start]
    foreign = bool(grammar.foreign_before.search(before) or grammar.foreign_after.match(text, end))
    return ClaimList(expand(ranges), start, end, False, foreign, problem)


def _ranges(text: str, at: int, grammar: _Grammar) -> tuple[list[tuple[int, int]], str, int]:
    ranges: list[tuple[int, int]] = []
    problem, end = "", at
    while first := grammar.number.match(text, at):
        pair, end, trouble = _range(text, first, grammar)
        problem = problem or trouble
        if pair:
            ranges.append(pair)
        joint = grammar.joint.match(text, end)
        if joint is None:
            break
        at = joint.end()
    return ranges, problem, end


def _range(text: str, first: re.Match[str], grammar: _Grammar) -> tuple[tuple[int, int] | None, int, str]:
    """From one number to the next where a range mark stands between; the pair is None where it cannot be."""
    low, end, trouble = _whole(text, first, grammar)
    mark = grammar.range_mark.match(text, end)
    last = grammar.number.match(text, mark.end()) if mark else None
    if last is None:
        trouble = trouble or ("unreadable" if mark and text[mark.end() : mark.end() + 1].isdecimal() else "")
        return ((low, low) if low and not trouble else None), end, trouble
    high, end, trouble_at_end = _whole(text, last, grammar)
    trouble = trouble or trouble_at_end or ("descending" if high < low else "")
    return (None if trouble or not low else (low, high)), end, trouble


def _whole(text: str, found: re.Match[str], grammar: _Grammar) -> tuple[int, int, str]:
    """The number, where it ends, and "line_break" where the next line may go on with it or begin an item.

    Two digits that only a line end parts are one number: no list puts two numbers together without a sign.
    """
    written, end = found["number"], found.end()
    broken = _BREAK.match(text, end) if grammar.number is _ASIAN_NUMBER else None
    if broken is None or len(written) + len(broken["rest"]) > 3:
        return number_of(written), end, ""
    if broken["heads"]:
        return number_of(written), end, "line_break"
    return number_of(written + broken["rest"]), broken.end("rest"), ""
