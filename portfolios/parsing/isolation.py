"""Parsing in a process of its own: a file that crashes, hangs or bloats the reader costs one answer,
nothing else.

The child is a fresh interpreter that imports only the readers, never the program that asks: no settings, no
database password in its environment, no inherited files. It is kept between files and replaced after a
crash or a timeout.
"""

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from portfolios.parsing.document import FailureReason, ParsedDocument, ParseFailure, Unreadable
from portfolios.parsing.failures import failure_of
from portfolios.parsing.sizes import check_size
from portfolios.parsing.wire import from_json

TIMEOUT_SECONDS = 120
MEMORY_BYTES = 4 * 1024**3
START_SECONDS = 60  # importing the readers on a cold and busy machine
_LONGEST_REPLY = 1024**3
_STEP = 1 << 16
_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = (
    "PATH",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONDONTWRITEBYTECODE",
)
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from portfolios.parsing.child import main; main()"


class Parser:
    """Runs parse() in a child process; a context manager, usable again after every failure, by one thread
    at a time.
    """

    def __init__(self, *, timeout_seconds: int = TIMEOUT_SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._timeout = timeout_seconds
        self._memory = memory_bytes
        self._child: _Child | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def parse(self, content: bytes, *, name: str) -> list[ParsedDocument | ParseFailure]:
        """As portfolios.parsing.parse(); TIMED_OUT and CRASHED stand for what the child did not survive."""
        try:
            check_size(content)
        except Unreadable as refusal:
            return [failure_of(refusal)]
        with self._lock:
            try:
                return self._exchange(content, name)
            except TimeoutError:
                self.close()
                return [_timed_out(self._timeout)]
            except (EOFError, OSError, ValueError, KeyError, TypeError):
                self.close()
                return [_crashed()]
            except BaseException:  # Ctrl-C in the middle of a reply: the child is of no more use
                self.close()
                raise

    def _exchange(self, content: bytes, name: str) -> list[ParsedDocument | ParseFailure]:
        if self._child is not None and not self._child.is_alive:
            self.close()
        if self._child is None:
            self._child = _Child(self._memory, self._timeout)
            self._child.await_start()
        return from_json(self._child.ask(content, name, time.monotonic() + self._timeout))


def _timed_out(seconds: int) -> ParseFailure:
    detail = (
        f"Reading the file took longer than {seconds} seconds and was stopped; split it or export it again."
    )
    return ParseFailure("", FailureReason.TIMED_OUT, detail)


def _crashed() -> ParseFailure:
    detail = (
        "The file made its reader fail: it is damaged or needs more memory than allowed; "
        "export it again or split it."
    )
    return ParseFailure("", FailureReason.CRASHED, detail)


class _Child:
    """A running child and the two pipes to it; every wait has an end."""

    def __init__(self, memory: int, timeout: int) -> None:
        arguments = [sys.executable, "-P", "-c", _PROGRAM, str(_ROOT), str(memory), str(timeout)]
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C in the terminal is for the parent to handle
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("the child has no pipes")
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._read = bytearray()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def await_start(self) -> None:
        if self._line(time.monotonic() + START_SECONDS) != b"ready":
            raise EOFError("the child did not start")

    def ask(self, content: bytes, name: str, deadline: float) -> bytes:
        """Sends one file and returns the reply; TimeoutError past the deadline, EOFError when the child is
        gone.
        """
        header = json.dumps({"name": name, "length": len(content)}).encode() + b"\n"
        self._send(header, deadline)
        self._send(content, deadline)
        length = int(self._line(deadline))
        if length > _LONGEST_REPLY:
            raise ValueError("the reply is too long")
        while len(self._read) < length:
            self._receive(deadline)
        reply = bytes(self._read[:length])
        del self._read[:length]
        return reply

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def _send(self, content: bytes, deadline: float) -> None:
        rest = memoryview(content)
        while rest:
            self._wait(self._to, selectors.EVENT_WRITE, deadline)
            rest = rest[os.write(self._to, rest[:_STEP]) :]

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._read:
            if len(self._read) > _STEP:
                raise ValueError("the reply has no length")
            self._receive(deadline)
        line, _, rest = bytes(self._read).partition(b"\n")
        self._read = bytearray(rest)
        return line

    def _receive(self, deadline: float) -> None:
        self._wait(self._from, selectors.EVENT_READ, deadline)
        received = os.read(self._from, _STEP)
        if not received:
            raise EOFError("the child ended")
        self._read += received

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
