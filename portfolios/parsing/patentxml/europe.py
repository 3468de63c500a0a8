"""European applications and patents in the XML of the EPO (ep-patent-document, after WIPO ST.36).

The language of the proceedings is the document's: its claims are the claims, translations of them stand in a
section of their own under numbers that say so ("1 (de)"), for claim 1 is one claim and not three.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from portfolios.parsing.document import Block, Locator, LocatorKind, ParsedDocument, Section
from portfolios.parsing.patentxml.description import Description
from portfolios.parsing.patentxml.european_front import Front, read_front
from portfolios.parsing.patentxml.inline import line_of, text_of
from portfolios.parsing.sizes import check_characters

EP_ROOT = "ep-patent-document"
_PRINTED_NUMBER = re.compile(r"(\d{1,3})\s*[.)]")
_REFERENCES = "References cited in the description"


def read_european(root: etree._Element, member: str) -> ParsedDocument:
    """The document of an ep-patent-document element; one without a text is kept with its titles and says so."""
    front = read_front(root)
    blocks = (*_titles(front), *_text(root, front.language))
    check_characters(sum(len(block.text) for block in blocks))
    kind = "grant" if front.bibliography.kind_code.startswith("B") else "application"
    return ParsedDocument(
        format=f"ep-{kind}-xml",
        kind=kind,
        member=member,
        title=front.titles.get(front.language) or front.bibliography.publication_number,
        language=front.language,
        blocks=blocks,
        bibliography=front.bibliography,
        warnings=_warnings(blocks, front),
    )


def _titles(front: Front) -> Iterator[Block]:
    """The title in the language of the proceedings first."""
    for language in sorted(front.titles, key=lambda language: language != front.language):
        own = "Title" if language == front.language else f"Title ({language})"
        yield Block(Section.TITLE, Locator(LocatorKind.HEADING, own), front.titles[language])


def _text(root: etree._Element, language: str) -> Iterator[Block]:
    yield from _abstracts(root, language)
    yield from Description().blocks(root.find("description"))
    yield from _claims(root, language)
    for found in root.iterfind("ep-reference-list"):
        yield from Description(first=_REFERENCES).blocks(found)


def _abstracts(root: etree._Element, language: str) -> Iterator[Block]:
    for abstract in root.iterfind("abstract"):
        own = abstract.get("lang") or language
        place = "Abstract" if own == language else f"Abstract ({own})"
        if text := text_of(abstract):
            yield Block(Section.ABSTRACT, Locator(LocatorKind.HEADING, place), text)


def _claims(root: etree._Element, language: str) -> Iterator[Block]:
    """Every set of claims: another set of one language (other states, amended claims) is numbered apart."""
    sets: Counter[str] = Counter()
    for claims in root.iter("claims"):
        own = claims.get("lang") or language
        sets[own] += 1
        section = Section.CLAIMS if own == language else Section.TRANSLATION
        marks = [own] if own != language else []
        marks += [f"set {sets[own]}"] if sets[own] > 1 else []
        yield from _set(claims, section, f" ({', '.join(marks)})" if marks else "")


def _set(claims: etree._Element, section: Section, mark: str) -> Iterator[Block]:
    headings = tuple(line for child in claims if child.tag != "claim" and (line := line_of(child)))
    texts = [text_of(claim) for claim in claims.iterfind("claim")]
    printed = _printed_numbers(texts)
    for place, (claim, text) in enumerate(zip(claims.iterfind("claim"), texts, strict=True), start=1):
        number = (claim.get("num") or "").lstrip("0") or printed.get(place) or str(place)
        if text:
            yield Block(section, Locator(LocatorKind.CLAIM, f"{number}{mark}"), text, headings)


def _printed_numbers(texts: Sequence[str]) -> dict[int, str]:
    """The numbers that old files carry in the text only ("1.) ..."), where every claim has a number of its own."""
    matches = {place: match for place, text in enumerate(texts, 1) if (match := _PRINTED_NUMBER.match(text))}
    numbers = {place: match[1].lstrip("0") for place, match in matches.items()}
    return numbers if len(set(numbers.values())) == len(texts) and all(numbers.values()) else {}


def _warnings(blocks: Sequence[Block], front: Front) -> tuple[str, ...]:
    if any(block.section is not Section.TITLE for block in blocks):
        return ()
    where = f": the text was published as {front.published_as}" if front.published_as else ""
    return (f"The file holds the front page only{where}.",)
