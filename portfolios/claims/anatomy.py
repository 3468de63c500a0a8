"""A single claim taken apart in folded text, in the manner of its language."""

import re
from typing import NamedTuple

from portfolios.claims import japanese
from portfolios.claims.categories import category_of, japanese_category, korean_category
from portfolios.claims.claim import Category, Reference
from portfolios.claims.claim import TransitionType as Type
from portfolios.claims.elements import Cut, cut_elements
from portfolios.claims.heads import chinese_head, head_of, korean_head
from portfolios.claims.transitions import Found, body_start, find_transition


class Anatomy(NamedTuple):
    """Spans of folded text. `preamble` stands in front, or in Japanese lists at the end; `closing` is what
    follows the body of a claim whose preamble stands in front."""

    language: str
    head: str
    subject: tuple[int, int] | None
    category: Category
    preamble: tuple[int, int]
    transition: Found
    cuts: list[Cut]
    closing: tuple[int, int]
    proposed: bool


_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[ぁ-んァ-ヶ]")
_HAN = re.compile("[一-龥]")


def language_of(text: str) -> str:
    """ "ja", "zh", "ko", or "en" for every language that is built like English."""
    if text.isascii():
        return "en"
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "zh" if _HAN.search(text) else "en"


def dissect(text: str, lead: int, refs: tuple[Reference, ...]) -> Anatomy:
    """The parts of the claim `text[lead:]`; `refs` with offsets into `text`."""
    language = language_of(text)
    if language == "ja":
        return _japanese(text, lead, refs)
    return _western(text, lead, refs, language)


def _western(text: str, lead: int, refs: tuple[Reference, ...], language: str) -> Anatomy:
    leading = next((ref for ref in refs if ref.dependency), None)
    transition = find_transition(text, lead)
    start, body = _body(text, lead, transition, leading)
    opening_end = min(start, leading.start) if leading else start
    head = _head(text, lead, opening_end, leading, language)
    opening = text[lead:opening_end]
    korean = language == "ko"
    return Anatomy(
        language,
        head,
        None,
        korean_category(head) if korean else category_of(head, opening, refers=leading is not None),
        _trimmed(text, lead, start),
        transition,
        cut_elements(text, body, len(text)) if body < len(text) else [],
        (len(text), len(text)),
        proposed=False,
    )


def _body(text: str, lead: int, transition: Found, leading: Reference | None) -> tuple[int, int]:
    """Where the preamble ends and where the body begins."""
    if transition.type is not Type.NONE:
        return transition.start, transition.end
    wherein = body_start(text, leading.end if leading else lead)
    if wherein > lead:
        return wherein, wherein
    comma = leading.end if leading and text[leading.end : leading.end + 1] in {",", "，"} else len(text)
    return comma, comma


def _head(text: str, lead: int, end: int, leading: Reference | None, language: str) -> str:
    if language == "zh":
        narrows = leading is not None and not text[lead : leading.start].startswith("一种")
        return chinese_head(text, leading.end if leading and narrows else lead, len(text))
    if language == "ko":
        return korean_head(text, lead, len(text))
    return head_of(text, lead, max(end, lead))


def _japanese(text: str, lead: int, refs: tuple[Reference, ...]) -> Anatomy:
    shape = japanese.take_apart(text, lead, refs)
    head = text[slice(*shape.subject)]
    last = max([shape.body[1], shape.transition.end, *(cut.reach for cut in shape.cuts)])
    behind = _trimmed(text, last, len(text))
    in_front = shape.preface[1] > shape.preface[0]
    return Anatomy(
        "ja",
        head,
        shape.subject,
        japanese_category(head),
        _trimmed(text, *shape.preface) if in_front else behind,
        shape.transition,
        shape.cuts,
        behind if in_front else (len(text), len(text)),
        shape.proposed,
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\r\n,;:、，；：。.":
        start += 1
    while end > start and text[end - 1] in " \t\r\n,;:、，；：":
        end -= 1
    return start, end
