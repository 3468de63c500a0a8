"""Japanese claims: the subject at the end, what closes the list before it, and the list itself.

Three shapes: Jepson-like `P において、B を特徴とする S`, lists `E1と、E2と、を備える S`,
and running text, whose cut at 「し、」「て、」 is a proposal only.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from portfolios.claims.claim import Reference
from portfolios.claims.claim import TransitionType as Type
from portfolios.claims.depth import Depths
from portfolios.claims.elements import Cut
from portfolios.claims.transitions import Found

_TRAIL = "。. \t\r\n　"
_VERB_END = re.compile(
    r"(?:[るたむくすぐうつぶぬ]|に記載の|記載の|に係る|ための|における|いずれかの|ような|可能な)(?=[一-龥々ァ-ヶa-z0-9(〔【])"
    r"|(?<=[項つ一1か方])の(?=[一-龥ァ-ヶa-z])(?![^。]*の)"
)
_NOT_VERB = re.compile(r"(?:た(?=び|め)|取[りつ]|及び|並び)$")
_HAVE = (
    r"備える|備えた|備えて(?:い|な)る|具備する"
    r"|具備した|具える|有する|有した|含む|含んだ|含んで(?:い|な)る|含有する|包含する|構成される|構成された|設けた|設ける"
)
_MADE = r"(?:のみ)?(?:から|より)(?:成る|なる|構成される|構成された)"
_CLOSING = re.compile(
    rf"(?:(?P<pair>と)?[、,]?\s*(?:(?P<closed>{_MADE})|を[、,]?\s*(?:少なくとも|更に|さらに|それぞれ|順に|一体に)?(?P<open>{_HAVE})))"
    r"?(?P<mark>(?:こと|もの|点|の)?を特徴と(?:する|した))?[、,]?\s*$"
)
_MARK = re.compile(
    r"(?P<pair>(?!))?(?P<closed>(?!))?(?P<open>(?!))?(?P<mark>(?:こと|もの|点|の)?を特徴と(?:する|した))?[、,]?\s*$"
)
_INNER = re.compile(
    r"(?:と[、,]?\s*)?を[、,]?\s*(?:少なくとも|更に|さらに)?(?:備え|具備し|有し|含み|含有し)(?:て(?:おり)?)?[、,]\s*"
)
_STEP = re.compile(r"と[、,]\s*|[、,]\s*\n\s*|\n\s*")
_BARE = re.compile(r"と")
_PARTICLES = re.compile(r"[をがはにで]")
_PAIR = re.compile(
    r"[^と、]{0,80}との(?:間|界面|接続|距離|差|比|境界|関係|接触|接合|重な|組み?合|両方|交点|相対|一致|比較)"
)
_PROPOSED = re.compile(
    r"(?<=[しりきみびえけせめれてで])[、,]\s*|[、,]\s*(?=(?:前記|上記|該)[^、]{1,40}は[、,])"
)
_PREFACE = re.compile(r"(?:において|に於いて|におきまして|であって)[、,]?\s*")

# A claim of chemistry says behind its full stop what the formula in it means: 組成物。【化1】(式中、R1は…)
_FORMULA_BEHIND = re.compile(
    r"。\s*(?=[\[【](?:化|数|表)\s*\d|\((?:上記|前記)?(?:一般|化学|構造)?式|\((?:ただし|但し|なお)|(?:上記|前記)?(?:一般|化学|構造)?式(?:\(\w{1,4}\))?中)"
)


class Shape(NamedTuple):
    """A Japanese claim in folded text. `preface` is the part in front, up to and with において (empty if
    start == end); `subject` the noun at the end; `tail` where everything after the body begins."""

    subject: tuple[int, int]
    preface: tuple[int, int]
    body: tuple[int, int]
    transition: Found
    cuts: list[Cut]
    proposed: bool


def subject_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The noun a Japanese claim is directed to: what follows the last closing verb (主題名)."""
    last = end
    while last > start and text[last - 1] in _TRAIL:
        last -= 1
    first = start
    window = max(start, last - 120)
    for found in _VERB_END.finditer(text, window, last):
        if found.end() < last and not _NOT_VERB.search(text, max(window, found.start() - 1), found.end()):
            first = found.end()
    comma = max(text.rfind(mark, first, last) for mark in "、,\n")
    return (comma + 1, last) if first <= comma < last - 1 else (first, last)


def take_apart(text: str, start: int, refs: tuple[Reference, ...]) -> Shape:
    """The parts of the Japanese claim `text[start:]`; `refs` with offsets into folded text."""
    behind = _FORMULA_BEHIND.search(text, start)
    subject = subject_of(text, start, behind.start() + 1 if behind else len(text))
    refers = _reference_before(text, subject[0], refs)
    limit = refers if refers is not None else subject[0]
    preface = _preface(text, start, limit, text[subject[0] : subject[1]])
    closing = _CLOSING.search(text, max(preface[1], limit - 60), limit)
    if closing and (preface[1] > preface[0] or refers is not None) and not closing["pair"]:
        closing = _MARK.search(text, max(preface[1], limit - 60), limit)
    first, last = preface[1], closing.start() if closing else limit
    inner = None if preface[1] > preface[0] else _INNER.search(text, first, last)
    transition = _transition(closing, inner, preface, refs)
    if inner is not None and not (closing and closing["open"] and closing["pair"]):
        listed = _listed(text, first, inner.start(), inner.end())
        rest = _clauses(text, inner.end(), last, limit)
        return Shape(subject, preface, (first, last), transition, [*listed, *rest], proposed=False)
    return _shape(text, Shape(subject, preface, (first, last), transition, [], proposed=False), closing)


def _shape(text: str, shape: Shape, closing: re.Match[str] | None) -> Shape:
    first, last = shape.body
    if closing and (closing["open"] or closing["closed"]):
        return shape._replace(cuts=_listed(text, first, last, last, pair=bool(closing["pair"])))
    clauses = _clauses(text, first, last, last)
    return shape._replace(cuts=clauses, proposed=len(clauses) > 1)


def _reference_before(text: str, subject: int, refs: tuple[Reference, ...]) -> int | None:
    """Where 「請求項１に記載の」 begins when it stands directly before the subject."""
    for reference in refs:
        if reference.end <= subject and not text[reference.end : subject].strip("、, のに"):
            return reference.start
    return None


def _preface(text: str, start: int, limit: int, subject: str) -> tuple[int, int]:
    for found in _PREFACE.finditer(text, start, limit):
        before = text[max(start, found.start() - 120) : found.start()].rstrip()
        if subject and (before.endswith(subject) or subject.endswith(before[-3:])) and len(before) >= 2:
            return start, found.end()
    return start, start


def _transition(
    closing: re.Match[str] | None,
    inner: re.Match[str] | None,
    preface: tuple[int, int],
    refs: tuple[Reference, ...],
) -> Found:
    in_front = preface[1] > preface[0]
    if in_front and closing is not None and not any(ref.start < preface[1] for ref in refs):
        worded = bool(closing.group().strip("、, "))
        return Found(closing.start(), closing.end() if worded else closing.start(), Type.JEPSON)
    if closing is not None and (closing["open"] or closing["closed"]):
        return Found(closing.start(), closing.end(), Type.CLOSED if closing["closed"] else Type.OPEN)
    if inner is not None:
        return Found(inner.start(), inner.end(), Type.OPEN)
    return Found(preface[0], preface[0], Type.NONE)


def _listed(text: str, first: int, last: int, reach: int, *, pair: bool = True) -> list[Cut]:
    bounds = _steps(text, first, last)
    if len(bounds) == 2 and pair and not _PARTICLES.search(text, first, last):
        bounds = [first, *(found.end() for found in _BARE.finditer(text, first, last)), last]
    joined = [bounds[0]]
    for bound, following in zip(bounds[1:], [*bounds[2:], None], strict=True):
        if following is not None and text[bound] == "を":
            _close_inner(text, joined)
        elif following is None or not _PAIR.match(text, bound, following):
            joined.append(bound)
    return _cuts(text, joined, reach)


def _close_inner(text: str, bounds: list[int]) -> None:
    """「…ことと、…ことと、を実行する制御部」: the list so far that ends alike belongs to the element it closes."""
    if len(bounds) > 1:
        ending = text[bounds[-1] : bounds[-1] + 400]
        alike = ending.split("と、")[0][-2:]
        while len(bounds) > 1 and _ends(text, bounds[-2], bounds[-1], alike):
            bounds.pop()


def _ends(text: str, first: int, last: int, alike: str) -> bool:
    return bool(alike) and text[first:last].rstrip(" \n、,").removesuffix("と").endswith(alike)


def _steps(text: str, first: int, last: int) -> list[int]:
    depths = Depths(text, first, last)
    steps = (found for found in _STEP.finditer(text, first, last) if not depths.at(found.start()))
    return [first, *(found.end() for found in steps if first < found.end() < last), last]


def _clauses(text: str, first: int, last: int, reach: int) -> list[Cut]:
    if last <= first:
        return []
    bounds = {first, last, *(f.end() for f in _PROPOSED.finditer(text, first, last) if f.end() < last)}
    return _cuts(text, sorted(bounds), reach)


def _cuts(text: str, bounds: list[int], reach: int) -> list[Cut]:
    cuts: list[Cut] = []
    for first, last in pairwise(bounds):
        start, end = _trimmed(text, first, last)
        if end > start:
            cuts.append(Cut(start, end, last, 0))
        elif cuts:
            cuts[-1] = cuts[-1]._replace(reach=last)
    if cuts:
        cuts[-1] = cuts[-1]._replace(reach=max(reach, cuts[-1].reach))
    return cuts


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first] in " \t\r\n、,。":
        first += 1
    if text.startswith(("及び", "並びに", "または", "又は"), first) and last - first > 6:
        first += 3 if text.startswith(("並びに", "または"), first) else 2
    while first < last and text[first] in " \t\r\n、,。":
        first += 1
    while last > first and text[last - 1] in " \t\r\n、,。":
        last -= 1
    if last - first > 1 and text[last - 1] == "と" and text[last - 2] not in "こもひ":
        last -= 1
    return first, last
