"""Gazettes of the Japan Patent Office: the XML of 2004 to 2021 (jp-official-gazette, after WIPO ST.36) and the
one since (WIPO ST.96), both read under the names of the first.

Text, headings and numbers are given as the gazette prints them: 【技術分野】 is the heading 技術分野, a table
stands under 【表１】.
"""

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
from portfolios.parsing.patentxml.description import Description
from portfolios.parsing.patentxml.inline import line_of, text_of
from portfolios.parsing.patentxml.japanese_front import read_front
from portfolios.parsing.patentxml.japanese_names import with_one_naming
from portfolios.parsing.patentxml.japanese_parts import PARTS
from portfolios.parsing.sizes import check_characters

GAZETTE = "jp-official-gazette"
PUBLICATIONS = frozenset(
    {
        "UnexaminedPatentPublication",
        "RegisteredPatentPublication",
        "InternationalPatentPublication",
        "UnexaminedUtilityModelPublication",
        "RegisteredUtilityModelPublication",
        "InternationalUtilityModelPublication",
    }
)
_AMENDMENTS = ("written-amendment-group", "written-amendment-bag")
_HEADINGS = {"abstract": "要約", "claims": "特許請求の範囲", "description": "発明の詳細な説明"}


def read_japanese(root: etree._Element, member: str) -> ParsedDocument:
    """The document of a gazette; Unreadable without a front page or text."""
    root = with_one_naming(root)
    front = read_front(root)
    number = front.bibliography.publication_number
    title = front.title or number
    blocks = (
        Block(Section.TITLE, Locator(LocatorKind.HEADING, "発明の名称"), title),
        *_text(root),
    )
    if len(blocks) == 1:
        raise Unreadable(FailureReason.MALFORMED, f"{number} holds no text beyond its title; check the file.")
    check_characters(sum(len(block.text) for block in blocks))
    kind = "application" if front.bibliography.kind_code.startswith("A") else "grant"
    return ParsedDocument(
        format=f"jp-{kind}-xml",
        kind=kind,
        member=member,
        title=title,
        language=document_language(blocks),
        blocks=blocks,
        bibliography=front.bibliography,
        warnings=_warnings(root),
    )


def _text(root: etree._Element) -> Iterator[Block]:
    """Abstract, claims and description in the order of the file, which is that of the gazette."""
    for child in root:
        if child.tag == "abstract" and (text := text_of(child)):
            yield Block(Section.ABSTRACT, Locator(LocatorKind.HEADING, _HEADINGS["abstract"]), text)
        elif child.tag == "claims":
            yield from _claims(child)
        elif child.tag == "description":
            yield from Description(parts=PARTS, first=_HEADINGS["description"]).blocks(child)


def _claims(claims: etree._Element) -> Iterator[Block]:
    for place, claim in enumerate(claims.iterfind("claim"), start=1):
        number = line_of(claim.find("claim-number")) or claim.get("num") or ""
        texts = (text_of(child) for child in claim if child.tag != "claim-number")
        if text := "\n".join(filter(None, texts)):
            place_of_claim = Locator(LocatorKind.CLAIM, number.lstrip("0") or str(place))
            yield Block(Section.CLAIMS, place_of_claim, text, (_HEADINGS["claims"],))


def _warnings(root: etree._Element) -> tuple[str, ...]:
    if any(root.find(f".//{tag}") is not None for tag in _AMENDMENTS):
        return ("The amendments printed with it (手続補正書) are not read; claims and text are as filed.",)
    return ()
