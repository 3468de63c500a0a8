"""A claims section cut into numbered claims.

A number at the head of a line begins a claim only where it is the next one, so that lists inside a claim
stay inside; "5-7. (Canceled)" makes three cancelled claims. Offsets into the section as stored.
"""

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import NamedTuple

from portfolios.claims.claim import Status
from portfolios.claims.endings import headings
from portfolios.claims.folding import Folded, fold
from portfolios.claims.numerals import LARGEST
from portfolios.claims.statuses import read_status


class Piece(NamedTuple):
    """A claim's number and standing; its words are `section[start:end]`. Its number is printed from `head` on, which
    is `start` where none is printed; `last` is the last number printed there ("5-7. (Canceled)"). `is_wrapped`: its lines
    end where the paper did, also inside words.
    """

    number: int
    start: int
    end: int
    status: Status
    head: int
    last: int
    is_wrapped: bool = False


class _Mark(NamedTuple):
    """A candidate for a claim's head in folded text, from its first character to the claim's words."""

    first: int
    last: int
    start: int
    end: int


_BRACKETS = re.compile(
    r"[【\[〔]\s*(?:請求項|청구항|权利要求|claim)\s*(\d{1,4})(?:\s*[-~]\s*(\d{1,4}))?\s*[】\]〕][ \t]*\.?"
)
_HEADS = re.compile(
    r"(?m)^[ \t]*(?:(?:claims?|anspruch|ansprüche|revendications?)[ \t]+|請求項[ \t]*|权利要求[ \t]*|청구항[ \t]*)?"
    r"(\d{1,3})(?:\.?[ \t]*+(?:-++|~|to|through)[ \t]*+(\d{1,3}))?[ \t]*+"
    r"(?![.、][ \t]*(?:特許請求の範囲|実用新案登録請求の範囲|(?:発明|考案)の(?:名称|詳細な説明)|図面の簡単な説明))"
    r"(?:[.):](?:[ \t]*+[-.]?)?(?=\s++\S|[^\W\d_]|[(\[（])|[、:]"
    r"|(?=[(\[](?:cancel|original|current|prev|with|new|amend|削除)))"
)
# A line that is nothing but the claim's name, its words on the next one: 청구항 1, Claim 1.
_NAMES = re.compile(
    r"(?m)^[ \t]*(?:(?:claim|anspruch|revendication)[ \t]+|(?:請求項|权利要求|청구항)[ \t]*)(\d{1,3})()?[ \t]*+$"
    r"(?=\s++\S)"
)
# Japanese gazettes before the electronic ones: （１） … 装置。（２） …, in lines of a fixed width.
_OLD = re.compile(r"(?:\A|(?<=[\s。]))\((\d{1,3})\)()(?=\s*[^\W\d_])")
_INLINE = re.compile(
    r"(?<=[.;。])\s+(\d{1,3})(?:\s*(?:-|to)\s*(\d{1,3}))?\s*[.)]\s+(?=(?:an?|the|in|use|method|apparatus|device|system|process"
    r"|[(\[](?:cancel|original|current|prev|with|new))(?!\w))"
)
_HEADERS = re.compile(
    r"(?m)^[ \t]*(?:(?:what|that\s+which|i|we|the\s+invention)\s+(?:is\s+|i\s+|we\s+)?(?:claimed|claim)"
    r"(?:\s+is|\s+as\s+new.*)?"
    r"|(?:the\s+)?claims?|what\s+is\s+claimed.*|(?:patent)?ansprüche|revendications?|权利要求书?|(?:【書類名】)?\s*【?特許請求の範囲】?"
    r"|\d{1,2}\s?[.、]\s?(?:特許|実用新案登録)請求の範囲|実用新案登録請求の範囲"
    r"|【書類名】.*|【?청구범위】?)[ \t]*+[:：]?[ \t]*+$"
)
_WIDEST_GAP = 3
_OPENS_CLAIM = re.compile(r"\s*(?:An?|The)\s")
_OF_CLAIMS = re.compile("claim|anspr|revendic|权利要求|請求の範囲|청구범위")


def split(section: str) -> list[Piece]:
    """The claims of a section in order; one claim numbered 1 where nothing is numbered; none in blank text."""
    folded = fold(section)
    text = folded.text
    marks = list(_brackets(text))
    if not marks and (old := _before_headings(folded, section, _old(text))):
        return [piece._replace(is_wrapped=True) for piece in _pieces(folded, section, old)]
    marks = marks or _before_headings(folded, section, _heads(folded, section))
    if not marks:
        start = _past_headers(text, 0, len(text))
        return _pieces(folded, section, [_Mark(1, 1, start, start)]) if text[start:].strip() else []
    return _pieces(folded, section, marks)


def _before_headings(folded: Folded, section: str, marks: list[_Mark]) -> list[_Mark]:
    """Without those in the parts of the document behind the claims, where no other claims follow."""
    if len(marks) < 2:
        return marks
    end = min(headings(folded, section, marks[0].end, marks[-1].end), default=marks[-1].end)
    if any(_OF_CLAIMS.search(found[0]) for found in _HEADERS.finditer(folded.text, end)):
        return marks
    return [mark for mark in marks if mark.start < end]


def _brackets(text: str) -> Iterator[_Mark]:
    for found in _BRACKETS.finditer(text):
        first = int(found[1])
        yield _Mark(first, _last(first, found[2]), found.start(), found.end())


def _heads(folded: Folded, section: str) -> list[_Mark]:
    text = folded.text
    marks = _in_order(folded, section, _HEADS) or _in_order(folded, section, _NAMES)
    if len(marks) > 1 or (not marks and "\n" in text.strip()):
        return marks
    inline = _in_order(folded, section, _INLINE, reached=marks[-1].last if marks else 0)
    return [*marks, *inline] if marks else []


def _old(text: str) -> list[_Mark]:
    """The heads of an old Japanese section: it begins with (1), and each further one stands behind the full stop of
    the claim before, so that lists inside a claim stay inside.
    """
    first = _OLD.match(text, _past_headers(text, 0, len(text)))
    if first is None or int(first[1]) != 1 or "。" not in text:
        return []
    marks = [_Mark(1, 1, first.start(), first.end())]
    for found in _OLD.finditer(text, first.end()):
        number, before = int(found[1]), text[max(0, found.start() - 60) : found.start()].rstrip()
        if number == len(marks) + 1 and before.endswith("。"):
            marks.append(_Mark(number, number, found.start(), found.end()))
    return marks if len(marks) > 1 or "(2)" not in text else []


def _in_order(folded: Folded, section: str, pattern: re.Pattern[str], *, reached: int = 0) -> list[_Mark]:
    """Only the marks that count on: each is the next number, the very first may be any."""
    marks: list[_Mark] = []
    candidates = list(pattern.finditer(folded.text))
    if not reached and any(int(found[1]) == 1 for found in candidates):
        candidates = list(dropwhile(lambda found: int(found[1]) != 1, candidates))
    for found in candidates:
        first = int(found[1])
        expected = _follows(folded, section, found, reached) if marks or reached else first >= 1
        if expected and _begins(folded, section, found):
            reached = _last(first, found[2])
            marks.append(_Mark(first, reached, found.start(), found.end()))
    return marks


def _follows(folded: Folded, section: str, found: re.Match[str], reached: int) -> bool:
    """Whether the number is the next one. Some sets leave a number out: what then opens like a claim is one, not an
    entry of a list inside a claim.
    """
    ahead = int(found[1]) - reached
    return ahead == 1 or (
        1 < ahead <= _WIDEST_GAP and bool(_OPENS_CLAIM.match(section, folded.start(found.end())))
    )


def _begins(folded: Folded, section: str, found: re.Match[str]) -> bool:
    """Not the next line of a list: "a kit comprising:\\n2. a wheel" runs on from the line before."""
    before = folded.text[max(0, found.start() - 20) : found.start()].rstrip()
    behind = folded.start(found.end())
    after = section[behind : behind + 20].lstrip()
    running_on = before.endswith((",", ";", ":")) or before[-4:] in {" and", " or"}
    return not (running_on and after[:1].islower())


def _last(first: int, written: str | None) -> int:
    last = int(written) if written else first
    return last if first <= last <= min(first + LARGEST, 9999) else first


def _past_headers(text: str, start: int, end: int) -> int:
    """Behind the lines that only name the section."""
    start = _skipped(text, start, end)
    while header := _HEADERS.match(text, start, end):
        start = _skipped(text, header.end(), end)
    return start


def _skipped(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _pieces(folded: Folded, section: str, marks: list[_Mark]) -> list[Piece]:
    pieces: list[Piece] = []
    taken: set[int] = set()
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start if following else len(folded.text)
        for piece in _piece(folded, section, mark, end):
            if piece.number not in taken:
                taken.add(piece.number)
                pieces.append(piece)
    return pieces


def _piece(folded: Folded, section: str, mark: _Mark, limit: int) -> Iterator[Piece]:
    text = folded.text
    end = _right(text, min(headings(folded, section, mark.end, limit), default=limit))
    status, start = read_status(text, mark.end, max(end, mark.end))
    start = _skipped(text, start, end)
    if mark.last > mark.first and status is not Status.CANCELLED:
        numbers = [mark.first]
    else:
        numbers = list(range(mark.first, mark.last + 1))
    head, first, last = folded.start(mark.start), folded.start(start), folded.end(max(end, start))
    for number in numbers:
        yield Piece(number, first, last, status, head, mark.last)


def _right(text: str, end: int) -> int:
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end
