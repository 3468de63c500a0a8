"""Embedders for tests: deterministic, without a model, alike for texts that share words."""

import hashlib
import math
import re
from collections.abc import Sequence


class Fault(Exception):
    """What a model server's fault looks like to those who call it."""

    def __init__(self, detail: str = "it does not answer", *, retryable: bool = True) -> None:
        super().__init__(detail)
        self.retryable = retryable


class WordEmbedder:
    """Each word of a text points somewhere, by its bytes; the text points where they point together.

    Japanese it cannot read. What it was given stands in `asked`; a text that holds a word of `refused` fails for good.
    """

    floor = 0.3

    def __init__(self, name: str = "words-1", *, dimensions: int = 24, refused: Sequence[str] = ()) -> None:
        self.name = name
        self.dimensions = dimensions
        self.refused = tuple(refused)
        self.asked: list[list[str]] = []
        self.is_down = False

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:
        self.asked.append(list(texts))
        if self.is_down:
            raise Fault
        if any(word in text for text in texts for word in self.refused):
            raise Fault("it refuses this text", retryable=False)
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float] | None:
        words = re.findall(r"[a-z0-9]+", text.lower())
        if not words or re.search("[\u3040-\u9fff]", text):
            return None
        whole = [0.0] * self.dimensions
        for word in words:
            digest = hashlib.shake_256(f"{self.name}/{word[:5]}".encode()).digest(self.dimensions)
            whole = [number + byte - 127.5 for number, byte in zip(whole, digest, strict=True)]
        return whole


class GivenEmbedder:
    """Vectors that the test chose for texts and queries; a text it was not given points nowhere."""

    def __init__(self, vectors: dict[str, list[float]], *, name: str = "given-1", floor: float = 0.3) -> None:
        self.vectors = vectors
        self.name = name
        self.floor = floor
        self.dimensions = len(next(iter(vectors.values())))

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:
        return [self.vectors.get(text) for text in texts]


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of two vectors as they were before anything was stored."""
    product = math.fsum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other))
