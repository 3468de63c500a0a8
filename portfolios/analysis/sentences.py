"""Sentences of Japanese and English text, as offsets.

A sentence is what can be quoted alone. It ends at a full stop that is one, at a blank line, before a list
item or a heading; not inside short brackets or quotation marks, not at an abbreviation, a decimal point or
a claim's number. A sentence too long to read in a quotation (claims are one sentence of many elements) is
cut between its elements.
"""

import re
from collections.abc import Iterator

from portfolios.analysis.abbreviations import ends_with_abbreviation
from portfolios.analysis.brackets import CLOSING, short_brackets
from portfolios.analysis.characters import HIRAGANA, JAPANESE
from portfolios.analysis.spans import Span

READABLE_LENGTH = 400
_FULL_LINE = 60  # columns: a line this wide went on because the page ended, not the sentence

_CLOSERS = f"[{re.escape(CLOSING)}]*"
_JAPANESE_STOP = re.compile(f"[。｡．！？!?]+{_CLOSERS}")
_LATIN_STOP = re.compile(f"(?<![.!?])[.!?]+{_CLOSERS}(?=\\s+(\\S))")
_LINE_END = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_BLANK_LINE = re.compile(r"(?:\r\n?|\n)[^\S\n]*(?:\r\n?|\n)|[\v\f\u2029]").search
_ITEM = re.compile(
    r"(?:[-*•‣◦・●○■□◆◇▪–—]\s?|#{1,6}\s|\|"  # bullets, headings and table rows of Markdown
    r"|[(（\[［]?(?:\d{1,4}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[)）\]］.．、][^\d]"
    r"|[①-⑳㈠-㈩]|[【〔《]|第[\d０-９一二三四五六七八九十]+[条章節項編])"
).match
_NUMBERING = re.compile(
    r"\s*[(（\[［]?(?:\d{1,4}|[０-９]{1,4}|[A-Za-z]|[ivxIVX]{1,5})[)）\]］]?[.．]?"
).fullmatch
_is_hiragana = re.compile(f"[{HIRAGANA}]").match
_FIGURE = re.compile(r"[\d０-９]").match
_LEADS_ON = re.compile(r"[-,;:、，；：‐]$|(?i:\b(?:and|or)|及び|または|又は)$").search
_ELEMENT_END = re.compile(
    r"[;；]\s*(?:(?:and|or)\b,?)?|と、|及び、|または、|(?<=であって)、|(?<=[,:、：dr])\s*\n"
)
_ELEMENT_LINE = re.compile(r"(?<=[,;:、，；：dr])\s*\n")
_CLAUSE_END = re.compile(f"、|(?<=[^\\d]),\\s|[{JAPANESE}]，")


def sentences(text: str) -> list[Span]:
    """Every sentence of `text`, in order and apart from each other; together they hold all that is not
    white space.
    """
    return [part for sentence in _whole_sentences(text) for part in _readable(text, sentence)]


def whole_sentences(text: str) -> list[Span]:
    """The same without cutting long ones between their elements."""
    return list(_whole_sentences(text))


def _whole_sentences(text: str) -> Iterator[Span]:
    brackets = short_brackets(text)
    soft = {end for end in (*_stops(text), *_short_line_ends(text)) if not brackets[end - 1]}
    yield from _between(text, sorted(soft.union(_blank_lines(text))))


def _between(text: str, cuts: list[int], start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The stretches between cuts, without the white space around them; empty ones are left out."""
    end = len(text) if end is None else end
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        stretch = text[left:right]
        if stripped := stretch.strip():
            begin = left + len(stretch) - len(stretch.lstrip())
            yield Span(begin, begin + len(stripped))


def _stops(text: str) -> Iterator[int]:
    for match in _JAPANESE_STOP.finditer(text):
        if _is_japanese_stop(text, match) and not _goes_on(text, match):
            yield match.end()
    for match in _LATIN_STOP.finditer(text):
        if _is_latin_stop(text, match):
            yield match.end()


def _is_japanese_stop(text: str, match: re.Match[str]) -> bool:
    """。 always ends a sentence; ．！？ where no figure or Latin word goes on, as in ３．５ or 1．概要."""
    mark, after = match[0][0], text[match.end() : match.end() + 1]
    if mark == "．":
        return not _FIGURE(after) and not _NUMBERING(_line_before(text, match.end()))
    if mark in "。｡！？":
        return True
    return not after.isascii()  # ASCII ! and ? before Japanese; before a space they are Latin stops


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """「はい。」と言った is one sentence: after the closing bracket comes grammar."""
    closed = match[0][-1] in CLOSING
    return closed and _is_hiragana(text[match.end() : match.end() + 1]) is not None


def _is_latin_stop(text: str, match: re.Match[str]) -> bool:
    following = match[1]
    if following.islower():
        return False
    if match[0][0] != "." or len(match[0].rstrip(CLOSING)) > 1:
        return True
    before = text[max(0, match.start() - 40) : match.start()]
    if _NUMBERING(_line_before(text, match.start() + 1)):
        return False
    return not ends_with_abbreviation(before, text[match.end() : match.end() + 40])


def _line_before(text: str, end: int) -> str:
    start = max(text.rfind("\n", 0, end), end - 20)
    return text[start + 1 : end]


def _blank_lines(text: str) -> Iterator[int]:
    return (match.start() for match in _LINE_END.finditer(text) if match.start() and _BLANK_LINE(match[0]))


def _short_line_ends(text: str) -> Iterator[int]:
    """Line ends that end a sentence: before list items and after short lines, not where a line is merely
    wrapped.
    """
    line_start = 0
    for match in _LINE_END.finditer(text):
        line, following = text[line_start : match.start()].strip(), text[match.end() : match.end() + 20]
        if line and following and not _is_wrapped(line, following):
            yield match.start()
        line_start = match.end()


def _is_wrapped(line: str, following: str) -> bool:
    """A line that ends in the middle of a list leads on to its next element; _readable cuts there if it
    must.
    """
    if _LEADS_ON(line) or following[0].islower():
        return True
    return not _ITEM(following) and _width(line) >= _FULL_LINE


def _width(line: str) -> int:
    """Columns of a line: Japanese characters take two."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _readable(text: str, sentence: Span) -> list[Span]:
    """The sentence, or its elements packed into pieces of readable length: by lines, by semicolons, by
    clauses.
    """
    pieces = [sentence]
    for element_end, limit in ((_ELEMENT_LINE, 1), (_ELEMENT_END, 1), (_CLAUSE_END, 2)):
        pieces = [
            part
            for piece in pieces
            for part in (
                _packed(text, piece, element_end) if _length(piece) > limit * READABLE_LENGTH else [piece]
            )
        ]
    return pieces


def _length(span: Span) -> int:
    return span.end - span.start


def _packed(text: str, sentence: Span, element_end: re.Pattern[str]) -> list[Span]:
    """As many elements in a piece as stay readable together."""
    cuts: list[int] = []
    start = last = sentence.start
    for match in element_end.finditer(text, sentence.start, sentence.end):
        if match.end() - start > READABLE_LENGTH and last > start:
            cuts.append(last)
            start = last
        last = match.end()
    if sentence.end - start > READABLE_LENGTH and last > start:
        cuts.append(last)
    return list(_between(text, cuts, sentence.start, sentence.end))
