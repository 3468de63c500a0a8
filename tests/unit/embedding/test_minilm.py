"""The local English model. It is not part of the installation: without `make trial-embedder` these are skipped."""

import math
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from portfolios.embedding import Embedder, minilm
from portfolios.embedding.minilm import NEEDED, PACKAGE, LocalEmbedder
from tests.doubles.embedders import cosine

INSTALLED = all(find_spec(name) for name in (PACKAGE, *NEEDED))
needs_the_model = pytest.mark.skipif(
    not INSTALLED, reason="no local model here: `make trial-embedder` installs it"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def model(folder: Path) -> LocalEmbedder:
    found = LocalEmbedder.find(folder)
    assert found is not None
    return found


def vector(embedder: Embedder, text: str) -> list[float]:
    (given,) = embedder.embed([text])
    assert given is not None
    return given


@pytest.mark.parametrize("missing", [PACKAGE, *NEEDED])
def test_without_one_of_its_packages_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    class Spec:
        origin = str(tmp_path / "__init__.py")

    monkeypatch.setattr(minilm, "find_spec", lambda name: None if name == missing else Spec())
    assert LocalEmbedder.find(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@needs_the_model
def test_like_meanings_are_near_each_other(model: LocalEmbedder) -> None:
    drift = vector(model, "zero drift of a mass flow meter")
    assert len(drift) == model.dimensions == 384
    assert math.hypot(*drift) == pytest.approx(1.0, abs=1e-5)
    near = cosine(drift, vector(model, "The flowmeter's reading at no flow wanders with time."))
    far = cosine(drift, vector(model, "Lithium niobate is coated on the cathode particles."))
    assert near > model.floor > far


@needs_the_model
def test_a_vector_depends_on_its_text_alone(model: LocalEmbedder) -> None:
    texts = ["A bead.", "The separator is porous. " * 60, "Claim 1."]
    assert model.embed(texts) == [model.embed([text])[0] for text in texts]
    assert model.embed(texts[1:]) == model.embed(texts, query=True)[1:]


@needs_the_model
@pytest.mark.parametrize(
    "text",
    ["固体電池のセパレータ", "セパレータ", "", " \n", "Расход", "界面抵抗 of 9.1"],
    ids=["japanese", "kana", "empty", "blank", "cyrillic", "mixed"],
)
def test_what_it_cannot_read_it_leaves(model: LocalEmbedder, text: str) -> None:
    assert model.embed([text]) == [None]


@needs_the_model
def test_a_foreign_word_in_english_is_no_hindrance(model: LocalEmbedder) -> None:
    assert model.embed(
        ["The interface resistance (界面抵抗) of the graded layer is 9.1 Ω·cm² after cycling."]
    ) != [None]


@needs_the_model
def test_the_graph_is_built_once(model: LocalEmbedder, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (graph,) = folder.iterdir()
    assert model.name.partition("@")[2] in graph.name
    os.utime(graph, (1, 1))

    def again(*given: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr(minilm, "build", again)
    found = LocalEmbedder.find(folder)
    assert found is not None
    assert vector(found, "A bead.") == vector(model, "A bead.")
    assert graph.stat().st_mtime == 1


@needs_the_model
def test_the_graph_computes_what_the_model_is(model: LocalEmbedder) -> None:
    """Against a second implementation, which knows nothing of the graph: the same to six digits."""
    reference = _Reference(Path(str(find_spec(PACKAGE).origin)).parent / "model")  # type: ignore[union-attr]
    for text in (
        "A bead.",
        "The flowmeter's reading at no flow wanders with temperature, time and mounting.",
    ):
        assert reference.vector(text) == pytest.approx(vector(model, text), abs=1e-6)


class _Reference:
    """BERT's encoder with numpy, head by head, from the description of the architecture."""

    def __init__(self, files: Path) -> None:
        from safetensors.numpy import load_file  # type: ignore[import-not-found,unused-ignore]
        from tokenizers import Tokenizer  # type: ignore[import-not-found,unused-ignore]

        self.weights = load_file(files / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
        self.tokenizer.no_padding()

    def vector(self, text: str) -> Sequence[float]:
        import numpy as np

        def dense(given: "np.ndarray", name: str) -> "np.ndarray":
            return given @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

        def normed(given: "np.ndarray", name: str) -> "np.ndarray":
            centred = given - given.mean(-1, keepdims=True)
            scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
            return scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

        ids = self.tokenizer.encode(text).ids
        part = "embeddings.{}_embeddings.weight"
        words, segment = self.weights[part.format("word")][ids], self.weights[part.format("token_type")][0]
        here = normed(
            words + self.weights[part.format("position")][: len(ids)] + segment, "embeddings.LayerNorm"
        )
        for layer in range(6):
            name = f"encoder.layer.{layer}"
            query, key, value = (
                dense(here, f"{name}.attention.self.{one}") for one in ("query", "key", "value")
            )
            heads = []
            for begin in range(0, 384, 32):
                own = slice(begin, begin + 32)
                shares = np.exp(query[:, own] @ key[:, own].T / math.sqrt(32))
                heads.append(shares / shares.sum(-1, keepdims=True) @ value[:, own])
            attended = dense(np.concatenate(heads, axis=1), f"{name}.attention.output.dense")
            here = normed(here + attended, f"{name}.attention.output.LayerNorm")
            wide = dense(here, f"{name}.intermediate.dense")
            wide = wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2))) / 2
            here = normed(here + dense(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        mean = here.mean(0)
        return [float(number) for number in mean / np.linalg.norm(mean)]
