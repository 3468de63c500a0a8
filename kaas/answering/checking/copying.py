"""What a sentence changes where it repeats its source word for word. Plain Python.

Most of what a model gets wrong it gets wrong in a copy: a figure, a name, "or" for "and", "not" put in or left out, low for
high. In a sentence that is otherwise the same, such a word is no paraphrase. Where other words are changed too, or moved,
nothing is told here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from kaas.answering.checking.days import days
from kaas.answering.checking.denial import DENIED, NO_DENIAL
from kaas.answering.checking.materials import elements
from kaas.answering.checking.measures import is_about
from kaas.answering.checking.numerals import NUMERAL_WORDS
from kaas.answering.checking.opposites import ways_of
from kaas.answering.checking.quantities import quantities
from kaas.answering.checking.roles import MUTUAL
from portfolios.characters import record

# Words of each row say the same; those of another row of the same block do not.
KINDS = """
of: all every each both entire whole いずれも それぞれ 各 すべて 全て 全部 全
of: some several sometimes partly 一部 いくつか
of: most mostly 大半 大部分
of: least fewest
of: none neither
of: half
how often: always 常に 必ず
how often: sometimes occasionally 時々
how often: rarely seldom まれに
how often: never
joined: and 及び および 並びに ならびに かつ
joined: or 又は または 若しくは もしくは
alone: only solely のみ だけ
alone: also too も
must: must shall しなければならない
must: may can might could してもよい できる
when: before until till prior 前 まで
when: after since from 後 から
when: during while
bound: 以上
bound: 以下 以内
bound: 未満
place: in inside within
place: outside
with: with having including
with: without excluding
"""
ROWS = [line.partition(": ")[::2] for line in KINDS.strip().split("\n")]
ROW_OF = {word: (kind, at) for at, (kind, told) in enumerate(ROWS) for word in told.split()}
_SPELLED = sorted((word for word in ROW_OF if not word.isascii()), key=len, reverse=True)
# A number; a word of Latin letters; one of the Japanese words above; a run of katakana or of kanji; any other sign.
TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_\u3040-\u9fff]+(?:'[a-z]+)?)"
    rf"|(?P<told>{'|'.join(_SPELLED)})|(?P<thing>[\u30a1-\u30fa\u30fc]+|(?:(?!以[上下内]|未満|及び|又は|並びに|若しくは)[\u3400-\u9fff々])+)|(?P<sign>[^\s.,;:、。()（）「」'\"])"
)
_FUNCTION = """
the a an of in on at to for by with from as is are was were be been being has have had this that these those it its
their and or which who there then than so such not no do does did will would shall should can could may might must
"""
FUNCTION = frozenset(_FUNCTION.split())
INFLECTS = re.compile("[\u3041-\u3096]+")
MATTER = re.compile(
    r"(?i)(?:steel|iron|polymer|ceramic|glass|rubber|metal|plastic|paper|wood|resin|oil|water|air|gas|oxygen|salt|acid|base"
    r"|\w+(?:ide|ium|ene|one|ate|ite|ine|ol|ose|alloy))s?"
)
COPIED = 0.75  # of the words of a sentence, in the same order in its source
SHORTEST = 5  # words in a copy
LONGEST = 240  # and the most that are compared
STEM = 4  # letters of a word that its forms share
SIDE = 4  # words on either side of what is changed
ELSEWHERE = 1  # words that may be changed beside it


NO_NOUN = re.compile(r"(?:ed|ing|ly|er|est)$")
# Two words before a place, and one on either side of it.
AHEAD = re.compile(r"([a-zA-Z]{4,}) ([a-zA-Z]{4,})\0")
BEHIND = re.compile(r"([a-zA-Z]{4,})\0([a-zA-Z]{4,})")
JOINS = frozenset({"and", "or", "と", "及び", "又は", "や", "&", "/"})
NOT = frozenset({"not", "never", "no"})
COUNTING = NUMERAL_WORDS | {"first", "last"}
KANJI_FIGURES = re.compile("第?[一二三四五六七八九十百千]+")


@record()
class Token:
    """A word, number or sign at its place; `form` is how it is compared."""

    kind: str
    form: str
    text: str
    start: int
    end: int


@record()
class Change:
    """What stands in a sentence in the place of something else, each with the words around it; `ahead`: with the next two."""

    ours: tuple[Token, ...]
    theirs: tuple[Token, ...]
    ahead: str
    ours_within: str
    theirs_within: str


def copies_faithfully(sentence: str, said: str) -> bool:
    """Whether a sentence that repeats its source nearly word for word changes nothing that counts."""
    ours = _tokens(sentence)
    if not SHORTEST <= len(ours) <= LONGEST:
        return True
    return not any(_copies_wrongly(sentence, ours, line) for line in said.split("\n"))


def _copies_wrongly(sentence: str, ours: Sequence[Token], line: str) -> bool:
    theirs = _tokens(line)[:LONGEST]
    shared = Counter(token.form for token in ours) & Counter(token.form for token in theirs)
    if shared.total() < COPIED * len(ours):
        return False
    if _exchanges(ours, theirs):
        return True
    matcher = SequenceMatcher(None, [one.form for one in ours], [one.form for one in theirs], autojunk=False)
    steps = matcher.get_opcodes()
    if sum(end - begin for tag, begin, end, _, _ in steps if tag == "equal") < COPIED * len(ours):
        return False
    changes = [
        _change(sentence, line, ours, theirs, *spans)
        for tag, *spans in steps
        if tag in ("replace", "insert", "delete")
    ]
    return _changes_what_counts(sentence, line, [one for one in changes if one is not None])


def _exchanges(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether two things have changed places, and nothing else is changed; joined by "and" they may stand either way."""
    if len(ours) != len(theirs):
        return False
    at = [place for place, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0].form != pair[1].form]
    if len(at) != 2 or len(list(_things([ours[place] for place in at]))) != 2:
        return False
    one, other = at
    between = [token.form for token in ours[one + 1 : other]]
    return (
        (ours[one].form, ours[other].form) == (theirs[other].form, theirs[one].form)
        and not set(between) <= JOINS
        and not any(MUTUAL.match(token.form) for token in ours)
    )


def _change(
    sentence: str, line: str, ours: Sequence[Token], theirs: Sequence[Token], i: int, i2: int, j: int, j2: int
) -> Change | None:
    """What is changed at a place; None where something stands before or behind the copy only."""
    if i == i2 and (j == 0 or j2 == len(theirs) or i in (0, len(ours))):
        return None
    before, behind = _beside(ours[:i][::-1], theirs[:j][::-1]), _beside(ours[i2:], theirs[j2:])
    return Change(
        tuple(ours[i:i2]),
        tuple(theirs[j:j2]),
        _text(sentence, ours[i : i2 + 2]),
        _text(sentence, ours[i - before : i2 + behind]),
        _text(line, theirs[j - before : j2 + behind]),
    )


def _beside(ours: Sequence[Token], theirs: Sequence[Token]) -> int:
    """How many words beside a change are looked at with it: two, and what inflects the same on both sides."""
    return next(
        (
            at
            for at, (one, other) in enumerate(zip(ours, theirs, strict=False))
            if one.form != other.form or (at > 1 and not INFLECTS.fullmatch(one.text))
        ),
        min(len(ours), len(theirs)),
    )


def _text(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _changes_what_counts(sentence: str, line: str, changes: Sequence[Change]) -> bool:
    """Whether one change is of what counts, and hardly a word is changed or moved elsewhere."""
    counting = [one for one in changes if _counts(sentence, line, one, alone=len(changes) == 1)]
    if len({one.ours[0].kind if one.ours else "" for one in counting}) > 1:
        return False  # it may be another part of the source that is repeated: with the clamp 11 Hz, without it 3 Hz
    others = sum(len(list(_things(one.ours))) for one in changes if one not in counting)
    return bool(counting) and others <= ELSEWHERE


def _counts(sentence: str, line: str, change: Change, *, alone: bool) -> bool:
    if max(len(change.ours), len(change.theirs)) > SIDE:
        return False
    turned = _is_another_row(change) or _goes_the_other_way(change)
    return (
        _is_another_number(sentence, line, change)
        or (turned and not _repeats_elsewhere(change, line))
        or _is_denied(change)
        or _is_another_thing(change, alone=alone)
        or (alone and _is_another_term(sentence, line, change))
    )


def _repeats_elsewhere(change: Change, line: str) -> bool:
    """Whether it is another part of the source that is repeated: with the clamp 11 Hz, behind without it 3 Hz."""
    return (
        bool(change.ours)
        and change.ours[0].form in ("with", "without")
        and change.ahead.casefold() in line.casefold()
    )


def _is_another_number(sentence: str, line: str, change: Change) -> bool:
    """Whether figures stand in the place of figures that are not the same amount."""
    mine, other = ([one for one in side if one.kind == "number"] for side in (change.ours, change.theirs))
    if not mine or len(mine) != len(other) or list(_things(change.ours)):
        return False
    pairs = [
        (_amount(sentence, one), _amount(line, another)) for one, another in zip(mine, other, strict=True)
    ]
    return any(one is not None and another is not None and one != another for one, another in pairs)


def _amount(text: str, token: Token) -> object:
    """What a figure amounts to; None where it may be rounded, or is of a date, which is compared as such."""
    if any(day.start <= token.start < day.end for day in days(text)):
        return None
    found = next((one for one in quantities(text) if one.start <= token.start < one.end), None)
    if found is None:
        return token.form
    return None if is_about(text, found) else found.amount()


def _is_another_row(change: Change) -> bool:
    """Whether a word that says how many, when, or how joined, stands in the place of another one of the kind."""
    mine, other = (
        {ROW_OF[one.form] for one in side if one.form in ROW_OF} for side in (change.ours, change.theirs)
    )
    kinds = {kind for kind, _ in mine} & {kind for kind, _ in other}
    return bool(kinds) and not mine & other


def _is_denied(change: Change) -> bool:
    """Whether nothing is changed but that something is denied, or no longer."""
    mine, other = ({one[:STEM] for one in _things(side)} for side in (change.ours, change.theirs))
    if mine != other:
        return False
    one, another = (NOT & {token.form for token in side} for side in (change.ours, change.theirs))
    if bool(one) != bool(another) and not INFLECTS.search(change.ours_within):
        return True
    return _denials(change.ours_within) % 2 != _denials(change.theirs_within) % 2


def _denials(text: str) -> int:
    return len(DENIED.findall(NO_DENIAL.sub(" ", text)))


def _goes_the_other_way(change: Change) -> bool:
    mine, other = (ways_of(" ".join(one.text for one in side)) for side in (change.ours, change.theirs))
    return any((name, not up) in other and (name, up) not in other for name, up in mine)


def _is_another_thing(change: Change, *, alone: bool) -> bool:
    """Whether one name, or one material, stands in the place of another; in a copy of which all else is the same, any thing
    that is written in katakana or kanji, or any word that bears a capital."""
    if len(change.ours) != 1 or len(change.theirs) != 1:
        return False
    mine, other = change.ours[0], change.theirs[0]
    if mine.kind != other.kind or mine.form[:3] == other.form[:3]:
        return False
    if mine.kind == "word":
        named = mine.text[0].isupper() and other.text[0].isupper() and not {mine.form, other.form} & FUNCTION
        return named or (_is_matter(mine) and _is_matter(other))
    if mine.kind != "thing":
        return False
    made_of = elements(mine.text), elements(other.text)
    return bool(made_of[0] and made_of[1]) or (alone and mine.form[0] != other.form[0])


def _is_another_term(sentence: str, line: str, change: Change) -> bool:
    """Whether in a copy one noun of a term of several stands in the place of another: residual gain drift for zero drift."""
    if len(change.ours) != 1 or len(change.theirs) != 1:
        return False
    mine, other = change.ours[0], change.theirs[0]
    if not all(one.text.isascii() and one.text.isalpha() and one.text.islower() for one in (mine, other)):
        return False
    if any(NO_NOUN.search(one.text) or one.text in FUNCTION or len(one.text) < STEM for one in (mine, other)):
        return False
    if mine.text[:3] == other.text[:3]:
        return False
    return any(
        _stands_beside(side, sentence, mine) & _stands_beside(side, line, other) for side in (AHEAD, BEHIND)
    )


def _stands_beside(side: re.Pattern[str], text: str, token: Token) -> frozenset[str]:
    """The words of a term that stand straight before or behind one of its words: two before it, or one on either side."""
    found = side.search(f"{text[: token.start].rstrip()}\0{text[token.end :].lstrip()}")
    words_beside = found.groups() if found else ()
    if any(word.lower() in FUNCTION or NO_NOUN.search(word) for word in words_beside):
        return frozenset()
    return frozenset({" ".join(words_beside).lower()}) if words_beside else frozenset()


def _is_matter(one: Token) -> bool:
    return MATTER.fullmatch(one.text) is not None or bool(elements(one.text))


def _things(tokens: Sequence[Token]) -> Iterator[str]:
    """What is neither a number nor a word that any sentence may have."""
    return (
        one.form
        for one in tokens
        if (one.kind == "word" and one.form not in FUNCTION and not DENIED.fullmatch(one.text))
        or one.kind == "thing"
    )


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(_token(match) for match in TOKEN.finditer(text))


def _token(match: re.Match[str]) -> Token:
    text, kind = match[0], str(match.lastgroup)
    form = text.replace(",", "") if kind == "number" else text.casefold()
    if form in COUNTING or (kind == "thing" and KANJI_FIGURES.fullmatch(form)):
        kind = "number"
    return Token("sign" if kind == "told" else kind, form, text, *match.span())
