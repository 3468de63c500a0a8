"""The documents a letter relies on: their labels (引用文献１, D1, 对比文件1), the numbers these stand for, and the
places in them it points to.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from portfolios.characters import record
from portfolios.identifiers import Identifier, PinCite
from portfolios.officeactions.action import Place, Reference
from portfolios.officeactions.copying import Copy


class Mention(NamedTuple):
    """A label at its place in the copy."""

    label: str
    start: int
    end: int


@record()
class Documents:
    """What the labels of a letter stand for, and the patent numbers of its copy by where they start."""

    entries: dict[str, tuple[Identifier, Place]]
    conflicts: dict[str, tuple[str, ...]]
    numbers: dict[int, Identifier]

    def reference(self, mention: Mention, copy: Copy) -> Reference:
        """The document a label stands for, at the label's place."""
        place = copy.place(mention.start, mention.end)
        number, readings = self._number(mention)
        return Reference(
            text=place.text,
            start=place.start,
            end=place.end,
            label=mention.label,
            number=number,
            readings=readings,
        )

    def mentions(self) -> list[Mention]:
        """Every number of the letter as a mention of the document it is, by its label where it has one."""
        labels = {number.canonical: label for label, (number, _) in self.entries.items() if number.canonical}
        return [
            Mention(labels.get(one.canonical, one.canonical), one.start, one.end)
            for one in self.numbers.values()
            if one.canonical
        ]

    def _number(self, mention: Mention) -> tuple[str, tuple[str, ...]]:
        if mention.label in self.conflicts:
            return "", self.conflicts[mention.label]
        held = self.entries.get(mention.label)
        own = held[0] if held else self.numbers.get(mention.start)
        return (own.canonical, own.readings) if own else ("", ())


_ITEM = (
    r"\n?(?P<first>[0-9]{1,2})(?![0-9])(?:\n?[-~]\n?(?:引用文献|对比文件|D)?(?P<last>[0-9]{1,2})(?![0-9]))?"
)
_FIRST = re.compile(
    rf"(?:引\n?用\n?文\n?献(?:等)?|引用例|引例|[对対對]\n?比\n?文\n?件)[:]?{_ITEM}"
    r"|(?<![A-Za-z0-9])D(?P<d>[1-9][0-9]?)(?![0-9A-Za-z]|[,.][0-9])(?:\s?(?:-|to|through)\s?D?(?P<d_last>[1-9][0-9]?)(?![0-9]))?"
)
_NEXT = re.compile(
    rf"\n?(?:[、,・/]|及び|および|並びに|又は|または|若しくは|と|和|及|与|或|以及)(?:引用文献等?|[对対對]比文件)?{_ITEM}(?![.][^0-9]|に記載され)"
)
_STANDS_FOR = re.compile(r"[\s]{0,3}(?:[:=(-]|は,?|为|是|is|:\()?[\s]{0,3}(?:(?:documents?|文献)\s?)?")
_LIST_HEADING = re.compile(
    r"引\n?用\n?文\n?献\n?等?\n?一\n?覧(?=[>》\]】〕)]?(?:\n|$))|引用下[述列]的?对比文件|对比文件(?:如下|列表|清单|一览)"
)
_LIST_LINE = re.compile(r"\n(?P<label>[0-9]{1,2})(?:[.、:)]\s?|\s)(?=\S)")
_LIST_END = re.compile(r"\n(?=[<●■◆☐☒☑□【《])")
_LONGEST_LIST = 6_000  # characters
_MOST_OF_RANGE = 40  # documents that "D1 to D40" may name; of more the first and the last are taken


def find_mentions(text: str) -> list[Mention]:
    """Every label of the copy, lists and ranges expanded, in order: "引用文献等１及び２" are D1 and D2."""
    found: list[Mention] = []
    at = 0
    while first := _FIRST.search(text, at):
        at = first.end()
        found += _expanded(first, first["first"] or first["d"], first["last"] or first["d_last"])
        while first["first"] and (further := _NEXT.match(text, at)):
            found += _expanded(further, further["first"], further["last"])
            at = further.end()
    return found


def _expanded(match: re.Match[str], first: str, last: str | None) -> list[Mention]:
    written, (start, end) = match.group(), match.span()
    start += len(written) - len(written.lstrip("\n、,・/"))
    low = int(first)
    high = int(last) if last else low
    if high <= low:
        return [Mention(f"D{low}", start, end)]
    named = range(low, high + 1) if high - low < _MOST_OF_RANGE else (low, high)
    return [Mention(f"D{number}", start, end) for number in named]


def read_documents(
    copy: Copy,
    mentions: Iterable[Mention],
    found: Iterable[Identifier],
    named: Iterable[tuple[Mention, Identifier]],
) -> Documents:
    """What each label stands for: where the letter lists its documents, where a number follows a label, and by
    the names of American letters. Two numbers for one label are a conflict. `found` are the numbers of the copy.
    """
    numbers = {one.start: one for one in found}
    said: dict[str, list[tuple[Identifier, Place]]] = {}
    beside = ((one, numbers.get(_STANDS_FOR.match(copy.text, one.end).end())) for one in mentions)  # type: ignore[union-attr]
    pairs = [*_listed(copy.text, numbers), *((one, number) for one, number in beside if number), *named]
    for mention, number in pairs:
        if not number.back_reference:
            said.setdefault(mention.label, []).append((number, copy.place(number.start, number.end)))
    conflicts = {label: tuple(dict.fromkeys(_name(one) for one, _ in held)) for label, held in said.items()}
    return Documents(
        {label: held[0] for label, held in said.items()},
        {label: names for label, names in conflicts.items() if len(names) > 1},
        numbers,
    )


def _name(number: Identifier) -> str:
    return number.canonical or " or ".join(number.readings)


def _listed(text: str, numbers: dict[int, Identifier]) -> list[tuple[Mention, Identifier]]:
    """The numbered lines after the heading of a list of documents, as long as they count on from one."""
    starts = sorted(numbers)
    found: list[tuple[Mention, Identifier]] = []
    at = 0
    while heading := _LIST_HEADING.search(text, at):
        stop = _LIST_END.search(text, heading.end(), heading.end() + _LONGEST_LIST)
        at = stop.start() if stop else min(len(text), heading.end() + _LONGEST_LIST)
        for mention, reach in _list_lines(text, heading.end(), at):
            place = bisect_right(starts, mention.end - 1)
            if place < len(starts) and starts[place] < reach:
                found.append((mention, numbers[starts[place]]))
    return found


def _list_lines(text: str, start: int, end: int) -> Iterator[tuple[Mention, int]]:
    """The labels of a list's lines, and where the next line of it begins."""
    lines = [*_LIST_LINE.finditer(text, start, end)]
    ends = [*(one.start() for one in lines[1:]), end]
    for expected, line in enumerate(lines, start=1):
        if int(line["label"]) != expected:
            return
        yield Mention(f"D{expected}", line.start("label"), line.end("label")), ends[expected - 1]


def _in_document(pin: PinCite, document: str) -> PinCite:
    if pin.document == document:
        return pin
    return PinCite(
        document=document,
        kind=pin.kind,
        first=pin.first,
        last=pin.last,
        text=pin.text,
        start=pin.start,
        end=pin.end,
    )


_SENTENCE_END = re.compile(r"。|\n\n|(?<!al)(?<!Fig)(?<!para)\. [A-Z]")
_REACH = 40  # characters between a document and the place in it


def attribute(pins: Sequence[PinCite], mentions: Sequence[Mention], text: str) -> list[PinCite]:
    """The pin-cites with the label of the document they are in: the label said last before in the same
    sentence, or that of the pin-cite before ("Smith, [0032]; Fig. 2"); "" where there is none.
    """
    starts = [one.start for one in mentions]
    found: list[PinCite] = []
    label, reached = "", 0
    for pin in pins:
        at = bisect_right(starts, pin.start) - 1
        if at >= 0 and mentions[at].end > reached:
            label, reached = mentions[at].label, mentions[at].end
        near = pin.start - reached <= _REACH and not _SENTENCE_END.search(text, reached, pin.start)
        found.append(_in_document(pin, label if near else ""))
        if label and near:
            reached = pin.end
    return found
