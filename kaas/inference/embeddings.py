"""Vectors from a model server, over `/v1/embeddings`."""

import base64
import binascii
import math
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from kaas.inference.endpoints import Endpoints
from kaas.inference.posting import RETRYABLE, post
from kaas.inference.wire import WireError

PATH = "/v1/embeddings"
BATCH = 64
# Base64 is a third of the bytes and of the time; what is longer than the model reads is cut there instead of refused (vLLM).
WISHES = {"encoding_format": "base64", "truncate_prompt_tokens": -1}
Vector = list[float]


class EmbeddingFailed(Exception):
    """The embedder gave no vectors; `retryable` says whether it may later. The message is for the operator's log."""

    def __init__(self, detail: str, *, retryable: bool) -> None:
        super().__init__(detail)
        self.retryable = retryable


class ServedEmbedder:
    """An embedding model behind one or more endpoints. Safe to use from many threads.

    name: what its vectors are kept under, the served name if not given; vectors of two names are never compared. floor: the
    cosine from which a passage that shares no word with a query counts as found. query_prefix, passage_prefix: what the model
    wants before a text (the E5 models: `query: ` and `passage: `). deadline: seconds for one batch; query_deadline: the same
    while a person waits, who is better served by the words alone than late.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        model: str,
        *,
        name: str = "",
        deadline: float = 30.0,
        query_deadline: float = 2.0,
        floor: float = 0.5,
        query_prefix: str = "",
        passage_prefix: str = "",
    ) -> None:
        self._endpoints = endpoints
        self._model = model
        self._name = name or model
        self._deadlines = {True: query_deadline, False: deadline}
        self._floor = floor
        self._prefixes = {True: query_prefix, False: passage_prefix}
        self._dimensions = 0

    @property
    def name(self) -> str:
        """What its vectors are kept under."""
        return self._name

    @property
    def floor(self) -> float:
        """The cosine from which a passage counts as found by meaning alone."""
        return self._floor

    @property
    def dimensions(self) -> int:
        """The length of each vector. Asks the server for a vector while none has come yet. Raises EmbeddingFailed."""
        if not self._dimensions:
            self.embed(["dimensions"])
        return self._dimensions

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[Vector | None]:
        """A vector of any length for each text, None for a blank one. Raises EmbeddingFailed.

        `query` says that these are searched with, not for.
        """
        prefix = self._prefixes[query]
        asked = [(place, prefix + text) for place, text in enumerate(texts) if text.strip()]
        vectors: list[Vector | None] = [None] * len(texts)
        for begin in range(0, len(asked), BATCH):
            batch = asked[begin : begin + BATCH]
            for (place, _), vector in zip(
                batch, self._batch([text for _, text in batch], self._deadlines[query]), strict=True
            ):
                vectors[place] = vector
        return vectors

    def _batch(self, texts: Sequence[str], seconds: float) -> list[Vector]:
        body = {"model": self._model, "input": list(texts), "encoding_format": "float"}
        try:
            answer = post(self._endpoints, PATH, body, wishes=WISHES, seconds=seconds)
        except WireError as error:
            raise EmbeddingFailed(error.detail, retryable=error.ending in RETRYABLE) from None
        vectors = _vectors(answer, len(texts))
        self._dimensions = self._dimensions or len(vectors[0])
        if any(len(vector) != self._dimensions for vector in vectors):
            raise EmbeddingFailed(
                f"it gives vectors of other than {self._dimensions} numbers", retryable=False
            )
        return vectors


def _vectors(answer: Mapping[str, Any], count: int) -> list[Vector]:
    """The vectors of an answer in the order of the texts. Raises EmbeddingFailed."""
    entries = answer.get("data")
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise EmbeddingFailed("it answers without data", retryable=False)
    found = {entry.get("index"): _vector(entry.get("embedding")) for entry in entries}
    if len(entries) != count or found.keys() != set(range(count)):
        raise EmbeddingFailed("it does not give one vector for each text", retryable=False)
    return [found[index] for index in range(count)]


def _vector(given: object) -> Vector:
    try:
        if isinstance(given, str):
            data = base64.b64decode(given, validate=True)
            vector = [float(number) for number in struct.unpack(f"<{len(data) // 4}f", data)]
        elif isinstance(given, list):
            vector = [float(number) for number in given]
        else:
            raise TypeError
    except (TypeError, ValueError, OverflowError, binascii.Error, struct.error):
        raise EmbeddingFailed("it gives a vector that cannot be read", retryable=False) from None
    if not vector or not all(map(math.isfinite, vector)):
        raise EmbeddingFailed("it gives a vector that is empty or not finite", retryable=False)
    return vector
