"""Finding numbers in running text: a trigger finds where a number may begin, the forms of that place are tried,
and what follows a number may lean on it.
"""

import re

from portfolios.characters import matching_copy
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
from portfolios.identifiers.forms import Form, kind_of
from portfolios.identifiers.line_breaks import Lines, Reading
from portfolios.identifiers.number import Identifier, Number, locate
from portfolios.identifiers.succession import SEPARATOR, follow, point_back

# Where a number or a word that points to one may begin. Every alternative starts with one certain character, so that
# the search runs from candidate to candidate.
_TRIGGERS = (
    r"U\.|US|United |us[0-9 ]|米国|米公|美国|Pub\. N|pub\. N"
    r"|Ser|ser|App|app|Non-?[Pp]rov|non-?prov|Prov|prov|Control N|control N|Patent [Aa]pp|patent app"
    r"|EP|ep[0-9]|European|欧州|欧洲|ヨーロッパ|WO|wo[0-9]|PCT|International|international|国際|国际"
    r"|JP|jp[0-9-]|Japan|JAPAN|特|実|再公表|再表|意|登録実|日本国?特|公開特|公表特|公開実|出願番号特|昭|平|令"
    r"|CN|cn[0-9]|ZL|Chinese|中国|中國|中华|申请号|申請號|专利号|專利號"
    r"|KR|kr[0-9]|Korea|韓国|韩国|大韓|한국|대한|公開実用|登録特許|공개|등록|특허|실용"
    r"|DE|de[0-9]|German|独国|ドイツ|獨國|德国|Aktenz|Az\.|Offenl|Patentschrift|Patentanm"
    r"|19[0-9]{2}-[0-9]|10-[12]|10 20|1[0-9]/[0-9]|20[0-9]{2}-[0-9]|20-[12]|20[0-9]{10}\.|20 20|2[0-9]/[0-9]"
    r"|0[1-9]/[0-9]|35/[0-9]|60 20|6[0-3]/[0-9]|9[056]/[0-9]|同|前記|上記|該|'[0-9]|Ditto|ditto|Ibid|ibid"
)
_TRIGGER = re.compile(_TRIGGERS)
_POINTERS = "同前上該'"  # what begins with these is no number by itself
_DIGIT = re.compile("[0-9〇一二三四五六七八九]")
_LONGEST_OPENING = 120  # characters of words and spaces before the first digit of a number


def _by_opening() -> dict[str, tuple[Form, ...]]:
    """The forms that may begin with the first two characters of a trigger, or with its first where it has but one."""
    offices = (united_states, europe, international, japan_english, japan, china, korea, germany)
    triggers = (one.replace("\\", "") for one in _TRIGGERS.split("|"))
    return {
        opening: tuple(one for office in offices for one in office.FORMS if opening.startswith(one.openings))
        for opening in (one[:1] if one[1:2] == "[" else one[:2] for one in triggers)
    }


_FORMS = _by_opening()


def identify(text: str) -> list[Identifier]:
    """Every patent number of the text, in reading order, none overlapping another. Never raises; linear in the
    length of the text. Offsets are those of the text as given.
    """
    lines = Lines(matching_copy(text))
    copy = lines.copy
    found: list[Identifier] = []
    at = digit = 0
    while trigger := _TRIGGER.search(copy, at):
        at = trigger.start() + 1
        if digit < at and digit < len(copy):
            following = _DIGIT.search(copy, trigger.start())
            digit = following.start() if following else len(copy)
        near = digit < len(copy) and digit - trigger.start() <= _LONGEST_OPENING
        one = (
            _one_at(text, lines, trigger.start(), found)
            if near
            else _pointed(text, copy, trigger.start(), found)
        )
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


def _one_at(text: str, lines: Lines, at: int, before: list[Identifier]) -> Identifier | None:
    best = lines.read(at, _longest, _extent) if lines.copy[at] not in _POINTERS else None
    if best:
        return _locate(text, best)
    pointed = _pointed(text, lines.copy, at, before)
    if pointed:
        return pointed
    if before and lines.copy[at] in "同DdIi":
        return _following(text, lines, at, before[-1], same=True)
    return None


def _following(text: str, lines: Lines, at: int, previous: Identifier, *, same: bool) -> Identifier | None:
    """The number at that place that continues the previous one."""
    followed = lines.read(at, lambda copy, start: follow(copy, start, previous, same=same), _extent)
    return _locate(text, followed) if followed else None


def _pointed(text: str, copy: str, at: int, before: list[Identifier]) -> Identifier | None:
    pointed = point_back(copy, at, before)
    return locate(pointed[0], text, at, pointed[1], back_reference=True) if pointed else None


def _longest(copy: str, at: int) -> tuple[Number, re.Match[str]] | None:
    best: tuple[Number, re.Match[str]] | None = None
    forms = _FORMS.get(copy[at : at + 2]) or _FORMS.get(copy[at], ())
    digit = _DIGIT.search(copy, at)
    first = digit.start() if digit else at
    for pattern, read_match, figures, _, words in forms:
        if first - at < words or (figures is not None and figures.match(copy, first) is None):
            continue
        match = pattern.match(copy, at)
        if match and (best is None or match.end() > best[1].end()):
            number = read_match(match)
            if number and _is_glued(match) and not _says_kind(number, match):
                number = None
            best = (number, match) if number else best
    return best


def _is_glued(match: re.Match[str]) -> bool:
    """Whether a letter hangs on the last digit, as in US20020396363P: if it is no kind, it is another number."""
    written = kind_of(match)
    return bool(written) and match.string[match.start("kind") - 1].isdigit()


def _says_kind(number: Number, match: re.Match[str]) -> bool:
    """Whether the letter after the number is the kind that was read; T and T2 are old codes for A."""
    written = kind_of(match)
    return not written or not number.canonical or written.upper() in (number.kind, "T", "T2")


def _next_of_list(text: str, lines: Lines, previous: Identifier) -> Identifier | None:
    separator = SEPARATOR.match(lines.copy, previous.end)
    if separator is None or previous.back_reference:
        return None
    return _following(text, lines, separator.end(), previous, same=False)


def _locate(text: str, reading: Reading) -> Identifier:
    return locate(reading.number, text, reading.start, reading.end)


def _extent(number: Number, match: re.Match[str]) -> tuple[int, int]:
    """From where to where the number stands; a letter after it that is no kind code of it stays outside."""
    copy, start, end = match.string, match.start(), match.end()
    if not _says_kind(number, match) or (number.readings and kind_of(match)):
        end = match.end("body")
    while end > start and copy[end - 1] in " \n":
        end -= 1
    while start < end and copy[start] in " \n":
        start += 1
    return start, end
