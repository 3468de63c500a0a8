"""How well texts answer a query, judged by a model server over `/v1/rerank`."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kaas.inference.endpoints import Endpoints
from kaas.inference.posting import RETRYABLE, post
from kaas.inference.wire import WireError

PATH = "/v1/rerank"
WISHES = {
    "truncate_prompt_tokens": -1
}  # what is longer than the model reads is cut there instead of refused (vLLM)


class RerankingFailed(Exception):
    """The reranker gave no scores; `retryable` says whether it may later. The message is for the operator's log."""

    def __init__(self, detail: str, *, retryable: bool) -> None:
        super().__init__(detail)
        self.retryable = retryable


class ServedReranker:
    """A reranking model behind one or more endpoints. Safe to use from many threads. deadline: seconds for all texts."""

    def __init__(self, endpoints: Endpoints, model: str, *, deadline: float = 3.0) -> None:
        self._endpoints = endpoints
        self._model = model
        self._deadline = deadline

    @property
    def name(self) -> str:
        """The served name."""
        return self._model

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """The score of each text, higher is better; they order the texts of one query and mean nothing else.

        Raises RerankingFailed.
        """
        if not texts:
            return []
        body = {"model": self._model, "query": query, "documents": list(texts), "top_n": len(texts)}
        try:
            answer = post(self._endpoints, PATH, body, wishes=WISHES, seconds=self._deadline)
        except WireError as error:
            raise RerankingFailed(error.detail, retryable=error.ending in RETRYABLE) from None
        return _scores(answer, len(texts))


def _scores(answer: Mapping[str, Any], count: int) -> list[float]:
    """The scores of an answer, which comes best first, in the order of the texts. Raises RerankingFailed."""
    results = answer.get("results")
    entries = [entry for entry in results if isinstance(entry, Mapping)] if isinstance(results, list) else []
    found = {entry.get("index"): _score(entry.get("relevance_score")) for entry in entries}
    if len(entries) != count or found.keys() != set(range(count)):
        raise RerankingFailed("it does not give one score for each text", retryable=False)
    return [found[index] for index in range(count)]


def _score(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        raise RerankingFailed("it gives a score that is no number", retryable=False)
    return float(given)
