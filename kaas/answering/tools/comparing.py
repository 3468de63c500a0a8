"""Two claims beside each other: which elements of the one stand word for word in the other. No opinion on either."""

from collections.abc import Sequence

from kaas.answering.citations import locate
from kaas.retrieval.search import Hit
from portfolios.claims.claim import Office
from portfolios.claims.reading import read_numbered

SHOWN = 60  # characters of an element, by which it is told apart


def same_elements(one: Sequence[Hit], other: Sequence[Hit]) -> str:
    """A line for each claim, its elements by letter."""
    return "\n".join([_line("first", one, other), _line("second", other, one)])


def _line(name: str, claim: Sequence[Hit], beside: Sequence[Hit]) -> str:
    text = "\n".join(hit.passage.text for hit in beside)
    same: list[str] = []
    apart: list[str] = []
    for letter, element in _elements(claim):
        (same if locate(element, text) is not None else apart).append(letter)
    return (
        f"Elements of the {name} claim that stand word for word in the other: {', '.join(same) or 'none'}; "
        f"that do not: {', '.join(apart) or 'none'}."
    )


def _elements(claim: Sequence[Hit]) -> list[tuple[str, str]]:
    text = "\n".join(hit.passage.text for hit in claim)
    number = int(claim[0].passage.locator_value)
    (read,) = read_numbered([(number, text)], office=_office(claim[0]))
    return [
        (f"{element.id}) {' '.join(element.text.split())[:SHOWN]}", element.text) for element in read.elements
    ]


def _office(hit: Hit) -> Office:
    """By the number it was published under; claims of others are read as those of the U.S. are."""
    code = hit.document.publication_number[:2].lower()
    return Office(code) if code in set(Office) else Office.US
