"""Whether a sentence puts a date, a name or a number of a front page down to what its line is of. Plain Python.

A line says nothing but what its INID code (WIPO ST.9) stands for: the day of filing is neither that of publication nor of
grant, an inventor is no applicant, and nobody is called the owner. So a sentence must name the event, the role or the kind of
number of the line, and may say nothing that neither the line nor this small language has words for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kaas.answering.checking.days import days
from kaas.answering.checking.denial import denies
from kaas.answering.checking.lending import asks_for_one_line
from kaas.answering.checking.page_words import (
    ALONE,
    APART,
    APART_JA,
    COUNTED,
    EITHER,
    EVENTS,
    FIGURES,
    LAID_OPEN,
    LEGAL,
    MAIN,
    NAMELESS,
    NUMBERS,
    OF_NUMBER,
    OF_PATENT,
    ONE_OF,
    ONE_OF_THEM,
    PART,
    ROLES,
    SINGULAR,
    SOFT,
    SYMBOL,
    UNSAID,
    known_words,
)
from kaas.answering.checking.titles import gives_another_title, without_titles
from kaas.answering.checking.words import words
from portfolios.concepts import alternatives
from portfolios.identifiers import identify

LINE = re.compile(r"^\((?P<code>\d\d)\) [^:]{1,60}: (?P<said>.+)$")
ALLOWED = {
    "22": {"filing"},
    "43": {"publication"},
    "45": {"publication", "grant"},
    "72": {"inventor"},
    "71": {"applicant"},
    "21": {"application number"},
    "11": {"publication number"},
}
DATES, PEOPLE, NUMBERED = ("22", "43", "45"), ("72", "71"), ("21", "11")
ABOUT = ("11", "12", "54")  # lines that say of which document the others are
SEPARATOR = r"[\W_]*"
MOST = 12  # values and labels of a sentence that are looked at


@dataclass(frozen=True, slots=True)
class Value:
    """Where a sentence has something of a line, and what it may be called there."""

    start: int
    end: int
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Label:
    """A word for an event, a role or a kind of number; a soft one may be the noun for the whole: the application."""

    start: int
    kind: str
    soft: bool


class Page:
    """The lines of a front page that a sentence quotes, and those that say of which document it is."""

    def __init__(self, quoted: str, whole: str) -> None:
        self.lines = list(_read(quoted))
        self.whole = list(_read(whole))
        self.about = [(code, said) for code, said in self.whole if code in ABOUT]
        self.titles = [said for code, said in self.whole if code == "54"]
        self.codes = {code for code, _ in self.lines}
        kind = next((said for code, said in self.about if code == "12"), "")
        self.is_grant = "45" in {code for code, _ in self.whole} or kind[:1] in ("B", "C", "E", "S")
        self.text = "\n".join(said for _, said in self.lines + self.about)

    def said(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        return [(code, said) for code, said in self.lines if code in codes]

    def kinds(self, code: str) -> frozenset[str]:
        more = {"patent number"} if code == "11" and self.is_grant else set()
        return frozenset(ALLOWED.get(code, set()) | more)


def _read(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        if match := LINE.match(line):
            yield match["code"], match["said"]


def says_as_the_page(sentence: str, quoted: str, whole: str, besides: str, asked: str = "") -> bool:
    """Whether a sentence says of a front page what its lines say.

    quoted: the lines quoted from, whole. whole: all its lines. besides: what is quoted of other passages, which may say the
    rest. asked: the question, which may say what a date or a name is of where the sentence does not ("They are A and B.").
    All in plain spelling.
    """
    page = Page(quoted, whole)
    if not page.lines:
        return True
    return (
        _names_what_it_is(sentence, page, besides, asked)
        and not _mixes_names(sentence, page)
        and (bool(besides) or not _says_more(sentence, page))
        and _has_as_many(sentence, page)
        and (denies(besides) or not denies(sentence) or denies(page.text))
        and not (LAID_OPEN if page.is_grant else OF_PATENT).search(sentence)
        and not _unknown(sentence, page, besides)
    )


def _names_what_it_is(sentence: str, page: Page, besides: str, asked: str) -> bool:
    untitled = without_titles(sentence, page.titles)
    systems = (
        (_dates(sentence, page), EVENTS, _kinds_without_a_date(page), True),
        (_people(sentence, page), ROLES, _kinds_of(page, PEOPLE), True),
        (_numbered(sentence, page), NUMBERS, _kinds_of(page, NUMBERED), False),
    )
    for values, table, free, needed in systems:
        text = OF_NUMBER.sub(_blank, untitled) if table is NUMBERS else untitled
        labels = [_softened(one, besides, table) for one in _labels(text, table)]
        values = [one for one in values if not _is_said(sentence[one.start : one.end], besides)]
        if not values:
            if any(one.kind not in free and not one.soft for one in labels):
                return False
        elif not (
            _fits(values, labels or _asked(asked, table, page), needed=needed)
            and (labels or table is not NUMBERS or not _is_of_another_kind(values, asked))
        ):
            return False
    return True


def _is_of_another_kind(values: Sequence[Value], question: str) -> bool:
    """Whether a question asks for a number of a kind that none of these is."""
    kinds = {one.kind for one in _labels(OF_NUMBER.sub(_blank, question), NUMBERS)}
    return bool(kinds) and not any(kinds & one.kinds for one in values)


def _asked(question: str, table: dict[str, re.Pattern[str]], page: Page) -> list[Label]:
    """What a question asks for, where that is one line of this page."""
    kinds = {one.kind for one in _labels(question, table) if not one.soft}
    if len(kinds) != 1 or len([code for code, _ in page.whole if code == "11"]) > 1:
        return []
    numbers = {one.canonical for code, said in page.whole if code in NUMBERED for one in identify(said)}
    titles = {said for code, said in page.whole if code == "54"}
    return (
        [Label(-1, kind, soft=False) for kind in kinds]
        if asks_for_one_line(question, frozenset(numbers), frozenset(titles))
        else []
    )


def _says_more(sentence: str, page: Page) -> bool:
    """Whether it says something in the words of a front page that none says: who of two, of which part, perhaps."""
    of_whole = sentence
    for code, said in page.about:
        if code != "12":
            of_whole = of_whole.replace(said, " ")
    return bool(
        UNSAID.search(of_whole)
        or _chooses(sentence, page)
        or PART.search(of_whole)
        or not _symbols([sentence]) <= _symbols(said for _, said in page.lines)
        or (_symbols([sentence]) and (MAIN.search(of_whole) or _leaves_out_classes(sentence, page)))
        or ("54" in page.codes and gives_another_title(sentence, page.titles))
        or (page.codes & set(PEOPLE) and not _people(sentence, page) and NAMELESS.search(sentence))
    )


def _leaves_out_classes(sentence: str, page: Page) -> bool:
    """Whether only some of the classes are said to be all."""
    return ALONE.search(sentence) is not None and _symbols([sentence]) != _symbols(
        said for _, said in page.lines
    )


def _symbols(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(re.sub(r"\s", "", one[0]) for text in texts for one in SYMBOL.finditer(text))


def _softened(label: Label, besides: str, table: dict[str, re.Pattern[str]]) -> Label:
    """A word that another quoted passage has may be said of what that passage speaks of."""
    return replace(label, soft=label.soft or table[label.kind].search(besides) is not None)


def _is_said(value: str, besides: str) -> bool:
    return value in besides or any(day.agrees(other) for day in days(value) for other in days(besides))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _kinds_of(page: Page, codes: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(page.kinds(code) for code in codes if code in page.codes))


def _kinds_without_a_date(page: Page) -> frozenset[str]:
    """Events that may be spoken of without their day: who filed, and that what is a patent was granted."""
    filed = {"filing"} if page.codes & {"71", "21"} else set()
    told = {"publication", "grant" if page.is_grant else "filing"} if page.codes & {"11", "12"} else set()
    return _kinds_of(page, DATES) | filed | told


def _labels(text: str, table: dict[str, re.Pattern[str]]) -> list[Label]:
    soft = [match.span() for match in SOFT.finditer(text)] if table is EVENTS else []
    found = [
        Label(match.start(), kind, any(begin <= match.start() < end for begin, end in soft))
        for kind, pattern in table.items()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda one: one.start)[:MOST]


def _fits(values: Sequence[Value], labels: Sequence[Label], *, needed: bool) -> bool:
    """Whether each label can be put to the value before or behind it so that all of them are right."""
    ends = [one.start for one in values] + [10**9]
    gaps = [
        [label for label in labels if begin <= label.start < end]
        for begin, end in zip([-1, *ends[:-1]], ends, strict=True)
    ]
    return _fits_from(0, gaps[0], values, gaps, frozenset(), needed=needed)


def _fits_from(
    at: int,
    carried: list[Label],
    values: Sequence[Value],
    gaps: list[list[Label]],
    before: frozenset[str],
    *,
    needed: bool,
) -> bool:
    behind, kinds = gaps[at + 1], values[at].kinds
    is_last = at + 1 == len(values)
    for cut in range(len(behind) if is_last else 0, len(behind) + 1):
        mine = [*carried, *behind[:cut]]
        told = frozenset(one.kind for one in mine) or before
        if any(one.kind not in kinds and not one.soft for one in mine) or (needed and not told & kinds):
            continue
        if is_last:
            return True
        goes_on = not behind or values[at + 1].kinds == kinds
        if _fits_from(at + 1, behind[cut:], values, gaps, told if goes_on else frozenset(), needed=needed):
            return True
    return False


def _dates(sentence: str, page: Page) -> list[Value]:
    lines = [(day, page.kinds(code)) for code, said in page.said(DATES) for day in days(said)]
    found = []
    for one in days(sentence)[:MOST]:
        kinds = [kinds for day, kinds in lines if day.agrees(one)]
        if kinds:
            found.append(Value(one.start, one.end, frozenset[str]().union(*kinds)))
    return found


def _people(sentence: str, page: Page) -> list[Value]:
    """Where people and firms are named; one after the other of the same line they are one."""
    found: dict[tuple[int, int], frozenset[str]] = {}
    for code, name in _names(page):
        for match in _spelled(name).finditer(sentence):
            found[match.span()] = found.get(match.span(), frozenset()) | page.kinds(code)
    values: list[Value] = []
    labels = [one.start for one in _labels(sentence, ROLES)]
    for (start, end), kinds in sorted(found.items())[:MOST]:
        last = values[-1] if values else None
        if last and last.kinds == kinds and not any(last.start <= at < start for at in labels):
            values[-1] = Value(last.start, max(end, last.end), kinds)
        elif not last or start >= last.end:
            values.append(Value(start, end, kinds))
    return values


def _names(page: Page) -> Iterator[tuple[str, str]]:
    for code, said in page.said(PEOPLE):
        yield from ((code, name.strip()) for name in said.split(";") if name.strip())


def _mixes_names(sentence: str, page: Page) -> bool:
    """Whether a word of one name stands beside a word of another, as if they were one."""
    of: dict[tuple[int, int], set[str]] = defaultdict(set)
    for _, name in _names(page):
        for part in _parts(name):
            for match in re.finditer(rf"(?i)(?<![A-Za-z]){part}(?![A-Za-z])", sentence):
                of[match.span()].add(name)
    return any(
        not sentence[one[1] : other[0]].strip(" ") and not of[one] & of[other]
        for one, other in pairwise(sorted(of))
    )


def _chooses(sentence: str, page: Page) -> bool:
    """Whether only one of two who are named is meant."""
    found = {match.span() for _, name in _names(page) for match in _spelled(name).finditer(sentence)}
    spans = sorted(found)[:MOST]
    return any(EITHER.fullmatch(sentence, end, start) for _, end in spans for start, _ in spans)


@lru_cache(maxsize=256)
def _spelled(name: str) -> re.Pattern[str]:
    """A name however it is spaced and marked, or a word of it that is long enough to be nobody else's."""
    spelled = (name, LEGAL.sub(" ", name), *_parts(name))
    ways = [SEPARATOR.join(map(re.escape, re.findall(r"\w", one))) for one in spelled if one.strip()]
    return re.compile(rf"(?i)(?<![A-Za-z])(?:{'|'.join(ways)})(?![A-Za-z])")


def _parts(name: str) -> list[str]:
    words = re.findall(r"\w+", LEGAL.sub(" ", name))
    return [word for word in words if len(word) >= (3 if word.isascii() else 2)]


def _numbered(sentence: str, page: Page) -> list[Value]:
    text = OF_NUMBER.sub(_blank, sentence)
    found = []
    for code, said in page.said(NUMBERED):
        spelled = re.compile("(?i)" + SEPARATOR.join(map(re.escape, re.findall(r"\w", said))))
        found += [Value(*match.span(), page.kinds(code)) for match in spelled.finditer(text)]
    return sorted(found, key=lambda one: one.start)[:MOST]


def _has_as_many(sentence: str, page: Page) -> bool:
    """Whether nobody is said to be alone who is not, and as many are counted as are named."""
    for code in PEOPLE:
        names = [name for one, name in _names(page) if one == code]
        named = [name for name in names if _spelled(name).search(sentence)]
        spoken_of = named or page.codes <= {code, *ABOUT}
        if len(names) > 1 and spoken_of and ALONE.search(sentence):
            return False
        is_whole = SINGULAR[code].search(sentence) or not _labels(sentence, ROLES)
        if 0 < len(named) < len(names) and is_whole and not ONE_OF.search(sentence):
            return False
        if any(
            _stands_apart(sentence, found) for name in named for found in _spelled(name).finditer(sentence)
        ):
            return False
        if names and any(_count(found) != len(names) for found in COUNTED[code].finditer(sentence)):
            return False
    return True


def _stands_apart(sentence: str, name: re.Match[str]) -> bool:
    return bool(APART.search(sentence[: name.start()]) or APART_JA.match(sentence, name.end()))


def _count(found: re.Match[str]) -> int:
    count = next(group for group in found.groups() if group).lower()
    return int(FIGURES.get(count, count))


def without_counts(sentence: str, quoted: str) -> str:
    """A sentence without how many are named, where a line of a front page names them; the line itself has no such number."""
    page = Page(quoted, "")
    for code in PEOPLE if page.lines else ():
        if code in page.codes:
            sentence = COUNTED[code].sub(_blank, ONE_OF_THEM.sub(_blank, sentence))
    return sentence


def _unknown(sentence: str, page: Page, besides: str) -> frozenset[str]:
    """The words of a sentence that neither the lines have nor the small language in which they are spoken of."""
    rest = sentence
    for _, name in _names(page):
        rest = _spelled(name).sub(" ", rest)
    for one in reversed(days(rest)):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    near = words(page.text) | words(besides)
    strange = {
        word
        for word in words(rest) - near - known_words(page.text)
        if not re.fullmatch(r"(?:e:)?\W*\d*|j:[ぁ-ん]", word)
    }
    ways = alternatives(rest, dict.fromkeys(strange, 1)) if strange else {}
    return frozenset(word for word in strange if not any(way <= near for way in ways.get(word, ())))
