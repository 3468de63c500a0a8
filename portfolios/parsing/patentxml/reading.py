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
from portfolios.parsing.patentxml.description import Description
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
    yield from Description(parts=_PARTS).blocks(root.find("description"), opening=_botanic(front))
    yield from _claims(root)


def _claims(root: etree._Element) -> Iterator[Block]:
    """Each claim whole, its text exactly as published; elements set apart in the file begin a line."""
    for place, claim in enumerate(root.iterfind("claims/claim"), start=1):
        number = (claim.get("num") or "").lstrip("0") or str(place)
        if text := text_of(claim):
            yield Block(Section.CLAIMS, Locator(LocatorKind.CLAIM, number), text)


def _botanic(front: etree._Element) -> str:
    """The names that stand at the head of a plant patent."""
    botanic = front.find("us-botanic")
    if botanic is None:
        return ""
    names = (line_of(botanic.find("latin-name")), line_of(botanic.find("variety")))
    return ", variety ".join(filter(None, names))


def _unnamed(_: etree._Element) -> str:
    return ""


_PARTS = {"description-of-drawings": _unnamed}
