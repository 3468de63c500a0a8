"""Vectors and scores over the wire, and servers that get them wrong."""

import base64
import json
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from kaas.inference.embeddings import BATCH, EmbeddingFailed, ServedEmbedder
from kaas.inference.endpoints import Endpoints
from kaas.inference.engine_room import close_engine_room
from kaas.inference.reranking import RerankingFailed, ServedReranker
from tests.doubles.behaviours import Behaviour
from tests.doubles.model_routes import embedding, overlap
from tests.doubles.model_server import ModelServer

EMBEDDER = "bge-m3"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(model=EMBEDDER, key="sk-1") as started:
        yield started
    close_engine_room()


@pytest.fixture
def endpoints(server: ModelServer) -> Endpoints:
    return Endpoints([server.url], key="sk-1")


def _answer(*vectors: Any, first: int = 0) -> bytes:
    return json.dumps(
        {"data": [{"index": first + place, "embedding": vector} for place, vector in enumerate(vectors)]}
    ).encode()


def test_vectors_come_in_the_order_of_the_texts(server: ModelServer, endpoints: Endpoints) -> None:
    texts = [f"text {number}" for number in range(2 * BATCH + 1)]
    embedder = ServedEmbedder(endpoints, EMBEDDER, name="bge-m3@1")
    assert embedder.embed(texts) == [embedding(text, 64) for text in texts]
    assert [len(body["input"]) for body in server.bodies("/v1/embeddings")] == [BATCH, BATCH, 1]
    assert (embedder.name, embedder.dimensions, embedder.floor) == ("bge-m3@1", 64, 0.5)


def test_blank_texts_have_no_vector_and_are_not_asked_for(server: ModelServer, endpoints: Endpoints) -> None:
    embedder = ServedEmbedder(endpoints, EMBEDDER)
    assert embedder.embed(["", " \n"]) == [None, None]
    assert embedder.embed([]) == []
    assert server.bodies("/v1/embeddings") == []
    first, blank, second = embedder.embed(["a", "", "b"])
    assert first and second and blank is None


def test_dimensions_are_asked_for_when_nothing_has_come_yet(endpoints: Endpoints) -> None:
    assert ServedEmbedder(endpoints, EMBEDDER).dimensions == 64


def test_prefixes(server: ModelServer, endpoints: Endpoints) -> None:
    embedder = ServedEmbedder(endpoints, EMBEDDER, query_prefix="query: ", passage_prefix="passage: ")
    embedder.embed(["a"], query=True)
    embedder.embed(["a"])
    assert [body["input"] for body in server.bodies("/v1/embeddings")] == [["query: a"], ["passage: a"]]


def test_a_server_that_knows_no_base64_is_asked_for_numbers(
    server: ModelServer, endpoints: Endpoints
) -> None:
    server.script(Behaviour(status=400, error={"message": "encoding_format"}))
    assert ServedEmbedder(endpoints, EMBEDDER).embed(["a"]) == [embedding("a", 64)]
    first, second = server.bodies("/v1/embeddings")
    assert (first["encoding_format"], second["encoding_format"]) == ("base64", "float")
    assert "truncate_prompt_tokens" not in second


@pytest.mark.parametrize(
    "body",
    [
        _answer([1.0], [2.0], [3.0]),
        _answer([1.0]),
        _answer([1.0], [2.0], first=1),
        _answer([1.0], [2.0, 3.0]),
        _answer([1.0], []),
        _answer([1.0], [float("nan")]),
        _answer([1.0], [float("inf")]),
        _answer([1.0], ["x"]),
        _answer([1.0], None),
        _answer([1.0], "%%%"),
        _answer([1.0], base64.b64encode(b"12345").decode()),
        _answer([1.0], base64.b64encode(struct.pack("<f", float("nan"))).decode()),
        b'{"data": 3}',
        b'{"data": [3, 4]}',
        b"{}",
    ],
)
def test_wrong_vectors_are_refused(server: ModelServer, endpoints: Endpoints, body: bytes) -> None:
    server.script(Behaviour(raw=body))
    with pytest.raises(EmbeddingFailed) as failed:
        ServedEmbedder(endpoints, EMBEDDER).embed(["a", "b"])
    assert not failed.value.retryable


def test_vectors_of_another_length_than_before_are_refused(server: ModelServer, endpoints: Endpoints) -> None:
    embedder = ServedEmbedder(endpoints, EMBEDDER)
    embedder.embed(["a"])
    server.script(Behaviour(raw=_answer([1.0, 2.0])))
    with pytest.raises(EmbeddingFailed, match="other than 64"):
        embedder.embed(["a"])


@pytest.mark.parametrize(
    ("behaviour", "retryable"),
    [
        (Behaviour(status=429), True),
        (Behaviour(status=503), True),
        (Behaviour(status=500), True),
        (Behaviour(raw=b"no json"), True),
        (Behaviour(before_first=3600.0), True),
        (Behaviour(status=401, error="Unauthorized"), False),
        (Behaviour(status=404), False),
    ],
    ids=["429", "503", "500", "garbage", "late", "401", "404"],
)
def test_failures_say_whether_to_try_again(
    server: ModelServer, endpoints: Endpoints, behaviour: Behaviour, retryable: bool
) -> None:
    server.usual = behaviour
    deadline = 0.5 if behaviour.before_first else 60.0
    with pytest.raises(EmbeddingFailed) as embedding_failed:
        ServedEmbedder(endpoints, EMBEDDER, deadline=deadline).embed(["the words of the text"])
    assert embedding_failed.value.retryable is retryable
    with pytest.raises(RerankingFailed) as reranking_failed:
        ServedReranker(endpoints, EMBEDDER, deadline=deadline).scores("query", ["the words of the text"])
    assert reranking_failed.value.retryable is retryable


def test_the_other_server_is_asked(server: ModelServer) -> None:
    with ModelServer(model=EMBEDDER) as other:
        endpoints = Endpoints([server.url, other.url], key="sk-1")
        server.kill()
        assert all(ServedEmbedder(endpoints, EMBEDDER).embed(["a"]) == [embedding("a", 64)] for _ in range(3))
        assert len(other.bodies("/v1/embeddings")) == 3


def test_a_wrong_key_is_named() -> None:
    with ModelServer(model=EMBEDDER, key="sk-1") as server:
        endpoints = Endpoints([server.url], key="sk-2")
        with pytest.raises(EmbeddingFailed, match="key is wrong or missing"):
            ServedEmbedder(endpoints, EMBEDDER).embed(["a"])
        [status] = endpoints.status()
        assert not status.reachable
        assert "key is wrong or missing" in status.detail
    close_engine_room()


def test_scores_come_in_the_order_of_the_texts(endpoints: Endpoints) -> None:
    texts = ["something else", "solid electrolyte film", "film"]
    reranker = ServedReranker(endpoints, EMBEDDER)
    assert reranker.scores("solid electrolyte", texts) == [
        overlap("solid electrolyte", text) for text in texts
    ]
    assert reranker.scores("anything", []) == []
    assert reranker.name == EMBEDDER


@pytest.mark.parametrize(
    "results",
    [
        None,
        [],
        [{"index": 0, "relevance_score": 1.0}],
        [{"index": 0, "relevance_score": 1.0}] * 2,
        [{"index": 0, "relevance_score": 1.0}, {"index": 1, "relevance_score": "x"}],
        [{"index": 0, "relevance_score": 1.0}, {"index": 1, "relevance_score": float("nan")}],
        [{"index": 0, "relevance_score": 1.0}, {"index": 1, "relevance_score": True}],
        [{"index": 0, "relevance_score": 1.0}, 3],
    ],
    ids=["none", "empty", "few", "twice", "text", "nan", "bool", "number"],
)
def test_wrong_scores_are_refused(server: ModelServer, endpoints: Endpoints, results: object) -> None:
    server.script(Behaviour(raw=json.dumps({"results": results}).encode()))
    with pytest.raises(RerankingFailed):
        ServedReranker(endpoints, EMBEDDER).scores("query", ["a", "b"])
