"""Finding numbers in running text: a trigger finds where a number may begin, the forms of that place are tried,
and what follows a number may lean on it.
"""

import re
import sys

from portfolios.characters import by_first, matching_copy
from portfolios.identifiers import (
    china,
    europe,
    germany,
    international,
    japan,
    japan_english,
    korea,
    united_states,
)
from portfolios.identifiers.forms import AMOUNT, Form, kind_of
from portfolios.identifiers.line_breaks import Lines, Reading
from portfolios.identifiers.number import Identifier, Number, locate
from portfolios.identifiers.succession import behind_separator, follow, point_back

# Where a number or a word that points to one may begin: words, words before which no letter and no digit may stand,
# and figures. Every alternative starts with one certain character, so that the search runs from candidate to candidate.
_WORDS = (
    r"米国|米公|美国|European|Europäi|欧州|欧洲|ヨーロッパ|PCT|International|international|国際|国际"
    r"|特(?=[許開公表願告 \n])|実(?=[用開公表全願登 \n])|再公表|再表|意(?=[匠願 \n])"
    r"|登録実|日本国?特|公開特|公表特|公開実|出願番号特|昭(?=和?[ \n]{0,12}[0-9〇一二三四五六七八九元])"
    r"|平(?=成?[ \n]{0,12}[0-9〇一二三四五六七八九元])|令(?=和?[ \n]{0,12}[0-9〇一二三四五六七八九元])"
    r"|中国|中國|中华|申请号|申請號|专利号|專利號|韓国|韩国|大韓|한국|대한|公開実用|登録特許|공개|등록|특허|실용"
    r"|独国|ドイツ|獨國|德国|同|前記|上記|該|'[0-9]|Ditto|ditto|Ibid|ibid"
)
_APART = (
    r"U\.|US|United |us[0-9 ]|Pub\. N|pub\. N"
    r"|Pat[ents.]{0,6}[ \n]{0,3}[Nn#№]|pat[ents.]{0,6}[ \n]{0,3}[Nn#№]|PAT[ENTS.]{0,6}[ \n]{0,3}[Nn#№]"
    r"|Ser|ser|App|app|Non-?[Pp]rov|non-?prov|Prov|prov|Control N|control N|Patent [Aa]pp|patent app"
    r"|EP|ep[0-9]|WO|wo[0-9]|JP|jp[0-9-]|Japan|JAPAN|CN|cn[0-9]|ZL|Chinese|KR|kr[0-9]|Korea"
    r"|DE|de[0-9]|German|Aktenz|Az\.|Offenl|Patentschrift|Patentanm"
)
_FIGURES = (
    r"19[0-9]{2}-[0-9]|10-[12]|10 20|1[0-9]/[0-9]|20[0-9]{2}-[0-9]|20-[12]|20[0-9]{10}\.|20 20|2[0-9]/[0-9]"
    r"|0[1-9]/[0-9]|35/[0-9]|60 20|6[0-3]/[0-9]|9[056]/[0-9]"
)


def _is_small(trigger: str) -> bool:
    return "a" <= trigger[0] <= "z"


_TRIGGERS = tuple(
    (one.replace("\\", ""), f"{one[0]}{before.format(one[0])}{one[1:]}")
    for written, before in ((_WORDS, ""), (_APART, "(?<![0-9A-Za-z]{})"), (_FIGURES, "(?<![0-9A-Za-z-]{})"))
    for one in written.split("|")
)
_LARGE = re.compile(by_first(pattern for one, pattern in _TRIGGERS if not _is_small(one)))
# Words in small letters are looked for behind what is neither letter nor figure, of which texts hold fewer.
_SMALL = re.compile(rf"[^0-9A-Za-z](?={by_first(one for one in _APART.split('|') if _is_small(one))})")
_SMALL_AT_ONCE = re.compile(by_first(one for one in _APART.split("|") if _is_small(one)))
_POINTERS = "同前上該'"  # what begins with these is no number by itself
_DIGIT = re.compile("[0-9〇一二三四五六七八九]")
# What bears a number like one of a patent, where no kind code says that it is one.
_OF_A_THING = re.compile(
    r"(?:(?i:(?:part|catalogue?|item|order|product|model|lot|invoice|article)(?:\sno\.?|\snumber|\scode|\s?#)|\bmodel|\border|p/n|s/n|sku)"
    r"|型番|型式|品番|機種|ロット|(?:部品|製造|製品|商品|学籍|会員|注文|伝票|契約|受付|管理|ロット)番号)$"
)
_ENDS_OF_THINGS = frozenset(".#orelnuORELNU番式種ト号")
_LONGEST_THING = 20
_LONGEST_OPENING = 120  # characters of words and spaces before the first digit of a number
_BEFORE, _BEHIND = 80, 560  # characters that no form looks farther than, from where a number begins
_OF_BREAKS = 240  # characters of breaks between the figures of a number, at most
_BEGINNING = 30  # characters of it by which a number is taken to repeat
_MOST_BEGUN, _MOST_KNOWN = 20_000, 1_000


class _Forms:
    """The forms of an opening. Which of them may stand there is seen by how the figures begin, asked of all at once."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._forms = forms
        said = (one.figures.pattern for one in forms if one.figures)
        self._beginnings = re.compile("".join(rf"(?=(?:{figures})()|)" for figures in said))
        self._chosen: dict[tuple[str | None, ...], tuple[Form, ...]] = {}

    def with_figures(self, copy: str, at: int) -> tuple[Form, ...]:
        """Those whose figures may be the ones at that place."""
        beginning = self._beginnings.match(copy, at)
        said = beginning.groups() if beginning else ()
        if said not in self._chosen:
            answers = iter(said)
            self._chosen[said] = tuple(
                one for one in self._forms if one.figures is None or next(answers) is not None
            )
        return self._chosen[said]


def _by_opening() -> dict[str, _Forms]:
    """The forms that may begin with the first two characters of a trigger, or with its first where it has but one."""
    offices = (united_states, europe, international, japan_english, japan, china, korea, germany)
    return {
        opening: _Forms(
            tuple(one for office in offices for one in office.FORMS if opening.startswith(one.openings))
        )
        for opening in (one[:1] if one[1:2] in "[(" else one[:2] for one, _ in _TRIGGERS)
    }


_FORMS = _by_opening()


class _Triggers:
    """Where numbers may begin in a copy. What was found and not yet asked for is kept."""

    def __init__(self, copy: str) -> None:
        self._copy = copy
        self._large = self._small = -1

    def next(self, at: int) -> int | None:
        """The first place from there on, None behind the last; to be asked with ascending places."""
        if self._large < at:
            large = _LARGE.search(self._copy, at)
            self._large = large.start() if large else sys.maxsize
        if self._small < at:
            self._small = self._next_small(at)
        first = min(self._large, self._small)
        return None if first == sys.maxsize else first

    def _next_small(self, at: int) -> int:
        if at == 0 and _SMALL_AT_ONCE.match(self._copy):
            return 0
        small = _SMALL.search(self._copy, max(0, at - 1))
        return small.end() if small else sys.maxsize


def identify(text: str) -> list[Identifier]:
    """Every patent number of the text, in reading order, none overlapping another. Never raises; linear in the
    length of the text. Offsets are those of the text as given.
    """
    lines = Lines(matching_copy(text))
    copy = lines.copy
    known = _Known(lines)
    found: list[Identifier] = []
    triggers = _Triggers(copy)
    at, digit = 0, -1
    while (start := triggers.next(at)) is not None:
        at = start + 1
        if digit < start:
            following = _DIGIT.search(copy, start)
            digit = following.start() if following else sys.maxsize
        near = digit - start <= _LONGEST_OPENING
        one = _one_at(text, known, start, found) if near else _pointed(text, copy, start, found)
        while one:
            found.append(one)
            at = max(at, one.end)
            one = _next_of_list(text, lines, one)
    return found


def read(text: str) -> Identifier | None:
    """The number a text consists of, nothing but space around it; None where it is something else."""
    found = identify(text)
    if len(found) == 1 and found[0].text.strip(" \u3000()（）") == text.strip(" \u3000()（）\n"):
        return found[0]
    return None


class _Known:
    """What is read at places of a text, by the characters around them: a text names the same number again and again,
    and no form looks beyond these characters. Kept is only what begins like something before it.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._begun: set[str] = set()
        self._known: dict[tuple[str, ...], Reading | None] = {}

    def read(self, at: int) -> Reading | None:
        """The longest number that begins at that place."""
        lines = self.lines
        beginning = lines.copy[at : at + _BEGINNING]
        if beginning not in self._begun:
            if len(self._begun) == _MOST_BEGUN:
                self._begun.clear()
            self._begun.add(beginning)
            return lines.read(at, _longest)
        around = _around(lines, at)
        if around in self._known:
            return _moved(self._known[around], at)
        if len(self._known) == _MOST_KNOWN:
            self._known.clear()
        found = lines.read(at, _longest)
        self._known[around] = _moved(found, -at)
        return found


def _around(lines: Lines, at: int) -> tuple[str, ...]:
    """The characters around a place, and those of the text without breaks where there are any."""
    near = lines.copy[max(0, at - _BEFORE) : at], lines.copy[at : at + _BEHIND + _OF_BREAKS]
    if lines.copy is lines.joined:
        return near
    place = lines.place(at)
    return *near, lines.joined[max(0, place - _BEFORE) : place], lines.joined[place : place + _BEHIND]


def _moved(read: Reading | None, by: int) -> Reading | None:
    return read and Reading(read.number, read.match, read.start + by, read.end + by)


def _one_at(text: str, known: _Known, at: int, before: list[Identifier]) -> Identifier | None:
    lines = known.lines
    best = known.read(at) if lines.copy[at] not in _POINTERS else None
    if best:
        return None if _is_of_a_thing(lines.copy, best) else _locate(text, best)
    pointed = _pointed(text, lines.copy, at, before)
    if pointed:
        return pointed
    if before and lines.copy[at] in "同DdIi":
        return _following(text, lines, at, before[-1], same=True)
    return None


def _is_of_a_thing(copy: str, read: Reading) -> bool:
    """Whether the words before show that it is the number of a part, an order or the like, or those behind an amount."""
    if read.number.kind and not read.number.kind_inferred:
        return False
    if AMOUNT.match(copy, read.end):
        return True
    before = copy[max(0, read.start - _LONGEST_THING) : read.start].rstrip(" :")
    return before[-1:] in _ENDS_OF_THINGS and _OF_A_THING.search(before) is not None


def _following(text: str, lines: Lines, at: int, previous: Identifier, *, same: bool) -> Identifier | None:
    """The number at that place that continues the previous one."""

    def find(copy: str, start: int) -> Reading | None:
        followed = follow(copy, start, previous, same=same)
        return _reading(*followed) if followed else None

    followed = lines.read(at, find)
    return _locate(text, followed) if followed else None


def _pointed(text: str, copy: str, at: int, before: list[Identifier]) -> Identifier | None:
    pointed = point_back(copy, at, before) if copy[at] in _POINTERS else None
    return locate(pointed[0], text, at, pointed[1], back_reference=True) if pointed else None


def _longest(copy: str, at: int) -> Reading | None:
    best: tuple[Number, re.Match[str]] | None = None
    forms = _FORMS.get(copy[at : at + 2]) or _FORMS.get(copy[at])
    if forms is None:
        return None
    digit = _DIGIT.search(copy, at)
    first = digit.start() if digit else at
    for pattern, read_match, _, _, words in forms.with_figures(copy, first):
        match = pattern.match(copy, at) if first - at >= words else None
        if match and (best is None or match.end() > best[1].end()):
            number = read_match(match)
            if number and kind_of(match) and _is_glued(match) and not _says_kind(number, match):
                number = None
            best = (number, match) if number else best
    return _reading(*best) if best else None


def _is_glued(match: re.Match[str]) -> bool:
    """Whether a letter hangs on the last digit, as in US20020396363P: if it is no kind, it is another number."""
    return match.string[match.start("kind") - 1].isdigit()


def _says_kind(number: Number, match: re.Match[str]) -> bool:
    """Whether the letter after the number is the kind that was read; T and T2 are old codes for A."""
    written = kind_of(match)
    return not written or not number.canonical or written.upper() in (number.kind, "T", "T2")


def _next_of_list(text: str, lines: Lines, previous: Identifier) -> Identifier | None:
    at = behind_separator(lines.copy, previous)
    return None if at is None else _following(text, lines, at, previous, same=False)


def _locate(text: str, reading: Reading) -> Identifier:
    return locate(reading.number, text, reading.start, reading.end)


def _reading(number: Number, match: re.Match[str]) -> Reading:
    """The number from where to where it stands."""
    copy, (start, end) = match.string, match.span()
    if kind_of(match) and (number.readings or not _says_kind(number, match)):
        end = match.end("body")
    while end > start and copy[end - 1] in " \n":
        end -= 1
    while start < end and copy[start] in " \n":
        start += 1
    return Reading(number, match, start, end)
