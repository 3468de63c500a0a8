"""Independent, dependent or referencing: whether a claim that names another one narrows that very thing."""

import re

from portfolios.claims.claim import Category, Form, Mode, Reference, bit_of, bits_of
from portfolios.claims.heads import head_of, same_thing
from portfolios.claims.outlines import Outline, Outlines

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


def form_of(outline: Outline, others: Outlines) -> Form:
    """The form of a claim among the claims before it."""
    leading = [ref for ref in outline.refs if ref.dependency]
    if not leading:
        return Form.INDEPENDENT
    if leading[0].mode is Mode.INVALID:
        return Form.DEPENDENT
    narrows = {"ja": _japanese, "zh": _chinese, "ko": _korean}.get(outline.language, _western)
    named = bits_of(leading[0].claims) & others.named & ~bit_of(outline.number)
    return Form.DEPENDENT if narrows(outline, leading[0], others, named) else Form.REFERENCING


def _western(outline: Outline, ref: Reference, others: Outlines, named: int) -> bool:
    """`named` are the claims of the reference that say what they are."""
    before = outline.text[outline.lead : ref.start]
    of_kind = named & others.of_category(outline.category)
    if outline.category is Category.PRODUCT_BY_PROCESS or outline.category is Category.USE:
        return bool(of_kind & others.of_head(outline.head))
    last = _last_noun(before)
    if not named and not _HOLDING.search(before):
        return not last or same_thing(last, outline.head)
    meeting = named & others.alike(outline.head) if outline.head else named
    if _HOLDING.search(before):
        return bool(meeting) and not same_thing(last, outline.head)
    return bool(meeting) or (bool(of_kind) and _is_plain(before, outline))


def _is_plain(before: str, outline: Outline) -> bool:
    """ "The apparatus of claim 1" for a device: a slip of the pen, not another thing."""
    short = len(before.split()) <= len(outline.head.split()) + 8
    return (
        short and before.lstrip().startswith("the ") and head_of(before, 0, len(before)) == _last_noun(before)
    )


def _last_noun(before: str) -> str:
    """The noun phrase that stands directly before the connector."""
    connector = _CONNECTOR.search(before, max(0, len(before) - 80))
    phrase = before[: connector.start() if connector else len(before)][-120:]
    starts = list(re.finditer(r"(?<!\w)(?:an?|the|said)\s", phrase))
    start = starts[-1].start() if starts else 0
    return head_of(phrase, start, len(phrase))


def _japanese(outline: Outline, ref: Reference, others: Outlines, named: int) -> bool:
    subject = outline.head
    taken = _TAKEN_UP.match(outline.text, ref.end)
    if taken and not taken.group().endswith("こと"):
        return False
    noun = _NOUN.match(outline.text, ref.end)
    if not named:
        return noun is None or noun.group().strip().endswith(subject)
    return bool(named & others.ending(subject))


def _chinese(outline: Outline, ref: Reference, others: Outlines, named: int) -> bool:
    before = outline.text[outline.lead : ref.start]
    opens = bool(_NARROWS.match(before)) or not before.strip()
    return opens and (not named or bool(named & others.ending_alike(outline.head)))


def _korean(outline: Outline, ref: Reference, others: Outlines, named: int) -> bool:
    """ "제1항에 있어서" narrows; "제1항의 장치를 포함하는 차량" takes the thing up into another."""
    narrows = outline.text[: ref.end].endswith("있어서")
    if not narrows and _TAKEN_UP_IN_KOREAN.match(outline.text, ref.end):
        return False
    head = outline.head.replace(" ", "")
    return not named or bool(named & others.ending_alike(head, closed_up=True))
