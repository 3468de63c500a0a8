"""The endpoints of the double and the bytes they send."""

import asyncio
import base64
import json
import math
import struct
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Protocol

from aiohttp import web

from tests.doubles.behaviours import Behaviour, Piece, chat_pieces, completion_pieces
from tests.doubles.composed_answers import (
    THOUGHT,
    cited_answer,
    instance,
    screens,
    shown_in_messages,
    shown_in_tokens,
)
from tests.doubles.harmony_tokens import plain_tokens

DEFAULT_MAX_TOKENS = 16


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


class Owner(Protocol):
    """What the endpoints need of their server."""

    counts: Any
    received: Any
    is_well: bool
    is_released: bool

    def next_behaviour(self, *, screens: bool = False) -> Behaviour: ...


class Routes:
    """vLLM's endpoints, as far as they are used."""

    def __init__(self, owner: Owner, *, model: str, max_model_len: int, key: str, dimensions: int) -> None:
        self._owner = owner
        self._model = model
        self._max_model_len = max_model_len
        self._key = key
        self._dimensions = dimensions

    def table(self) -> list[web.RouteDef]:
        """The routes."""
        return [
            web.get("/health", self.health),
            web.get("/v1/models", self._guarded(self.models)),
            web.post("/v1/completions", self._guarded(self.completions)),
            web.post("/v1/chat/completions", self._guarded(self.chat)),
            web.post("/v1/embeddings", self._guarded(self.embeddings)),
            web.post("/v1/rerank", self._guarded(self.rerank)),
            web.post("/tokenize", self.tokenize),
        ]

    def _guarded(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if self._key and request.headers.get("Authorization") != f"Bearer {self._key}":
                return web.json_response({"error": "Unauthorized"}, status=401)
            return await handler(request)

        return guarded

    async def health(self, request: web.Request) -> web.Response:
        return web.Response(status=200 if self._owner.is_well else 503)

    async def models(self, request: web.Request) -> web.Response:
        entry = {
            "id": self._model,
            "object": "model",
            "owned_by": "vllm",
            "max_model_len": self._max_model_len,
        }
        return web.json_response({"object": "list", "data": [entry]})

    async def tokenize(self, request: web.Request) -> web.Response:
        tokens = plain_tokens((await self._body(request))["prompt"])
        return web.json_response(
            {"count": len(tokens), "max_model_len": self._max_model_len, "tokens": tokens}
        )

    async def _body(self, request: web.Request) -> dict[str, Any]:
        body: dict[str, Any] = await request.json()
        self._owner.received.append(Received(request.path, request.headers, body))
        return body

    # Vectors and scores

    async def embeddings(self, request: web.Request) -> web.StreamResponse:
        body = await self._body(request)
        behaviour = self._owner.next_behaviour()
        await asyncio.sleep(behaviour.before_first)
        if (refused := self._refused(behaviour, body)) is not None:
            return refused
        if behaviour.raw is not None:
            return web.Response(body=behaviour.raw, content_type="application/json")
        vectors = [embedding(text, self._dimensions) for text in body["input"]]
        entries = [
            {
                "index": place,
                "object": "embedding",
                "embedding": _encoded(vector, body.get("encoding_format")),
            }
            for place, vector in enumerate(vectors)
        ]
        return web.json_response(
            {"object": "list", "data": entries[::-1], "model": self._model, "usage": {"prompt_tokens": 1}}
        )

    async def rerank(self, request: web.Request) -> web.StreamResponse:
        body = await self._body(request)
        behaviour = self._owner.next_behaviour()
        await asyncio.sleep(behaviour.before_first)
        if (refused := self._refused(behaviour, body)) is not None:
            return refused
        if behaviour.raw is not None:
            return web.Response(body=behaviour.raw, content_type="application/json")
        scores = [overlap(body["query"], text) for text in body["documents"]]
        ranked = sorted(range(len(scores)), key=lambda place: -scores[place])[
            : body.get("top_n", len(scores))
        ]
        results = [
            {"index": place, "document": {"text": body["documents"][place]}, "relevance_score": scores[place]}
            for place in ranked
        ]
        return web.json_response({"id": "rerank-1", "model": self._model, "results": results})

    # Text

    async def completions(self, request: web.Request) -> web.StreamResponse:
        body = await self._body(request)
        evidence, prompt = shown_in_tokens(body["prompt"])
        behaviour = self._owner.next_behaviour(screens=screens(prompt))
        if (refused := self._refused(behaviour, body, prompt_tokens=len(body["prompt"]))) is not None:
            return refused
        final, analysis = self._reply(
            behaviour, evidence, prompt, body.get("structured_outputs", {}).get("json")
        )
        limit = _limit(behaviour, body)
        pieces, reason = completion_pieces(behaviour, final, analysis, limit)
        echoed = [1, *body["prompt"]] if behaviour.prompt_changes else body["prompt"]
        opening = {"prompt_token_ids": echoed} if body.get("return_token_ids") and behaviour.token_ids else {}
        return await self._stream(
            request, behaviour, "text_completion", pieces, reason, opening, len(body["prompt"])
        )

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await self._body(request)
        evidence, prompt = shown_in_messages(body["messages"])
        behaviour = self._owner.next_behaviour(screens=screens(prompt))
        if (refused := self._refused(behaviour, body)) is not None:
            return refused
        schema = body.get("response_format", {}).get("json_schema", {}).get("schema")
        final, analysis = self._reply(behaviour, evidence, prompt, schema)
        pieces, reason = chat_pieces(behaviour, final, analysis, _limit(behaviour, body))
        opening = {"delta": {"role": "assistant", "content": ""}}
        return await self._stream(
            request, behaviour, "chat.completion.chunk", pieces, reason, opening, len(prompt) // 4
        )

    def _reply(self, behaviour: Behaviour, evidence: str, prompt: str, schema: Any) -> tuple[str, str]:
        if behaviour.final is not None or behaviour.calls:
            final = behaviour.final or ""
        elif schema is not None:
            final = json.dumps(instance(schema))
        else:
            final = cited_answer(evidence, prompt)
        return final, THOUGHT if behaviour.analysis is None else behaviour.analysis

    def _refused(
        self, behaviour: Behaviour, body: dict[str, Any], prompt_tokens: int = 0
    ) -> web.Response | None:
        if behaviour.status != 200:
            return web.json_response(
                {"error": behaviour.error}, status=behaviour.status, headers={"Location": "/"}
            )
        salt = body.get("cache_salt", "x")
        if body.get("model") != self._model:
            return _error(404, "NotFoundError", f"The model `{body.get('model')}` does not exist.")
        if not 0 < len(salt) <= 128 or set(salt) & set("@/\\\0"):
            return _error(
                400, "BadRequestError", "Parameter 'cache_salt' must be a non-empty string of 128 characters."
            )
        if prompt_tokens + body.get("max_tokens", DEFAULT_MAX_TOKENS) > self._max_model_len:
            said = f"This model's maximum context length is {self._max_model_len} tokens."
            return _error(400, "BadRequestError", said)
        return None

    async def _stream(
        self,
        request: web.Request,
        behaviour: Behaviour,
        kind: str,
        pieces: list[Piece],
        reason: str,
        opening: dict[str, Any],
        prompt_tokens: int,
    ) -> web.StreamResponse:
        self._owner.counts["opened"] += 1
        ended = "aborted"
        try:
            response = web.StreamResponse(headers={"Content-Type": behaviour.content_type})
            await response.prepare(request)
            if behaviour.raw is not None:
                await response.write(behaviour.raw)
            elif await self._send(request, response, behaviour, kind, pieces, opening):
                await self._finish(
                    response, behaviour, kind, sum(piece.count for piece in pieces), reason, prompt_tokens
                )
            ended = "finished"
        except ConnectionError:
            pass
        finally:
            self._owner.counts[ended] += 1
        return response

    async def _send(
        self,
        request: web.Request,
        response: web.StreamResponse,
        behaviour: Behaviour,
        kind: str,
        pieces: list[Piece],
        opening: dict[str, Any],
    ) -> bool:
        """Send the tokens; whether the stream is to be finished as one is."""
        await asyncio.sleep(behaviour.before_first)
        is_chat = kind.startswith("chat")
        if is_chat:
            await response.write(_event(kind, self._model, opening, None))
        begin, sent, extra = _first_step(behaviour), 0, {} if is_chat else opening
        for place, piece in enumerate(cycle(pieces) if behaviour.endless else _and_an_empty_one(pieces)):
            if sent == behaviour.break_after:
                assert request.transport is not None
                request.transport.abort()
                return False
            if sent == behaviour.error_after:
                await response.write(
                    _line({"error": {"message": "failed", "type": "InternalServerError", "code": 500}})
                )
                await response.write(b"data: [DONE]\n\n")
                return False
            if sent == behaviour.stop_after:
                return False
            while sent == behaviour.held_after and not self._owner.is_released:
                await asyncio.sleep(0.02)
            await asyncio.sleep(max(0.0, begin + place * behaviour.between - time.monotonic()))
            await response.write(_event(kind, self._model, {**piece.fields, **extra}, None))
            sent, extra = sent + piece.count, {}
        return True

    async def _finish(
        self,
        response: web.StreamResponse,
        behaviour: Behaviour,
        kind: str,
        sent: int,
        reason: str,
        prompt_tokens: int,
    ) -> None:
        last: dict[str, Any] = {"delta": {}} if kind.startswith("chat") else {"text": ""}
        await response.write(_event(kind, self._model, last, behaviour.reason or reason))
        if behaviour.usage:
            usage = {
                "prompt_tokens": prompt_tokens,
                "completion_tokens": sent,
                "total_tokens": prompt_tokens + sent,
            }
            await response.write(_line({"id": "cmpl-1", "object": kind, "choices": [], "usage": usage}))
        if behaviour.done:
            await response.write(b"data: [DONE]\n\n")


def embedding(text: str, dimensions: int) -> list[float]:
    """A vector seeded from the text's bytes: each pair of characters adds to one place, so that like texts are near."""
    vector = [0.0] * dimensions
    for pair in _pairs(text):
        seed = zlib.crc32(pair.encode("utf-8", "replace"))
        vector[seed % dimensions] += 1.0 if seed & 0x8000_0000 else -1.0
    return vector if any(vector) else [1.0] * dimensions


def overlap(query: str, text: str) -> float:
    """The share of the query's pairs of characters that the text has."""
    asked = set(_pairs(query))
    return len(asked & set(_pairs(text))) / max(1, len(asked))


def _pairs(text: str) -> list[str]:
    padded = f" {text.lower()} "
    return [padded[at : at + 2] for at in range(len(padded) - 1)]


def _encoded(vector: list[float], form: str | None) -> Any:
    if form != "base64":
        return vector
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode("ascii")


def _limit(behaviour: Behaviour, body: Mapping[str, Any]) -> int:
    asked: int = body.get("max_tokens", DEFAULT_MAX_TOKENS)
    return asked if behaviour.cut_after is None else min(asked, behaviour.cut_after)


def _and_an_empty_one(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, and one without tokens behind them, so that what is scripted after the last token happens too."""
    yield from pieces
    if pieces:
        yield Piece({"delta": {}} if "delta" in pieces[0].fields else {"text": ""}, 0)


def _error(status: int, kind: str, message: str) -> web.Response:
    error = {"message": message, "type": kind, "param": None, "code": status}
    return web.json_response({"error": error}, status=status)


def _first_step(behaviour: Behaviour) -> float:
    """When the first token leaves, by the monotonic clock."""
    now = time.monotonic()
    return math.ceil(now / behaviour.between) * behaviour.between if behaviour.in_step else now


def _event(kind: str, model: str, fields: Mapping[str, Any], reason: str | None) -> bytes:
    choice = {"index": 0, "logprobs": None, "finish_reason": reason, "stop_reason": None, **fields}
    return _line({"id": "cmpl-1", "object": kind, "created": 1, "model": model, "choices": [choice]})


def _line(content: Any) -> bytes:
    return b"data: " + json.dumps(content, separators=(",", ":")).encode("ascii") + b"\n\n"
