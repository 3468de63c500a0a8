"""Lines broken for the width of a page, joined again into paragraphs, in Japanese and English."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

SOFT_BREAK = "\ufffe"  # what PDFium writes where a hyphen was set only to break a word
_WIDE = "\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af"
_is_wide = re.compile(f"[{_WIDE}]").match
_STARTS_ITEM = re.compile(
    r"[\s\u3000]|[・•●○◆■□◇▪‣※*–—-]\s?"
    r"|[(（]\s?(?:[0-9０-９]{1,3}|[a-zａ-ｚ]|[ivxIVX]{1,5}|[ア-ン]|注[0-9０-９]*|説明)\s?[)）]"
    r"|[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3})*[.．)、]?[ \u3000]|[①-⑳⑴-⒇]|【|\[[0-9]{4}\]"
    r"|例[0-9０-９]*[：:]|図[0-9０-９ ]|第\s?[0-9０-９IVX一二三四五六七八九十]+\s?[章節部]"
)
_SENTENCE_END = re.compile(r"[。．？！!?][」』）)]?$|[.:;：][\"”’)]?$")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_BROKEN_WORD = re.compile(r"([A-Za-z]+)[-‐]$")
_SOFTLY_BROKEN = re.compile(f"([A-Za-z]*){SOFT_BREAK}$")
FULL_LINE = 0.82  # share of the usual line width from which a line is taken to continue on the next
_TOLERANCE = 0.12
_LONG = 0.6  # shorter lines are ends of paragraphs, headings and cells of tables
_LEAST_AGREEING = 0.5
_FEW = 6  # lines that say nothing yet about agreement
_LONGEST_WORD = 80
_NEVER = 1_000_000


def width(text: str) -> int:
    """The width of a line in half-width columns."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def rejoin(lines: Sequence[str], words: frozenset[str] = frozenset(), *, least_width: int = 0) -> list[str]:
    """The paragraphs that the lines of one page or block were broken from; words are those of the whole
    document, lines usually narrower than least_width are not joined.
    """
    return [text for text, _ in rejoin_numbered(lines, words, least_width=least_width)]


def rejoin_numbered(
    lines: Sequence[str], words: frozenset[str] = frozenset(), *, least_width: int = 0
) -> list[tuple[str, int]]:
    """The paragraphs, each with the index of its first line; lines usually narrower than least_width are
    not joined.
    """
    usual = _usual_width(lines)
    usual = usual if usual >= least_width else _NEVER
    paragraphs: list[_Paragraph] = []
    previous = ""
    for index, line in enumerate(lines):
        text = line.rstrip()
        if not text.strip():
            previous = ""
            continue
        if previous and paragraphs and _continues(previous, text, usual):
            paragraphs[-1].append(text.strip(), words)
        else:
            paragraphs.append(_Paragraph([text.strip()], index))
        previous = text
    return [("".join(paragraph.parts).replace(SOFT_BREAK, ""), paragraph.first) for paragraph in paragraphs]


def join(left: str, right: str, words: frozenset[str] = frozenset()) -> str:
    """Two neighbouring lines as one: no space inside Japanese, a broken English word made whole."""
    glue, cut = _glue(left, right, words)
    return (left[:-1] if cut else left) + glue + right


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Every Latin word written within a line, with its hyphens: evidence for words broken at a line end."""
    return frozenset(word.lower() for line in lines for word in _WORD.findall(line))


def starts_item(text: str) -> bool:
    """Whether a line opens an entry of a list, a heading or a paragraph set in."""
    return _STARTS_ITEM.match(text) is not None


@dataclass
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    first: int = 0

    def append(self, line: str, words: frozenset[str]) -> None:
        glue, cut = _glue(self.parts[-1], line, words)
        if cut:
            self.parts[-1] = self.parts[-1][:-1]
        self.parts += [glue, line] if glue else [line]


def _glue(left: str, right: str, words: frozenset[str]) -> tuple[str, bool]:
    """What stands between the joined lines, and whether the last character of the left one goes."""
    left = left[-_LONGEST_WORD:]
    if broken := _SOFTLY_BROKEN.search(left):
        return ("-" if _keeps_hyphen(broken[1], right, words) else ""), True
    broken = _BROKEN_WORD.search(left)
    if broken and right[:1].islower():
        return "", not _keeps_hyphen(broken[1], right, words)
    if _is_wide(left[-1:]) or _is_wide(right[:1]):
        return ("", False) if _is_wide(left[-1:]) and _is_wide(right[:1]) else (_mixed(left), False)
    return " ", False


def _mixed(left: str) -> str:
    """Between Japanese and Latin letters pages are set without a space unless one was written."""
    return " " if left.endswith((",", ".", ":", ";")) else ""


def _keeps_hyphen(start: str, right: str, words: frozenset[str]) -> bool:
    rest = _WORD.match(right)
    end = rest[0].lower() if rest else ""
    return f"{start.lower()}-{end}" in words and f"{start.lower()}{end}" not in words


def _usual_width(lines: Sequence[str]) -> int:
    """The width that lines were broken at; beyond every line where they do not agree on one, as in verse
    and lists.
    """
    widths = sorted(width(line.strip()) for line in lines if line.strip())
    usual = widths[int(len(widths) * 0.8)] if widths else 0
    long = [found for found in widths if found >= usual * _LONG]
    agreeing = sum(abs(found - usual) <= usual * _TOLERANCE for found in long)
    return usual if len(long) < _FEW or agreeing >= len(long) * _LEAST_AGREEING else _NEVER


def _continues(previous: str, text: str, usual: int) -> bool:
    if previous.endswith(SOFT_BREAK):
        return True
    if _STARTS_ITEM.match(text) or width(previous.strip()) < usual * FULL_LINE:
        return False
    if _SENTENCE_END.search(previous):
        return not _is_wide(previous[-1:]) and width(previous.strip()) >= usual * 0.92
    return True


def paragraphs_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between blank ones, each with the number of its first line, counted from 1."""
    run: list[str] = []
    start = 1
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            if not run:
                start = number
            run.append(line)
        elif run:
            yield start, run
            run = []
    if run:
        yield start, run
