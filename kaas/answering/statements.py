"""Cutting what a model writes into statements, as it is written. Plain Python.

A statement is a sentence with the markers it names: `[1: "exact words"]`. A full stop behind a marker ends it at once, as the
prompt asks for. Every other sentence ends where the next begins, so markers behind its full stop still belong to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kaas.inference.neutralising import neutralise
from portfolios.analysis import whole_sentences

NONE = "[none]"
LONGEST_MARK = 1200
LONGEST_STATEMENT = 2000  # characters; what runs on is cut there, as nothing that long can be checked
MARK = re.compile(
    r"""[\[［]\s*(\d{1,3}(?:\s*[,、，]\s*\d{1,3})*)\s*
        (?:[:：]\s*(?:"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|「((?:[^「」]|「[^「」]*」)*)」|『([^』]*)』|«([^»]*)»|'([^']*)')\s*)?[\]］]""",
    re.VERBOSE,
)
LEADING_MARKS = re.compile(rf"\A(?:\s*(?:{MARK.pattern})|[\s.。．!！?？”’»）」』])+", re.VERBOSE)
OPENED = re.compile(r"""[\[［]\s*(?:\d{1,3}(?:\s*[,、，]\s*\d{1,3})*\s*(?:[:：].*)?)?\Z""", re.DOTALL)
CLOSED = re.compile(r"\s?[.。．!！?？]")
ENDS = (".", "!", "?", "。", "．", "！", "？", "」", ")")
MAY_END = re.compile(r"[.。．!?！？\n]")
SPACES, LINES = re.compile(r"[^\S\n]{2,}|[^\S\n ]"), re.compile(r"\s*\n\s*\n\s*")
GONE = "\ue000"  # of Unicode's private use area
BEFORE_GONE = re.compile(f"\\s*{GONE}")
LEADING = re.compile(r"^(?:[-*•>](?:\s+)(?!\d)|#{1,6}\s+|\d{1,2}[.)]\s+)+")
EMPHASIS = re.compile(r"(?<!\d)\*\*(?=\S)(.+?)(?<=\S)\*\*|__(?=\S)(.+?)(?<=\S)__|`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """A finished sentence, and (marker, quoted words) for each marker in it; the words are empty where none were given."""

    text: str
    marks: tuple[tuple[int, str], ...]


class StatementCutter:
    """Takes a text in pieces and gives back each sentence when it has surely ended."""

    def __init__(self) -> None:
        self._text = ""
        self._after_closed = False

    def feed(self, text: str) -> list[WrittenStatement]:
        """The statements that are finished now that `text` has come."""
        kept = self._text.rstrip()
        self._text = kept + _folded(self._text[len(kept) :] + text)
        if not MAY_END.search(self._text):
            return list(self._take(_too_long(self._text, 0)))
        closed = list(_closed(self._text))
        cuts = [cut for span in pairwise([0, *closed, len(self._text)]) for cut in _cuts(self._text, *span)]
        return list(self._take(sorted({*closed, *cuts, *_too_long(self._text, max([*closed, *cuts, 0]))})))

    def _take(self, cuts: list[int]) -> Iterator[WrittenStatement]:
        """The stretches up to the last cut, as statements."""
        done = 0
        for cut in cuts:
            written, done = self._text[done:cut], cut
            yield from _statement(LEADING_MARKS.sub("", written) if self._after_closed else written)
            self._after_closed = _is_closed(written)
        self._text = self._text[done:]

    def end(self, *, cut: bool = False) -> list[WrittenStatement]:
        """What is left. `cut`: the text broke off, so a last sentence without its end is left out."""
        if cut and not _is_whole(self._text):
            self._text = ""
        return list(self._take([len(self._text)]))


def _folded(text: str) -> str:
    """The text with runs of white space as one space, one end of line or one blank line: a model may write nothing else."""
    return LINES.sub("\n\n", SPACES.sub(" ", text))


def _is_whole(text: str) -> bool:
    return _mask(text).rstrip().endswith(ENDS)


def _mask(text: str) -> str:
    """The text with spaces in place of every marker, finished or still being written, so that none begins a sentence."""
    masked = MARK.sub(lambda match: " " * len(match[0]), text)
    opened = OPENED.search(masked, max(0, len(masked) - LONGEST_MARK))
    return masked[: opened.start()] + " " * (len(masked) - opened.start()) if opened else masked


def _closed(text: str) -> Iterator[int]:
    """Behind every full stop that stands behind a marker."""
    for match in MARK.finditer(text):
        if stop := CLOSED.match(text, match.end()):
            yield stop.end()


def _is_closed(written: str) -> bool:
    return any(end == len(written) for end in _closed(written))


def _cuts(text: str, begin: int, end: int) -> Iterator[int]:
    """Where a sentence of a stretch begins that is not its first."""
    return (begin + span.start for span in whole_sentences(_mask(text[begin:end]))[1:])


def _too_long(text: str, begin: int) -> list[int]:
    return list(range(begin + LONGEST_STATEMENT, len(text), LONGEST_STATEMENT))


def _statement(written: str) -> Iterator[WrittenStatement]:
    marks = [mark for match in MARK.finditer(written) for mark in _marks(match)]
    words = _plain(BEFORE_GONE.sub("", MARK.sub(GONE, written)))
    if any(character.isalnum() for character in words):
        yield WrittenStatement(words, tuple(dict.fromkeys(marks)))


def _marks(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    quoted = next((group for group in match.groups()[1:] if group), "").strip()
    for number in re.findall(r"\d+", match[1]):
        yield int(number), quoted


def _plain(written: str) -> str:
    """The sentence without the signs of a markup that is not rendered, and without what nobody can see."""
    words = EMPHASIS.sub(lambda match: next(group for group in match.groups() if group), written.strip())
    return neutralise(LEADING.sub("", words)).strip()
