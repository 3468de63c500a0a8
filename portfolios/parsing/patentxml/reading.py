"""One grant or application: its title, abstract, numbered paragraphs and claims as located blocks."""

from collections.abc import Iterator

from lxml import etree

from portfolios.parsing.document import (
    Block,
    FailureReason,
    Locator,
    LocatorKind,
    ParsedDocument,
    Section,
    Unreadable,
)
from portfolios.parsing.languages import document_language
from portfolios.parsing.patentxml.bibliography import bibliography
from portfolios.parsing.patentxml.inline import line_of, text_of
from portfolios.parsing.sizes import check_characters

_GRANT = "us-patent-grant"


def read_patent(root: etree._Element, member: str) -> ParsedDocument:
    """The document of a us-patent-grant or us-patent-application element; Unreadable without a front page
    or text.
    """
    kind = "grant" if root.tag == _GRANT else "application"
    front = root.find(f"us-bibliographic-data-{kind}")
    if front is None or front.find("publication-reference") is None:
        raise Unreadable(
            FailureReason.MALFORMED,
            "The patent has no bibliographic data (us-bibliographic-data), so that it cannot be named; "
            "check the file.",
        )
    details = bibliography(front)
    title = line_of(front.find("invention-title")) or details.publication_number
    blocks = tuple(_blocks(root, front, title))
    if not any(block.section is not Section.TITLE for block in blocks):
        raise Unreadable(
            FailureReason.MALFORMED,
            f"{details.publication_number} holds no text beyond its title; check the file.",
        )
    check_characters(sum(len(block.text) for block in blocks))
    return ParsedDocument(
        format=f"us-{kind}-xml",
        kind=kind,
        member=member,
        title=title,
        language=document_language(blocks),
        blocks=blocks,
        bibliography=details,
    )


def _blocks(root: etree._Element, front: etree._Element, title: str) -> Iterator[Block]:
    yield Block(Section.TITLE, Locator(LocatorKind.HEADING, "Title"), title)
    if abstract := "\n".join(filter(None, map(text_of, root.iterfind("abstract")))):
        yield Block(Section.ABSTRACT, Locator(LocatorKind.HEADING, "Abstract"), abstract)
    yield from _Description().blocks(front, root.find("description"))
    yield from _claims(root)


def _claims(root: etree._Element) -> Iterator[Block]:
    """Each claim whole, its text exactly as published; elements set apart in the file begin a line."""
    for place, claim in enumerate(root.iterfind("claims/claim"), start=1):
        number = (claim.get("num") or "").lstrip("0") or str(place)
        if text := text_of(claim):
            yield Block(Section.CLAIMS, Locator(LocatorKind.CLAIM, number), text)


class _Description:
    """Walks a description, keeping the path of headings and putting unnumbered text to the paragraph before
    it.
    """

    def __init__(self) -> None:
        self._path: list[tuple[int, str]] = []
        self._said = True  # whether text has followed the innermost heading
        self._number = ""
        self._texts: list[str] = []
        self._names: dict[str, int] = {}

    def blocks(self, front: etree._Element, description: etree._Element | None) -> Iterator[Block]:
        botanic = front.find("us-botanic")
        if botanic is not None:
            names = (line_of(botanic.find("latin-name")), line_of(botanic.find("variety")))
            self._texts = [", variety ".join(filter(None, names))]
            yield from self._close()
        if description is not None:
            yield from self._walk(description)
        yield from self._close()
        yield from self._unsaid(0)

    def _walk(self, parent: etree._Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == "description-of-drawings":
                yield from self._walk(child)
            elif child.tag == "heading":
                yield from self._heading(child)
            elif child.tag == "p" and (child.get("num") or "").strip("0"):
                yield from self._close()
                self._number = child.get("num") or ""
                self._add(text_of(child))
            else:
                self._add(text_of(child))

    def _add(self, text: str) -> None:
        if text:
            self._texts.append(text)
            self._said = True

    def _heading(self, element: etree._Element) -> Iterator[Block]:
        """A heading ends the paragraph; one directly under another of its level continues it, as files
        break them.
        """
        text = line_of(element)
        if not text:
            return
        yield from self._close()
        self._number = ""
        level = int(level) if (level := element.get("level") or "1").isdigit() else 1
        if not self._said and self._path and self._path[-1][0] == level:
            self._path[-1] = (level, f"{self._path[-1][1]} — {text}")
            return
        yield from self._unsaid(level)
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, text))
        self._said = False

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
            locator = numbered or self._under(headings[-1] if headings else "Description")
            yield Block(Section.DESCRIPTION, locator, text, headings)
        self._texts = []
