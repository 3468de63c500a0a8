"""What turns a text into a vector. Plain Python: where vectors are kept, and who may compare them, is not decided here."""

from collections.abc import Sequence
from typing import Protocol


class EmbeddingFailed(Exception):
    """The embedder cannot answer; `retryable` says whether it may later."""

    def __init__(self, detail: str, *, retryable: bool) -> None:
        super().__init__(detail)
        self.retryable = retryable


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
