"""A description walked in order: headings and parts become paths, numbered paragraphs become blocks."""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from portfolios.parsing.document import Block, Locator, LocatorKind, Section
from portfolios.parsing.patentxml.inline import line_of, text_of

NameOf = Callable[[etree._Element], str]
_NO_PARTS: Mapping[str, NameOf] = {}


class Description:
    """Walks a description, keeping the path of headings and putting unnumbered text to the paragraph before
    it.

    parts are the elements that are parts of a description, each with what names it: the words of its heading,
    or nothing where the part has none of its own.
    """

    def __init__(self, *, parts: Mapping[str, NameOf] = _NO_PARTS, first: str = "Description") -> None:
        self._parts = parts
        self._first = first
        self._path: list[tuple[int, str]] = []
        self._said = True  # whether text has followed the innermost heading
        self._number = ""
        self._texts: list[str] = []
        self._names: dict[str, int] = {}

    def blocks(self, description: etree._Element | None, *, opening: str = "") -> Iterator[Block]:
        """The blocks of a description element; opening is a text that stands before it."""
        self._add(opening)
        yield from self._close()
        if description is not None:
            yield from self._walk(description, 1)
        yield from self._close()
        yield from self._unsaid(0)

    def _walk(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        for child in parent:
            if child.tag == "heading":
                yield from self._heading(line_of(child), _level(child, depth))
            elif child.tag in self._parts or child.find("p[@num]") is not None:
                yield from self._part(child, depth)
            elif child.tag == "p" and (child.get("num") or "").strip("0"):
                yield from self._close()
                self._number = child.get("num") or ""
                self._add(text_of(child))
            else:
                self._add(text_of(child))

    def _part(self, part: etree._Element, depth: int) -> Iterator[Block]:
        """A part with a heading of its own ends where its element ends; one without goes on in what is open."""
        name = self._parts[part.tag](part) if part.tag in self._parts else ""
        if not name:
            yield from self._walk(part, depth)
            return
        yield from self._heading(name, depth)
        yield from self._walk(part, depth + 1)
        yield from self._close()
        yield from self._unsaid(depth - 1)
        self._number = ""
        self._leave(depth)

    def _add(self, text: str) -> None:
        if text:
            self._texts.append(text)
            self._said = True

    def _heading(self, text: str, level: int) -> Iterator[Block]:
        """A heading ends the paragraph; one directly under another of its level continues it, as files
        break them.
        """
        text = text.strip("【】 ")
        if not text or (not self._said and self._path and self._path[-1][1] == text):
            return
        yield from self._close()
        self._number = ""
        if not self._said and self._path and self._path[-1][0] == level:
            self._path[-1] = (level, f"{self._path[-1][1]} — {text}")
            return
        yield from self._unsaid(level)
        self._leave(level)
        self._path.append((level, text))
        self._said = False

    def _leave(self, level: int) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()

    def _unsaid(self, level: int) -> Iterator[Block]:
        """A heading left with nothing under it is a text of its own, so that no word of the document is
        lost.
        """
        if not self._said and self._path and self._path[-1][0] > level:
            headings = tuple(text for _, text in self._path)
            yield Block(Section.DESCRIPTION, self._under(headings[-1]), headings[-1], headings[:-1])
            self._said = True

    def _under(self, name: str) -> Locator:
        self._names[name] = count = self._names.get(name, 0) + 1
        return Locator(LocatorKind.HEADING, name if count == 1 else f"{name} ({count})")

    def _close(self) -> Iterator[Block]:
        """The block collected so far; text before the first number stands under its heading."""
        headings = tuple(text for _, text in self._path)
        if text := "\n".join(filter(None, self._texts)):
            numbered = Locator(LocatorKind.PARAGRAPH, self._number) if self._number else None
            locator = numbered or self._under(headings[-1] if headings else self._first)
            yield Block(Section.DESCRIPTION, locator, text, headings)
        self._texts = []


def _level(heading: etree._Element, depth: int) -> int:
    level = heading.get("level") or ""
    return int(level) if level.isdigit() else depth
