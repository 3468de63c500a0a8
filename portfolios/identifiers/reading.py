"""Finding numbers in running text: a trigger finds where a number may begin, the forms of that place are tried,
and what follows a number may lean on it.
"""

import re
import sys
from collections.abc import Callable

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
_OF_ERA = r"[0-9〇一二三四五六七八九元][0-9〇一二三四五六七八九元 \n]{0,14}"  # a year and the gap behind it
_WORDS = (
    r"米国|米公|美国|European|Europäi|欧州|欧洲|ヨーロッパ|PCT|International|international|国際|国际"
    r"|特(?=[許開公表願告 \n])|実(?=[用開公表全願登 \n])|再公表|再表|意(?=[匠願 \n])"
    r"|登録実|日本国?特|公開特|公表特|公開実|出願番号(?=[ \n:0-9特昭平令])|公開番号(?=[ \n:0-9特昭平令])"
    rf"|昭(?=和?[ \n]{{0,12}}{_OF_ERA}[-年])"
    rf"|平(?=成?[ \n]{{0,12}}{_OF_ERA}[-年])|令(?=和?[ \n]{{0,12}}{_OF_ERA}[-年])"
    r"|中国|中國|中华|申请号|申請號|专利号|專利號|韓国|韩国|大韓|한국|대한|公開実用|登録特許|공개|등록|특허|실용"
    r"|独国|ドイツ|獨國|德国|同|前記|上記|該|'[0-9]|Ditto|ditto|Ibid|ibid"
)
_APART = (
    r"U\.|US|United |us[0-9 ]|Pub\. N|pub\. N"
    r"|Pat[ents.]{0,6}[ \n]{0,3}[Nn#№]|pat[ents.]{0,6}[ \n]{0,3}[Nn#№]|PAT[ENTS.]{0,6}[ \n]{0,3}[Nn#№]"
    r"|Ser|ser|App|app|Non-?[Pp]rov|non-?prov|Prov|prov|Control N|control N|Patent [Aa]pp|patent app"
    r"|EP|ep[0-9]|WO|wo[0-9]|JP|jp[0-9-]|Japan|JAPAN|Jpn\.|Tok[ku]|TOK[KU]|Kok[ao]|KOK[AO]|Ji[kt]|CN|cn[0-9]|ZL|Chinese|KR|kr[0-9]|Korea"
    r"|DE|de[0-9]|German|Aktenz|Az\.|Offenl|Patentschrift|Patentanm"
)
_SERIES = ("0[1-9]", "1[0-9]", "2[0-9]", "35", "6[0-3]", "9[056]")  # 16/123,456, also broken over two lines
_FIGURES = "|".join(
    (
        r"19[0-9]{2}-[0-9]|10-[12]|10 20|20[0-9]{2}-[0-9]|20-[12]|20[0-9]{10}\.|20 20|60 20",
        *(rf"{one}/[0-9]{{1,3}},|{one}/[0-9]{{1,3}} {{0,3}}\n" for one in _SERIES),
    )
)


def _is_small(trigger: str) -> bool:
    return "a" <= trigger[0] <= "z"


_TRIGGERS = tuple(
    (one.replace("\\", ""), f"{one[0]}{before.format(one[0])}{one[1:]}")
    for written, before in ((_WORDS, ""), (_APART, "(?<![0-9A-Za-z]{})"), (_FIGURES, "(?<![0-9A-Za-z-]{})"))
    for one in written.split("|")
)
_LARGE = re.compile(by_first((pattern for one, pattern in _TRIGGERS if not _is_small(one)), ahead=True))
# Words in small letters are looked for behind what is neither letter nor figure, of which texts hold fewer.
_SMALL = re.compile(rf"[^0-9A-Za-z](?={by_first(one for one in _APART.split('|') if _is_small(one))})")
_SMALL_AT_ONCE = re.compile(by_first(one for one in _APART.split("|") if _is_small(one)))
_POINTERS = "同前上該'"  # what begins with these is no number by itself
_DIGIT = re.compile("[0-9〇一二三四五六七八九]")
# What bears a number like one of a patent, where no kind code says that it is one.
_OF_A_THING = re.compile(
    r"(?:(?i:(?:part|docket|catalogue?|item|order|product|model|lot|invoice|article)(?:\sno\.?|\snumber|\scode|\s?#)|\bmodel|\border|p/n|s/n|sku)"
    r"|型番|型式|品番|機種|ロット|(?:部品|製造|製品|商品|学籍|会員|注文|伝票|契約|受付|管理|ロット)番号)$"
)
_ENDS_OF_THINGS = ("no.", "no", "number", "code", "#", "model", "order", "/n", "sku", *"番式種ト号")
_LONGEST_THING = 20
_WIDE = re.compile("[ \n]{2}")
_LONGEST_OPENING = 120  # characters of words and spaces before the first digit of a number
_BEFORE, _BEHIND = 80, 560  # characters that no form looks farther than, from where a number begins
_CLOSE = 240  # the same where no gap is wider than one character
_OF_BREAKS = 240  # characters of breaks between the figures of a number, at most
_BEGINNING = 30  # characters of it by which a number is taken to repeat
_MOST_BEGUN, _MOST_KNOWN = 20_000, 1_000
_MOST_MISSED = 400  # places not known, of which known ones make up for four each: then nobody asks any more


# How a form is matched, how it is read, and how many characters stand before its figures at least.
_Try = tuple[Callable[[str, int], re.Match[str] | None], Callable[[re.Match[str]], Number | None], int]


class _Forms:
    """The forms of an opening. Which of them may stand there is seen by how the figures begin, asked of all at once."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._tries = [(one.figures is None, (one.pattern.match, one.read, one.words)) for one in forms]
        said = (one.figures.pattern for one in forms if one.figures)
        self._beginnings = re.compile("".join(rf"(?=(?:{figures})()|)" for figures in said))
        self._chosen: dict[tuple[str | None, ...], tuple[_Try, ...]] = {}

    def with_figures(self, copy: str, at: int) -> tuple[_Try, ...]:
        """Those whose figures may be the ones at that place."""
        beginning = self._beginnings.match(copy, at)
        said = beginning.groups() if beginning else ()
        if said not in self._chosen:
            answers = iter(said)
            self._chosen[said] = tuple(
                one for is_any, one in self._tries if is_any or next(answers) is not None
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


def _starts(copy: str) -> list[int]:
    """Where numbers may begin in a copy, in order."""
    large = [match.start() for match in _LARGE.finditer(copy)]
    small = [match.end() for match in _SMALL.finditer(copy)]
    if _SMALL_AT_ONCE.match(copy):
        small.append(0)
    return sorted([*large, *small]) if small else large


def identify(text: str) -> list[Identifier]:
    """Every patent number of the text, in reading order, none overlapping another. Never raises; linear in the
    length of the text. Offsets are those of the text as given.
    """
    lines = Lines(matching_copy(text))
    copy = lines.copy
    known = _Known(lines)
    found: list[Identifier] = []
    at, digit = 0, -1
    for start in _starts(copy):
        if start < at:
            continue
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
    and no form looks beyond these characters. Kept is only what begins like something before it. To be asked with
    ascending places.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._begun: set[str] = set()
        self._known: dict[tuple[str, ...], Reading | None] = {}
        self._met = self._missed = 0
        self._wide = -1  # where the next wide gap is

    def read(self, at: int) -> Reading | None:
        """The longest number that begins at that place."""
        lines = self.lines
        if self._missed - 4 * self._met > _MOST_MISSED:
            return lines.read(at, _longest)
        beginning = lines.copy[at : at + _BEGINNING]
        if beginning not in self._begun:
            if len(self._begun) == _MOST_BEGUN:
                self._begun.clear()
            self._begun.add(beginning)
            return lines.read(at, _longest)
        around = self._around(at)
        if around in self._known:
            self._met += 1
            return _moved(self._known[around], at)
        self._missed += 1
        if len(self._known) == _MOST_KNOWN:
            self._known.clear()
        found = lines.read(at, _longest)
        self._known[around] = _moved(found, -at)
        return found

    def _around(self, at: int) -> tuple[str, ...]:
        """The characters around a place, and those of the text without breaks where these do not settle it: of three
        characters at least two stay where no gap is wide.
        """
        lines = self.lines
        copy = lines.copy
        if self._wide < at - 2 * _BEFORE:
            wide = _WIDE.search(copy, max(0, at - 2 * _BEFORE))
            self._wide = wide.start() if wide else sys.maxsize
        if self._wide >= at + 2 * _CLOSE:
            if lines.is_whole(at - _BEFORE, at + _CLOSE):
                return copy[max(0, at - _BEFORE) : at], copy[at : at + _CLOSE]
            return copy[max(0, at - 2 * _BEFORE) : at], copy[at : at + 2 * _CLOSE]
        near = copy[max(0, at - _BEFORE) : at], copy[at : at + _BEHIND + _OF_BREAKS]
        if copy is lines.joined:
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
    return before.lower().endswith(_ENDS_OF_THINGS) and _OF_A_THING.search(before) is not None


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
    for match_at, read_match, words in forms.with_figures(copy, first):
        match = match_at(copy, at) if first - at >= words else None
        if match is None or (best and match.end() <= best[1].end()):
            continue
        number = read_match(match)
        if number and (not match["kind"] or not _is_glued(match) or _says_kind(number, match)):
            best = number, match
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
    if at is None or _says_office(lines, at):
        return None
    return _following(text, lines, at, previous, same=False)


def _says_office(lines: Lines, at: int) -> bool:
    """Whether what stands there says itself whose it is, as 特許第…号 does: it continues nothing."""
    return lines.copy.startswith("特", at) and lines.read(at, _longest) is not None


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
