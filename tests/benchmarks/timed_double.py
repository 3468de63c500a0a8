"""The double of the model server in a process of its own, which notes when a request came and when each token left.

`python -m tests.benchmarks.timed_double --rate 50`; GET /timings gives the notes as JSON and forgets them. Times are of the
monotonic clock, which all processes of a machine share.
"""

import argparse
import re
import threading
import time
from functools import cache
from itertools import accumulate
from typing import Any

from aiohttp import web
from openai_harmony import HarmonyEncoding, HarmonyEncodingName, load_harmony_encoding

from tests.doubles.behaviours import Behaviour, Piece
from tests.doubles.composed_answers import HEADER, NONE, cited_answer
from tests.doubles.model_routes import Routes
from tests.doubles.model_server import GPT_OSS, ModelServer

QUESTION = re.compile(r"<\|start\|>user<\|message\|>(.*?)<\|end\|>", re.DOTALL)
THOUGHT = "It must be said which of the passages tells this. " * 5
TOKENS_A_SENTENCE = 55  # about what a cited sentence takes
Note = tuple[float, dict[str, Any], list[Piece], list[float]]


class Noting:
    """A response that notes the time of each write."""

    def __init__(self, response: web.StreamResponse) -> None:
        self._response = response
        self.times: list[float] = []

    async def write(self, data: bytes) -> None:
        self.times.append(time.monotonic())
        await self._response.write(data)


class TimedRoutes(Routes):
    """The double's endpoints, with notes. It writes a cited sentence from each passage it is shown, up to `sentences`."""

    sentences = 8

    def table(self) -> list[web.RouteDef]:
        self.notes: list[Note] = []
        return [*super().table(), web.get("/timings", self.timings)]

    async def timings(self, request: web.Request) -> web.Response:
        """What was noted since the last time; `sentences` is how many are written from now on."""
        self.sentences = int(request.query.get("sentences", self.sentences))
        told, self.notes = [_told(note) for note in self.notes], []
        return web.json_response(told)

    async def completions(self, request: web.Request) -> web.StreamResponse:
        request["came"] = time.monotonic()
        return await super().completions(request)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        request["came"] = time.monotonic()
        return await super().chat(request)

    async def _body(self, request: web.Request) -> dict[str, Any]:
        request["body"] = await super()._body(request)
        return dict(request["body"])

    def _reply(self, behaviour: Behaviour, evidence: str, prompt: str, schema: Any) -> tuple[str, str]:
        begins = [found.start() for found in HEADER.finditer(evidence)]
        if not begins:  # a proxy is asked without passages: as many events as with them
            return "word " * (2 * TOKENS_A_SENTENCE * self.sentences // 5), THOUGHT[:100]
        parts = [evidence[begin:end] for begin, end in zip(begins, [*begins[1:], len(evidence)], strict=True)]
        written = (cited_answer(part, prompt) for part in parts[: self.sentences])
        return " ".join(sentence for sentence in written if sentence != NONE), THOUGHT

    async def _send(
        self,
        request: web.Request,
        response: web.StreamResponse,
        behaviour: Behaviour,
        kind: str,
        pieces: list[Piece],
        opening: dict[str, Any],
    ) -> bool:
        noting = Noting(response)
        self.notes.append((request["came"], request["body"], pieces, noting.times))
        return await super()._send(request, noting, behaviour, kind, pieces, opening)  # type: ignore[arg-type]


class TimedServer(ModelServer):
    """The double with these endpoints."""

    async def _listen(self) -> None:
        self._routes = TimedRoutes(self, model=GPT_OSS, max_model_len=131_072, key="", dimensions=64)
        await super()._listen()


def _told(note: Note) -> dict[str, Any]:
    """The question, when it came, the text that was written, and after each event how much of it was out, and when."""
    came, body, pieces, times = note
    if "messages" in body:
        written = ["", *(piece.fields["delta"].get("content", "") for piece in pieces)]
        ends, question = _lengths(written), body["messages"][-1]["content"]
        return {"question": question, "came": came, "text": "".join(written), "ends": ends, "times": times}
    tokens = [token for piece in pieces for token in piece.fields["token_ids"]]
    found = QUESTION.search(_encoding().decode(body["prompt"]))
    texts = [_encoding().decode(tokens[: place + 1]) for place in range(len(tokens))]
    ends = [len(text) for text in texts]
    question = found[1] if found else ""
    return {"question": question, "came": came, "text": texts[-1], "ends": ends, "times": times}


def _lengths(parts: list[str]) -> list[int]:
    return list(accumulate(map(len, parts)))


@cache
def _encoding() -> HarmonyEncoding:
    return load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=50.0, help="tokens per second of each stream")
    options = parser.parse_args()
    with TimedServer(usual=Behaviour(between=1 / options.rate, in_step=True)) as server:
        print(server.url, flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
