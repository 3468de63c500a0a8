"""The passages of the demo company without a database, for tests of what is said of them."""

import uuid
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from kaas.answering.citations import locate
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentSummary
from portfolios.chunking import chunk
from portfolios.parsing import ParsedDocument, parse
from portfolios.passages import FoundPassage

DOCUMENTS = Path(__file__).parents[2] / "deploy" / "demo" / "documents"


@cache
def hits_of(path: str) -> tuple[Hit, ...]:
    """Every passage of a document of the demo company, as a search would bring it."""
    file = DOCUMENTS / path
    document = parse(file.read_bytes(), name=file.name)[0]
    assert isinstance(document, ParsedDocument), path
    identity = uuid.uuid5(uuid.NAMESPACE_OID, path)
    number = document.bibliography.publication_number if document.bibliography else ""
    summary = DocumentSummary(
        identity, document.title, "document", file.suffix[1:], number, "", "demo", "", 1, "", False, 1
    )
    return tuple(
        Hit(
            1,
            1.0,
            FoundPassage(
                uuid.uuid5(identity, str(made.ordinal)),
                identity,
                made.ordinal,
                made.section,
                made.locator_kind,
                made.locator_value,
                made.headings,
                made.text,
                made.language,
            ),
            summary,
        )
        for made in chunk(document)
    )


def hit_with(path: str, quote: str) -> Hit:
    """The passage of a document that says these words."""
    return next(hit for hit in hits_of(path) if locate(quote, hit.passage.text) is not None)


def all_of(paths: Sequence[str]) -> list[Hit]:
    """The passages of several documents."""
    return [hit for path in paths for hit in hits_of(path)]
