"""What a query says besides its words: filters, phrases, exclusions, numbers. Plain Python; nothing here knows any document.

Fields are written `field:value`, in English or Japanese; what is unmistakable is recognised without. What is not understood
stays among the words, so that no operator does harm.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kaas.retrieval.fields import DAYS, NAMES
from kaas.retrieval.numbers import apart, said_number
from kaas.retrieval.parts import Part
from kaas.retrieval.periods import said_period
from kaas.retrieval.plain import offers_in, plain_parts
from kaas.retrieval.values import end_of_quotation, end_of_value, read_value
from portfolios.identifiers import Identifier, NumberType, identify

MOST_UNREAD = 5
MOST_PARTS = 30  # of one query; what comes after them stays among its words
QUOTES = ("“”", '""', "「」", "『』", "｢｣", "＂＂")
_QUOTED = "|".join(
    f"{pair[0]}(?P<q{number}>[^{pair}\n]{{1,300}}){pair[1]}" for number, pair in enumerate(QUOTES)
)
_MINUS = r"(?P<minus>(?:(?<=[\s(（　])|^)(?:[-－−](?=[^\W\d_]|[“\"「『｢＂])|NOT\s+(?=[\w“\"「『｢＂]))|)"
_FIELD = (
    rf"(?:(?<=[\s(（　])|(?<=[-－−])|^)(?P<field>{'|'.join(sorted(NAMES, key=len, reverse=True))})[:：][ 　]?"
)
_FIELDS = re.compile(_FIELD, re.IGNORECASE)
_PIECE = re.compile(rf"{_MINUS}(?:{_FIELD}|(?:{_QUOTED})|(?P<word>(?<=[-－−]|\s)[^\s　]+))", re.IGNORECASE)
_MEANS_SOMETHING = re.compile(r"[^\W_]").search


class Unread(NamedTuple):
    """A field with a value that it cannot have, as it is written, and where it stands."""

    field: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understood:
    """A query and what was understood of it. `words` is what is left to be searched for, phrases included, numbers not.

    numbers: patent numbers that stand in it; loose: those of them that stand among its words.
    offers: filters that it may have meant, as parts that are not applied.
    unread: fields with a value that they cannot have; they stay among the words. lacking: those with nothing behind them.
    """

    text: str
    words: str
    parts: tuple[Part, ...] = ()
    numbers: tuple[Identifier, ...] = ()
    loose: tuple[Identifier, ...] = ()
    offers: tuple[Part, ...] = ()
    unread: tuple[Unread, ...] = ()
    lacking: tuple[Unread, ...] = ()

    @property
    def filters(self) -> tuple[Part, ...]:
        """What narrows the documents."""
        return tuple(part for part in self.parts if part.is_filter)

    @property
    def phrases(self) -> tuple[str, ...]:
        """What a passage must say as it stands."""
        return tuple(part.value for part in self.parts if part.field == "phrase" and not part.is_excluded)

    @property
    def excluded(self) -> tuple[str, ...]:
        """Words and phrases that a passage must not have."""
        return tuple(part.value for part in self.parts if not part.is_filter and part.is_excluded)

    @property
    def only_excludes(self) -> bool:
        """Whether it says what must not be there, and nothing to look for."""
        return bool(self.excluded) and not (self.words or self.filters or self.loose)

    @property
    def ambiguous(self) -> tuple[Identifier, ...]:
        """Numbers that must be asked back: each names its readings."""
        return tuple(one for one in self.numbers if one.type is NumberType.AMBIGUOUS)

    def without(self, part: Part) -> str:
        """The query without one part, to be searched again."""
        return _tidy(self.text[: part.start] + " " + self.text[part.end :])

    def instead(self, one: Unread, value: str) -> str:
        """The query with a value that a field can have."""
        return f"{self.text[: one.start]}{written(one.field, value)}{self.text[one.end :]}"

    def having(self, field: str, value: str) -> str:
        """The query with one more filter."""
        return f"{self.text} {written(field, value)}"

    def reading(self, number: Identifier, display: str) -> str:
        """The query with an ambiguous number said in one of its readings."""
        return _tidy(f"{self.text[: number.start]} {display} {self.text[number.end :]}")


def written(field: str, value: str) -> str:
    """A filter as it is typed."""
    if field == "date":
        value = said_period(value)
    if field == "family":
        value = said_number(value)
    if not re.search(r"[\s　,、。“”\"＂「」]", value):
        return f"{field}:{value}"
    return f"{field}:「{value}」" if re.search('[“”"＂]', value) else f'{field}:"{value}"'


def understand(text: str, *, today: date) -> Understood:
    """What a query says. Never raises; linear in the length of the text."""
    said = list(_said(text))
    parts = sorted([*said, *_apart(plain_parts(text), said)], key=lambda part: part.start)[:MOST_PARTS]
    filters = [part for part in parts if part.is_filter or part.is_excluded]
    numbers = [one for one in identify(_blanked(text, filters)) if not one.back_reference][:MOST_PARTS]
    loose = apart(numbers, parts)
    lacking = list(_lacking(text, parts))[:MOST_UNREAD]
    return Understood(
        text=text,
        words=_words(text, parts, [*loose, *lacking]),
        parts=tuple(parts),
        numbers=tuple(numbers),
        loose=tuple(loose),
        unread=tuple(_unread(text, parts))[:MOST_UNREAD],
        lacking=tuple(lacking),
        offers=tuple(_apart(offers_in(text, today=today), parts)) if len(parts) < MOST_PARTS else (),
    )


def _said(text: str) -> Iterator[Part]:
    """Fields, phrases and exclusions, as they are written."""
    at = 0
    while match := _PIECE.search(text, at):
        part = _part(text, match)
        at = max(part.end if part else _beyond(text, match), match.start() + 1)
        if part:
            yield part


def _beyond(text: str, match: re.Match[str]) -> int:
    """Behind what is no part: what stands quoted as the value of a field is no phrase."""
    end = match.end()
    return quoted if match["field"] and (quoted := end_of_quotation(text, end)) > end else match.start() + 1


def _part(text: str, match: re.Match[str]) -> Part | None:
    is_excluded = bool(match["minus"])
    if match["field"]:
        if _is_lacking(text, match.end()):
            return None
        field = NAMES[match["field"].lower()]
        value = read_value(field, text, match.end())
        named = (value and value.field) or DAYS.get(field, field)
        return value and Part(named, value.value, match.start(), value.end, is_excluded)
    if match["word"]:
        word = match["word"].rstrip("、。，．,.;:!?)）")
        end = match.start("word") + len(word)
        is_word = is_excluded and _MEANS_SOMETHING(word)
        return Part("word", word, match.start(), end, is_excluded=True) if is_word else None
    phrase = next(value for name, value in match.groupdict().items() if name[0] == "q" and value is not None)
    if not _MEANS_SOMETHING(phrase):
        return None
    return Part("phrase", " ".join(phrase.split()), match.start(), match.end(), is_excluded)


def _apart(found: Iterable[Part], held: Sequence[Part]) -> Iterator[Part]:
    """Those that stand where nothing else was understood."""
    return (part for part in found if _is_free(part.start, part.end, held))


def _is_free(start: int, end: int, held: Sequence[Part]) -> bool:
    return all(end <= part.start or start >= part.end for part in held)


def _blanked(text: str, parts: Sequence[Part]) -> str:
    """The text of equal length with nothing where those parts stand, so that no number reaches into them."""
    for part in parts:
        text = text[: part.start] + " " * (part.end - part.start) + text[part.end :]
    return text


def _unread(text: str, parts: Sequence[Part]) -> Iterator[Unread]:
    """Fields that were not understood, with what stands as their value."""
    for match in _FIELDS.finditer(text):
        end = end_of_value(text, match.end())
        if not _is_lacking(text, match.end()) and _is_free(match.start(), end, parts):
            yield Unread(NAMES[match["field"].lower()], text[match.start() : end], match.start(), end)


def _lacking(text: str, parts: Sequence[Part]) -> Iterator[Unread]:
    """Fields behind which nothing stands, or the next field."""
    for match in _FIELDS.finditer(text):
        if _is_lacking(text, match.end()) and _is_free(match.start(), match.end(), parts):
            end = match.start() + len(match[0].rstrip(" 　"))
            yield Unread(NAMES[match["field"].lower()], text[match.start() : end], match.start(), end)


def _is_lacking(text: str, at: int) -> bool:
    return end_of_value(text, at) == at or (text[at - 1] in " 　" and _FIELDS.match(text, at) is not None)


def _words(text: str, parts: Sequence[Part], left_out: Sequence[Identifier | Unread]) -> str:
    """The text without what was understood and without numbers; phrases say themselves."""
    said = {part.start: part.value for part in parts if part.field == "phrase" and not part.is_excluded}
    pieces, at = [], 0
    for start, end in sorted(
        [*((one.start, one.end) for one in parts), *((one.start, one.end) for one in left_out)]
    ):
        pieces += [text[at:start], said.get(start, "")]
        at = end
    return _tidy(" ".join([*pieces, text[at:]]))


def _tidy(text: str) -> str:
    return " ".join(text.split())
