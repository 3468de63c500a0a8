"""Working off what a model has not read yet. Safe to repeat and to kill: what is stored stays, the rest is missing still.

A batch holds passages of one document only, so that a vector cannot depend on documents its reader may not see: a server
computes a batch together, and the last digits follow what stands in it.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from portfolios.embedding import Embedder, WrongLength, vectors_of
from portfolios.vectors.codebook import NAME as CODEBOOK
from portfolios.vectors.codebook import centres, published_texts
from portfolios.vectors.index import (
    Standing,
    add_cells,
    add_vectors,
    gather_loose,
    has_cells,
    let_search,
    open_space,
    standing,
    unread_documents,
    unread_passages,
)

BATCH = 32
DOCUMENTS = 500
GATHERED_AT_ONCE = 500
LOCK = 6_004_117_230_518  # advisory
PLAIN = "A plain sentence."

Told = Callable[[int], object]


class FilledElsewhere(Exception):
    """Another process is at it."""


def fill(
    embedder: Embedder, *, go_on: Callable[[], bool] = lambda: True, told: Told = lambda _: None
) -> Standing:
    """Embed what is missing until nothing is, or `go_on()` says no between two batches; then let it be searched.

    `told` is called with the number of passages of each batch. Raises what the embedder raises, DimensionsDiffer, and
    FilledElsewhere.
    """
    with _alone():
        open_space(embedder.name, embedder.dimensions)
        _make_cells(embedder)
        while gather_loose(embedder.name, limit=GATHERED_AT_ONCE) and go_on():
            pass
        for passages in _batches(embedder.name):
            if not go_on():
                break
            texts = [text for _, text in passages]
            vectors = _read(embedder, texts)
            add_vectors(embedder.name, dict(zip((id_ for id_, _ in passages), vectors, strict=True)))
            told(len(passages))
        else:
            let_search(embedder.name)
        return standing(embedder.name)


def _make_cells(embedder: Embedder) -> None:
    """Show the model the published texts, unless it was: every vector has a cell from its first day."""
    if has_cells(embedder.name):
        return
    texts = published_texts()
    read = [
        vector
        for begin in range(0, len(texts), BATCH)
        for vector in _read(embedder, texts[begin : begin + BATCH])
    ]
    add_cells(embedder.name, centres(read, embedder.dimensions), codebook=CODEBOOK)


def _batches(name: str) -> Iterator[list[tuple[uuid.UUID, str]]]:
    while documents := unread_documents(name, limit=DOCUMENTS):
        for document in documents:
            passages = unread_passages(name, document)
            for begin in range(0, len(passages), BATCH):
                yield passages[begin : begin + BATCH]


def _read(embedder: Embedder, texts: Sequence[str]) -> list[list[float] | None]:
    """The vectors of a batch. A text that the model refuses, while it takes others, is one it cannot read."""
    try:
        return vectors_of(embedder, texts)
    except Exception as error:
        if getattr(error, "retryable", True):
            raise
        vectors_of(embedder, [PLAIN])  # raises where not the texts but the model is the trouble
        return [_read_alone(embedder, text) for text in texts]


def _read_alone(embedder: Embedder, text: str) -> list[float] | None:
    try:
        return vectors_of(embedder, [text])[0]
    except WrongLength:
        raise
    except Exception as error:
        if getattr(error, "retryable", True):
            raise
        return None


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time fills. The lock ends with the connection, however the process does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise FilledElsewhere
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
