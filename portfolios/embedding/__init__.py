"""What turns a text into a vector. Plain Python: where vectors are kept, and who may compare them, is not decided here."""

import math
from collections.abc import Sequence
from typing import Protocol


class EmbeddingFailed(Exception):
    """The embedder cannot answer; `retryable` says whether it may later."""

    def __init__(self, detail: str, *, retryable: bool) -> None:
        super().__init__(detail)
        self.retryable = retryable


class WrongLength(EmbeddingFailed):
    """The embedder gave a vector of another length than it says: it is not the model it is taken for."""


class Embedder(Protocol):
    """A model that places texts of like meaning near each other.

    name: model and version; vectors of two names are never compared. dimensions: the length of each vector.
    floor: the cosine from which a passage that shares no word with a query counts as found.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def floor(self) -> float: ...

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:
        """A vector of any length for each text, None where the model cannot read it.

        `query` says that these are searched with, not for. Raises an exception with `.retryable`.
        """
        ...


def vectors_of(embedder: Embedder, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:
    """What the embedder makes of the texts, looked at before anything is made of it.

    Raises what the embedder raises, WrongLength, and EmbeddingFailed for numbers that are none, vectors that point nowhere,
    and more or fewer vectors than texts.
    """
    vectors = embedder.embed(texts, query=query)
    if len(vectors) != len(texts):
        raise EmbeddingFailed(
            f"{embedder.name} gave {len(vectors)} vectors for {len(texts)} texts", retryable=False
        )
    for vector in vectors:
        if vector is not None:
            _look_at(vector, embedder)
    return vectors


def _look_at(vector: Sequence[float], embedder: Embedder) -> None:
    if len(vector) != embedder.dimensions:
        detail = f"{embedder.name} gave a vector of {len(vector)} numbers, not {embedder.dimensions}"
        raise WrongLength(detail, retryable=False)
    try:
        length = math.hypot(*vector)
    except (TypeError, ValueError, OverflowError):
        length = math.nan
    if not math.isfinite(length):
        raise EmbeddingFailed(
            f"{embedder.name} gave a vector with numbers that are not finite", retryable=False
        )
    if not length:
        raise EmbeddingFailed(f"{embedder.name} gave a vector of zeros", retryable=False)
