"""Documents of a data set become passages: by the same chunking, analysis and writer as everything else."""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from governance.access.labels import label_of_marking
from governance.access.provisioning import PUBLIC
from kaas.evaluation.beir import Document as Described
from portfolios.analysis import ANALYZER, language_of
from portfolios.chunking import chunk
from portfolios.models import Document, Original, Portfolio
from portfolios.parsing import Block, Locator, LocatorKind, ParsedDocument, Section
from portfolios.passages import add_passages

PORTFOLIO = "evaluation"
TOGETHER = 200  # documents a transaction

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Indexed:
    """Document -> id in the data set, and how many passages they make."""

    documents: dict[uuid.UUID, str] = field(default_factory=dict)
    passages: int = 0


def index(documents: Mapping[str, Described], *, progress: Progress) -> Indexed:
    """Store and index every document, as the worker, in a database that holds nothing else."""
    portfolio = Portfolio.objects.create(name=PORTFOLIO)
    label_id = label_of_marking(PUBLIC)
    # The files of a data set are no originals of anybody's; one empty one stands for them all.
    original = Original.objects.create(label_id=label_id, digest=hashlib.sha256(b"").hexdigest(), content=b"")
    indexed = Indexed()
    for some in _batches(list(documents.items())):
        parsed = [_parsed(key, described) for key, described in some]
        made = [_document(one, portfolio=portfolio, original=original) for one in parsed]
        with transaction.atomic():
            Document.objects.bulk_create(made)
            for document, one in zip(made, parsed, strict=True):
                indexed.passages += add_passages(document, chunk(one))
        indexed.documents |= {document.id: document.member for document in made}
        progress(len(indexed.documents), len(documents))
    return indexed


def _batches(items: Sequence[tuple[str, Described]]) -> Iterator[Sequence[tuple[str, Described]]]:
    return (items[start : start + TOGETHER] for start in range(0, len(items), TOGETHER))


def _parsed(key: str, described: Described) -> ParsedDocument:
    """As a patent's reader gives it: the title a block of its own, the text another."""
    title = Block(Section.TITLE, Locator(LocatorKind.HEADING, "Title"), described.title)
    body = Block(Section.BODY, Locator(LocatorKind.LINE, "1"), described.text)
    return ParsedDocument(
        format="text",
        kind="document",
        member=key,
        title=described.title,
        language=language_of(described.text),
        blocks=(*([title] if described.title.strip() else []), body),
    )


def _document(parsed: ParsedDocument, *, portfolio: Portfolio, original: Original) -> Document:
    content = "\x1e".join([parsed.member, *(block.text for block in parsed.blocks)])
    return Document(
        portfolio=portfolio,
        label_id=original.label_id,
        original=original,
        path=parsed.member,
        member=parsed.member,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        title=parsed.title or parsed.member,
        kind=parsed.kind,
        format=parsed.format,
        language=parsed.language,
        analyzer=ANALYZER,
    )
