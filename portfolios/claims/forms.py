"""Independent, dependent or referencing: whether a claim that names another one narrows that very thing."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from portfolios.claims.claim import Category, Form, Mode, Reference
from portfolios.claims.heads import head_of, same_thing


class Outline(NamedTuple):
    """A claim as far as its form needs it, with offsets into folded text."""

    text: str
    lead: int
    language: str
    head: str
    category: Category
    refs: tuple[Reference, ...]


_Others = Callable[[], Iterator[Outline]]
_CONNECTOR = re.compile(
    r"(?:,|\s|(?<!\w)(?:as|in|of|to|by|with|under|per|according|accordance|claimed|recited|defined|described|set|forth|specified"
    r"|stated|disclosed|any|one|either|the|at|least|nach|gemäß|gemäss|selon|wie|in)(?!\w))*$"
)
_HOLDING = re.compile(
    r"c(?<!\wc)(?:ompris(?:ing|es)|ontain(?:ing|s)|omprenant)\s|i(?<!\wi)nclud(?:ing|es)\s|u(?<!\wu)mfassend\s"
    r"|a(?<!\wa)ufweisend\s"
)
_NARROWS = re.compile(r"\s*(?:根据|如|按照|依据|依照|按|基于)")
_TAKEN_UP = re.compile(
    r"[^、。をにがはで]{1,40}(?=を(?:備|有|含|具|用い|搭載|使用|実行|記録|構成|製造|コンピュータ))"
)
_NOUN = re.compile(r"[^、。をにがはで\s]{1,40}?(?=において|であって|を|に|が|は|で|、|。|\s|$)")

_TAKEN_UP_IN_KOREAN = re.compile(
    r"[^,.;]{1,60}?(?:[을를]|(?<=[가-힣])으?로)\s+(?:\S{1,30}\s{1,4}){0,4}?\S{0,30}[는한된할될킨](?=\s)"
)


def form_of(outline: Outline, others: dict[int, Outline]) -> Form:
    """The form of a claim among the claims before it."""
    leading = [ref for ref in outline.refs if ref.dependency]
    if not leading:
        return Form.INDEPENDENT
    if leading[0].mode is Mode.INVALID:
        return Form.DEPENDENT
    narrows = {"ja": _japanese, "zh": _chinese, "ko": _korean}.get(outline.language, _western)
    named = partial(_named, outline, leading[0], others)
    return Form.DEPENDENT if narrows(outline, leading[0], named) else Form.REFERENCING


def _named(outline: Outline, ref: Reference, others: dict[int, Outline]) -> Iterator[Outline]:
    """The claims of the reference that say what they are, one by one: the first ones mostly settle the form."""
    held = (others[number] for number in ref.claims if number in others)
    return (one for one in held if one.head and one is not outline)


def _western(outline: Outline, ref: Reference, named: _Others) -> bool:
    before = outline.text[outline.lead : ref.start]
    if outline.category is Category.PRODUCT_BY_PROCESS or outline.category is Category.USE:
        return any(other.category is outline.category and other.head == outline.head for other in named())
    last = _last_noun(before)
    if _HOLDING.search(before):
        return any(_heads_meet(outline, one) for one in named()) and not same_thing(last, outline.head)
    if next(named(), None) is None:
        return not last or same_thing(last, outline.head)
    return any(_heads_meet(outline, other) for other in named()) or _the_same_kind(before, outline, named)


def _heads_meet(outline: Outline, other: Outline) -> bool:
    return not outline.head or same_thing(outline.head, other.head)


def _the_same_kind(before: str, outline: Outline, named: _Others) -> bool:
    """ "The apparatus of claim 1" for a device: a slip of the pen, not another thing."""
    short = len(before.split()) <= len(outline.head.split()) + 8
    plain = before.lstrip().startswith("the ") and head_of(before, 0, len(before)) == _last_noun(before)
    return short and plain and any(outline.category is other.category for other in named())


def _last_noun(before: str) -> str:
    """The noun phrase that stands directly before the connector."""
    connector = _CONNECTOR.search(before, max(0, len(before) - 80))
    phrase = before[: connector.start() if connector else len(before)][-120:]
    starts = list(re.finditer(r"(?<!\w)(?:an?|the|said)\s", phrase))
    start = starts[-1].start() if starts else 0
    return head_of(phrase, start, len(phrase))


def _japanese(outline: Outline, ref: Reference, named: _Others) -> bool:
    subject = outline.head
    taken = _TAKEN_UP.match(outline.text, ref.end)
    if taken and not taken.group().endswith("こと"):
        return False
    noun = _NOUN.match(outline.text, ref.end)
    if next(named(), None) is None:
        return noun is None or noun.group().strip().endswith(subject)
    return any(other.head.endswith(subject) for other in named())


def _chinese(outline: Outline, ref: Reference, named: _Others) -> bool:
    before = outline.text[outline.lead : ref.start]
    opens = bool(_NARROWS.match(before)) or not before.strip()
    return opens and (
        next(named(), None) is None or any(same_or_end(outline.head, one.head) for one in named())
    )


def _korean(outline: Outline, ref: Reference, named: _Others) -> bool:
    """ "제1항에 있어서" narrows; "제1항의 장치를 포함하는 차량" takes the thing up into another."""
    narrows = outline.text[: ref.end].endswith("있어서")
    if not narrows and _TAKEN_UP_IN_KOREAN.match(outline.text, ref.end):
        return False
    return next(named(), None) is None or any(
        same_or_end(_closed_up(outline.head), _closed_up(one.head)) for one in named()
    )


def _closed_up(head: str) -> str:
    return head.replace(" ", "")


def same_or_end(one: str, other: str) -> bool:
    """Equal, or one ends with the other, as compounds do in Chinese and Korean."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))
