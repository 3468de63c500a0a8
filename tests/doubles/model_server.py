"""A model server that has no model: the wire of vLLM, real Harmony tokens, and every way in which a server can fail.

In a test: `with ModelServer() as server: server.script(Behaviour(break_after=3))`. On its own, for browser tours and
benchmarks: `python -m tests.doubles.model_server --port 8000 --rate 50`.
"""

import argparse
import asyncio
import threading
from collections import Counter, deque
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.doubles.behaviours import Behaviour
from tests.doubles.model_routes import Received, Routes

PATIENCE = 30.0
GPT_OSS = "gpt-oss-120b"


class ModelServer:
    """The double on a port of 127.0.0.1, on a thread of its own.

    counts: requests opened, finished (answered to the end) and aborted (the client went away first); open() is what is left.
    """

    def __init__(
        self,
        *,
        model: str = GPT_OSS,
        max_model_len: int = 131_072,
        key: str = "",
        port: int = 0,
        usual: Behaviour | None = None,
        dimensions: int = 64,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.received: deque[Received] = deque(maxlen=10_000)
        self.usual = usual or Behaviour()
        self.is_well = True
        self.is_released = False
        self._scripts: deque[Behaviour] = deque()
        self.screening = Behaviour(final="none", analysis="a plain fact is asked for")
        self._screenings: deque[Behaviour] = deque()
        self._routes = Routes(self, model=model, max_model_len=max_model_len, key=key, dimensions=dimensions)
        self._port = port
        self._runner: web.AppRunner | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="model-server-double", daemon=True
        )
        self._thread.start()
        self.start()

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def open(self) -> int:
        """Streams that are neither finished nor aborted."""
        return self.counts["opened"] - self.counts["finished"] - self.counts["aborted"]

    @property
    def connections(self) -> int:
        """Open connections."""
        return self._do(self._count_connections())

    async def _count_connections(self) -> int:
        runner = self._runner
        return len(runner.server.connections) if runner is not None and runner.server is not None else 0

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """The bodies that came to a path."""
        return [received.body for received in list(self.received) if received.path == path]

    def script(self, *behaviours: Behaviour) -> None:
        """Behave so towards the next requests, one after another; then as usual again."""
        self._scripts.extend(behaviours)

    def script_screening(self, *behaviours: Behaviour) -> None:
        """The same towards the next requests to screen a question, which come beside the others in no order."""
        self._screenings.extend(behaviours)

    def next_behaviour(self, *, screens: bool = False) -> Behaviour:
        """The script of the request that comes now."""
        if screens:
            return self._screenings.popleft() if self._screenings else self.screening
        return self._scripts.popleft() if self._scripts else self.usual

    def release(self) -> None:
        """Go on with what is held."""
        self.is_released = True

    def start(self) -> None:
        """Listen, on the port it had before."""
        self._do(self._listen())

    def kill(self) -> None:
        """Stop listening and cut every connection."""
        self._do(self._cut())

    def close(self) -> None:
        """End everything."""
        self.kill()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _do(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(PATIENCE)

    async def _listen(self) -> None:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.add_routes(self._routes.table())
        # Without handler_cancellation it would notice a client that went away only when it next writes.
        self._runner = web.AppRunner(
            application, handler_cancellation=True, access_log=None, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True, backlog=1024)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def _cut(self) -> None:
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        for site in list(runner.sites):
            await site.stop()
        assert runner.server is not None
        for connection in list(runner.server.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await runner.cleanup()


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--model", default=GPT_OSS)
    parser.add_argument("--max-model-len", type=int, default=131_072)
    parser.add_argument("--key", default="")
    parser.add_argument(
        "--rate", type=float, default=0.0, help="tokens per second of each stream; 0 is as fast as it goes"
    )
    parser.add_argument("--first", type=float, default=0.0, help="seconds to the first token")
    parser.add_argument(
        "--tokens", type=int, default=0, help="answer with about so many tokens, whatever was asked"
    )
    options = parser.parse_args()
    final = " ".join(["word"] * options.tokens) + "." if options.tokens else None
    usual = Behaviour(
        before_first=options.first, between=1 / options.rate if options.rate else 0.0, final=final
    )
    with ModelServer(
        model=options.model,
        max_model_len=options.max_model_len,
        key=options.key,
        port=options.port,
        usual=usual,
    ) as server:
        print(server.url, flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
